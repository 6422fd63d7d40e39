"""What a person can do when something was refused, is not finished, or is no evidence."""

import pytest

from app.storage import findings, given, moves, outbox, photos, visits
from app.usecases.finish_visit import finish_visit, send_finding_ahead
from app.usecases.keep_photo import keep_photo
from app.usecases.move_hazard import draft_move
from app.usecases.open_finding import edit_finding, open_finding
from app.usecases.reopen_visit import reopen_visit
from inspection.problems import Problem
from inspection.visit import read_visit
from tests.app.field import answered, at, begun, hazard, new_id, phone, ready, shot, signed

WHY = "已修改，重新提交"


@pytest.fixture
def store(tmp_path):
    made = phone(tmp_path / "li")
    yield made
    made.close()


def refused(store, record_id, code="visit.two_officers_needed") -> None:
    with store.write() as s:
        outbox.settle(s, record_id, "refused", code, {"found": 1}, at(8).wall)


def code_of(action) -> str:
    with pytest.raises(Problem) as refusal:
        action()
    return refusal.value.code


def test_a_refused_visit_is_opened_again_put_right_and_handed_in_anew(store):
    visit_id = ready(store)
    finish_visit(store, visit_id, at(7), "record-1")
    refused(store, "record-1")
    assert reopen_visit(store, "record-1", WHY, at(9), "record-2") == visit_id
    with store.read() as s:
        assert outbox.by_id(s, "record-1").state == "voided"
        assert visits.by_id(s, visit_id).state == visits.OPEN
        assert visits.lacks(s, visit_id) == []  # answers, photos and signatures are all there
        (finding,) = findings.of_visit(s, visit_id)
    edit_finding(store, finding.id, place="二楼配电间")
    finish_visit(store, visit_id, at(10), "record-3")
    with store.read() as s:
        void, anew = outbox.waiting(s)
    assert (void.value["kind"], void.value["body"]["reason"]) == ("void", WHY)
    assert read_visit(anew.value["body"]).findings[0].place == "二楼配电间"


def test_a_finding_refused_with_its_visit_goes_with_it_this_time(store):
    visit_id = begun(store)
    finding = answered(store, visit_id)
    send_finding_ahead(store, finding, at(4), "ahead")
    signed(store, visit_id)
    finish_visit(store, visit_id, at(7), "record-1")
    refused(store, "ahead", "record.not_your_enterprise"), refused(store, "record-1")
    reopen_visit(store, "record-1", WHY, at(9), "record-2")
    with store.read() as s:
        assert not findings.by_id(s, finding).sent_ahead
    finish_visit(store, visit_id, at(10), "record-3")
    with store.read() as s:
        (anew,) = [one.value for one in outbox.waiting(s) if one.id == "record-3"]
    assert [one["finding_id"] for one in anew["body"]["findings"]] == [finding]


def test_what_the_office_has_or_has_not_judged_is_not_opened_again(store):
    visit_id = ready(store)
    finish_visit(store, visit_id, at(7), "record-1")
    assert code_of(lambda: reopen_visit(store, "record-1", WHY, at(8), new_id())) == "outbox.not_refused"
    refused(store, "record-1", "visit.already_here")
    assert code_of(lambda: reopen_visit(store, "record-1", WHY, at(8), new_id())) == "visit.unknown"
    with store.read() as s:
        assert visits.by_id(s, visit_id).state == visits.FROZEN


def test_rechecks_being_written_are_drafts_too(store):
    begun(store)
    draft_move(store, "h1", "recheck", at=at(), new_id="move-1", verdict="fail")
    with store.read() as s:
        assert visits.counts(s).draft == 2
        assert [one.hazard_id for one in moves.drafts(s)] == ["h1"]


def test_the_photo_of_before_is_no_evidence_of_a_correction(store):
    before = shot("before")
    body = hazard("h1", "ordered", n=4, photos=[{"sha256": before.sha256, "role": "before"}])
    with store.write() as s:
        change = {"bucket": "ref", "pos": 2, "kind": "hazard", "id": "h1", "rev": 2, "deleted": False}
        given.take(s, {"changes": [change | {"body": body}], "cursors": {"ref": 2}, "more": False})
    for kind in ("recheck", "rectification"):
        draft = draft_move(store, "h1", kind, at=at(), new_id=new_id("move"))
        again = lambda kind=kind, draft=draft: keep_photo(store, before, kind, draft, "after", None, at(1))  # noqa: E731
        assert code_of(again) == "photo.same_as_before"
        keep_photo(store, shot("after"), kind, draft, "after", None, at(1))
        with store.read() as s:
            assert len(photos.of(s, kind, draft)) == 1


def test_nor_is_it_for_what_was_corrected_on_the_spot(store):
    visit_id = begun(store)
    finding = open_finding(store, visit_id, "BASE", "BASE-02", at(1), new_id())
    one, other = shot("one"), shot("two")
    keep_photo(store, one, "finding", finding, "before", visit_id, at(2))
    assert (
        code_of(lambda: keep_photo(store, one, "finding", finding, "after", visit_id, at(2)))
        == "photo.same_as_before"
    )
    keep_photo(store, other, "finding", finding, "after", visit_id, at(2))
    assert (
        code_of(lambda: keep_photo(store, other, "finding", finding, "before", visit_id, at(2)))
        == "photo.same_as_before"
    )
