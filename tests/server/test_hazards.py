"""The life of a hazard in the office: what each may do, what stands in the way, and what its history shows."""

from datetime import date

import pytest
from sqlalchemy import text, update

from inspection.problems import Problem
from sync_server import hazards, history, orders, tables
from tests.server.building import (
    AT,
    LINA,
    LINLAN,
    STORE_ROOM,
    SUNLI,
    WANGQIANG,
    WORKS,
    YUNXI,
    ZHAOMIN,
    ZHOULI,
    Phone,
    all_of,
    finding,
    fixed_finding,
    hazard,
    moves,
    outcomes,
    person,
    photo,
    store_photo,
    told,
)


def found(store, made=None, by=LINA, track="inspection") -> str:
    """A hazard as a visit leaves it; its id."""
    made, phone = made or finding(), Phone(store, by)
    assert outcomes(phone.push(phone.visit([made], track=track))) == [("applied", None)]
    return made["id"]


def order(store, *hazard_ids, officers=(LINA, ZHOULI), actor=LINA, due=date(2026, 11, 30)) -> dict:
    named = [person(store, one) for one in officers]
    with store.write() as c:
        items = [{"hazard_id": one, "due": due} for one in hazard_ids]
        return orders.issue(c, WORKS, items, named, person(store, actor), AT, lambda: f"doc-{hazard_ids[0]}")


def move(store, hazard_id, name, by, **more) -> str:
    with store.write() as c:
        return hazards.make_move(c, hazard_id, name, person(store, by), AT, **more)


def blocked(store, hazard_id, by) -> dict:
    with store.read() as c:
        offered = hazards.moves_for(c, hazard_id, person(store, by))
    return {one["move"]: one["blocked"] and one["blocked"].code for one in offered}


def refusal(act, *args, **more) -> str:
    with pytest.raises(Problem) as refused:
        act(*args, **more)
    return refused.value.code


def rectified(store, hazard_id, by=SUNLI) -> Phone:
    phone, shot = Phone(store, by), photo(f"after {hazard_id}")
    phone.push(phone.rectification(hazard_id, [shot]))
    store_photo(store, shot)
    return phone


def rechecked(store, hazard_id, verdict="pass", by=LINA, **more):
    phone, shot = Phone(store, by), photo(f"recheck {hazard_id} {by}")
    record = phone.recheck(hazard_id, verdict, photos=[shot] if verdict == "pass" else [], **more)
    phone.push(record)
    store_photo(store, shot)
    return outcomes(phone.push(record))[0]


def test_the_whole_way_from_finding_to_closing(office_store):
    one = found(office_store)
    document = order(office_store, one)
    assert document["number"] == "（青禾街道）应急责改〔2026〕1号"
    assert hazard(office_store, one)["due"] == "2026-11-30"
    rectified(office_store, one)
    assert hazard(office_store, one)["state"] == "rectified_pending"
    assert rechecked(office_store, one) == ("applied", None)
    row = hazard(office_store, one)
    assert (row["state"], row["closed_on"]) == ("closed", "2026-11-23")
    assert moves(office_store, one) == ["found", "grade", "order", "rectify", "recheck_pass"]
    body = told(office_store, f"a:{YUNXI}")[("hazard", one)]
    assert body["order"]["number"] == document["number"]
    assert [step["move"] for step in body["history"]] == [
        "recheck_pass",
        "rectify",
        "order",
        "grade",
        "found",
    ]
    assert {use["role"] for use in body["photos"]} == {"before", "after"}


def test_what_a_service_visit_finds_is_advised_and_ordered_only_after_officers_saw_it(office_store):
    one = finding()
    found(office_store, one, by=WANGQIANG, track="service")
    assert hazard(office_store, one["id"])["state"] == "advised"
    assert refusal(order, office_store, one["id"]) == "hazard.officers_must_see_it"
    seen = finding()  # the same item at the same place, on an official inspection
    assert found(office_store, seen)
    assert len(all_of(office_store, tables.hazard)) == 1
    assert moves(office_store, one["id"]) == ["found", "grade", "advise", "seen_again"]
    order(office_store, one["id"])
    row = hazard(office_store, one["id"])
    assert (row["state"], row["track"]) == ("ordered", "inspection")
    assert told(office_store, f"u:{WANGQIANG}")[("notice", f"{one['id']}:5")]["code"] == "hazard_ordered"


