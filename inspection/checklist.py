"""A checklist and its items as published: versioned, never edited. A visit keeps the version it began with.

As JSON (what the office publishes and phones receive):
    {code, version, title_zh, title_en, industries[], tags[], always, items: [
        {code, text_zh, text_en, basis, severity, correction_zh, deadline_days, answer, photo_required_on_fail,
         unit?, min?, max?, informational?, major_rules?[], major_scope?[], major_check?, major_combination?,
         basis_mark?, major_basis_mark?, verify?}]}
`min` and `max` are decimal strings; `tags` are hazard tags of an enterprise that call for this checklist.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

PASS, FAIL, NOT_APPLICABLE, NOTED = "pass", "fail", "na", "noted"
RESULTS = (PASS, FAIL, NOT_APPLICABLE, NOTED)
ANSWERS = ("pass_fail_na", "number", "text", "date")
GENERAL, MAJOR = "general", "major"
QUICK_ITEMS = 12  # of a list in quick mode; majors are never left out
ALL_SECTORS = ("ALL", "全部工贸企业")


@dataclass(frozen=True)
class Item:
    code: str
    text_zh: str
    text_en: str
    basis: str
    severity: str
    correction_zh: str
    deadline_days: int
    answer: str = "pass_fail_na"
    photo_required_on_fail: bool = False
    unit: str = ""
    min: str | None = None
    max: str | None = None
    informational: bool = False
    major_rules: tuple[str, ...] = ()
    major_scope: tuple[str, ...] = ()
    major_check: str = ""
    major_combination: str = ""
    basis_mark: str = ""
    major_basis_mark: str = ""
    verify: bool = False

    def text(self, language: str) -> str:
        return self.text_en if language.startswith("en") and self.text_en else self.text_zh


@dataclass(frozen=True)
class Checklist:
    code: str
    version: int
    title_zh: str
    title_en: str
    industries: tuple[str, ...]
    tags: tuple[str, ...]
    always: bool
    items: tuple[Item, ...]

    def title(self, language: str) -> str:
        return self.title_en if language.startswith("en") and self.title_en else self.title_zh


def from_json(body: dict) -> Checklist:
    """The checklist in `body`, fields that are not known left aside."""
    known = Item.__dataclass_fields__
    items = []
    for raw in body["items"]:
        fields = {name: value for name, value in raw.items() if name in known and value is not None}
        for name in ("major_rules", "major_scope"):
            fields[name] = tuple(fields.get(name, ()))
        items.append(Item(**fields))
    return Checklist(
        body["code"],
        body["version"],
        body["title_zh"],
        body.get("title_en", ""),
        tuple(body.get("industries", ())),
        tuple(body.get("tags", ())),
        bool(body.get("always")),
        tuple(items),
    )


def suggested(checklists, tags, sectors) -> list[Checklist]:
    """The lists an enterprise calls for: those for everyone first, then by hazard tag or sector."""
    tags, sectors = set(tags), set(sectors)
    chosen = [c for c in checklists if c.always or tags & set(c.tags) or sectors & set(c.industries)]
    return sorted(chosen, key=lambda c: not c.always)


def quick_items(checklist: Checklist) -> list[Item]:
    """The short list for a short visit: majors and majors-to-consult first, then what needs a photo."""
    asked = [i for i in checklist.items if not i.informational]
    rank = {i.code: (i.severity != MAJOR, not i.major_check, not i.photo_required_on_fail) for i in asked}
    ranked = sorted(asked, key=lambda i: rank[i.code])
    majors = [i for i in ranked if i.severity == MAJOR]
    return majors + [i for i in ranked if i.severity != MAJOR][: max(QUICK_ITEMS - len(majors), 0)]


def asked_items(checklist: Checklist, mode: str) -> list[Item]:
    """`mode` is quick or full."""
    return quick_items(checklist) if mode == "quick" else list(checklist.items)


def parse_number(text: str) -> Decimal | None:
    """What the inspector typed, full-width digits included; None when it is no number."""
    half_width = (
        "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).strip().replace("。", ".")
    )
    try:
        number = Decimal(half_width)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def judge_value(item: Item, value: str) -> str | None:
    """The result a typed value leads to: pass, fail or noted; None when the value is not readable.

    A number outside the limits fails; without limits a value is noted and the inspector decides.
    """
    if not value.strip():
        return None
    if item.answer == "number":
        number = parse_number(value)
        if number is None:
            return None
        if item.min is None and item.max is None:
            return NOTED
        low = item.min is not None and number < Decimal(str(item.min))
        high = item.max is not None and number > Decimal(str(item.max))
        return FAIL if low or high else PASS
    if item.answer == "date":
        try:
            date.fromisoformat(value.strip())
        except ValueError:
            return None
    return NOTED


def proposed_severity(item: Item, sectors, device_failed: bool = False) -> tuple[str, str]:
    """(severity, rule id or "") that a fail proposes; an officer confirms what is major.

    A major rule binds only the sectors its article covers (部令第10号). A listed alarm, monitor or
    protection device that exists but has failed is major as well (第14条).
    """
    if item.severity != MAJOR:
        return GENERAL, ""
    in_scope = not item.major_scope or set(item.major_scope) & (set(sectors) | set(ALL_SECTORS))
    if device_failed and item.major_rules:
        return MAJOR, "MEM10-14"
    if in_scope:
        return MAJOR, item.major_rules[0] if item.major_rules else ""
    return GENERAL, ""
