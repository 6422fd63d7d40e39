"""Rechecks and rectifications: drafted tap by tap, frozen at once, expected until the office has spoken."""

from datetime import date

import pytest

from app.storage import given, hazards, moves, outbox
from app.usecases.keep_photo import keep_photo
from app.usecases.move_hazard import decide_recheck, draft_move, drop_move, report_rectification
from inspection.problems import Problem
from inspection.recheck import read_recheck
from tests.app.field import LI, WANG, ZHANG, at, hazard, new_id, phone, shot

TODAY = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path):
    made = phone(tmp_path / "li")
    yield made
    made.close()


def drafted(store, hazard_id="h1", kind="recheck", photo="after", **fields) -> str:
    draft = draft_move(store, hazard_id, kind, at=at(), new_id=new_id("move"), **fields)
    if photo:
        keep_photo(store, shot(), kind, draft, photo, None, at(1))
    return draft


def by_id(store, hazard_id="h1"):
    with store.read() as s:
        return hazards.by_id(s, hazard_id)


def code_of(action, *args) -> str:
    with pytest.raises(Problem) as refusal:
        action(*args)
    return refusal.value.code


def test_a_pass_by_two_officers_is_expected_to_close(store):
    draft = drafted(store, verdict="pass", participants=[LI, ZHANG])
    decide_recheck(store, "h1", at(2), new_id("record"))
    with store.read() as s:
        (one,) = outbox.waiting(s)
        assert moves.draft_of(s, "h1", "recheck") is None
    recheck = read_recheck(one.value["body"])
    assert (recheck.id, recheck.hazard_id, one.value["seen_n"]) == (draft, "h1", 3)
    assert [use.role for use in recheck.photos] == ["after"]
    assert (by_id(store).state, by_id(store).expected) == ("ordered", "closed")


def test_a_pass_on_a_major_waits_for_the_leader(store):
    drafted(store, "h2", verdict="pass", participants=[LI, ZHANG])
    decide_recheck(store, "h2", at(2), new_id())
    assert by_id(store, "h2").expected == "rectified_pending"


@pytest.mark.parametrize(
    ("fields", "photo", "code"),
    [
        ({}, None, "recheck.verdict_needed"),
        ({"verdict": "pass", "participants": [LI, ZHANG]}, "before", "recheck.after_photo_needed"),
        ({"verdict": "partly", "participants": [LI, ZHANG]}, "after", "recheck.reason_needed"),
        ({"verdict": "pass", "participants": [LI]}, "after", "visit.two_officers_needed"),
    ],
)
def test_what_a_recheck_lacks_is_said_and_nothing_is_frozen(store, fields, photo, code):
    drafted(store, photo=photo, **fields)
    assert code_of(decide_recheck, store, "h1", at(2), new_id()) == code
    with store.read() as s:
        assert outbox.waiting(s) == []
        assert hazards.by_id(s, "h1").expected is None
        assert moves.draft_of(s, "h1", "recheck") is not None


def test_a_reason_stands_in_for_the_after_photo(store):
    drafted(store, photo=None, verdict="pass", participants=[LI, ZHANG], no_photo_reason="涉密区域禁止拍照")
    decide_recheck(store, "h1", at(2), new_id())
    assert by_id(store).expected == "closed"


def test_an_expert_may_report_but_not_close(tmp_path):
    store = phone(tmp_path, WANG)
    drafted(store, kind="rectification", done="已加装防护罩", responsible="周师傅")
    report_rectification(store, "h1", at(2), new_id("report"))
    assert by_id(store).shown_state == "rectified_pending"
    drafted(store, verdict="pass")
    decide_recheck(store, "h1", at(3), new_id("recheck"))
    with store.read() as s:
        report, recheck = (one.value for one in outbox.waiting(s))
    assert recheck["deps"] == [report["id"]]
    assert recheck["body"]["track"] == "service"
    assert by_id(store).expected == "rectified_pending"
    store.close()


def test_a_report_needs_words_and_an_after_photo(store):
    assert code_of(report_rectification, store, "h1", at(), new_id()) == "rectification.words_needed"
    drafted(store, kind="rectification", photo="before", done="已整改")
    assert code_of(report_rectification, store, "h1", at(), new_id()) == "rectification.after_photo_needed"
    drafted(store, kind="rectification", photo="after", done="已整改")
    report_rectification(store, "h1", at(), new_id())
    drafted(store, kind="rectification", done="再报一次")
    assert code_of(report_rectification, store, "h1", at(), new_id()) == "hazard.move_not_allowed"


def test_what_we_expect_gives_way_to_what_the_office_says(store):
    drafted(store, verdict="pass", participants=[LI, ZHANG])
    record = decide_recheck(store, "h1", at(2), new_id())
    with store.write() as s:
        outbox.settle(s, record, "applied", None, {}, at(3).wall)
    assert by_id(store).expected == "closed"
    moved = {
        "bucket": "ref",
        "pos": 2,
        "kind": "hazard",
        "id": "h1",
        "rev": 2,
        "deleted": False,
        "body": hazard("h1", "closed", n=4),
    }
    with store.write("hazards") as s:
        given.take(s, {"changes": [moved], "cursors": {"ref": 2}, "more": False})
    assert (by_id(store).state, by_id(store).expected) == ("closed", None)


def test_a_refused_move_leaves_the_hazard_as_the_office_has_it(store):
    drafted(store, verdict="fail", note="仍未加装", participants=[LI, ZHANG])
    record = decide_recheck(store, "h1", at(2), new_id())
    assert by_id(store).expected == "recheck_failed"
    with store.write() as s:
        outbox.settle(s, record, "refused", "hazard.move_not_allowed", {}, at(3).wall)
    assert by_id(store).expected is None


def test_a_draft_given_up_takes_its_photos_along(store):
    draft = drafted(store, verdict="pass")
    drop_move(store, "h1", "recheck")
    with store.read() as s:
        assert moves.drafts(s) == []
    again = drafted(store, verdict="pass", photo=None)
    assert again != draft


def test_tasks_show_rechecks_due_first_and_what_we_have_done_last(store):
    with store.read() as s:
        assert [(t.hazard.id, t.kind, t.overdue_days) for t in hazards.tasks(s, TODAY)] == [
            ("h2", "recheck", 0),
            ("h1", "recheck", 3),
        ]
        assert [t.kind for t in hazards.tasks(s, date(2026, 11, 10))] == ["recheck", "follow"]
        assert hazards.count_tasks(s, TODAY, "recheck") == 2
    drafted(store, "h2", verdict="pass", participants=[LI, ZHANG])
    decide_recheck(store, "h2", at(2), new_id())
    with store.read() as s:
        assert [(t.hazard.id, t.kind) for t in hazards.tasks(s, TODAY)] == [
            ("h1", "recheck"),
            ("h2", "expected"),
        ]


def test_a_photo_never_hangs_on_a_recheck_that_was_sent_meanwhile(tmp_path):
    """Shrinking takes its time: the decision may be quicker than the last photo, which then must not vanish unseen."""
    store = phone(tmp_path)
    draft = draft_move(
        store,
        "h1",
        "recheck",
        verdict="fail",
        note="未整改",
        participants=[LI, ZHANG],
        at=at(),
        new_id=new_id(),
    )
    decide_recheck(store, "h1", at(1), new_id())
    with pytest.raises(Problem, match=r"photo\.owner_gone"):
        keep_photo(store, shot(), "recheck", draft, "after", None, at(2))
    with pytest.raises(Problem, match=r"finding\.unknown"):
        keep_photo(store, shot(), "finding", "removed", "before", None, at(2))
    store.close()
