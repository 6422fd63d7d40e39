"""Checklists: what is asked, what a typed value leads to, and what a fail proposes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.checklist import (
    QUICK_ITEMS,
    Checklist,
    Item,
    asked_items,
    from_json,
    judge_value,
    parse_number,
    proposed_severity,
    quick_items,
    suggested,
)

PLAIN = Item("FIRE-01", "安全出口畅通", "Exits clear", "消防法", "general", "清理", 0)
NUMBER = replace(PLAIN, code="ELEC-01", answer="number", unit="Ω", min="0", max="4")
MAJOR = replace(
    PLAIN, code="DUST-01", severity="major", major_rules=("MEM10-11-1",), major_scope=("粉尘涉爆", "木制品")
)


def checklist(code="FIRE", items=(PLAIN,), always=False, tags=(), industries=()) -> Checklist:
    return Checklist(code, 1, code, code, tuple(industries), tuple(tags), always, tuple(items))


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("4", "pass"),
        ("4.1", "fail"),
        ("-0.1", "fail"),
        ("３．５", "pass"),
        ("3。5", "pass"),
        ("", None),
        ("abc", None),
    ],
)
def test_a_number_is_judged_by_its_limits(typed, result):
    assert judge_value(NUMBER, typed) == result


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e99999999", "--1", "一"])
def test_strange_numbers_are_not_readable_or_do_no_harm(typed):
    assert judge_value(NUMBER, typed) in (None, "fail")


def test_without_limits_a_value_is_noted_and_the_inspector_decides():
    assert judge_value(replace(NUMBER, min=None, max=None), "12") == "noted"
    assert judge_value(replace(PLAIN, answer="text"), "三户") == "noted"
    assert judge_value(replace(PLAIN, answer="date"), "2026-11-23") == "noted"
    assert judge_value(replace(PLAIN, answer="date"), "明天") is None


@given(st.text())
def test_no_text_breaks_the_reading_of_numbers(text):
    number = parse_number(text)
    assert number is None or number.is_finite()


def test_a_major_rule_binds_only_the_sectors_it_covers():
    assert proposed_severity(MAJOR, ["木制品"]) == ("major", "MEM10-11-1")
    assert proposed_severity(MAJOR, ["食品"]) == ("general", "")
    assert proposed_severity(replace(MAJOR, major_scope=("ALL",)), []) == ("major", "MEM10-11-1")
    assert proposed_severity(replace(MAJOR, major_scope=("全部工贸企业",)), ["食品"]) == (
        "major",
        "MEM10-11-1",
    )
    assert proposed_severity(PLAIN, ["木制品"]) == ("general", "")


def test_a_listed_device_that_has_failed_is_major_where_its_article_applies():
    assert proposed_severity(MAJOR, ["木制品"], device_failed=True) == ("major", "MEM10-14")
    assert proposed_severity(PLAIN, [], device_failed=True) == ("general", "")


def test_the_lists_for_everyone_come_first_then_those_the_enterprise_calls_for():
    base, dust = checklist("BASE", always=True), checklist("DUST", tags=["dust"])
    wood, fish = checklist("WOOD", industries=["木制品"]), checklist("FISH", industries=["水产"])
    assert [one.code for one in suggested([dust, wood, fish, base], ["dust"], ["木制品"])] == [
        "BASE",
        "DUST",
        "WOOD",
    ]


@given(st.integers(0, 30), st.integers(0, 30))
def test_the_quick_list_never_leaves_out_a_major_item(majors, others):
    items = [replace(MAJOR, code=f"M-{n}") for n in range(majors)]
    items += [replace(PLAIN, code=f"P-{n}", photo_required_on_fail=n % 2 == 0) for n in range(others)]
    items += [replace(PLAIN, code="INFO", informational=True)]
    quick = quick_items(checklist(items=items))
    assert {one.code for one in items if one.severity == "major"} <= {one.code for one in quick}
    assert len(quick) <= max(QUICK_ITEMS, majors)
    assert "INFO" not in {one.code for one in quick}
    assert asked_items(checklist(items=items), "full") == items


def test_fields_that_are_not_known_are_left_aside():
    body = {
        "code": "X",
        "version": 2,
        "title_zh": "甲",
        "later": 1,
        "items": [vars(PLAIN) | {"colour": "red"}],
    }
    read = from_json(body)
    assert (read.version, read.items[0].text("en"), read.items[0].text("zh-CN")) == (
        2,
        "Exits clear",
        "安全出口畅通",
    )
