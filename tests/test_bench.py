"""`make bench` in small: every part measures something, and build/bench.json has the shape that was promised."""

import json
from dataclasses import replace

import pytest

from tests.postgres import binaries
from tools.bench import __main__ as bench
from tools.bench import table
from tools.bench.figures import Figure, at_least, at_most, percentile
from tools.bench.scale import QUICK

TINY = replace(
    QUICK,
    answers=5,
    openings=1,
    enterprises=80,
    keystrokes=6,
    photos=1,
    pushed=4,
    phones=(2,),
    duplicated=1,
    resumed=1,
    findings=2000,
    findings_before=1500,
    page_rounds=1,
    imported=40,
    browser=False,
    postgres=False,
)
KEYS = {"name", "value", "unit", "baseline", "ratio", "reach", "ok"}


def measured(parts, scale=TINY) -> list[Figure]:
    figures: list[Figure] = []
    bench.run(parts, scale, figures)
    failed = [figure for figure in figures if figure.unit.startswith("failed")]
    assert not failed, failed
    return figures


@pytest.mark.parametrize("part", bench.PARTS)
def test_every_part_measures_something_beside_a_baseline(part):
    figures = measured([part])
    assert figures
    for figure in figures:
        assert figure.name
        assert figure.chinese
        assert figure.value is None or figure.value >= 0
    if part not in ("demo", "browser"):
        assert any(figure.baseline for figure in figures)


@pytest.mark.skipif(binaries() is None, reason="PostgreSQL is missing")
def test_pushing_is_measured_on_postgresql_as_well():
    figures = measured(["push"], replace(TINY, postgres=True))
    assert any("PostgreSQL" in figure.name and figure.ok for figure in figures)


def test_the_figures_are_written_as_promised(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(bench, "QUICK", TINY)
    assert (
        bench.main(["--quick", "--only", "answers", "--only", "demo", "--to", str(tmp_path / "bench.json")])
        == 0
    )
    figures = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert [set(figure) for figure in figures] == [KEYS] * 3
    last = figures[1]
    assert last["name"] == "answer saved durably, p99"
    assert (last["unit"], last["reach"]) == ("ms", "≤ 20")
    assert last["ok"] == (last["value"] <= 20)
    assert last["ratio"] == pytest.approx(last["value"] / last["baseline"], rel=0.01)
    assert figures[2]["value"] is None
    assert figures[2]["ok"] is None
    assert "记一项 p99" in capsys.readouterr().out


def test_an_interruption_keeps_what_was_measured(tmp_path, capsys, monkeypatch):
    def interrupted(parts, scale, kept):
        kept.append(Figure("one", "一", 1.0, "ms"))
        raise KeyboardInterrupt

    monkeypatch.setattr(bench, "run", interrupted)
    assert bench.main(["--to", str(tmp_path / "bench.json")]) == 130
    assert [figure["name"] for figure in json.loads((tmp_path / "bench.json").read_text("utf-8"))] == ["one"]
    assert "one" in capsys.readouterr().out


def test_a_part_that_fails_does_not_cost_the_others(monkeypatch):
    monkeypatch.setattr(bench, "import_module", lambda name: 1 / 0)
    figures: list[Figure] = []
    bench.run(["answers", "idle"], TINY, figures)
    assert [figure.unit for figure in figures] == ["failed: ZeroDivisionError"] * 2
    assert [figure.ok for figure in figures] == [None, None]


def test_a_reach_is_met_by_the_value_or_by_the_ratio():
    assert Figure("a", "", 20, "ms", 1, at_most(20)).ok is True
    assert Figure("a", "", 21, "ms", 1, at_most(20)).ok is False
    assert Figure("a", "", 3, "ms", 2, at_most(1.5, "ratio")).ok is True
    assert Figure("a", "", 149, "/s", None, at_least(150)).ok is False
    assert Figure("a", "", None, "not here", None, at_most(1)).ok is None
    assert str(at_most(1.5, "ratio")) == "≤ ×1.5"


def test_the_table_stands_straight_where_characters_are_two_columns_wide():
    figures = [
        Figure("short", "检查表", 1.0, "ms", 2.0, at_most(3)),
        Figure("a longer name", "图", 1234.5, "ms", None, at_most(3)),
        Figure("left out", "未测", None, "Chromium is missing"),
    ]
    lines = table.lines(figures)
    assert len({table.width(line.partition("ms")[0]) for line in lines if "ms" in line}) == 1
    assert lines[2].endswith("✓")
    assert lines[3].endswith("✗")


def test_percentiles_lie_among_the_numbers():
    assert percentile([5], 99) == 5
    assert percentile(range(1, 101), 50) == 51
    assert percentile(range(1, 101), 99) == 100
