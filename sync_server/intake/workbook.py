"""Reads a spreadsheet in a process of its own, held to limits of memory and time: a hostile file ends only that.

`python -m sync_server.intake.workbook FILE` prints one JSON line per sheet: {name, hidden, rows, merged} or {fault}.
"""

import contextlib
import datetime
import json
import subprocess
import sys
from pathlib import Path

MOST_MEMORY = 1536 * 1024 * 1024
MOST_SECONDS = 60
MOST_ROWS, MOST_COLUMNS, MOST_TEXT, MOST_SHEETS, MOST_MERGED = 100_000, 200, 5000, 30, 200_000
ROOT = Path(__file__).resolve().parents[2]


def read_workbook(path: Path) -> list[dict]:
    """The sheets as dicts; one {"fault": code} alone when the file cannot be read."""
    command = [sys.executable, "-m", "sync_server.intake.workbook", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=MOST_SECONDS * 2, check=False)
    except subprocess.TimeoutExpired:
        return [{"fault": "too_heavy"}]
    if done.returncode:
        return [{"fault": "too_heavy"}]
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def _limit() -> None:
    with contextlib.suppress(
        ImportError, ValueError, OSError
    ):  # where there are no such limits, the clock still ends it
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cell(value):
    if isinstance(value, str):
        return value[:MOST_TEXT]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _merged(sheet) -> list[list[int]]:
    """Cells merged over several rows as [first row, last row, column], counted as the rows are; of .xlsx only."""
    left = sheet.start[1] if sheet.start else 0
    found, covered = [], 0
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        covered += bottom - top
        if covered > MOST_MERGED:
            break
        if bottom > top:
            found.append([top, bottom, column - left])
    return found


def _sheets(path: str):
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_path(path)
        for place, about in enumerate(book.sheets_metadata[:MOST_SHEETS]):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            rows, sheet = [], book.get_sheet_by_index(place)
            for number, row in enumerate(sheet.iter_rows()):
                if number >= MOST_ROWS:
                    yield {"fault": "too_many_rows"}
                    return
                rows.append([_cell(value) for value in row[:MOST_COLUMNS]])
            shown = about.visible == SheetVisibleEnum.Visible
            yield {"name": about.name, "hidden": not shown, "rows": rows, "merged": _merged(sheet)}
    except PasswordError:
        yield {"fault": "password"}
    except (CalamineError, OSError, ValueError):
        yield {"fault": "broken"}


def main() -> int:
    _limit()
    for sheet in _sheets(sys.argv[1]):
        sys.stdout.write(json.dumps(sheet, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
