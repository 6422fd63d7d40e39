"""The headings that lists of enterprises really have, and the fields they mean."""

import json
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

from inspection.consolidation import folded

# `headings` of words.json: the surest first. Where two columns mean one field, the surer one wins and
# the other only fills its gaps.
WORDS = json.loads((files(__package__) / "words.json").read_text("utf-8"))
PROFILE_FIELDS = (
    "employees",
    "floor_area",
    "economic_type",
    "registered_capital",
    "founded",
    "note",
    "registered_address",
)
UNUSED = ("serial", "street")  # understood, and nothing follows from them
_FIELDS = {
    folded(word): (field, rank)
    for field, words in WORDS["headings"].items()
    for rank, word in enumerate(words)
}
_BRACKETS = re.compile(r"[(\[【〔<《].*?[)\]】〕>》]")
_ASKED = re.compile(r"(必填项?|选填项?|必录)$")
_LEADING_NUMBER = re.compile(r"^\d{1,2}[.、)]")


def field_of(heading) -> tuple[str, int] | None:
    """(field, rank) that a heading means, however it is spelled; None when nobody knows it."""
    text = unicodedata.normalize("NFKC", str(heading)).strip()
    text = _LEADING_NUMBER.sub("", text)
    whole = folded(text)
    for spelling in (whole, _ASKED.sub("", whole), folded(_BRACKETS.sub("", text))):
        if spelling and spelling in _FIELDS:
            return _FIELDS[spelling]
    return None


@dataclass(frozen=True)
class Columns:
    """`fields`: field → places of its columns, the surest first; `unknown`: place → heading nobody knows."""

    headings: list
    fields: dict
    unknown: dict

    @classmethod
    def of(cls, cells) -> "Columns":
        headings = [" ".join(str(cell).split()) for cell in cells]
        ranked: dict[str, list] = {}
        unknown = {}
        for place, heading in enumerate(headings):
            meant = field_of(heading) if len(heading) <= 60 else None
            if meant:
                ranked.setdefault(meant[0], []).append((meant[1], place))
            elif heading:
                unknown[place] = heading
        return cls(
            headings,
            {field: [place for _, place in sorted(found)] for field, found in ranked.items()},
            unknown,
        )

    def over_two_rows(self, cells) -> "Columns | None":
        """Together with the row below, when that goes on with the headings as it does under merged cells."""
        below = [" ".join(str(cell).split()) for cell in cells]
        named = any(place < len(below) and below[place] for place in self.fields["name"])
        if named or not any(field_of(heading) for heading in below if 0 < len(heading) <= 60):
            return None
        group, headings = "", []
        for place in range(max(len(self.headings), len(below))):
            above = self.headings[place] if place < len(self.headings) else ""
            inner = below[place] if place < len(below) else ""
            group = above or group  # only the first cell of a merged group says something
            headings.append(_spelled(group, inner, above) if inner else above)
        both = Columns.of(headings)
        return both if both.known >= self.known else None

    @property
    def known(self) -> int:
        return len(self.fields)

    @staticmethod
    def nameless(place: int) -> str:
        """What to call a column without a heading: as spreadsheets do, A, B, … Z, AA."""
        letters, left = "", place + 1
        while left:
            left, last = divmod(left - 1, 26)
            letters = chr(ord("A") + last) + letters
        return f"（{letters}）"

    def heading(self, field: str) -> str:
        """What the file calls the field."""
        places = self.fields.get(field)
        return self.headings[places[0]] if places else ""


def _spelled(group: str, inner: str, above: str) -> str:
    """The words of a heading over two rows that mean something to us, both where neither does."""
    return next((words for words in (group + inner, inner, above) if field_of(words)), group + inner)
