"""A phone that has met its office once: signed in, one checklist of ten items, and since then no network."""

from pathlib import Path

from tests.app.office_page import change, office_page
from tests.app.phone import LI_NA, make_phone

TITLE = "基础管理"
TEN = tuple(f"BASE-{number:02d}" for number in range(1, 11))
ASKED = "消防通道畅通，灭火器在有效期内，第 {number} 处"


def ten_items() -> dict:
    items = [
        {
            "code": code,
            "text_zh": ASKED.format(number=number),
            "text_en": f"Fire lane clear, extinguishers in date, place {number}",
            "basis": "《消防法》第十六条",
            "severity": "general",
            "correction_zh": "立即清理并更换失效的灭火器",
            "deadline_days": 3,
            "answer": "number" if number == 9 else "pass_fail_na",
            "photo_required_on_fail": True,
            **({"unit": "mm", "max": "3"} if number == 9 else {}),
        }
        for number, code in enumerate(TEN, 1)
    ]
    return {
        "code": "BASE",
        "version": 1,
        "title_zh": TITLE,
        "title_en": "Basics",
        "industries": [],
        "tags": [],
        "always": True,
        "current": True,
        "items": items,
    }


def given_ten_items() -> dict:
    """As a pull brings it, with this one checklist in place of all others."""
    page = office_page()
    rest = [one for one in page["changes"] if one["kind"] != "checklist"]
    return page | {"changes": [*rest, change("ref", "checklist", ten_items(), "BASE@1")]}


def furnish(folder: Path, people=(LI_NA,), office=None, **choices: str) -> None:
    """`choices`: language, theme, scale."""
    phone = make_phone(folder, people=people, office=office or given_ten_items())
    for name, value in choices.items():
        phone.services.keep_setting(name, value)
    phone.door.close()
