"""Who may, and under whose name: two people on one phone, tokens that run out, phones that were lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.storage import enterprises, meta
from inspection.days import to_text
from inspection.problems import Problem
from sync_server import tables
from tests.journey.agreement import agree, counts
from tests.journey.office import PASSWORD
from tests.journey.test_bad_lines import a_visit_with


def firms(phone) -> list[str]:
    return sorted(row.id for row in phone.read(enterprises.search))


def test_two_people_on_one_phone_share_nothing(office, phone):
    one = phone("shared").sign_in("lina")
    one.sync()
    office.stop()
    first, _ = a_visit_with(one)
    with pytest.raises(Problem, match=r"sign_in\.needs_line"):
        one.sign_in("liuyang")
    office.start()
    one.sign_in("liuyang")
    one.sync()
    assert one.read(lambda s: meta.person(s)["name"]) == "刘洋"
    assert office.rows(tables.inbox) == []  # Li's record does not leave under Liu's name
    second, _ = a_visit_with(one)
    one.sync()
    assert [row["id"] for row in office.rows(tables.inbox)] == [second]
    agree(office, one)

    office.stop()
    one.sign_in("lina")  # back without a line, by this phone's own memory
    assert one.state_of(first) == "waiting"
    with pytest.raises(Problem, match=r"sign_in\.wrong_offline"):
        one.sign_in("liuyang", "not-the-password")
    office.start()
    one.sync()
    assert one.state_of(first) == "applied"
    assert {row["person_id"] for row in office.rows(tables.device)} == {"lina", "liuyang"}
    assert len(office.rows(tables.device)) == 2
    agree(office, one)


def test_an_app_started_without_a_line_works_on_where_it_was(office, phone, tmp_path):
    li = phone("li").sign_in("lina")
    li.sync()
    office.stop()
    again = li.switched_off_and_on()
    try:
        assert again.services.person.name == "李娜"
        record, _ = a_visit_with(again)
        assert again.sync().state == "offline"
        office.start()
        assert again.sync().state == "idle"
        assert again.state_of(record) == "applied"
        agree(office, again)
    finally:
        again.close()


def test_a_wrong_password_and_somebody_without_a_phone_are_told_so(office, phone):
    with pytest.raises(Problem, match=r"sign_in\.wrong"):
        phone("a").sign_in("lina", "wrong-password")
    with pytest.raises(Problem, match=r"sign_in\.no_phone"):
        phone("b").sign_in("zhaomin")
    with pytest.raises(Problem, match=r"sign_in\.empty"):
        phone("c").sign_in("lina", "")


def test_an_access_token_that_ran_out_is_renewed_unseen(office, line, phone):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    record, _ = a_visit_with(li)
    expire(office, "access")
    line.lose_answers("/api/token")
    assert li.sync().state == "offline"
    assert li.sync().state == "idle"
    assert li.state_of(record) == "applied"
    agree(office, li)


def test_an_expired_sign_in_pauses_the_exchange_and_nothing_else(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    expire(office, "access")
    expire(office, "refresh")
    record, _ = a_visit_with(li)
    status = li.sync()
    assert (status.state, status.code) == ("paused", "sync.sign_in_again")
    other, _ = a_visit_with(li)
    li.sign_in("lina")
    assert li.sync().state == "idle"
    assert [li.state_of(one) for one in (record, other)] == ["applied", "applied"]
    agree(office, li)


def test_a_blocked_phone_says_so_and_keeps_everything(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    record, _ = a_visit_with(li)
    device = li.read(meta.get, "device_id")
    set_device(office, device, "blocked")
    status = li.sync()
    assert (status.state, status.code) == ("paused", "device.blocked")
    assert li.state_of(record) == "waiting"
    assert firms(li) == ["e-fuxing", "e-hengli", "e-shunda"]
    set_device(office, device, "active")
    li.sync()
    assert li.state_of(record) == "applied"
    agree(office, li)


def test_a_phone_that_may_only_hand_in_hands_in_everything(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    record, _ = a_visit_with(li)
    set_device(office, li.read(meta.get, "device_id"), "upload_only")
    status = li.sync()
    assert (status.state, status.code) == ("paused", "device.upload_only")
    assert li.state_of(record) == "applied"
    assert counts(office)["visit"] == 1


def test_an_expert_sees_the_contract_and_another_contract_sees_nothing_of_it(office, phone):
    li, wang, chen = (phone(name).sign_in(name) for name in ("lina", "wangqiang", "chenjie"))
    li.sync()
    _, finding = a_visit_with(li)
    li.sync()
    wang.sync()
    chen.sync()
    assert firms(wang) == ["e-fuxing", "e-shunda"]
    assert firms(chen) == ["e-hengli"]
    assert wang.hazard(finding) is not None
    assert chen.hazard(finding) is None
    sha = li.hazard(finding) or (li.sync() and li.hazard(finding))
    shown = sha.photos[0].sha256
    assert wang.services.sync.photo(shown, "thumb")
    assert chen.services.sync.photo(shown, "thumb") is None


def test_an_office_that_moved_is_followed_with_everything_on_the_phone(office, line, phone):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    record, _ = a_visit_with(li)
    with pytest.raises(Problem, match=r"sign_in\.wrong"):
        li.door.move(li.services, office.address, "not-the-password")
    with pytest.raises(Problem, match=r"sign_in\.needs_line"):
        li.door.move(li.services, "http://127.0.0.1:9", PASSWORD)
    li.services = li.door.move(li.services, office.address, PASSWORD)
    assert li.services.server == office.address
    li.sync()
    assert li.state_of(record) == "applied"
    assert len(office.rows(tables.device)) == 1
    agree(office, li)


def expire(office, kind: str) -> None:
    with office.context.store.write() as c:
        past = to_text(datetime.now(UTC) - timedelta(hours=1))
        c.execute(update(tables.token).where(tables.token.c.kind == kind).values(expires_at=past))


def set_device(office, device: str, state: str) -> None:
    with office.context.store.write() as c:
        c.execute(update(tables.device).where(tables.device.c.id == device).values(state=state))
