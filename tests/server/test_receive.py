"""Records come in: each for itself, kept whatever the verdict, answered the same however often they are sent."""

import json
from datetime import timedelta

from sqlalchemy import select

from inspection.days import china_day, to_text
from sync_server import people, receive, scope, tables
from tests.server.building import (
    AT,
    CHENJIE,
    ELSEWHERE,
    LINA,
    WANGQIANG,
    WORKS,
    Phone,
    all_of,
    finding,
    hazard,
    outcomes,
    person,
)

inbox = tables.inbox


def test_a_visit_is_applied_and_its_findings_become_hazards(office_store):
    phone = Phone(office_store, LINA)
    one, other = finding(), finding(item="ELEC-02", place="配电间")
    assert outcomes(phone.push(phone.visit([one, other]))) == [("applied", None)]
    assert hazard(office_store, one["id"])["state"] == "graded"
    assert {row["number"] for row in all_of(office_store, tables.hazard)} == {
        "YH-2026-00001",
        "YH-2026-00002",
    }
    (visit,) = all_of(office_store, tables.visit)
    assert (visit["findings"], visit["photos"], visit["day"]) == (2, 3, "2026-11-23")


def test_saying_it_twice_changes_nothing_and_is_answered_the_same(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit([finding()])
    first, again = phone.push(visit), phone.push(visit)
    assert [one | {"dup": True} for one in first] == again
    assert first[0]["dup"] is False
    assert len(all_of(office_store, inbox)) == 1
    assert len(all_of(office_store, tables.hazard)) == 1


def test_the_same_record_twice_in_one_batch_is_one_record(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit([finding()])
    assert [one["dup"] for one in phone.push(visit, visit)] == [False, True]
    assert len(all_of(office_store, inbox)) == 1


def test_other_bytes_under_the_same_id_are_refused_and_kept(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit([finding()])
    phone.push(visit)
    changed = visit | {"body": visit["body"] | {"remark": "改过"}}
    assert outcomes(phone.push(changed)) == [("refused", "record.id_reused")]
    assert outcomes(phone.push(changed)) == [("refused", "record.id_reused")]
    kept = {row["hash"]: row for row in all_of(office_store, inbox)}
    assert len(kept) == 2
    assert all_of(office_store, inbox, inbox.c.id == visit["id"])[0]["outcome"] == "applied"


def test_a_bad_record_in_the_middle_stops_only_itself(office_store):
    phone = Phone(office_store, LINA)
    good, bad, last = (
        phone.visit([finding()]),
        phone.visit([finding(place="二楼")]),
        phone.visit([finding(place="三楼")]),
    )
    bad["body"]["track"] = "raid"
    answers = phone.push(good, bad, "no object", {"id": "r-odd", "seq": "one"}, last)
    assert [one["outcome"] for one in answers] == ["applied", "refused", "refused", "refused", "applied"]
    assert answers[1]["code"] == "record.invalid"
    assert answers[1]["facts"] == {"field": "track", "why": "choice"}
    assert [one["id"] for one in answers] == [good["id"], bad["id"], None, "r-odd", last["id"]]
    assert len(all_of(office_store, inbox)) == 5
    assert len(all_of(office_store, tables.visit)) == 2


def test_what_cannot_be_read_is_kept_and_answered_the_same_again(office_store):
    phone = Phone(office_store, LINA)
    strange = [
        {"id": "r-1", "text": "\x00\ud800"},
        [1.5],
        None,
        {"id": "r-2", "deep": nested(300)},
        {"id": "x" * 900},
    ]
    first, again = phone.push(*strange), phone.push(*strange)
    assert {one["outcome"] for one in first} == {"refused"}
    assert [one | {"dup": True} for one in first] == again
    assert len(all_of(office_store, inbox)) == 5


def nested(depth):
    value = "end"
    for _ in range(depth):
        value = [value]
    return value


def test_signs_a_database_cannot_hold_do_no_harm(office_store):
    phone = Phone(office_store, LINA)
    one = finding(text="堵\x00塞\x07", place="东\x00侧")
    visit = phone.visit([one], remark="a\x00b")
    visit["at"]["boot"] = "b\x00"
    assert outcomes(phone.push(visit)) == [("applied", None)]
    assert hazard(office_store, one["id"])["text"] == "堵塞"


def test_a_newer_kind_or_version_is_held_for_a_newer_office(office_store):
    phone = Phone(office_store, LINA)
    newer = phone.record("drone_flight", ("flight", "1"), {"x": 1})
    later = phone.record("visit", ("visit", "v"), {"x": 1}, v=2)
    assert outcomes(phone.push(newer, later)) == [("held", "record.newer_kind")] * 2


def test_photos_named_and_photos_listed_must_agree(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit([finding()])
    visit["photos"] = visit["photos"][:1]
    assert outcomes(phone.push(visit)) == [("refused", "record.photos_disagree")]


def test_a_service_visit_by_an_expert_can_never_be_called_an_inspection(office_store):
    phone = Phone(office_store, WANGQIANG)
    assert outcomes(phone.push(phone.visit([finding()]))) == [("refused", "visit.track_not_yours")]
    assert outcomes(phone.push(phone.visit([finding()], track="service"))) == [("applied", None)]


def test_an_inspection_with_one_officer_is_refused(office_store):
    phone = Phone(office_store, LINA)
    alone = phone.visit(
        [finding()], participants=[{"name": "李娜", "role": "officer", "certificate_no": "浙A0001"}]
    )
    assert outcomes(phone.push(alone)) == [("refused", "visit.two_officers_needed")]


def test_an_enterprise_out_of_reach_is_refused_and_the_record_kept(office_store):
    phone = Phone(office_store, CHENJIE)
    assert outcomes(phone.push(phone.visit([finding()], track="service"))) == [
        ("refused", "record.not_your_enterprise")
    ]
    allowed = phone.visit([finding()], track="service", enterprise=ELSEWHERE)
    assert outcomes(phone.push(allowed)) == [("applied", None)]
    refused = all_of(office_store, inbox, inbox.c.outcome == "refused")
    assert [row["enterprise_id"] for row in refused] == [WORKS]


def test_a_record_over_another_persons_device_is_refused(office_store):
    phone = Phone(office_store, WANGQIANG)
    visit = phone.visit([finding()], track="service")
    answers = receive.receive(office_store, person(office_store, LINA), phone.device_id, [visit], AT)
    assert outcomes(answers) == [("refused", "device.belongs_to_another")]


def test_two_records_may_claim_one_number_and_both_are_judged(office_store):
    phone = Phone(office_store, LINA)
    first = phone.visit([finding()])
    phone.seq -= 1
    second = phone.visit([finding(place="二楼")])
    assert outcomes(phone.push(first, second)) == [("applied", None)] * 2


def test_a_fault_of_ours_holds_one_record_and_it_is_judged_after_the_mend(office_store, monkeypatch):
    phone = Phone(office_store, LINA)
    good, bad = phone.visit([finding()]), phone.visit([finding(place="二楼")])
    from sync_server import apply

    def broken(c, arrival):
        if arrival.record.id == bad["id"]:
            c.execute(tables.area.insert().values(id="half done"))
            raise ZeroDivisionError
        return right(c, arrival)

    right = apply.APPLY["visit"]
    monkeypatch.setitem(apply.APPLY, "visit", broken)
    answers = phone.push(good, bad)
    assert outcomes(answers) == [("applied", None), ("held", "record.server_error")]
    assert answers[1]["facts"]["reference"]
    assert all_of(office_store, tables.area, tables.area.c.id == "half done") == []
    monkeypatch.undo()
    assert receive.rejudge_all(office_store, AT) == 1
    with office_store.read() as c:
        assert c.scalar(select(inbox.c.outcome).where(inbox.c.id == bad["id"])) == "applied"


def test_when_the_end_of_a_batch_fails_the_others_get_through_alone(office_store, monkeypatch):
    """The drawing of what changed comes last; a record that breaks it must not take the batch along."""
    from sync_server import projections

    phone = Phone(office_store, LINA)
    poison = finding(place="毒")
    good, bad, last = phone.visit([finding()]), phone.visit([poison]), phone.visit([finding(place="三楼")])
    right = projections.DRAWN_BY["hazard"]

    def broken(c, ids):
        if poison["id"] in ids:
            raise ZeroDivisionError
        return right(c, ids)

    monkeypatch.setitem(projections.DRAWN_BY, "hazard", broken)
    assert [one["outcome"] for one in phone.push(good, bad, last)] == ["applied", "held", "applied"]
    assert len(all_of(office_store, inbox)) == 3
    monkeypatch.undo()
    assert receive.rejudge_all(office_store, AT) == 1


def test_status_tells_outcomes_of_ones_own_records_only(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit([finding()])
    phone.push(visit)
    with office_store.read() as c:
        mine = receive.status(c, person(office_store, LINA), [visit["id"], "r-none"])
        theirs = receive.status(c, person(office_store, CHENJIE), [visit["id"]])
    assert mine == {visit["id"]: {"outcome": "applied", "code": None, "facts": {}}, "r-none": None}
    assert theirs == {visit["id"]: None}


def test_the_kept_bytes_are_those_the_hash_was_taken_of(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit([finding()])
    phone.push(visit)
    (row,) = all_of(office_store, inbox)
    assert json.loads(row["raw"]) == visit


def test_what_was_done_under_a_contract_counts_when_it_comes_after_its_end(office_store):
    phone, stranger = Phone(office_store, WANGQIANG), Phone(office_store, CHENJIE)
    before, after = (phone.visit([finding(place=place)], track="service") for place in ("仓库", "车间"))
    after["at"]["wall"] = to_text(AT + timedelta(days=3))
    late = AT + timedelta(days=4)
    with office_store.write() as c:
        ended = tables.contract.update().values(ends_on=AT.date().isoformat())
        c.execute(ended)
    foreign = stranger.visit(track="service")
    with office_store.read() as c:
        today, other = (people.by_id(c, one, china_day(late)) for one in (WANGQIANG, CHENJIE))
    answers = receive.receive(office_store, today, phone.device_id, [before, after], late)
    assert outcomes(answers) == [("applied", None), ("refused", "record.not_your_enterprise")]
    answers = receive.receive(office_store, other, stranger.device_id, [foreign], late)
    assert outcomes(answers) == [("refused", "record.not_your_enterprise")]
    with office_store.read() as c:
        assert not scope.sees_enterprise(c, today, WORKS)
