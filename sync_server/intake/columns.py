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

    @property
    def known(self) -> int:
        return len(self.fields)

    def heading(self, field: str) -> str:
        """What the file calls the field."""
        places = self.fields.get(field)
        return self.headings[places[0]] if places else ""
