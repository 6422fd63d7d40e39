"""The envelope, its chain, and reading what somebody else wrote."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection import days
from inspection.canonical import CHAIN_START, digest
from inspection.problems import Problem
from inspection.record import chain_breaks, read_envelope
from inspection.shapes import Shape, clean
from inspection.visit import read_visit

ARRIVED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WHOLE = {
    "id": "r-1",
    "seq": 1,
    "prev": CHAIN_START,
    "kind": "visit",
    "v": 1,
    "entity": {"type": "visit", "id": "v-1"},
    "at": {"wall": "2026-11-23T10:00:00+08:00"},
    "body": {},
}
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_the_hash_covers_every_field():
    whole = read_envelope(WHOLE)
    assert whole.hash == digest(WHOLE)
    for name in WHOLE:
        if name not in ("prev", "kind", "at", "entity"):
            assert digest(WHOLE | {name: "other"}) != whole.hash


@given(st.sampled_from(sorted(WHOLE)), ODD)
def test_whatever_stands_in_a_field_is_read_or_refused(name, odd):
    try:
        code = read_envelope(WHOLE | {name: odd}) and None
    except Problem as problem:
        code = problem.code
    assert code in (None, "record.invalid", "json.not_canonical")


@given(ODD)
def test_whatever_is_sent_as_a_record_or_a_visit_is_read_or_refused(odd):
    for read in (read_envelope, read_visit):
        with pytest.raises(Problem):
            read(odd)


@given(st.dictionaries(st.sampled_from(["visit_id", "track", "participants", "answers", "findings"]), ODD))
def test_a_visit_with_odd_fields_is_refused_by_name(fields):
    base = {
        "started_at": "2026-11-23T10:00:00+08:00",
        "finished_at": "2026-11-23T11:00:00+08:00",
        "companion": {},
    }
    with pytest.raises(Problem) as refused:
        read_visit(base | fields)
    assert refused.value.code == "record.invalid"
    assert refused.value.facts["field"]


@pytest.mark.parametrize(
    "instant",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-23T10:00:00", "yesterday", ""],
)
def test_instants_that_cannot_be_moved_to_another_zone_are_refused_not_crashed_on(instant):
    with pytest.raises(Problem) as refused:
        Shape({"at": instant}).instant("at")
    assert refused.value.facts == {"field": "at", "why": "instant"}


def test_signs_nobody_can_see_are_taken_out_of_text():
    assert clean(" a\x00b\x07\u200bc\n\td\ud800 ") == "ab\u200bc\n\td"


def links(*numbers):
    """(seq, prev, hash) of a right chain, of which only `numbers` are here."""
    hashes = [CHAIN_START, *(f"{n:064x}" for n in range(1, 50))]
    return [(n, hashes[n - 1], hashes[n]) for n in numbers]


def test_a_right_chain_has_no_breaks():
    assert chain_breaks(links(*range(1, 20))) == []
    assert chain_breaks([]) == []


def test_what_is_missing_is_named_before_what_follows_it():
    assert chain_breaks(links(1, 2, 5, 6)) == [{"seq": 5, "why": "gap", "missing": 2}]
    assert chain_breaks(links(3, 4)) == [{"seq": 3, "why": "gap", "missing": 2}]
    assert chain_breaks(links(1, 2, 5, 6), voided={3}) == [{"seq": 5, "why": "gap", "missing": 1}]
    assert chain_breaks(links(1, 2, 5, 6), voided={3, 4}) == []


def test_a_changed_link_and_a_doubled_number_are_named():
    wrong = (2, "f" * 64, "e" * 64)
    assert chain_breaks([links(1)[0], wrong]) == [{"seq": 2, "why": "changed"}]
    assert chain_breaks([*links(1, 2), wrong, *links(3)]) == [{"seq": 2, "why": "doubled"}]


@given(st.integers(1, 30), st.data())
def test_any_one_missing_or_changed_record_shows(length, more):
    whole, place = links(*range(1, length + 2)), more.draw(st.integers(0, length - 1))
    assert chain_breaks(whole[:place] + whole[place + 1 :])
    seq, prev, _ = whole[place]
    assert chain_breaks([*whole[:place], (seq, prev, "a" * 64), *whole[place + 1 :]])


@given(st.datetimes(datetime(1971, 1, 1), datetime(2900, 1, 1)), st.none() | st.integers(-(10**15), 10**15))
def test_no_clock_of_a_phone_puts_anything_into_the_future(said, offset):
    assert days.believed(said.replace(tzinfo=UTC), offset, ARRIVED) <= ARRIVED


def test_a_clock_known_to_be_off_is_set_right():
    said = ARRIVED - timedelta(days=2)
    assert days.believed(said, 3_600_000, ARRIVED) == said + timedelta(hours=1)
    assert days.believed(said, None, ARRIVED) == said
    assert days.believed(datetime(1970, 1, 1, tzinfo=UTC), None, ARRIVED) == ARRIVED
