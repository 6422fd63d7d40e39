"""Which findings speak of the same hazard: one enterprise, one item, one place.

A free finding, which hangs on no item, speaks of the same hazard only when place and words agree.
"""

import re
import unicodedata
from datetime import date

REPEAT_WITHIN_DAYS = 365  # a hazard that returns within a year of closing is a repeat
_SILENT = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Without case, width, blanks and punctuation: '１号 车间（东侧）' and '1号车间东侧' are one place."""
    return _SILENT.sub("", unicodedata.normalize("NFKC", text).casefold())


def hazard_key(item: str | None, place: str, text: str) -> str:
    """Findings of one enterprise with equal keys belong to one hazard."""
    return f"{item}|{folded(place)}" if item else f"|{folded(place)}|{folded(text)}"


def is_repeat(closed_on: date, seen_on: date) -> bool:
    return 0 <= (seen_on - closed_on).days <= REPEAT_WITHIN_DAYS


def joins(key: str, place: str, seen_on: date, earlier) -> tuple[str | None, str | None]:
    """(id of the hazard it joins, id of the closed hazard it repeats); either may be None, never both are given.

    `earlier`: hazards of the same enterprise, oldest first, with id, key, item, place, open (bool), found_on
    and closed_on (date or None). What was seen while a hazard was alive joins it, even when it arrives after
    the closing. A repeat is the same item of the enterprise within a year of closing; for a free finding, which
    has no item, the same place.
    """
    earlier = list(earlier)
    for hazard in earlier:
        if hazard.key == key and hazard.open:
            return hazard.id, None
    for hazard in earlier:
        if hazard.key == key and hazard.closed_on and hazard.found_on <= seen_on < hazard.closed_on:
            return hazard.id, None
    item = key.split("|", 1)[0]
    for hazard in reversed(earlier):
        if hazard.open or hazard.closed_on is None or not is_repeat(hazard.closed_on, seen_on):
            continue
        same_place = folded(place) and folded(hazard.place) == folded(place)
        if (item and hazard.item == item) or (not item and same_place):
            return None, hazard.id
    return None, None
