"""Records that borrow what is not theirs: numbers too large, findings, visits and hazards of somebody else."""

from sync_server import chain, tables
from sync_server.office.reads import hazards
from tests.server.building import (
    CHENJIE,
    ELSEWHERE,
    LINA,
    STORE_ROOM,
    SUNLI,
    WANGQIANG,
    WORKS,
    ZHOULI,
    Phone,
    all_of,
    finding,
    fixed_finding,
    hazard,
    moves,
    outcomes,
    participants,
)


def refused_field(answer: dict) -> tuple:
    return answer["outcome"], answer["code"], answer["facts"].get("field")


def test_a_number_no_phone_counts_to_is_refused_and_stops_nothing_else(office_store):
    phone = Phone(office_store, LINA)
    absurd, good = phone.visit([finding()]) | {"seq": 2**40}, phone.visit([finding(place="二楼")])
    first, second = phone.push(absurd, good)
    assert refused_field(first) == ("refused", "record.invalid", "seq")
    assert second["outcome"] == "applied"
    assert len(all_of(office_store, tables.inbox)) == 2


def test_one_finding_twice_in_a_visit_is_refused_not_held_for_ever(office_store):
    phone, one = Phone(office_store, LINA), finding()
    (answer,) = phone.push(phone.visit([one, one]))
    assert refused_field(answer) == ("refused", "record.invalid", "findings")


def test_a_finding_of_another_visit_cannot_be_brought_again_as_ones_own(office_store):
    phone, one = Phone(office_store, LINA), finding()
    phone.push(phone.visit([one]))
    stranger, borrowed = Phone(office_store, CHENJIE), fixed_finding()
    borrowed["body"]["finding_id"] = one["id"]
    again = stranger.visit([borrowed], track="service", enterprise=ELSEWHERE)
    assert outcomes(stranger.push(again)) == [("refused", "finding.of_another_visit")]
    elsewhere = phone.visit([borrowed], enterprise=STORE_ROOM)
    assert outcomes(phone.push(elsewhere)) == [("refused", "finding.of_another_visit")]
    uses = all_of(office_store, tables.photo_use, tables.photo_use.c.hazard_id == one["id"])
    assert {row["record_id"] for row in uses} == {
        row["record_id"] for row in all_of(office_store, tables.finding)
    }


