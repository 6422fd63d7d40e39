"""Which findings speak of the same hazard, and which hazard has come back."""

from datetime import date, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from inspection.consolidation import REPEAT_WITHIN_DAYS, folded, hazard_key, is_repeat, joins

TODAY = date(2026, 11, 23)


def hazard(
    identity="h1", item="FIRE-01", place="1号车间", text="堵塞", closed_on=None, found_on=date(2026, 1, 1)
):
    key = hazard_key(item, place, text)
    return SimpleNamespace(
        id=identity,
        key=key,
        item=item,
        place=place,
        open=closed_on is None,
        closed_on=closed_on,
        found_on=found_on,
    )


def seen(item="FIRE-01", place="1号车间", text="堵塞", on=TODAY, earlier=()):
    return joins(hazard_key(item, place, text), place, on, earlier)


def test_ways_to_write_one_place_are_one_place():
    assert folded("１号 车间（东侧）") == folded("1号车间,东侧") == folded("1号车间东侧")
    assert folded("A区") == folded("a区")
    assert folded("1号车间") != folded("2号车间")


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)


def test_the_same_item_at_the_same_place_joins_the_open_hazard():
    assert seen(place="1 号车间", earlier=[hazard()]) == ("h1", None)
    assert seen(place="2号车间", earlier=[hazard()]) == (None, None)
    assert seen(item="ELEC-01", earlier=[hazard()]) == (None, None)


def test_a_free_finding_joins_only_when_place_and_words_agree():
    free = hazard(item=None)
    assert seen(item=None, earlier=[free]) == ("h1", None)
    assert seen(item=None, text="别的", earlier=[free]) == (None, None)


def test_a_closed_hazard_that_returns_within_a_year_is_repeated():
    closed = hazard(closed_on=date(2026, 5, 1))
    assert seen(earlier=[closed]) == (None, "h1")
    assert seen(place="2号车间", earlier=[closed]) == (None, "h1")  # the same item at another place
    assert seen(item=None, earlier=[closed]) == (None, "h1")  # a free finding at the same place
    assert seen(item="ELEC-01", earlier=[closed]) == (None, None)
    assert seen(earlier=[hazard(closed_on=TODAY - timedelta(days=366))]) == (None, None)


def test_the_newest_closed_one_is_the_one_repeated_and_an_open_one_comes_before_it():
    old, new = hazard("h1", closed_on=date(2026, 3, 1)), hazard("h2", closed_on=date(2026, 9, 1))
    assert seen(earlier=[old, new]) == (None, "h2")
    assert seen(earlier=[old, new, hazard("h3")]) == ("h3", None)


def test_what_was_seen_while_a_hazard_lived_joins_it_even_when_it_arrives_after_the_closing():
    closed = hazard(found_on=date(2026, 11, 1), closed_on=date(2026, 11, 20))
    assert seen(on=date(2026, 11, 10), earlier=[closed]) == ("h1", None)
    assert seen(on=date(2026, 10, 20), earlier=[closed]) == (None, None)
    assert seen(on=date(2026, 11, 20), earlier=[closed]) == (None, "h1")


@given(st.integers(-400, 800))
def test_a_year_is_a_year(days):
    assert is_repeat(TODAY, TODAY + timedelta(days=days)) == (0 <= days <= REPEAT_WITHIN_DAYS)
