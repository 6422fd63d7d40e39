"""A visit on the phone from its start to one frozen record."""

import pytest

from app.storage import findings, meta, outbox, photos, visits
from app.usecases.answer_item import answer_item, note_item
from app.usecases.drop_visit import drop_visit, restore_visit
from app.usecases.finish_visit import finish_visit
from app.usecases.keep_photo import keep_photo, remove_photo
from app.usecases.open_finding import edit_finding, open_finding
from app.usecases.register_enterprise import register_enterprise
from app.usecases.set_visit import set_people, set_visit, stand_at
from app.usecases.sign import refuse_signature, sign
from app.usecases.start_visit import start_visit
from app.usecases.sweep_section import sweep_section, undo_sweep
from app.usecases.tidy_up import sweep_photos, tidy_up
from inspection.canonical import CHAIN_START
from inspection.problems import Problem
from inspection.record import chain_breaks, read_envelope
from inspection.visit import read_visit
from tests.app.field import (
    COMPANION,
    LI,
    WANG,
    ZHANG,
    answered,
    at,
    begun,
    drawing,
    new_id,
    phone,
    ready,
    shot,
    signed,
)


@pytest.fixture
def store(tmp_path):
    made = phone(tmp_path / "li")
    yield made
    made.close()


def code_of(action, *args, **named) -> str:
    with pytest.raises(Problem) as refusal:
        action(*args, **named)
    return refusal.value.code


def missing(store, visit_id) -> list[str]:
    with store.read() as s:
        return [lack.code for lack in visits.lacks(s, visit_id)]


def records(store) -> list:
    with store.read() as s:
        return [read_envelope(one.value) for one in outbox.waiting(s)]


def test_a_finished_visit_is_one_record_that_the_office_can_read(store):
    visit_id = ready(store)
    record_id = finish_visit(store, visit_id, at(10), new_id("record"))
    (record,) = records(store)
    visit = read_visit(record.body)
    assert (record.id, record.kind, record.entity) == (record_id, "visit", {"type": "visit", "id": visit_id})
    assert len(visit.answers) == 6
    assert len(visit.findings) == 1
    assert len(visit.signatures) == 3
    named = {use.sha256 for finding in visit.findings for use in finding.photos} | {
        s.sha256 for s in visit.signatures
    }
    assert {photo.sha256 for photo in record.photos} == named
    with store.read() as s:
        assert visits.by_id(s, visit_id).state == visits.FROZEN
        assert visits.counts(s) == visits.Counts(0, 1, 0)
        (item,) = outbox.items(s)
        assert (item.state, item.photos_total, item.photos_sent, item.title) == (
            "waiting",
            4,
            0,
            "顺达五金厂",
        )
    assert len(list((store.folder / "records").glob("*.json"))) == 1


def test_what_is_missing_is_listed_and_nothing_is_frozen(store):
    visit_id = begun(store, people=(LI,))
    assert missing(store, visit_id) == ["officers", "answers", "signature", "companion_signature"]
    with pytest.raises(Problem) as refusal:
        finish_visit(store, visit_id, at(1), new_id())
    assert (refusal.value.code, refusal.value.facts) == ("visit.incomplete", {"count": 4})
    with store.read() as s:
        assert outbox.items(s) == []
        assert meta.get(s, "seq") is None


def test_a_frozen_visit_takes_no_more_changes(store):
    visit_id = ready(store)
    with store.read() as s:
        finding = findings.of_visit(s, visit_id)[0]
    finish_visit(store, visit_id, at(10), new_id())
    assert code_of(answer_item, store, visit_id, "BASE", "BASE-02", "fail", "", at(11)) == "visit.not_open"
    assert code_of(edit_finding, store, finding.id, text="别的") == "visit.not_open"
    assert (
        code_of(keep_photo, store, shot(), "finding", finding.id, "before", visit_id, at(11))
        == "visit.not_open"
    )
    assert code_of(finish_visit, store, visit_id, at(12), new_id()) == "visit.not_open"


def test_the_records_of_a_phone_form_an_unbroken_chain(store):
    for minute in range(3):
        finish_visit(store, ready(store), at(10 + minute), new_id())
    made = records(store)
    assert chain_breaks([(r.seq, r.prev, r.hash) for r in made]) == []
    assert made[0].prev == CHAIN_START


def test_the_rest_is_compliant_never_overwrites_and_can_be_taken_back(store):
    visit_id = begun(store, lists=(("BASE", 1), ("ELEC", 2)))
    answer_item(store, visit_id, "BASE", "BASE-02", "na", "", at(1))
    note_item(store, visit_id, "BASE", "BASE-03", "看过台账", at(1))
    assert sweep_section(store, visit_id, "BASE", at(2), "stroke") == 5
    assert sweep_section(store, visit_id, "BASE", at(2), "again") == 0
    answer_item(store, visit_id, "BASE", "BASE-04", "fail", "", at(3))
    keep_photo(
        store, shot(), "answer", visits.answer_id(visit_id, "BASE", "BASE-05"), "detail", visit_id, at(3)
    )
    assert undo_sweep(store, visit_id, "stroke") == 3
    with store.read() as s:
        results = visits.results(s, visit_id)
        rows = {row.item.code: row for row in visits.items(s, visit_id, "BASE")}
    assert results == {("BASE", "BASE-02"): "na", ("BASE", "BASE-04"): "fail", ("BASE", "BASE-05"): "pass"}
    assert rows["BASE-03"].note == "看过台账"


