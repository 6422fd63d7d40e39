"""What the office refused, and what was too large for one record, still becomes one visit in the office."""

from app.storage import findings, outbox, visits
from sync_server import tables
from tests.journey.agreement import agree, counts
from tests.journey.phones import OFFICERS, a_photo

NOT_ONE = {"person_id": "huangmei", "name": "黄梅", "role": "officer", "certificate_no": "粤A-9999"}


def test_a_refused_visit_is_put_right_on_the_phone_and_then_stands_in_the_office_once(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    visit = li.begin("e-shunda", people=[OFFICERS[0], NOT_ONE])
    li.find(visit, "安全出口上锁", "一楼后门")
    refused = li.finish(visit)
    li.sync()
    assert li.state_of(refused) == "refused"
    assert counts(office)["visit"] == 0

    assert li.do.reopen_visit(refused, "已修改，重新提交") == visit
    companion = li.read(visits.by_id, visit).companion
    li.do.set_people(visit, OFFICERS, companion)
    anew = li.finish(visit)
    assert li.sync().state == "idle"
    assert [li.state_of(one) for one in (refused, anew)] == ["voided", "applied"]
    told = counts(office)
    assert (told["visit"], told["finding"], told["hazard"]) == (1, 1, 1)
    (kept,) = office.rows(tables.inbox, tables.inbox.c.id == refused)
    assert kept["code"] == "record.voided"
    (row,) = office.rows(tables.visit)
    assert row["record_id"] == anew


def test_a_visit_too_large_for_one_record_is_one_visit_in_the_office(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    visit = li.begin("e-shunda")
    for number in range(24):
        words = {"correction": f"{number}" + "改" * 1900, "basis": "依据" * 400}
        finding = li.do.open_finding(visit, None, None)
        li.do.edit_finding(finding, text=f"第{number}处" + "长" * 1900, place=f"{number}号车间", **words)
        li.do.keep_photo(a_photo(), "finding", finding, "before", visit)
    record = li.finish(visit)
    ahead = [one for one in li.read(findings.of_visit, visit) if one.sent_ahead]
    assert 0 < len(ahead) < 24
    assert li.sync().state == "idle"
    assert li.state_of(record) == "applied"
    assert {one.state for one in li.read(outbox.items)} <= {"applied", "merged"}
    told = counts(office)
    assert (told["visit"], told["finding"]) == (1, 24)
    agree(office, li)