def test_an_order_needs_two_certified_officers_and_nobody_else_may_issue_it(office_store):
    one = found(office_store)
    assert refusal(order, office_store, one, officers=(LINA,)) == "visit.two_officers_needed"
    assert refusal(order, office_store, one, officers=(LINA, LINA)) == "visit.two_officers_needed"
    assert refusal(order, office_store, one, officers=(LINA, WANGQIANG)) == "visit.two_officers_needed"
    assert refusal(order, office_store, one, actor=ZHAOMIN) == "hazard.not_your_move"
    with office_store.write() as c:
        c.execute(
            update(tables.person).where(tables.person.c.id == ZHOULI).values(certificate_until="2026-11-22")
        )
    assert refusal(order, office_store, one) == "visit.two_officers_needed"
    assert refusal(order, office_store) == "order.empty"
    assert refusal(order, office_store, one, due=None) == "visit.two_officers_needed"


def test_numbers_of_orders_have_no_gaps_when_one_is_undone(office_store):
    first, second = found(office_store), found(office_store, finding(place="二楼"))
    service = found(office_store, finding(place="三楼"), by=WANGQIANG, track="service")
    assert order(office_store, first)["running"] == 1
    assert refusal(order, office_store, second, service) == "hazard.officers_must_see_it"
    assert hazard(office_store, second)["state"] == "graded"
    assert order(office_store, second)["running"] == 2
    with office_store.write() as c:
        c.execute(tables.meta.insert().values(k="order_pattern", v="青安责改字[{year}]第{n:03d}号"))
    assert (
        order(office_store, found(office_store, finding(place="四楼")))["number"] == "青安责改字[2026]第003号"
    )


def test_an_order_is_for_one_enterprise(office_store):
    one, phone = finding(), Phone(office_store, LINA)
    phone.push(phone.visit([one], enterprise=STORE_ROOM))
    assert refusal(order, office_store, one["id"]) == "order.other_enterprise"


def test_a_major_hazard_waits_for_an_officer_and_needs_acceptance_and_the_leader_to_close(office_store):
    one = found(office_store, finding(severity="major"))
    assert hazard(office_store, one)["state"] == "registered"
    with office_store.write() as c:
        hazards.confirm_major(c, one, person(office_store, LINA), AT, rule="MEM10-3-1", reason="现场核实")
    row = hazard(office_store, one)
    assert (row["state"], row["major_confirmed"]) == ("graded", True)
    order(office_store, one)
    rectified(office_store, one)
    assert rechecked(office_store, one) == ("applied", None)
    assert hazard(office_store, one)["state"] == "rectified_pending"  # accepted on site, not closed
    assert refusal(move, office_store, one, "close", LINA) == "hazard.major_needs_acceptance"
    assert refusal(move, office_store, one, "sign_off", LINLAN) == "hazard.major_needs_acceptance"
    with office_store.write() as c:
        hazards.record_acceptance(
            c, one, person(office_store, LINA), AT, {"self_check": True, "expert_review": True}
        )
    assert refusal(move, office_store, one, "sign_off", LINA) == "hazard.not_your_move"
    assert move(office_store, one, "sign_off", LINLAN) == "closed"


def test_an_unconfirmed_major_hazard_cannot_be_ordered(office_store):
    one = found(office_store, finding(severity="major"))
    assert move(office_store, one, "grade", ZHAOMIN) == "graded"
    assert refusal(order, office_store, one) == "hazard.major_needs_officer"
    assert blocked(office_store, one, LINA)["order"] == "hazard.major_needs_officer"


def test_making_a_major_hazard_general_needs_an_officer_and_a_reason(office_store):
    one = found(office_store, finding(severity="major"), by=WANGQIANG, track="service")

    def grade(by, reason):
        with office_store.write() as c:
            return hazards.set_grade(c, one, "general", "", person(office_store, by), AT, reason)

    assert refusal(grade, ZHAOMIN, "不是") == "hazard.not_your_move"
    assert refusal(grade, LINA, "") == "hazard.reason_needed"
    assert grade(LINA, "不在适用行业") == "advised"
    assert hazard(office_store, one)["severity"] == "general"


def test_who_corrected_it_does_not_close_it(office_store):
    one = found(office_store)
    order(office_store, one)
    rectified(office_store, one, by=LINA)
    assert rechecked(office_store, one) == ("refused", "hazard.closer_corrected_it")
    assert rechecked(office_store, one, by=ZHOULI) == ("applied", None)


