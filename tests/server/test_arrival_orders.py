"""Every order in which the records of one story can arrive ends in the same place."""

import itertools

import pytest

from sync_server import receive, tables
from tests.server.building import (
    AT,
    LINA,
    SUNLI,
    WANGQIANG,
    YUNXI,
    ZHOULI,
    Phone,
    all_of,
    finding,
    hazard,
    moves,
    outcomes,
    photo,
    store_photo,
    told,
)

inbox = tables.inbox


def outcome_of(store, record) -> tuple:
    (row,) = all_of(store, inbox, inbox.c.id == record["id"])
    return row["outcome"], row["code"]


def test_a_recheck_before_its_hazard_waits_for_it(office_store):
    officer, other = Phone(office_store, LINA), Phone(office_store, ZHOULI)
    one = finding()
    early = other.recheck(one["id"], verdict="fail")
    assert outcomes(other.push(early)) == [("held", "record.waits")]
    assert other.push(early)[0]["facts"] == {"kind": "hazard", "id": one["id"]}
    officer.push(officer.visit([one], track="service"))
    assert outcome_of(office_store, early) == ("applied", None)
    assert hazard(office_store, one["id"])["state"] == "recheck_failed"


def test_a_recheck_and_its_hazard_in_one_batch_the_wrong_way_round_are_both_applied(office_store):
    phone = Phone(office_store, WANGQIANG)
    one = finding()
    early, visit = phone.recheck(one["id"], "fail", track="service"), phone.visit([one], track="service")
    assert outcomes(phone.push(early, visit)) == [("applied", None)] * 2


def test_a_pass_waits_for_its_photos_and_closes_when_the_last_is_here(office_store):
    phone, one = Phone(office_store, LINA), finding()
    phone.push(phone.visit([one], track="service"))
    shots = [photo("after, left"), photo("after, right")]
    recheck = phone.recheck(one["id"], photos=shots)
    assert outcomes(phone.push(recheck)) == [("held", "record.waits")]
    store_photo(office_store, shots[0])
    assert outcome_of(office_store, recheck)[0] == "held"
    store_photo(office_store, shots[1])
    assert outcome_of(office_store, recheck) == ("applied", None)
    assert hazard(office_store, one["id"])["state"] == "closed"


def test_a_rectification_waits_for_its_photo_and_a_recheck_fail_does_not(office_store):
    phone, one = Phone(office_store, SUNLI), finding()
    phone.push(phone.visit([one], track="service"))
    shot = photo("cleared")
    assert outcomes(phone.push(phone.rectification(one["id"], [shot]))) == [("held", "record.waits")]
    store_photo(office_store, shot)
    assert hazard(office_store, one["id"])["state"] == "rectified_pending"
    failed = phone.recheck(one["id"], verdict="fail", track="service", photos=[photo("still there")])
    assert outcomes(phone.push(failed)) == [("applied", None)]


def test_photos_that_came_before_their_record_are_not_waited_for(office_store):
    phone, one, shot = Phone(office_store, LINA), finding(), photo("after")
    phone.push(phone.visit([one], track="service"))
    phone.push(phone.recheck("f-unknown", photos=[shot]))  # names the photo, itself waits
    store_photo(office_store, shot)
    assert outcomes(phone.push(phone.recheck(one["id"], photos=[shot]))) == [("applied", None)]


def test_visits_and_findings_never_wait_for_photos(office_store):
    phone, one = Phone(office_store, LINA), finding()
    assert outcomes(phone.push(phone.finding_alone(one, "v-later"))) == [("applied", None)]
    assert all_of(office_store, tables.photo)[0]["state"] == "named"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_finding_its_visit_and_a_colleagues_finding_arrive_in_any_order(office_store, order):
    """The finding sent ahead, the visit that names it, and the second officer's finding of the same visit."""
    lina, zhouli = Phone(office_store, LINA), Phone(office_store, ZHOULI)
    ahead, own, colleagues = finding(), finding(place="二楼"), finding(place="三楼")
    visit = lina.visit([own], sent_ahead=[ahead["id"]])
    visit_id = visit["body"]["visit_id"]
    pushes = [
        (lina, lina.finding_alone(ahead, visit_id)),
        (lina, visit),
        (zhouli, zhouli.finding_alone(colleagues, visit_id)),
    ]
    for place in order:
        phone, record = pushes[place]
        assert outcomes(phone.push(record)) == [("applied", None)]
    (row,) = all_of(office_store, tables.visit)
    assert (row["findings"], row["photos"]) == (3, 4)
    assert len(all_of(office_store, tables.hazard)) == 3
    assert told(office_store, f"a:{YUNXI}")[("past_visit", visit_id)]["findings"] == 3


