"""One row of a list becomes fields of an enterprise and reasons for a second look; the register is not asked yet."""

import re
from dataclasses import dataclass, field

from inspection import credit_code
from inspection.consolidation import folded
from sync_server.enterprises import TEXTS
from sync_server.intake import values
from sync_server.intake.areas import Areas
from sync_server.intake.columns import PROFILE_FIELDS, UNUSED, Columns

_LINES = re.compile(r"\s*\n\s*")  # somebody pressed Alt+Enter in the cell
TOTALS = {"合计", "总计", "小计", "共计", "累计", "本页小计", "total"}


@dataclass(frozen=True)
class Reason:
    """Why a row is not simply taken: a code with the text import.reason.<code>, its column, what stood there."""

    code: str
    column: str = ""
    found: str = ""


@dataclass
class Row:
    """`kind`: new | changed | same | duplicate | warned | refused; `act`: add | change | "" (nothing to write)."""

    number: int
    fields: dict
    reasons: list = field(default_factory=list)
    kind: str = ""
    act: str = ""
    enterprise_id: str | None = None

    @property
    def name(self) -> str:
        return self.fields.get("name", "")

    @property
    def code(self) -> str:
        return self.fields.get("code", "")

    @property
    def address(self) -> str:
        return self.fields.get("address", "")


class RowReader:
    """Reads the rows below one header."""

    def __init__(self, columns: Columns, areas: Areas):
        self.columns, self.areas = columns, areas
        self.headings = {folded(heading) for heading in columns.headings if heading}

    def read(self, number: int, cells: list) -> Row | None:
        """The row; None when nothing stands in it."""
        texts = [values.text_of(cell) for cell in cells]
        if not any(texts):
            return None
        row = Row(number, {})
        refusal = self._refusal(texts)
        if refusal:
            row.kind, row.reasons = "refused", [refusal]
            row.fields["name"] = self._text(texts, "name")[:200] or next(filter(None, texts))[:200]
            return row
        self._words(row, texts)
        self._code(row, cells, texts)
        self._area(row, texts)
        self._choices(row, texts)
        self._profile(row, texts)
        return row

    def _refusal(self, texts: list) -> Reason | None:
        filled = [text for text in texts if text]
        name = self._text(texts, "name")
        heading = self.columns.heading("name")
        if any("".join(text.split()).strip(":：").casefold() in TOTALS for text in filled[:3]):
            return Reason("total_row", "", next(filter(None, texts)))
        if len(filled) > 1 and sum(folded(text) in self.headings for text in filled) * 2 > len(filled):
            return Reason("header_again", heading, name)
        if values.is_nothing(name) or not folded(name):
            return Reason("name_missing", heading, name)
        if len(name) > TEXTS["name"]:
            return Reason("name_too_long", heading, f"{name[:30]}…")
        return None

    def _places(self, name: str) -> list:
        return self.columns.fields.get(name, [])

    def _text(self, texts: list, name: str) -> str:
        """What the surest column says that says anything."""
        return next(
            (texts[p] for p in self._places(name) if p < len(texts) and not values.is_nothing(texts[p])), ""
        )

    def _words(self, row: Row, texts: list) -> None:
        for name, most in TEXTS.items():
            text = _LINES.sub("" if name == "name" else " ", self._text(texts, name))
            if len(text) > most:
                row.reasons.append(Reason("cut", self.columns.heading(name), f"{len(text)} > {most}"))
                row.fields.setdefault("profile", {}).setdefault("extra", {})[self.columns.heading(name)] = (
                    text
                )
            if text:
                row.fields[name] = text[:most]
        if not row.fields.get("address"):
            registered = self._text(texts, "registered_address")
            if registered:
                row.fields["address"] = registered[: TEXTS["address"]]

    def _code(self, row: Row, cells: list, texts: list) -> None:
        best = ("", "missing", None)
        for place in self._places("code"):
            code, odd = values.read_code(cells[place]) if place < len(cells) else ("", "missing")
            if not odd:
                best = (code, odd, place)
                break
            if best[1] == "missing" or (odd == "old" and best[1] in ("odd", "damaged")):
                best = (code, odd, place) if odd != "missing" else best
        code, odd, place = best
        heading = self.columns.headings[place] if place is not None else self.columns.heading("code")
        found = texts[place] if place is not None else ""
        if code:
            row.fields["code"] = code
        if odd == "damaged":
            row.fields.setdefault("profile", {})["damaged_code"] = found
        if odd == "wrong_check":
            found = f"{code} → {credit_code.check_character(code[:17])}"
        if odd:
            row.reasons.append(Reason(f"code_{odd}", heading, found))

    def _area(self, row: Row, texts: list) -> None:
        said = self._text(texts, "area")
        if said:
            area_id, why = self.areas.named(said)
        else:
            area_id, why = self.areas.in_address(row.fields.get("address", "")), "area_missing"
            why = "area_from_address" if area_id else why
        if area_id:
            row.fields["area_id"] = area_id
        if why:
            row.reasons.append(Reason(why, self.columns.heading("area"), said))

    def _choices(self, row: Row, texts: list) -> None:
        extra = {}
        for name, read, unclear in (
            ("grade", values.read_grade, "grade_unclear"),
            ("status", values.read_status, "status_unclear"),
            ("kind", values.read_kind, ""),
        ):
            said = self._text(texts, name)
            if not said:
                continue
            meant = read(said)
            if meant:
                row.fields[name] = meant
            elif meant is None:
                extra[self.columns.heading(name)] = said[:500]
                if unclear:
                    row.reasons.append(Reason(unclear, self.columns.heading(name), said))
        for name, read in (("sectors", values.read_sectors), ("tags", values.read_tags)):
            said = self._text(texts, name)
            if said:
                row.fields[name] = read(said)
                extra |= {self.columns.heading(name): said[:500]}
        if extra:
            row.fields.setdefault("profile", {}).setdefault("extra", {}).update(extra)

    def _profile(self, row: Row, texts: list) -> None:
        profile = row.fields.setdefault("profile", {})
        for name in PROFILE_FIELDS:
            said = self._text(texts, name)
            if not said:
                continue
            whole = values.read_whole(said) if name == "employees" else None
            profile[name] = said[:500] if whole is None else whole
        extra = profile.setdefault("extra", {})
        used = {p for name, places in self.columns.fields.items() if name not in UNUSED for p in places[:1]}
        for place, text in enumerate(texts):
            heading = self.columns.headings[place] if place < len(self.columns.headings) else ""
            second = place not in used and not any(place in self._places(name) for name in UNUSED)
            if text and second and text != row.fields.get("code"):
                extra[heading or self.columns.nameless(place)] = text[:1000]
        if not extra:
            del profile["extra"]
        if not profile:
            del row.fields["profile"]
