"""The invented works and shops of the street: names nobody has, codes that check, in an area code that is nowhere."""

import json
from importlib.resources import files

from inspection.credit_code import ALPHABET, check_character
from sync_server.demo.chance import Chance

STREET = json.loads((files(__package__) / "street.json").read_text("utf-8"))
NOWHERE = "339999"  # no county bears this code
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
WORKS, SHOPS = 101, 40
GRADES = ("red", "orange", "yellow", "yellow", "blue", "blue")


def works(chance: Chance, areas: dict) -> list[dict]:
    """The fields of the 101 production enterprises."""
    trades = [trade for trade in STREET["trades"] for _ in range(trade["share"])][:WORKS]
    chance.shuffle(trades)
    return [
        _works(chance, word, trade, place, areas)
        for place, (word, trade) in enumerate(zip(STREET["words"], trades, strict=True))
    ]


def _works(chance: Chance, word: str, trade: dict, place: int, areas: dict) -> dict:
    tags = sorted({*trade["tags"], *(tag for tag in trade["maybe"] if chance.likely(0.45))})
    people = max(6, int(chance.lognormvariate(3.4, 0.8)))
    dangerous = {"dust", "molten_metal", "ammonia", "painting"} & set(tags)
    grade = chance.choice(("red", "orange", "orange", "yellow") if dangerous else GRADES[1:])
    boss, keeper = person_name(chance), person_name(chance)
    profile = {
        "employees": people,
        "industry": trade["name"],
        "processes": trade["processes"],
        "founded": f"{chance.randint(1998, 2022)}-{chance.randint(1, 12):02d}",
        "floor_area": f"{chance.randint(6, 90) * 100} 平方米",
        "premises": chance.choice(("自有", "租赁", "租赁")),
        "building": chance.choice(("单层钢结构", "三层框架", "单层砖混", "四层框架")),
        "safety_manager": keeper,
        "responsible_person": boss,
        "equipment": "、".join(chance.sample(STREET["equipment"], 3)),
    }
    profile |= _dangers(chance, tags)
    return {
        "name": f"青禾{word}{trade['name']}{chance.choice(('有限公司', '有限公司', '厂'))}",
        "code": credit_code(chance, "91"),
        "kind": "production",
        **_place(chance, areas),
        "scope": trade["scope"],
        "sectors": trade["sectors"],
        "tags": tags,
        "grade": grade,
        "status": "suspended" if place == 70 else "operating",
        "legal_person": boss,
        "contact": keeper,
        "contact_phone": phone_number(chance),
        "profile": profile,
    }


def _dangers(chance: Chance, tags: list) -> dict:
    told = {}
    if "confined_space" in tags:
        told["confined_spaces"] = f"污水池 {chance.randint(1, 3)} 处、集水井 {chance.randint(1, 4)} 处"
    if "dust" in tags:
        told["dust"] = f"涉粉 {chance.randint(3, 28)} 人，{chance.choice(('湿式除尘', '干式布袋除尘'))}"
    if "special_equipment" in tags:
        told["special_equipment"] = f"叉车 {chance.randint(1, 4)}、储气罐 {chance.randint(1, 2)}"
    if "chemicals" in tags or "painting" in tags:
        told["chemicals"] = chance.choice(("稀释剂 200 L、油漆 300 L", "乙醇 100 L", "盐酸 0.5 吨"))
    if "ammonia" in tags:
        told["ammonia"] = f"{chance.randint(1, 6)} 吨"
    return told


def shops(chance: Chance, areas: dict) -> list[dict]:
    """The fields of the 40 small premises; a few have no licence, one an old number."""
    words = chance.sample(STREET["words"], SHOPS)
    return [_shop(chance, word, number, areas) for number, word in enumerate(words)]


def _shop(chance: Chance, word: str, number: int, areas: dict) -> dict:
    trade, owner = chance.choice(STREET["shops"]), person_name(chance)
    code = credit_code(chance, "92")
    if number % 13 == 5:
        code = ""
    elif number == 7:
        code = NOWHERE + "600" + "123456"
    return {
        "name": f"{word}{trade['name']}",
        "code": code,
        "kind": "small",
        **_place(chance, areas),
        "scope": trade["scope"],
        "sectors": trade["sectors"],
        "tags": trade["tags"],
        "grade": chance.choice(("yellow", "blue", "blue", "")),
        "status": "operating",
        "legal_person": owner,
        "contact": owner,
        "contact_phone": phone_number(chance),
        "profile": {"employees": chance.randint(1, 6), "floor_area": f"{chance.randint(20, 160)} 平方米"},
    }


def _place(chance: Chance, areas: dict) -> dict:
    village = chance.choice(STREET["villages"])
    road = chance.choice(STREET["roads"][village])
    return {
        "area_id": areas[village],
        "address": f"{STREET['street']}{village}{road}{chance.randint(1, 199)}号",
    }


def credit_code(chance: Chance, beginning: str) -> str:
    """A code that passes GB 32100 and GB 11714 and belongs to nobody."""
    body = "MA" + "".join(chance.choice(ALPHABET) for _ in range(6))
    values = [int(c, 36) for c in body]
    left = 11 - sum(v * w for v, w in zip(values, ORGANISATION_WEIGHTS, strict=True)) % 11
    first = beginning + NOWHERE + body + {10: "X", 11: "0"}.get(left, str(left))
    return first + check_character(first)


def person_name(chance: Chance) -> str:
    return chance.choice(STREET["surnames"]) + chance.choice(STREET["given"])


def phone_number(chance: Chance) -> str:
    """Of a block of numbers that nobody is given."""
    return f"1390000{chance.randint(0, 9999):04d}"
