"""What stands in a cell becomes what the register keeps: codes, grades, kinds, sectors, names of areas."""

import re
import unicodedata

from inspection import credit_code
from inspection.consolidation import folded
from inspection.shapes import clean
from sync_server.intake.columns import WORDS

_LETTERS = re.compile(r"[A-Z0-9]+\Z")
_POWER = re.compile(r"\d(\.\d+)?E\+?\d+\Z")
_ROUNDED = re.compile(r"\d{15}0{2,3}\Z")
_NOTHING = {"", "无", "暂无", "没有", "未知", "未办理", "不详", "空", "待补", "na", "nan", "null", "none"}
EXACT_NUMBER = 10**15  # a cell of Excel keeps fifteen digits; from here on the tail is lost


def text_of(cell) -> str:
    """The cell as text, cleaned. A whole number loses the '.0' that spreadsheets give it."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
    text = clean(str(cell).replace("\u3000", " ").replace("\xa0", " ").replace("\ufeff", ""))
    return text[1:].lstrip() if text[:1] in ("'", "‘", "’", "`") else text


def is_nothing(text: str) -> bool:
    return folded(text) in _NOTHING


def read_code(cell) -> tuple[str, str]:
    """(code as the register writes it, what is odd about it: "" | missing | old | wrong_check | odd | damaged).

    What Excel has rounded is no code any more: the first is then empty.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT_NUMBER:
        return "", "damaged"
    text = text_of(cell)
    if is_nothing(text):
        return "", "missing"
    code = credit_code.tidy(unicodedata.normalize("NFKC", text).strip("'\"“”‘’`"))
    if _POWER.match(code):
        return "", "damaged"
    kind = credit_code.kind_of(code)
    if kind == "credit":
        return code, ""
    if kind == "old":
        return code, "old"
    if len(code) in (17, 18) and _ROUNDED.match(code):
        return "", "damaged"
    well_formed = len(code) == 18 and set(code) <= set(credit_code.ALPHABET)
    return (code, "wrong_check") if well_formed else (code[:60], "odd")


def read_phone(cell) -> str:
    text = text_of(cell)
    return "" if is_nothing(text) else text


def read_whole(cell) -> int | None:
    found = re.search(r"\d{1,7}", text_of(cell).replace(",", "").replace("，", ""))
    return int(found.group()) if found else None


def _by_words(text: str, words: dict) -> list[str]:
    return [meant for meant, marks in words.items() if any(mark in text for mark in marks)]


def read_grade(text: str) -> str | None:
    """red … blue, "" for an empty cell, None when unclear (A to D run one way here, the other way there)."""
    if is_nothing(text):
        return ""
    found = _by_words(text, WORDS["grade"])
    return found[0] if len(found) == 1 else None


def read_status(text: str) -> str | None:
    if is_nothing(text):
        return ""
    found = _by_words(text, WORDS["status"])
    return found[0] if found else None


def read_kind(text: str) -> str | None:
    found = _by_words(text, WORDS["kind"])
    return found[0] if found else None


def read_tags(text: str) -> list[str]:
    return sorted(_by_words(text, WORDS["tags"]))


def read_sectors(text: str) -> list[str]:
    """The sectors meant, and the words as they stand where none is known."""
    found = _by_words(text, WORDS["sectors"])
    parts = [part for part in re.split(r"[、,，;；/|\s]+", text) if part and not is_nothing(part)]
    return sorted(set(found)) or [part[:40] for part in parts[:5]]


_AREA_ENDS = re.compile(
    r"(社区居民委员会|社区居委会|社区村委会|村民委员会|居民委员会|村民小组|村委会|居委会|村委|居委|社区|村居|村|居)$"
)


def area_key(name: str) -> str:
    """云溪村, 云溪村委会 and 云溪社区 share it."""
    whole = folded(name)
    bare = _AREA_ENDS.sub("", _AREA_ENDS.sub("", whole))  # 云溪村村民委员会 ends twice
    return bare or whole
