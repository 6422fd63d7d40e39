"""What there is to find: for each checklist item a place, the words an inspector would use, the scene, the cure."""

import json
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files

from inspection.checklist import FAIL, MAJOR, NOT_APPLICABLE, PASS, Checklist, asked_items, judge_value
from sync_server.demo.chance import Chance

SIGHTINGS = json.loads((files(__package__) / "sightings.json").read_text("utf-8"))
BY_ITEM = {one["item"]: one for one in SIGHTINGS}
MAJOR_SHARE = 0.16  # of the major items that could be chosen, how many are
NO_PHOTO = ("防爆区域，不便使用手机拍照", "企业不同意拍摄，已口头说明", "资料类问题，已现场查阅原件")
MEASURED = {
    "℃": (31, 52),
    "MPa": (0.16, 0.4),
    "mm": (1, 3),
    "人": (6, 180),
    "%VOL": (20.1, 20.9),
    "kWh": (2, 90),
    "吨": (1, 6),
}
NOTED = {
    "CONF-23": "污水池 2 处，主要危险：硫化氢、缺氧",
    "HAZC-20": "稀释剂 150 L，调漆间",
    "RENT-04": "三家承租户，均为缝制加工",
}


@dataclass(frozen=True)
class Sight:
    """One thing that will be found: `seed` makes the before and the after picture one place."""

    checklist: str
    item: str
    place: str
    text: str
    scene: str | None
    done: str
    seed: str


def lists_of(firm_lists: list[Checklist], chance: Chance, mode: str) -> list[Checklist]:
    """The checklists taken along: those for everyone, and as many more as time allows."""
    always = [one for one in firm_lists if one.always]
    more = [one for one in firm_lists if not one.always]
    chance.shuffle(more)
    return always + more[: 2 if mode == "quick" else 1]


def choose(lists: list[Checklist], mode: str, count: int, failed: list, chance: Chance) -> list[Sight]:
    """`count` things to find among what is asked; now and then one that was found here before."""
    asked = {item.code: (one.code, item) for one in lists for item in asked_items(one, mode)}
    before = [(code, place) for code, place in failed if code in asked]
    chosen: dict[str, Sight] = {}
    if before and chance.likely(0.16):
        code, place = chance.choice(before)
        chosen[code] = _sight(asked[code][0], code, place, chance)
    fresh = [code for code in asked if code in BY_ITEM]
    chance.shuffle(fresh)
    for code in fresh:
        if len(chosen) >= count:
            break
        if asked[code][1].severity == MAJOR and not chance.likely(MAJOR_SHARE):
            continue
        chosen.setdefault(code, _sight(asked[code][0], code, chance.choice(BY_ITEM[code]["where"]), chance))
    return list(chosen.values())


def one(code: str, place: str | None, chance: Chance) -> Sight:
    """What is found at this very item."""
    return _sight(code.split("-")[0], code, place or BY_ITEM[code]["where"][0], chance)


def _sight(checklist: str, code: str, place: str, chance: Chance) -> Sight:
    told = BY_ITEM[code]
    text = chance.choice(told["seen"])
    return Sight(
        checklist, code, place, text, told["scene"] or None, told["done"], f"{code}{chance.getrandbits(32):x}"
    )


def answers(lists: list[Checklist], mode: str, failed: set, chance: Chance, started, at_text) -> list[dict]:
    """An answer to every item that is asked; the failed ones fail, a fifth does not apply."""
    told, at = [], started
    for checklist in lists:
        for item in asked_items(checklist, mode):
            at += timedelta(seconds=chance.randint(6, 40))
            result, value = _answer(item, item.code in failed, chance)
            told.append(
                {
                    "checklist": checklist.code,
                    "item": item.code,
                    "result": result,
                    "value": value,
                    "note": "",
                    "at": at_text(at),
                    "photos": [],
                }
            )
    return told


def _answer(item, fails: bool, chance: Chance) -> tuple[str, str]:
    if fails:
        return FAIL, ""
    if item.answer == "pass_fail_na" or chance.likely(0.4):
        return (NOT_APPLICABLE if chance.likely(0.2) else PASS), ""
    if item.answer == "number":
        low, high = MEASURED.get(item.unit, (1, 8))
        value = str(chance.randint(int(low), int(high))) if low >= 1 else f"{chance.uniform(low, high):.2f}"
        value = "20.8" if item.code == "CONF-15" else value
    elif item.answer == "date":
        value = f"20{chance.randint(27, 28)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    else:
        value = NOTED.get(item.code, "已登记")
    return judge_value(item, value) or PASS, value
