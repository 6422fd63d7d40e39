"""Whose signature it is, and what it stands under."""

import json

import pytest

from app.storage import findings, migrations, visits
from app.storage.signatures import content_of
from app.storage.store import open_store
from app.usecases.answer_item import answer_item, note_item
from app.usecases.finish_visit import finish_visit
from app.usecases.keep_photo import remove_photo
from app.usecases.open_finding import edit_finding, remove_finding
from app.usecases.set_visit import set_people, set_visit, stand_at
from app.usecases.sign import sign
from app.usecases.start_visit import start_visit
from inspection.visit import read_visit
from tests.app.field import COMPANION, LI, ZHANG, answered, at, begun, drawing, phone

NAMESAKE = LI | {"id": "li-2", "certificate_no": "ZF-777"}


@pytest.fixture
def store(tmp_path):
    made = phone(tmp_path / "li")
    yield made
    made.close()


def lacks(store, visit_id) -> list[str]:
    with store.read() as s:
        return [one.code for one in visits.lacks(s, visit_id)]


def test_two_officers_of_one_name_each_sign_for_themselves(store):
    visit_id = begun(store, people=(LI, NAMESAKE))
    answered(store, visit_id)
    sign(store, visit_id, "companion", COMPANION["name"], drawing(), at(4))
    sign(store, visit_id, "inspector", LI["name"], drawing(), at(4), person_id=LI["id"])
    assert lacks(store, visit_id) == ["signature"]
    sign(store, visit_id, "inspector", LI["name"], drawing(), at(5), person_id=NAMESAKE["id"])
    assert lacks(store, visit_id) == []
    finish_visit(store, visit_id, at(6), "record-1")
    with store.read() as s:
        rows = visits.signatures(s, visit_id)
    assert len({one.sha256 for one in rows}) == 3
    assert {one.person_id for one in rows} == {"li", "li-2", None}


def test_who_leaves_takes_only_their_own_signature_along(store):
    visit_id = begun(store, people=(LI, NAMESAKE))
    for person in (LI, NAMESAKE):
        sign(store, visit_id, "inspector", person["name"], drawing(), at(4), person_id=person["id"])
    set_people(store, visit_id, [NAMESAKE], COMPANION)
    with store.read() as s:
        assert [one.person_id for one in visits.signatures(s, visit_id)] == ["li-2"]


def test_the_record_says_whose_signature_it_is(store):
    visit_id = begun(store)
    answered(store, visit_id)
    for person in ("李娜", "张伟"):
        sign(store, visit_id, "inspector", person, drawing(), at(4))
    sign(store, visit_id, "companion", COMPANION["name"], drawing(), at(4))
    finish_visit(store, visit_id, at(6), "record-1")
    with store.read() as s:
        raw = s.exec_driver_sql("SELECT raw FROM outbox").scalar()
    told = read_visit(json.loads(raw)["body"]).signatures
    people = {("inspector", "li"), ("inspector", "zhang"), ("companion", None)}
    assert {(one.who, one.person_id) for one in told} == people


CHANGES = {
    "the words of a finding": lambda store, v, f: edit_finding(store, f, text="电缆破损"),
    "its deadline": lambda store, v, f: edit_finding(store, f, deadline_days=30),
    "its place": lambda store, v, f: edit_finding(store, f, place="二楼"),
    "a finding taken away": lambda store, v, f: remove_finding(store, f),
    "the remark": lambda store, v, f: set_visit(store, v, remark="另行通知"),
    "an answer": lambda store, v, f: answer_item(store, v, "BASE", "BASE-02", "na", "", at(1)),
    "a note": lambda store, v, f: note_item(store, v, "BASE", "BASE-03", "已核对", at(1)),
    "a photo taken away": lambda store, v, f: remove_photo(store, photo_of(store, f), "finding", f, "before"),
    "the companion's post": lambda store, v, f: set_people(
        store, v, [LI, NAMESAKE], COMPANION | {"post": "厂长"}
    ),
}


def photo_of(store, finding):
    with store.read() as s:
        return s.exec_driver_sql("SELECT sha256 FROM photo_use WHERE owner_id = ?", (finding,)).scalar()


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_after_signing_is_noticed(store, change):
    visit_id = begun(store, people=(LI, NAMESAKE))
    finding = answered(store, visit_id)
    sign(store, visit_id, "inspector", LI["name"], drawing(), at(4), person_id="li")
    assert stands(store, visit_id) == [True]
    CHANGES[change](store, visit_id, finding)  # at whatever time the clock shows
    assert stands(store, visit_id) == [False]


def test_looking_around_and_further_signatures_change_nothing(store):
    visit_id = begun(store, people=(LI, NAMESAKE))
    answered(store, visit_id)
    for person in (LI, NAMESAKE):
        sign(store, visit_id, "inspector", person["name"], drawing(), at(4), person_id=person["id"])
    stand_at(store, visit_id, "BASE", "BASE-04")
    set_visit(store, visit_id, position={"lat_e6": 1, "lon_e6": 2})
    assert stands(store, visit_id) == [True, True]


def stands(store, visit_id) -> list[bool]:
    with store.read() as s:
        now = content_of(s, visits.by_id(s, visit_id))
        return [one.content == now for one in visits.signatures(s, visit_id)]


def test_signatures_of_an_earlier_app_stay_with_their_people(tmp_path, monkeypatch):
    with monkeypatch.context() as m:
        m.setattr(migrations, "STEPS", migrations.STEPS[:1])
        store = phone(tmp_path / "old")
        visit_id = "visit-old"
        people, told = [LI, ZHANG], {"at": at(), "new_id": visit_id}
        start_visit(store, "e1", "inspection", "routine", "full", [("BASE", 1)], people, None, **told)
        with store.write() as s:
            for who, name in (("inspector", "李娜"), ("companion", COMPANION["name"])):
                row = (visit_id, who, name, "0" * 64, 0, "", "", at(4).wall)
                s.exec_driver_sql("INSERT INTO signature VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
                use = ("0" * 64, "signature", f"{visit_id}/{who}/{name}", "signature", visit_id, at(4).wall)
                s.exec_driver_sql("INSERT INTO photo_use VALUES (?, ?, ?, ?, ?, ?)", use)
        store.close()
    store = open_store(tmp_path / "old")
    with store.read() as s:
        rows = visits.signatures(s, visit_id)
        owners = s.exec_driver_sql("SELECT owner_id FROM photo_use ORDER BY owner_id").scalars().all()
        assert findings.of_visit(s, visit_id) == []
    assert [(one.name, one.person_id, one.content) for one in rows] == [
        ("李娜", "li", ""),
        (COMPANION["name"], None, ""),
    ]
    assert owners == [f"{visit_id}/companion/{COMPANION['name']}", f"{visit_id}/inspector/li"]
    store.close()