def test_an_experts_pass_closes_nothing_and_for_an_order_only_officers_eyes_count(office_store):
    one = found(office_store)
    order(office_store, one)
    rectified(office_store, one)
    assert rechecked(office_store, one, by=WANGQIANG, track="service") == ("applied", None)
    assert hazard(office_store, one)["state"] == "rectified_pending"
    assert refusal(move, office_store, one, "close", ZHOULI) == "hazard.no_recheck_yet"
    advised = found(office_store, finding(place="二楼"), by=WANGQIANG, track="service")
    rectified(office_store, advised)
    assert rechecked(office_store, advised, by=WANGQIANG, track="service") == ("applied", None)
    assert move(office_store, advised, "close", LINA) == "closed"


def test_the_office_returns_what_does_not_convince_and_the_people_on_site_are_told(office_store):
    one = found(office_store)
    order(office_store, one)
    rectified(office_store, one)
    assert refusal(move, office_store, one, "return", ZHAOMIN) == "hazard.reason_needed"
    assert move(office_store, one, "return", ZHAOMIN, reason="照片看不清") == "recheck_failed"
    for who in (LINA, SUNLI):
        notice = told(office_store, f"u:{who}")[("notice", f"{one}:5")]
        assert (notice["code"], notice["facts"]["reason"]) == ("hazard_returned", "照片看不清")
        assert notice["about"] == {"kind": "hazard", "id": one}
    assert told(office_store, f"a:{YUNXI}")[("hazard", one)]["note"] == "照片看不清"


def test_a_move_on_a_hazard_that_has_moved_is_refused_and_kept(office_store):
    one = found(office_store)
    assert rechecked(office_store, one) == ("refused", "hazard.move_not_allowed")
    (kept,) = all_of(office_store, tables.inbox, tables.inbox.c.outcome == "refused")
    assert '"state": "graded"' in kept["facts"]
    assert "registered" not in kept["facts"]
    uses = all_of(office_store, tables.photo_use, tables.photo_use.c.record_id == kept["id"])
    assert [(use["owner_kind"], use["hazard_id"]) for use in uses] == [("record", None)]


def test_where_somebody_else_was_quicker_the_second_is_merged_and_kept_in_the_history(office_store):
    one = found(office_store)
    order(office_store, one)
    rectified(office_store, one)
    phone, shot = Phone(office_store, WANGQIANG), photo("second report")
    second = phone.rectification(one, [shot])
    phone.push(second)
    store_photo(office_store, shot)
    assert outcomes(phone.push(second)) == [("merged", None)]
    assert rechecked(office_store, one, by=LINA) == ("applied", None)
    assert rechecked(office_store, one, by=ZHOULI) == ("merged", None)
    assert moves(office_store, one)[3:] == ["rectify", "rectification", "recheck_pass", "recheck"]
    assert rechecked(office_store, one, "fail", by=ZHOULI) == ("refused", "hazard.move_not_allowed")


def test_what_is_put_right_on_site_is_counted_and_closed_but_never_a_major_one(office_store):
    general, major = fixed_finding(), fixed_finding(place="配电间", severity="major")
    phone = Phone(office_store, LINA)
    phone.push(phone.visit([general, major]))
    row = hazard(office_store, general["id"])
    assert (row["state"], row["fixed_on_site"], row["closed_on"]) == ("closed", True, "2026-11-23")
    assert moves(office_store, general["id"]) == ["found", "grade", "fix_on_site"]
    assert hazard(office_store, major["id"])["state"] == "registered"
    assert len(all_of(office_store, tables.finding)) == 2


def test_a_hazard_that_returns_after_closing_is_a_new_one_that_names_the_old(office_store):
    one = found(office_store, fixed_finding())
    again = found(office_store, finding(seen_at="2026-11-23T01:59:00.000+00:00"))
    row = hazard(office_store, again)
    assert (row["repeat_of"], row["state"], row["repeat_confirmed"]) == (one, "graded", False)
    with office_store.write() as c:
        hazards.confirm_repeat(c, again, person(office_store, ZHAOMIN), AT)
    assert hazard(office_store, again)["repeat_confirmed"]


def test_a_hazard_seen_again_as_major_waits_for_an_officer(office_store):
    one = found(office_store, by=WANGQIANG, track="service")
    found(office_store, finding(severity="major"))
    row = hazard(office_store, one)
    assert (row["severity"], row["major_confirmed"], row["state"]) == ("major", False, "advised")
    assert refusal(order, office_store, one) == "hazard.major_needs_officer"