def test_a_sweep_leaves_numbers_texts_and_days_open(store):
    visit_id = begun(store, lists=(("ELEC", 2),))
    assert sweep_section(store, visit_id, "ELEC", at(1), "stroke") == 1
    with store.read() as s:
        assert visits.next_unanswered(s, visit_id, ("ELEC", "ELEC-02")) == ("ELEC", "ELEC-03")


@pytest.mark.parametrize(
    ("item", "chosen", "typed", "kept"),
    [
        ("ELEC-02", None, "3.5", "pass"),
        ("ELEC-02", "pass", "４。１", "fail"),
        ("ELEC-02", None, "大约三", ""),
        ("ELEC-02", "na", "", "na"),
        ("ELEC-02", "pass", "", ""),
        ("ELEC-03", None, "华东电缆", "noted"),
        ("ELEC-03", "fail", "无铭牌", "fail"),
        ("ELEC-04", None, "2026-11-01", "noted"),
        ("ELEC-04", None, "去年", ""),
    ],
)
def test_a_value_is_kept_as_typed_and_judged(store, item, chosen, typed, kept):
    visit_id = begun(store, lists=(("ELEC", 2),))
    assert answer_item(store, visit_id, "ELEC", item, chosen, typed, at(1)) == kept
    with store.read() as s:
        row = next(row for row in visits.items(s, visit_id, "ELEC") if row.item.code == item)
    assert (row.result, row.value) == (kept, typed)


def test_the_visit_opens_where_one_stood(store):
    visit_id = begun(store)
    answer_item(store, visit_id, "BASE", "BASE-03", "pass", "", at(1))
    stand_at(store, visit_id, "BASE", "BASE-04")
    with store.read() as s:
        row = visits.by_id(s, visit_id)
    assert (row.at_checklist, row.at_item, row.at_finding) == ("BASE", "BASE-04", None)


def test_an_expert_may_not_open_an_official_inspection(tmp_path):
    store = phone(tmp_path, WANG)
    args = ("e1", "inspection", "routine", "full", [("BASE", 1)], [], None)
    assert code_of(start_visit, store, *args, at=at(), new_id="v") == "visit.track_not_yours"
    visit_id = begun(store, track="service", people=(WANG,))
    answered(store, visit_id)
    signed(store, visit_id, (WANG,))
    finish_visit(store, visit_id, at(9), new_id())
    store.close()


def test_a_list_that_has_answers_stays_with_its_version(store):
    visit_id = begun(store)
    answer_item(store, visit_id, "BASE", "BASE-01", "pass", "", at(1))
    set_visit(store, visit_id, checklists=[("ELEC", 2)], purpose="special", remark=" 雨天 ")
    with store.read() as s:
        row = visits.by_id(s, visit_id)
    assert dict(row.checklists) == {"BASE": 1, "ELEC": 2}
    assert (row.purpose, row.remark) == ("special", "雨天")
    assert code_of(set_visit, store, visit_id, checklists=[("NONE", 1)]) == "visit.no_checklist"


def test_a_refusal_to_sign_needs_its_reason(store):
    visit_id = begun(store)
    assert (
        code_of(refuse_signature, store, visit_id, "companion", "周师傅", " ", "", at(1))
        == "visit.reason_needed"
    )
    refuse_signature(store, visit_id, "companion", "周师傅", "认为不属于其负责", "李书记", at(1))
    answered(store, visit_id)
    for person in (LI, ZHANG):
        sign(store, visit_id, "inspector", person["name"], drawing(), at(2))
    finish_visit(store, visit_id, at(5), new_id())
    (record,) = records(store)
    refused = [s for s in read_visit(record.body).signatures if s.refused]
    assert [(s.name, s.reason, s.witness) for s in refused] == [("周师傅", "认为不属于其负责", "李书记")]


def test_whoever_is_no_longer_named_has_not_signed(store):
    visit_id = ready(store)
    set_people(store, visit_id, [LI], COMPANION)
    set_people(store, visit_id, [LI, ZHANG], COMPANION | {"name": "吴工"})
    assert missing(store, visit_id) == ["signature", "companion_signature"]
    with store.read() as s:
        assert photos.count(s, "signature", f"{visit_id}/inspector/张伟") == 0


def test_the_same_bytes_twice_are_one_photo_in_two_places(store):
    visit_id = begun(store)
    first, second = (open_finding(store, visit_id, "BASE", "BASE-01", at(1), new_id()) for _ in "ab")
    one = shot("same")
    for finding in (first, second):
        keep_photo(store, one, "finding", finding, "before", visit_id, at(2))
    assert len(list((store.folder / "photos").glob("*/*"))) == 1
    remove_photo(store, one.sha256, "finding", first, "before")
    with store.read() as s:
        assert [photo.sha256 for photo in photos.of(s, "finding", second)] == [one.sha256]
    remove_photo(store, one.sha256, "finding", second, "before")
    assert sweep_photos(store, older_than=0) == 0
    assert sweep_photos(store, older_than=2e10) == 1


