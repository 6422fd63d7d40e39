"""Several people on one phone: each signs in to data of their own, also without a network."""

import pytest

from app.storage import meta, outbox, visits
from app.storage.accounts import Accounts
from app.usecases.finish_visit import finish_visit
from inspection.problems import Problem
from tests.app.field import LI, WANG, at, begun, new_id, phone, ready

SERVER = "http://127.0.0.1:8000"


@pytest.fixture
def accounts(tmp_path):
    made = Accounts(tmp_path)
    yield made
    made.close()


def test_two_people_on_a_phone_share_nothing(accounts):
    for person, minute in ((LI, 1), (WANG, 2)):
        accounts.keep(SERVER, person["login"], person, "geheim", f"device-{person['id']}", at(minute).wall)
    li, wang = (phone(accounts.folder(person["id"]), person) for person in (LI, WANG))
    finish_visit(li, ready(li), at(9), new_id())
    begun(wang, track="service", people=(WANG,))
    with li.read() as mine, wang.read() as theirs:
        assert (len(outbox.items(mine)), len(outbox.items(theirs))) == (1, 0)
        assert (len(visits.open_visits(mine)), len(visits.open_visits(theirs))) == (0, 1)
    assert [account.name for account in accounts.all()] == ["王强", "李娜"]
    accounts.used("li", at(3).wall)
    assert accounts.all()[0].name == "李娜"
    li.close()
    wang.close()


def test_the_password_lets_in_without_a_network_and_a_wrong_one_does_not(accounts):
    kept = accounts.keep(SERVER, " officer1 ", LI, "安全-2026", "device-li", at().wall)
    assert (kept.login, kept.role, kept.device_id) == ("officer1", "officer", "device-li")
    assert accounts.verify("li", "安全-2026")
    assert not accounts.verify("li", "安全-2025")
    assert not accounts.verify("nobody", "安全-2026")
    accounts.keep(SERVER, "officer1", LI, "neu", "device-li", at(1).wall)
    assert not accounts.verify("li", "安全-2026")
    assert "安全-2026".encode() not in (accounts.root / "accounts.db").read_bytes()
    assert accounts.by_login(SERVER, "officer1").id == "li"
    assert accounts.by_login("http://elsewhere", "officer1") is None


def test_an_odd_id_makes_no_folder(accounts):
    for odd in ("../li", "", "a/b", "x" * 65):
        with pytest.raises(Problem) as refusal:
            accounts.folder(odd)
        assert refusal.value.code == "account.odd_id"


def test_a_damaged_list_of_accounts_is_made_anew_from_the_folders_of_the_people(tmp_path):
    made = Accounts(tmp_path)
    made.keep(SERVER, "officer1", LI, "geheim", "device-li", at().wall)
    made.close()
    li = phone(made.folder("li"), LI)
    with li.write() as s:
        meta.put(s, "server", SERVER)
    li.close()
    for tail in ("-wal", "-shm"):
        (tmp_path / f"accounts.db{tail}").unlink(missing_ok=True)
    (tmp_path / "accounts.db").write_bytes(b"no database at all " * 200)
    again = Accounts(tmp_path)
    assert [(one.id, one.server, one.device_id) for one in again.all()] == [("li", SERVER, "device-li")]
    assert not again.verify("li", "geheim")  # the verifier went with the file: the office is asked once more
    assert (tmp_path / "accounts.db.damaged-1").exists()
    again.close()