def test_the_inspector_may_name_the_hazard_that_is_seen_again(office_store):
    one = found(office_store)
    found(office_store, finding(item="ELEC-09", place="别处", hazard_id=one))
    assert moves(office_store, one)[-1] == "seen_again"
    stranger, phone = finding(hazard_id=one, place="仓库门口"), Phone(office_store, LINA)
    phone.push(phone.visit([stranger], enterprise=STORE_ROOM))  # of another enterprise: a hazard of its own
    assert hazard(office_store, stranger["id"])["enterprise_id"] == STORE_ROOM


def test_a_merged_hazard_hands_over_its_evidence_and_later_records_follow(office_store):
    one, other = found(office_store), found(office_store, finding(item="FIRE-02", place="东侧门"))
    refused = refusal(move, office_store, other, "merge", ZHAOMIN, reason="同一处", facts={"into": other})
    assert refused == "hazard.merge_elsewhere"
    move(office_store, other, "merge", ZHAOMIN, reason="同一处", facts={"into": one})
    assert hazard(office_store, other)["merged_into"] == one
    assert {row["hazard_id"] for row in all_of(office_store, tables.finding)} == {one}
    order(office_store, one)
    assert rechecked(office_store, other, "fail") == ("applied", None)
    assert hazard(office_store, one)["state"] == "recheck_failed"


def test_voiding_needs_a_reason_and_a_second_person(office_store):
    one = found(office_store)
    lina, zhaomin = person(office_store, LINA), person(office_store, ZHAOMIN)
    assert refusal(move, office_store, one, "void", LINA) == "hazard.reason_needed"
    assert refusal(move, office_store, one, "void", LINA, reason="误报") == "hazard.second_person_needed"
    assert (
        refusal(move, office_store, one, "void", LINA, reason="误报", second=lina)
        == "hazard.second_person_needed"
    )
    assert move(office_store, one, "void", LINA, reason="误报", second=zhaomin) == "void"


def test_an_extension_is_asked_for_and_granted_with_a_new_day(office_store):
    one = found(office_store)
    order(office_store, one)
    assert move(office_store, one, "ask_extension", SUNLI, reason="等配件") == "extension_pending"
    assert refusal(move, office_store, one, "grant_extension", LINA) == "hazard.due_needed"
    assert move(office_store, one, "grant_extension", LINA, facts={"due": "2026-12-15"}) == "rectifying"
    assert hazard(office_store, one)["due"] == "2026-12-15"


def test_a_due_day_that_was_ordered_is_not_an_experts_to_move(office_store):
    one = found(office_store)
    order(office_store, one)
    assert rechecked(office_store, one, "partly", WANGQIANG, track="service", new_due="2027-01-31") == (
        "applied",
        None,
    )
    assert hazard(office_store, one)["due"] == "2026-11-30"
    assert rechecked(office_store, one, "fail", LINA, new_due="2026-12-05") == ("applied", None)
    assert hazard(office_store, one)["due"] == "2026-12-05"
    with office_store.write() as c:
        hazards.change_due(c, one, date(2026, 12, 9), person(office_store, LINLAN), AT, "春节前")
    assert hazard(office_store, one)["due"] == "2026-12-09"


def test_a_changed_or_removed_step_shows_in_the_chain_of_the_history(office_store):
    one = found(office_store)
    order(office_store, one)
    with office_store.read() as c:
        assert list(history.breaks(c)) == []
    with office_store.write() as c:
        c.execute(text("UPDATE hazard_history SET actor_id = 'p-chenjie' WHERE n = 2"))
    with office_store.read() as c:
        assert [(fault["n"], fault["why"]) for fault in history.breaks(c, one)] == [(2, "changed")]
    with office_store.write() as c:
        c.execute(text("DELETE FROM hazard_history WHERE n = 2"))
    with office_store.read() as c:
        assert [(fault["n"], fault["why"]) for fault in history.breaks(c)] == [(3, "gap")]
    with office_store.write() as c:
        c.execute(text("DELETE FROM hazard_history WHERE n = 3"))
    with office_store.read() as c:
        assert [fault["why"] for fault in history.breaks(c)] == ["state"]


def test_a_finding_that_arrives_after_the_closing_but_was_seen_before_joins_the_closed_hazard(office_store):
    one = found(office_store, finding(seen_at="2026-11-20T02:00:00+00:00"), by=WANGQIANG, track="service")
    assert rechecked(office_store, one) == ("applied", None)
    late = finding(seen_at="2026-11-21T02:00:00+00:00")
    found(office_store, late)
    assert moves(office_store, one)[-1] == "seen_again"
    assert hazard(office_store, one)["state"] == "closed"
