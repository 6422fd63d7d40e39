"""What a checklist must look like before it may be published; every fault is told, not only the first."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from inspection.checklist import ANSWERS, GENERAL, MAJOR
from inspection.shapes import clean

IDENTITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}\Z")
RULE = re.compile(r"MEM10-\d+(-\d+)?\Z")
REQUIRED = object()
LIST_FIELDS = {
    "code": ("identity", REQUIRED), "version": ("version", 1), "title_zh": (100, REQUIRED), "title_en": (200, ""),
    "industries": ("texts", ()), "tags": ("texts", ()), "always": ("flag", False), "items": ("items", REQUIRED),
}  # fmt: skip
ITEM_FIELDS = {
    "code": ("identity", REQUIRED), "text_zh": (300, REQUIRED), "text_en": (600, ""), "basis": (1000, ""),
    "severity": ("severity", REQUIRED), "correction_zh": (1000, ""), "deadline_days": ("days", REQUIRED),
    "answer": ("answer", "pass_fail_na"), "photo_required_on_fail": ("flag", False), "unit": (20, None),
    "min": ("decimal", None), "max": ("decimal", None), "informational": ("flag", None), "major_rules": ("rules", None),
    "major_scope": ("texts", None), "major_check": (200, None), "major_combination": (60, None),
    "basis_mark": (20, None), "major_basis_mark": (20, None), "verify": ("flag", None),
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """`list` and `item` are codes as far as they are known; `reason` has the text checklists.fault.<reason>."""

    list: str
    item: str
    line: int | None
    field: str
    reason: str
    found: str = ""


class Reader:
    """Reads checklists out of marked values and gathers faults on the way."""

    def __init__(self, tags: frozenset, rules: frozenset):
        self.tags, self.rules = tags, rules
        self.faults: list[Fault] = []
        self.list, self.item = "", ""
        self.lists_seen: set[str] = set()
        self.items_seen: dict[str, str] = {}

    def fault(self, holder, field: str, reason: str, found="") -> None:
        lines = getattr(holder, "lines", {})
        line = lines.get(field, getattr(holder, "line", None))
        self.faults.append(Fault(self.list, self.item, line, field, reason, str(found)[:80]))

    def checklist(self, raw) -> dict:
        self.list = self.item = ""
        if not isinstance(raw, dict):
            self.fault(None, "checklists", "not_an_object", raw)
            return {}
        self.list = str(raw.get("code") or "")
        body = self._fields(raw, LIST_FIELDS)
        if self.list in self.lists_seen:
            self.fault(raw, "code", "list_twice", self.list)
        self.lists_seen.add(self.list)
        for tag in body.get("tags", ()):
            if tag not in self.tags:
                self.fault(raw, "tags", "unknown_tag", tag)
        body["items"] = [self._item(inner) for inner in body.get("items") or ()]
        if not body["items"] and "items" in raw and isinstance(raw["items"], list):
            self.fault(raw, "items", "no_items")
        self.item = ""
        return body

    def _item(self, raw) -> dict:
        self.item = ""
        if not isinstance(raw, dict):
            self.fault(None, "items", "not_an_object", raw)
            return {}
        self.item = str(raw.get("code") or "")
        body = self._fields(raw, ITEM_FIELDS)
        if self.item and self.item in self.items_seen:
            self.fault(raw, "code", "item_twice", self.items_seen[self.item])
        self.items_seen.setdefault(self.item, self.list)
        low, high = body.get("min"), body.get("max")
        if (low is not None or high is not None) and body.get("answer") != "number":
            self.fault(raw, "min" if low is not None else "max", "limit_without_number", body.get("answer"))
        if low is not None and high is not None and Decimal(low) > Decimal(high):
            self.fault(raw, "min", "limits_crossed", f"{low} > {high}")
        if body.get("severity") == MAJOR and body.get("informational"):
            self.fault(raw, "informational", "informational_major")
        return body

    def _fields(self, raw, known: dict) -> dict:
        for name in raw:
            if name not in known:
                self.fault(raw, name, "unknown_field", name)
        body = {}
        for name, (kind, default) in known.items():
            value = raw.get(name)
            if value is None or value == "":
                if default is REQUIRED:
                    self.fault(raw, name, "missing")
                elif default is not None:
                    body[name] = list(default) if isinstance(default, tuple) else default
                continue
            read = self._read(raw, name, kind, value)
            if read is not None:
                body[name] = read
        return body

    def _read(self, raw, name: str, kind, value):
        """The value as `kind` demands, or None with a fault told."""
        if isinstance(kind, int):
            return self._text(raw, name, kind, value)
        reader = getattr(self, f"_{kind}", None)
        return reader(raw, name, value)

    def _text(self, raw, name, most: int, value):
        if isinstance(value, bool | list | dict):
            return self.fault(raw, name, "not_text", value)
        text = clean(str(value))
        if not text:
            return self.fault(raw, name, "missing")
        return text if len(text) <= most else self.fault(raw, name, "too_long", f"{len(text)} > {most}")

    def _identity(self, raw, name, value):
        text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        return text if IDENTITY.match(text) else self.fault(raw, name, "not_a_code", value)

    def _flag(self, raw, name, value):
        return value if isinstance(value, bool) else self.fault(raw, name, "not_a_flag", value)

    def _whole(self, raw, name, value, low, high, reason):
        whole = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return value if whole else self.fault(raw, name, reason, value)

    def _version(self, raw, name, value):
        return self._whole(raw, name, value, 1, 10**6, "not_a_version")

    def _days(self, raw, name, value):
        return self._whole(raw, name, value, 0, 365, "not_days")

    def _severity(self, raw, name, value):
        return value if value in (GENERAL, MAJOR) else self.fault(raw, name, "unknown_severity", value)

    def _answer(self, raw, name, value):
        return value if value in ANSWERS else self.fault(raw, name, "unknown_answer", value)

    def _decimal(self, raw, name, value):
        try:
            number = None if isinstance(value, bool | list | dict) else Decimal(str(value).strip())
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or abs(number.adjusted()) > 30:
            return self.fault(raw, name, "not_a_number", value)
        return format(number.normalize(), "f")

    def _texts(self, raw, name, value):
        if not isinstance(value, list) or not all(
            isinstance(v, str | int) and not isinstance(v, bool) for v in value
        ):
            return self.fault(raw, name, "not_a_list_of_texts", value)
        return [clean(str(v)) for v in value if clean(str(v))]

    def _rules(self, raw, name, value):
        rules = self._texts(raw, name, value)
        for rule in rules or ():
            if not RULE.match(rule) or (self.rules and rule not in self.rules):
                self.fault(raw, name, "unknown_rule", rule)
        return rules

    def _items(self, raw, name, value):
        return value if isinstance(value, list) else self.fault(raw, name, "not_a_list", value)
