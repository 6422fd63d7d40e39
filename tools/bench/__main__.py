"""`python -m tools.bench [--quick] [--only NAME]`: measures, prints the table, writes build/bench.json."""

import argparse
import json
import os
import signal
import sys
import time
import traceback
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from tools.bench import table
from tools.bench.figures import Figure
from tools.bench.places import BUILD, ROOT, tell
from tools.bench.scale import FULL, QUICK, Scale

DOCS, LAST_TABLE = ROOT / "docs" / "bench.md", "## The last table\n"
QUIET = 0.1  # of the processors; with more taken by others, absolute times say little
PARTS = (
    "answers",
    "checklist",
    "search",
    "photo",
    "idle",
    "push",
    "resume",
    "pages",
    "fetch",
    "imports",
    "demo",
    "browser",
)


def run(parts, scale: Scale, kept: list[Figure]) -> None:
    """Fills `kept` as it goes, so that an interruption loses only what was being measured."""
    for part in parts:
        began = time.monotonic()
        tell(f"{part} …")
        try:
            for figure in import_module(f"tools.bench.{part}").measure(scale):
                kept.append(figure)
                tell("  ".join(cell for cell in table.row(figure) if cell))
        except Exception as fault:  # one part that fails must not cost the figures of the others
            traceback.print_exc()
            kept.append(Figure(part, "未测成", None, f"failed: {type(fault).__name__}"))
        tell(f"{part} took {time.monotonic() - began:.1f} s")


class Crowd:
    """Who else wanted the processors during the run: measured as time they were busy with others' work."""

    def __init__(self):
        self.began = time.monotonic()
        self.busy, self.own = _busy_s(), _own_s()

    def said(self) -> str:
        cores = os.cpu_count() or 1
        there = (time.monotonic() - self.began) * cores
        others = max(0.0, (_busy_s() - self.busy) - (_own_s() - self.own)) / there
        told = (
            f"{cores} cores, {others:.0%} of them taken by other work · {cores} 核，其他程序占用 {others:.0%}"
        )
        return told + (" — only the ratios say something · 只有比值可信" if others > QUIET else "")


def _busy_s() -> float:
    """Of all processors together since the machine began, without waiting and idling."""
    user, nice, system, _idle, _wait, irq, softirq, steal = map(
        int, Path("/proc/stat").read_text().split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def _own_s() -> float:
    """Of this program and of what it started and has seen end."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def write(figures: list[Figure], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        json.dumps([figure.as_json() for figure in figures], ensure_ascii=False, indent=1) + "\n", "utf-8"
    )


def into_docs(figures: list[Figure], crowd: str) -> None:
    kept = DOCS.read_text("utf-8").partition(LAST_TABLE)[0]
    DOCS.write_text("\n".join([kept + LAST_TABLE, crowd, "", *table.markdown(figures), ""]), "utf-8")


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: does measuring work?")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="NAME", help=" · ".join(PARTS))
    parser.add_argument("--to", type=Path, default=BUILD / "bench.json", help="the file the figures go to")
    parser.add_argument("--docs", action="store_true", help="the table goes into docs/bench.md as well")
    told = parser.parse_args(words)
    scale = QUICK if told.quick else FULL
    if wanted := os.environ.get("BENCH_FINDINGS"):
        scale = replace(scale, findings=int(wanted))
    figures: list[Figure] = []
    stopped, crowd = False, Crowd()
    try:
        run(told.only or PARTS, scale, figures)
    except KeyboardInterrupt:
        stopped = True
        tell("stopped; what was measured so far follows")
    write(figures, told.to)
    print("\n".join([*table.lines(figures), "", crowd.said()]))
    if told.docs:
        into_docs(figures, crowd.said())
    return 130 if stopped else 0


if __name__ == "__main__":
    for sign in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # either way in order: what was started is ended, what is known is kept
        signal.signal(sign, signal.default_int_handler)
    sys.exit(main())
