"""Rows against the register and against each other: what each would do, before anything is written."""

import json

import sqlalchemy as sa

from inspection import credit_code
from inspection.consolidation import folded
from sync_server.enterprises import as_json, changed_values
from sync_server.intake.areas import Areas
from sync_server.intake.columns import UNUSED, Columns
from sync_server.intake.promised import Preview
from sync_server.intake.reading import Sheet
from sync_server.intake.rows import Reason, Row, RowReader
from sync_server.intake.workbook import MOST_COLUMNS
from sync_server.tables import area, enterprise

AT_ONCE = 400  # ids asked of the register in one query


def areas_of(c, create: bool = False) -> Areas:
    return Areas(c.execute(sa.select(area.c.id, area.c.name, area.c.kind, area.c.place)), create)


def preview(c, sheet: Sheet, create_areas: bool = False) -> Preview:
    """Every row with its class, its reasons and what would be written.

    With `create_areas` villages that the office does not know are made when it is written.
    """
    areas = areas_of(c, create_areas)
    reader = RowReader(sheet.columns, areas)
    rows, empty = [], 0
    for number, cells in sheet.rows:
        row = reader.read(number, cells)
        if row is None:
            empty += 1
        else:
            rows.append(row)
    judge(rows, Register(c, rows))
    unknown = [heading for _, heading in sorted(sheet.columns.unknown.items())]
    kept = {name for row in rows for name in row.fields.get("profile", {}).get("extra", {})}
    unknown += sorted(kept & {Columns.nameless(place) for place in range(MOST_COLUMNS)})
    unused = [sheet.columns.headings[p] for name in UNUSED for p in sheet.columns.fields.get(name, ())]
    return Preview(sheet, rows, areas.street_id, empty, [h for h in unknown if h not in unused], areas.made)


class Register:
    """The enterprises of the office that rows may mean: by code and by folded name."""

    def __init__(self, c, rows):
        self.by_code: dict[str, list] = {}
        self.by_name: dict[str, list] = {}
        self._load(c, enterprise.c.code, {row.code for row in rows if row.code}, "code", self.by_code)
        keys = {folded(row.name) for row in rows if row.kind != "refused"}
        self._load(c, enterprise.c.name_key, keys, "name_key", self.by_name)

    def _load(self, c, column, wanted: set, name: str, into: dict) -> None:
        wanted = sorted(wanted)
        for start in range(0, len(wanted), AT_ONCE):
            query = (
                sa.select(enterprise)
                .where(column.in_(wanted[start : start + AT_ONCE]))
                .order_by(enterprise.c.id)
            )
            for found in c.execute(query).mappings():
                into.setdefault(found[name], []).append(found)


def judge(rows: list, register: Register) -> None:
    """Sets kind, act and enterprise_id of each row that is not refused already."""
    codes: dict[str, Row] = {}
    names: dict[str, list] = {}
    for row in rows:
        if row.kind == "refused":
            continue
        earlier = codes.get(row.code) if row.code else None
        if earlier is not None:
            _duplicate(row, Reason("same_code_in_file", "", str(earlier.number)))
            continue
        key = folded(row.name)
        twin = next(
            (other for other in names.get(key, ()) if _same_premises(row, other.code, other.address)), None
        )
        if twin is not None:
            _duplicate(row, Reason("same_name_in_file", "", str(twin.number)))
            continue
        if names.get(key):
            row.reasons.append(Reason("name_shared", "", str(names[key][0].number)))
        _against(row, register, key)
        if row.kind == "duplicate":
            continue
        names.setdefault(key, []).append(row)
        if row.code:
            codes[row.code] = row


def _same_premises(row: Row, code: str, address: str) -> bool:
    """Whether a row and another of the same name are one. Two licences are two firms; shops without a
    licence may share a name at different addresses."""
    mine, other = credit_code.kind_of(row.code), credit_code.kind_of(code)
    if mine == other == "credit":
        return row.code == code
    if mine == "none" and (other == "none" or code.startswith("TEMP")):
        here, there = folded(row.fields.get("address", "")), folded(address)
        return not here or not there or here == there
    return True


def _duplicate(row: Row, reason: Reason) -> None:
    row.kind, row.act = "duplicate", ""
    row.reasons.insert(0, reason)


def _against(row: Row, register: Register, key: str) -> None:
    by_code = register.by_code.get(row.code, []) if row.code else []
    by_name = [
        known
        for known in register.by_name.get(key, ())
        if _same_premises(row, known["code"], known["address"])
    ]
    matches = by_code or by_name
    if len(matches) > 1:
        nearer = [
            m
            for m in matches
            if m["name_key"] == key and folded(m["address"]) == folded(row.fields.get("address", ""))
        ]
        if len(nearer) != 1:
            return _duplicate(
                row, Reason("several_in_register", "", "、".join(m["code"] for m in matches[:3]))
            )
        matches = nearer
    if not matches:
        if register.by_name.get(key):
            row.reasons.append(Reason("name_in_register", "", register.by_name[key][0]["code"]))
        row.act, row.kind = "add", "warned" if row.reasons else "new"
        return None
    known = matches[0]
    row.enterprise_id = known["id"]
    row.reasons = [r for r in row.reasons if r.code not in ("area_missing", "area_from_address")]
    if known["code_kind"] != "temporary" and not row.code:
        row.reasons = [r for r in row.reasons if r.code != "code_missing"]
    if row.code and known["code"] != row.code and known["code_kind"] != "temporary":
        if known["code_kind"] == "credit":  # a sound licence number never gives way to a lesser one
            row.reasons.append(Reason("code_kept", "", known["code"]))
            row.fields["code"] = known["code"]
        else:
            row.reasons.append(Reason("code_replaced", "", known["code"]))
    if by_code and known["name_key"] != key:
        row.reasons.append(Reason("renamed", "", known["name"]))
    if not differs(known, row.fields):
        row.kind, row.act = "same", ""
    else:
        row.act, row.kind = "change", "warned" if row.reasons else "changed"
    return None


def differs(known, fields: dict) -> dict:
    """The columns that writing `fields` over the known enterprise would change."""
    return {
        n: v for n, v in changed_values(known, fields).items() if n != "profile" or _profile_differs(known, v)
    }


def _profile_differs(known, profile: str) -> bool:
    return as_json(json.loads(known["profile"] or "{}")) != profile