def test_a_finding_alone_belongs_to_the_enterprise_and_track_of_its_visit(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit()
    phone.push(visit)
    visit_id = visit["body"]["visit_id"]
    expert = Phone(office_store, WANGQIANG)
    mixed = expert.finding_alone(finding(), visit_id, track="service")
    assert outcomes(expert.push(mixed)) == [("refused", "finding.not_of_this_visit")]
    elsewhere = phone.finding_alone(finding(), visit_id, enterprise=STORE_ROOM)
    assert outcomes(phone.push(elsewhere)) == [("refused", "finding.not_of_this_visit")]
    (row,) = all_of(office_store, tables.visit)
    assert row["findings"] == 0


def test_a_finding_that_came_before_a_visit_to_another_enterprise_has_no_place_on_it(office_store):
    phone, expert = Phone(office_store, LINA), Phone(office_store, WANGQIANG)
    own, elsewhere, advice = finding(), finding(), finding(place="仓库")
    visit = phone.visit([finding(place="锅炉房")])
    visit_id = visit["body"]["visit_id"]
    phone.push(phone.finding_alone(elsewhere, visit_id, enterprise=STORE_ROOM))
    expert.push(expert.finding_alone(advice, visit_id, track="service"))
    phone.push(phone.finding_alone(own, visit_id))
    assert outcomes(phone.push(visit)) == [("applied", None)]
    (row,) = all_of(office_store, tables.visit)
    assert (row["findings"], row["photos"]) == (2, 3)
    with office_store.read() as c:
        shown = hazards.of_visit(c, visit_id)
        facts = [one["facts"] for one in chain.of_visit(c, visit_id) if one["facts"].get("kind") == "finding"]
    assert {one["id"] for one in shown} == {own["id"], visit["body"]["findings"][0]["finding_id"]}
    assert len({one["seq"] for one in facts}) == 1
    assert {row["enterprise_id"] for row in all_of(office_store, tables.hazard)} == {WORKS, STORE_ROOM}


def test_a_recheck_names_no_visit_to_another_enterprise(office_store):
    phone, one = Phone(office_store, LINA), finding()
    elsewhere = phone.visit(enterprise=STORE_ROOM)
    phone.push(phone.visit([one]), elsewhere)
    recheck = phone.recheck(one["id"], "fail", visit_id=elsewhere["body"]["visit_id"])
    assert refused_field(phone.push(recheck)[0]) == ("refused", "record.invalid", "visit_id")


def test_what_strangers_say_of_a_visit_does_not_spoil_its_chain(office_store):
    phone, stranger = Phone(office_store, LINA), Phone(office_store, CHENJIE)
    visit = phone.visit()
    phone.push(visit)
    visit_id = visit["body"]["visit_id"]
    stranger.seq = 7
    assert (
        stranger.push(stranger.finding_alone(finding(), visit_id, track="service"))[0]["outcome"] == "refused"
    )
    with office_store.read() as c:
        assert all(
            fact["ok"] for fact in chain.of_visit(c, visit_id) if not fact["code"].startswith("photos")
        )


def test_two_certificates_of_one_person_are_not_two_officers(office_store):
    phone = Phone(office_store, LINA)
    twice = [
        participants("inspection")[0] | {"certificate_no": number} for number in ("浙A0001", "浙A0001-1")
    ]
    assert outcomes(phone.push(phone.visit(participants=twice))) == [("refused", "visit.two_officers_needed")]
    other = {"person_id": None, "name": "李娜", "role": "officer", "certificate_no": "浙Ａ０００１"}
    wide = [participants("inspection")[0], other]
    assert outcomes(phone.push(phone.visit(participants=wide))) == [("refused", "visit.two_officers_needed")]


def test_an_expert_is_no_officer_whatever_certificate_is_written_beside_the_name(office_store):
    phone, one = Phone(office_store, LINA), finding()
    expert = {"person_id": WANGQIANG, "name": "王强", "role": "officer", "certificate_no": "浙A0009"}
    people = [participants("inspection")[0], expert]
    assert outcomes(phone.push(phone.visit([one], participants=people))) == [
        ("refused", "visit.two_officers_needed")
    ]
    found = finding()
    phone.push(phone.visit([found]))
    recheck = phone.recheck(found["id"], "fail", participants=people)
    assert outcomes(phone.push(recheck)) == [("refused", "visit.two_officers_needed")]


def test_what_was_put_right_on_this_visit_is_not_repeated_by_this_visit(office_store):
    phone, fixed, other = Phone(office_store, LINA), fixed_finding(), finding(place="2号车间")
    phone.push(phone.visit([fixed, other]))
    assert hazard(office_store, other["id"])["repeat_of"] is None


def test_what_an_expert_saw_put_right_waits_for_an_officer_to_close_it(office_store):
    expert, one = Phone(office_store, WANGQIANG), fixed_finding()
    expert.push(expert.visit([one], track="service"))
    row = hazard(office_store, one["id"])
    assert (row["state"], row["fixed_on_site"], row["closed_on"]) == ("rectified_pending", True, None)
    assert moves(office_store, one["id"]) == ["found", "grade", "advise", "recheck_accept"]


def test_nobody_contracted_closes_what_officers_found(office_store):
    phone, one = Phone(office_store, LINA), finding()
    phone.push(phone.visit([one]))
    for who in (WANGQIANG, SUNLI):
        other = Phone(office_store, who)
        other.push(other.visit([fixed_finding()], track="service"))
    assert hazard(office_store, one["id"])["state"] == "graded"
    second = Phone(office_store, ZHOULI)
    second.push(second.visit([fixed_finding()]))
    assert hazard(office_store, one["id"])["state"] == "closed"