def test_a_finding_that_also_came_inside_its_visit_is_one_finding(office_store):
    phone, one = Phone(office_store, LINA), finding()
    visit = phone.visit([one])
    alone = phone.finding_alone(one, visit["body"]["visit_id"])
    assert outcomes(phone.push(alone, visit)) == [("applied", None)] * 2
    assert len(all_of(office_store, tables.finding)) == 1
    other = finding(place="二楼")
    second = phone.visit([other])
    assert outcomes(phone.push(second, phone.finding_alone(other, second["body"]["visit_id"])))[1] == (
        "merged",
        None,
    )


def test_a_visit_of_premises_that_are_not_here_waits_until_they_are_registered(office_store):
    phone = Phone(office_store, LINA)
    new = {"enterprise_id": "e-new", "name": "无名小作坊", "area_id": YUNXI, "kind": "small"}
    registered = phone.record("new_enterprise", ("enterprise", "e-new"), new)
    one = finding()
    visit = phone.visit([one], enterprise="e-new")
    recheck = phone.recheck(one["id"], "fail", enterprise_id="e-new")
    assert outcomes(phone.push(recheck, visit)) == [("held", "record.waits")] * 2
    assert outcomes(phone.push(registered)) == [("applied", None)]
    assert outcome_of(office_store, visit) == ("applied", None)  # and what waited for the visit in turn:
    assert outcome_of(office_store, recheck) == ("refused", "hazard.move_not_allowed")
    assert told(office_store, f"a:{YUNXI}")[("enterprise", "e-new")]["status"] == "reported"


def test_a_record_waits_for_the_record_it_depends_on_even_from_another_phone(office_store):
    phone, other = Phone(office_store, LINA), Phone(office_store, ZHOULI)
    first = phone.visit([finding()])
    second = other.visit([finding(place="二楼")])
    second["deps"] = [first["id"]]
    assert outcomes(other.push(second)) == [("held", "record.waits")]
    phone.push(first)
    assert outcome_of(office_store, second) == ("applied", None)


def test_what_is_refused_after_waiting_is_told_to_its_maker(office_store):
    officer, other = Phone(office_store, LINA), Phone(office_store, ZHOULI)
    one = finding()
    early = other.recheck(one["id"], verdict="fail")
    other.push(early)
    officer.push(officer.visit([one]))  # graded on an inspection: nothing was ordered yet
    assert outcome_of(office_store, early) == ("refused", "hazard.move_not_allowed")
    notice = told(office_store, f"u:{ZHOULI}")[("notice", f"record:{early['id']}")]
    assert notice["code"] == "record_refused"
    assert notice["facts"]["code"] == "hazard.move_not_allowed"


def test_what_came_while_nobody_looked_is_found_by_judging_everything_again(office_store, monkeypatch):
    """As if the server died between keeping the hazard and waking what waited for it."""
    phone, one = Phone(office_store, LINA), finding()
    early = phone.recheck(one["id"], verdict="fail")
    phone.push(early)
    monkeypatch.setattr(receive, "wake", lambda *waiting: 0)
    phone.push(phone.visit([one], track="service"))
    monkeypatch.undo()
    assert outcome_of(office_store, early)[0] == "held"
    told_progress = []
    assert receive.rejudge_all(office_store, AT, lambda done, total: told_progress.append((done, total))) == 1
    assert told_progress == [(1, 1)]
    assert moves(office_store, one["id"])[-1] == "recheck_fail"


def test_the_start_of_the_server_judges_what_is_ripe_and_leaves_alone_what_still_waits(
    office_store, monkeypatch
):
    phone, one = Phone(office_store, LINA), finding()
    ripe, waits = phone.recheck(one["id"], verdict="fail"), phone.recheck("f-nowhere", verdict="fail")
    phone.push(ripe, waits)
    monkeypatch.setattr(receive, "wake", lambda *waiting: 0)
    phone.push(phone.visit([one], track="service"))
    monkeypatch.undo()
    assert receive.catch_up(office_store, AT) == 1
    assert outcome_of(office_store, ripe) == ("applied", None)
    assert outcome_of(office_store, waits) == ("held", "record.waits")
    assert receive.catch_up(office_store, AT) == 0
