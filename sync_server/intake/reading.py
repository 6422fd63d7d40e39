"""A file as it was handed in becomes a table: told apart by its first bytes, not by its name."""

import csv
import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from inspection.problems import Problem
from sync_server.intake import columns, workbook

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED = 150 * 1024 * 1024
LOOK_FOR_HEADER = 30  # rows
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
OTHERS = {
    b"\xff\xd8\xff": "JPEG", b"\x89PNG": "PNG", b"GIF8": "GIF", b"%PDF": "PDF", b"Rar!": "RAR", b"7z\xbc\xaf": "7z",
    b"RIFF": "WebP", b"\x1f\x8b": "gzip", b"BM": "BMP",
}  # fmt: skip
DELIMITERS = ",\t;|，"
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class Sheet:
    """`rows` below the header as (number in the file, cells); a number cell stays a number."""

    filename: str
    name: str
    encoding: str
    header_row: int
    columns: columns.Columns
    rows: list


def read_table(raw: bytes, filename: str) -> Sheet:
    """Problems: import.{empty,too_large,not_a_table,html_table,password,broken,too_heavy,too_many_rows,
    unknown_encoding,csv_broken,no_header}."""
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Problem("import.empty", file=filename)
    if len(raw) > MOST_BYTES:
        raise Problem("import.too_large", file=filename, mb=len(raw) // 1048576, most=MOST_BYTES // 1048576)
    if raw.startswith((ZIP, OLE)):
        return _best(_workbook(raw, filename), filename)
    for magic, kind in OTHERS.items():
        if raw.startswith(magic):
            raise Problem("import.not_a_table", file=filename, kind=kind)
    if raw[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix", b"ftypisom", b"ftypmp42"):
        raise Problem("import.not_a_table", file=filename, kind="HEIC/MP4")
    text, encoding = decode(raw, filename)
    if text.lstrip()[:1] == "<":
        raise Problem("import.html_table", file=filename)
    return _best([(encoding, table) for table in _csv_tables(text, filename)], filename)


def decode(raw: bytes, filename: str = "") -> tuple[str, str]:
    """(text, name of the encoding). Problems: import.unknown_encoding, import.not_a_table."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ["utf-16"]
    elif b"\x00" in raw[:400]:
        tries = ["utf-16-le", "utf-16-be"] if raw[1:2] == b"\x00" else ["utf-16-be", "utf-16-le"]
    else:
        tries = ["utf-8-sig", "gb18030"]
    for encoding in tries:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROLS.search(text[:200_000]):
            raise Problem("import.not_a_table", file=filename, kind="?")
        return text, encoding
    raise Problem("import.unknown_encoding", file=filename)


def _csv_tables(text: str, filename: str):
    """The text cut at each delimiter that occurs in it; the best one is chosen by its header."""
    head = text[:20_000]
    for delimiter in sorted((d for d in DELIMITERS if d in head), key=head.count, reverse=True) or [","]:
        rows = []
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for row in reader:
                if len(rows) >= workbook.MOST_ROWS:
                    raise Problem("import.too_many_rows", file=filename, most=workbook.MOST_ROWS)
                rows.append((reader.line_num, row[: workbook.MOST_COLUMNS]))
        except csv.Error:
            raise Problem("import.csv_broken", file=filename, line=reader.line_num) from None
        table = ("", _first_lines(rows), ())
        yield table
        if header_of(table[1])[1].known > 1:
            return


def _first_lines(rows: list) -> list:
    """Rows numbered by the line they begin on; the reader counts the line they end on."""
    numbered, last = [], 0
    for line, row in rows:
        numbered.append((last + 1, row))
        last = line
    return numbered


def _workbook(raw: bytes, filename: str) -> list:
    if raw.startswith(ZIP):
        _refuse_bombs(raw, filename)
    elif "EncryptedPackage".encode("utf-16-le") in raw:
        raise Problem("import.password", file=filename)
    with tempfile.TemporaryDirectory(prefix="anjian-import-") as folder:
        path = Path(folder) / ("table.xlsx" if raw.startswith(ZIP) else "table.xls")
        path.write_bytes(raw)
        sheets = workbook.read_workbook(path)
    faults = [sheet["fault"] for sheet in sheets if "fault" in sheet]
    if faults or not sheets:
        raise Problem(f"import.{faults[0] if faults else 'broken'}", file=filename, most=workbook.MOST_ROWS)
    seen = [sheet for sheet in sheets if not sheet["hidden"]] or sheets
    return [("xlsx", (sheet["name"], list(enumerate(sheet["rows"], 1)), sheet["merged"])) for sheet in seen]


def _refuse_bombs(raw: bytes, filename: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inner = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Problem("import.broken", file=filename) from None
    if sum(part.file_size for part in inner) > MOST_UNPACKED:
        raise Problem("import.too_heavy", file=filename)
    if any(part.flag_bits & 1 for part in inner):
        raise Problem("import.password", file=filename)
    if not any(
        part.filename.lower() in ("xl/workbook.xml", "xl/workbook.bin", "content.xml") for part in inner
    ):
        raise Problem("import.not_a_table", file=filename, kind="ZIP")


def header_of(rows: list) -> tuple[int, columns.Columns]:
    """(place in `rows`, its columns) of the row that names most; a merged title above names nothing."""
    best, found = -1, columns.Columns.of([])
    for place, (_, cells) in enumerate(rows[:LOOK_FOR_HEADER]):
        here = columns.Columns.of(cells)
        if here.known > found.known and "name" in here.fields:
            best, found = place, here
    return best, found


def _say_to_each(rows: list, merged) -> None:
    """What stands once in a cell merged over several rows, as villages do, was meant for each of them."""
    at = dict(rows)
    for top, bottom, column in merged:
        first = at.get(top + 1, [])
        if column < len(first) and first[column] != "":
            for number in range(top + 2, bottom + 2):
                cells = at.get(number, [])
                if column < len(cells) and cells[column] == "":
                    cells[column] = first[column]


def _best(tables, filename: str) -> Sheet:
    """The table whose header names most; a sheet of notes beside it is left alone."""
    chosen, rows_seen = None, 0
    for encoding, (name, rows, merged) in tables:
        rows_seen += sum(1 for _, cells in rows if any(str(cell).strip() for cell in cells))
        place, found = header_of(rows)
        if place >= 0 and (chosen is None or found.known > chosen.columns.known):
            below = rows[place + 1 :]
            both = found.over_two_rows(below[0][1]) if below else None
            below = below[1:] if both else below
            _say_to_each(below, merged)
            chosen = Sheet(filename, name, encoding, rows[place][0], both or found, below)
    if chosen is None:
        raise Problem("import.no_header" if rows_seen else "import.empty", file=filename)
    return chosen
