"""A list of enterprises (.xlsx, .xls, .csv) comes into the register: read, previewed, and only then written."""

from pathlib import Path

from inspection.problems import Problem
from inspection.texts import Speaker
from sync_server.intake.judging import preview
from sync_server.intake.promised import KINDS, Preview
from sync_server.intake.reading import Sheet, read_table
from sync_server.intake.writing import Result, write

__all__ = [
    "KINDS",
    "Preview",
    "Result",
    "Sheet",
    "preview",
    "read",
    "row_lines",
    "told_after",
    "told_before",
    "write",
]

NAME_SHOWN = 40  # of a name that is perhaps none


def read(source: Path | bytes, filename: str = "") -> Sheet:
    """The table in a file or in its bytes. Problems: import.no_file and those of `read_table`."""
    if isinstance(source, bytes):
        return read_table(source, filename)
    path = Path(source)
    try:
        raw = path.read_bytes()
    except OSError:
        raise Problem("import.no_file", file=filename or path.name) from None
    return read_table(raw, filename or path.name)


def told_before(previewed: Preview, say: Speaker) -> list[str]:
    """What an import is going to do, for a person to read first."""
    sheet = previewed.sheet
    lines = [
        say(
            "import.read",
            file=sheet.filename,
            sheet=sheet.name or "—",
            row=sheet.header_row,
            count=len(previewed.rows),
        )
    ]
    lines += [say(f"import.count.{kind}", count=count) for kind, count in previewed.counts.items() if count]
    if previewed.empty:
        lines.append(say("import.empty_rows", count=previewed.empty))
    if previewed.unknown_columns:
        named = say("import.list_comma").join(previewed.unknown_columns[:20])
        lines.append(say("import.unknown_columns", columns=named))
    if previewed.areas_made:
        named = say("import.list_comma").join(
            say("import.area_rows", name=name, count=count) for name, count in previewed.areas_made.values()
        )
        lines.append(say("import.areas_made", count=len(previewed.areas_made), names=named))
    elif previewed.areas_lacking:
        named = say("import.list_comma").join(list(previewed.areas_lacking)[:20])
        lines.append(say("import.areas_lacking", count=len(previewed.areas_lacking), names=named))
    lines.append(say("import.will", adds=previewed.adds, changes=previewed.changes))
    return lines


def row_lines(
    previewed: Preview, say: Speaker, kinds=("refused", "duplicate", "warned"), most: int = 200
) -> list[str]:
    """One line for each row that needs a look: number, name, and every reason."""
    rows = [row for row in previewed.rows if row.kind in kinds]
    lines = [
        say(
            "import.row",
            row=row.number,
            kind=say(f"import.kind.{row.kind}"),
            name=row.name if len(row.name) <= NAME_SHOWN else f"{row.name[:NAME_SHOWN]}…",
            reasons=reasons_text(row, say),
        )
        for row in rows[:most]
    ]
    if len(rows) > most:
        lines.append(say("import.more_rows", count=len(rows) - most))
    return lines


def reasons_text(row, say: Speaker) -> str:
    """The reasons of a row in one breath."""
    said = [say(f"import.reason.{r.code}", column=r.column or "—", found=r.found[:60]) for r in row.reasons]
    return say("import.semicolon").join(said)


def told_after(result: Result, say: Speaker) -> list[str]:
    """What an import has done."""
    lines = []
    if result.areas:
        named = say("import.list_comma").join(result.areas)
        lines.append(say("import.areas_written", count=len(result.areas), names=named))
    lines += [say("import.wrote", added=result.added, changed=result.changed, warned=result.warned)]
    if result.overtaken:
        numbers = say("import.list_comma").join(map(str, result.overtaken[:20]))
        lines.append(say("import.overtaken", count=len(result.overtaken), rows=numbers))
    if result.stopped:
        lines.append(say("import.stopped", left=result.left))
    return lines