def test_taken_and_picked_photos_tell_their_time_and_place(store):
    visit_id = begun(store)
    owner = visits.answer_id(visit_id, "BASE", "BASE-02")
    here = {"lat_e6": 22_540_000, "lon_e6": 114_050_000, "acc_m": 12}
    keep_photo(store, shot("a"), "answer", owner, "detail", visit_id, at(1), position=here, device="Pixel 8")
    keep_photo(store, shot("b"), "answer", owner, "detail", visit_id, at(2), source="imported")
    with store.read() as s:
        taken, picked = photos.of(s, "answer", owner)
    assert (taken.source, taken.taken_at, taken.position, taken.device) == (
        "taken",
        at(1).wall,
        here,
        "Pixel 8",
    )
    assert (picked.source, picked.taken_at, picked.position) == ("imported", None, None)


def test_a_note_and_a_photo_on_an_item_nobody_asked_travel_too(store):
    visit_id = begun(store)
    answered(store, visit_id)
    set_visit(store, visit_id, mode="quick", checklists=[("BASE", 1), ("ELEC", 2)])
    sweep_section(store, visit_id, "ELEC", at(3), new_id())
    for item, value in (("ELEC-02", "1"), ("ELEC-03", "x"), ("ELEC-04", "2026-01-01")):
        answer_item(store, visit_id, "ELEC", item, None, value, at(3))
    keep_photo(
        store, shot("z"), "answer", visits.answer_id(visit_id, "BASE", "BASE-09"), "detail", visit_id, at(3)
    )
    signed(store, visit_id)
    finish_visit(store, visit_id, at(9), new_id())
    (record,) = records(store)
    noted = {a["item"]: a for a in record.body["answers"]}
    assert noted["BASE-09"]["result"] == "noted"
    assert [use["sha256"] for use in noted["BASE-09"]["photos"]] == [shot("z").sha256]


def test_a_clock_set_back_during_the_visit_does_not_keep_it_from_being_finished(store):
    visit_id = ready(store)
    finish_visit(store, visit_id, at(-600_000), new_id())
    (record,) = records(store)
    assert record.body["finished_at"] == record.body["started_at"]
    assert record.at["wall"] == at(-600_000).wall


def test_a_dropped_visit_rests_in_the_bin_for_thirty_days(store):
    visit_id = begun(store)
    answered(store, visit_id)
    drop_visit(store, visit_id, at(1))
    assert code_of(answer_item, store, visit_id, "BASE", "BASE-01", "na", "", at(2)) == "visit.not_open"
    assert tidy_up(store, at(29 * 24 * 60))["visits"] == 0
    restore_visit(store, visit_id)
    drop_visit(store, visit_id, at(1))
    assert tidy_up(store, at(32 * 24 * 60)) == {"visits": 1, "records": 0, "files": 1, "bytes": 0}
    with store.read() as s:
        assert visits.by_id(s, visit_id) is None


def test_premises_registered_here_are_visited_at_once_and_the_visit_waits_for_them(store):
    made = register_enterprise(
        store,
        {"name": " 阿强烧烤 ", "area_id": "v1", "code": "92440300ma5f", "kind": "small"},
        at(),
        new_id("firm"),
    )
    assert (
        code_of(register_enterprise, store, {"name": "", "area_id": "v1"}, at(), new_id())
        == "enterprise.name_needed"
    )
    visit_id = new_id("visit")
    start_visit(
        store,
        made,
        "inspection",
        "routine",
        "full",
        [("BASE", 1)],
        [LI, ZHANG],
        None,
        at=at(),
        new_id=visit_id,
    )
    set_people(store, visit_id, [LI, ZHANG], COMPANION)
    answered(store, visit_id)
    signed(store, visit_id)
    finish_visit(store, visit_id, at(9), new_id())
    firm, visit = records(store)
    assert firm.body["name"] == "阿强烧烤"
    assert visit.deps == (firm.id,)


def test_texts_are_cleaned_and_too_long_ones_said_so(store):
    visit_id = begun(store)
    finding = open_finding(store, visit_id, None, None, at(1), new_id())
    edit_finding(store, finding, text="  电线\u0000裸露\u200b ", place="一楼")
    with store.read() as s:
        assert findings.by_id(s, finding).text.startswith("电线裸露")
    assert code_of(edit_finding, store, finding, place="长" * 201) == "text.too_long"


def test_every_answer_is_announced_after_it_is_kept(store):
    heard = []
    visit_id = begun(store)

    def listener(topics):
        with store.read() as s:
            heard.append((topics, dict(visits.results(s, visit_id))))

    stop = store.listen(listener)
    answer_item(store, visit_id, "BASE", "BASE-01", "pass", "", at(1))
    stop()
    answer_item(store, visit_id, "BASE", "BASE-02", "pass", "", at(1))
    assert heard == [(("answers",), {("BASE", "BASE-01"): "pass"})]
