"""Coming in: the right password, the wrong one, too many of them, and phones that belong to somebody."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from inspection.problems import Problem
from sync_server import accounts, audit, passwords, tables
from tests.server.building import AT
from tests.server.serving import PASSWORD, Line


@pytest.fixture
def office_with_passwords(office_store):
    with office_store.write() as c:
        c.execute(update(tables.person).values(password=passwords.hashed(PASSWORD)))
    return office_store


def refused(store, login, password, at=AT, address="10.0.0.1"):
    with pytest.raises(Problem) as found:
        accounts.sign_in(store, login, password, address, at)
    return found.value.code


def test_signing_in_gives_tokens_and_tells_who_it_is(served):
    answer = Line(served.url).sign_in("lina", "d-lina-1").json()
    assert answer["person"]["name"] == "李娜"
    assert answer["tracks"] == ["inspection", "service"]
    assert "a:a-yunxi" in answer["buckets"]
    assert answer["office"] == {"name": "青禾街道应急办"}
    assert answer["protocol"] == 1
    assert answer["epoch"]
    assert answer["server_time"] < answer["access_until"]


def test_a_wrong_password_and_an_unknown_account_are_answered_alike(served):
    line = Line(served.url)
    wrong, unknown = line.sign_in("zhouli", "d-1", "x"), line.sign_in("nobody", "d-1", "x")
    assert wrong.status_code == unknown.status_code == 401
    without_time = [{k: v for k, v in one.json().items() if k != "server_time"} for one in (wrong, unknown)]
    assert without_time[0] == without_time[1]


def test_the_office_clerk_has_no_phone(served):
    answer = Line(served.url).sign_in("zhaomin", "d-zhaomin")
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in.no_phone")


def test_the_device_of_another_person_is_not_taken_over(served):
    assert Line(served.url).sign_in("sunli", "d-shared").status_code == 200
    answer = Line(served.url).sign_in("wangqiang", "d-shared")
    assert (answer.status_code, answer.json()["code"]) == (409, "device.belongs_to_another")


def test_a_blocked_phone_is_refused_at_its_next_request(served):
    line = Line(served.url)
    line.sign_in("wangqiang", "d-lost")
    with served.context.store.write() as c:
        c.execute(update(tables.device).where(tables.device.c.id == "d-lost").values(state="blocked"))
    answer = line.post("/api/pull", {"buckets": {}})
    assert (answer.status_code, answer.json()["code"]) == (403, "device.blocked")
    assert line.sign_in("wangqiang", "d-lost").json()["code"] == "device.blocked"


def test_an_upload_only_phone_may_hand_in_but_not_read(served):
    line = Line(served.url)
    line.sign_in("wangqiang", "d-leaver")
    with served.context.store.write() as c:
        c.execute(update(tables.device).where(tables.device.c.id == "d-leaver").values(state="upload_only"))
    assert line.post("/api/push", {"records": []}).status_code == 200
    assert line.post("/api/pull", {"buckets": {}}).json()["code"] == "device.upload_only"


def test_five_wrong_tries_are_free_then_each_costs_a_longer_wait(office_with_passwords):
    store = office_with_passwords
    assert [refused(store, "lina", "wrong") for _ in range(5)] == ["sign_in.wrong"] * 5
    assert refused(store, "lina", PASSWORD) == "sign_in.too_many"
    later = AT + timedelta(seconds=6)
    assert refused(store, "lina", "wrong", later) == "sign_in.wrong"
    assert refused(store, "lina", PASSWORD, later + timedelta(seconds=6)) == "sign_in.too_many"
    assert accounts.sign_in(store, "lina", PASSWORD, "10.0.0.1", later + timedelta(seconds=11)) == "p-lina"


def test_guessing_from_one_place_does_not_shut_out_another(office_with_passwords):
    for _ in range(7):
        refused(office_with_passwords, "lina", "wrong")
    assert accounts.sign_in(office_with_passwords, "lina", PASSWORD, "10.0.0.2", AT) == "p-lina"


def test_nobody_waits_longer_than_a_quarter_of_an_hour():
    assert passwords.waiting_after(5) == timedelta(seconds=5)
    assert passwords.waiting_after(1000) == timedelta(minutes=15)


def test_a_right_password_forgets_the_wrong_ones(office_with_passwords):
    store = office_with_passwords
    for _ in range(4):
        refused(store, "lina", "wrong")
    accounts.sign_in(store, "LiNa ", PASSWORD, "10.0.0.1", AT)
    with store.read() as c:
        assert c.execute(select(tables.throttle)).all() == []


def test_somebody_who_has_left_is_not_let_in(office_with_passwords):
    with office_with_passwords.write() as c:
        c.execute(update(tables.person).where(tables.person.c.id == "p-lina").values(active=False))
    assert refused(office_with_passwords, "lina", PASSWORD) == "sign_in.wrong"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password.too_short"),
        ("12345678", "password.too_common"),
        ("aaaaaaaaaa", "password.too_common"),
        ("P@ssw0rd", "password.too_common"),
        ("x" * 129, "password.too_long"),
    ],
)
def test_poor_passwords_are_refused(password, code):
    with pytest.raises(Problem, match=code):
        passwords.check_rules(password)


def test_the_audit_shows_a_changed_row_and_a_missing_one(office_store):
    with office_store.write() as c:
        for number in range(4):
            audit.write(c, "p-lina", "test", "thing", str(number), {"字": number}, "desk", AT)
    with office_store.read() as c:
        assert audit.breaks(c) == []
    with office_store.write() as c:
        c.execute(update(tables.audit).where(tables.audit.c.n == 2).values(act="other"))
        c.execute(tables.audit.delete().where(tables.audit.c.n == 3))
    with office_store.read() as c:
        assert [(one["n"], one["why"]) for one in audit.breaks(c)] == [(2, "changed"), (4, "gap")]
