"""Findings while a visit is open: opened from an item, a hazard or nothing, and sent ahead of their visit."""

import pytest

from app.storage import findings, visits
from app.usecases.answer_item import answer_item
from app.usecases.finish_visit import finish_visit, send_finding_ahead
from app.usecases.open_finding import edit_finding, open_finding, remove_finding
from tests.app.field import answered, at, begun, new_id, phone, signed
from tests.app.test_visit_story import code_of, records


@pytest.fixture
def store(tmp_path):
    made = phone(tmp_path / "li")
    yield made
    made.close()


def test_a_device_that_has_failed_proposes_its_own_rule(store):
    visit_id = begun(store)
    finding = open_finding(store, visit_id, "BASE", "BASE-01", at(1), new_id())
    edit_finding(store, finding, device_failed=True)
    with store.read() as s:
        assert findings.by_id(s, finding).major_rule == "MEM10-14"
    edit_finding(store, finding, severity="general", deadline_days=9999)
    with store.read() as s:
        row = findings.by_id(s, finding)
        assert (row.severity, row.major_rule, row.deadline_days) == ("general", "", 365)


def test_a_fail_opens_a_finding_that_reads_as_a_problem(store):
    visit_id = begun(store)
    finding = open_finding(store, visit_id, "BASE", "BASE-01", at(1), new_id())
    with store.read() as s:
        row = findings.by_id(s, finding)
        assert row.text == "不符合：第1项应当符合要求"
        assert (row.severity, row.major_rule, row.deadline_days) == ("major", "MEM10-4-1", 1)
        assert (row.basis, row.correction) == ("《安全生产法》第二十一条", "立即整改")
        assert visits.results(s, visit_id)["BASE", "BASE-01"] == "fail"
    open_finding(store, visit_id, "BASE", "BASE-01", at(2), new_id())
    with store.read() as s:
        assert len(findings.of_item(s, visit_id, "BASE", "BASE-01")) == 2
    remove_finding(store, finding)
    with store.read() as s:
        assert visits.results(s, visit_id)["BASE", "BASE-01"] == "fail"


def test_what_was_measured_out_of_limits_stands_in_its_finding(store):
    visit_id = begun(store, lists=(("ELEC", 2),))
    answer_item(store, visit_id, "ELEC", "ELEC-02", None, "7.5", at(1))
    finding = open_finding(store, visit_id, "ELEC", "ELEC-02", at(2), new_id())
    with store.read() as s:
        assert findings.by_id(s, finding).text == "第2项应当符合要求：实测 7.5Ω，不合格"


def test_a_finding_may_hang_on_no_item_or_on_a_known_hazard(store):
    visit_id = begun(store)
    free = open_finding(store, visit_id, None, None, at(1), new_id())
    known = open_finding(store, visit_id, None, None, at(1), new_id(), hazard_id="h1")
    with store.read() as s:
        assert (findings.by_id(s, free).item, findings.by_id(s, free).text) == (None, "")
        seen = findings.by_id(s, known)
        assert (seen.hazard_id, seen.place, seen.text, seen.item) == (
            "h1",
            "冲压车间",
            "防护罩缺失",
            "BASE-02",
        )
        assert visits.results(s, visit_id)["BASE", "BASE-02"] == "fail"
    assert (
        code_of(open_finding, store, visit_id, None, None, at(1), new_id(), hazard_id="h9")
        == "hazard.not_here"
    )


def test_a_finding_sent_ahead_is_frozen_and_named_by_its_visit(store):
    visit_id = begun(store)
    finding = answered(store, visit_id)
    signed(store, visit_id)
    send_finding_ahead(store, finding, at(5), new_id("ahead"))
    assert code_of(edit_finding, store, finding, place="别处") == "finding.frozen"
    assert code_of(remove_finding, store, finding) == "finding.frozen"
    assert code_of(send_finding_ahead, store, finding, at(6), new_id()) == "finding.frozen"
    finish_visit(store, visit_id, at(10), new_id())
    ahead, whole = records(store)
    assert ahead.kind == "finding"
    assert ahead.body["visit_id"] == visit_id
    assert (whole.body["findings"], whole.body["sent_ahead"]) == ([], [finding])
    assert {p.sha256 for p in ahead.photos}.isdisjoint({p.sha256 for p in whole.photos})


def test_a_finding_without_place_or_photo_is_not_sent_ahead(store):
    visit_id = begun(store)
    finding = open_finding(store, visit_id, "BASE", "BASE-01", at(1), new_id())
    assert code_of(send_finding_ahead, store, finding, at(2), new_id()) == "finding.incomplete"
