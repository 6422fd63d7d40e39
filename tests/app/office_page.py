"""What a pull brings to the phones of the tests of screens."""

import itertools
from datetime import UTC, datetime, timedelta

from inspection.days import china_day, to_text

NOW = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)

TODAY = china_day(NOW)

ids = itertools.count(1)


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def change(bucket: str, kind: str, body: dict, identity: str | None = None) -> dict:
    return {
        "bucket": bucket,
        "pos": next(ids),
        "kind": kind,
        "id": identity or body["id"],
        "rev": next(ids),
        "deleted": False,
        "body": body,
    }


def office_page(enterprises: int = 3, person: str = "p-lina") -> dict:
    """What a pull brings: areas, enterprises, hazards in several states, plans, a notice, one checklist."""
    changes = [
        change(
            "ref",
            "area",
            {"id": "street", "parent_id": None, "name": "示范街道", "kind": "street", "place": 0},
        ),
        change(
            "ref",
            "area",
            {"id": "qiaotou", "parent_id": "street", "name": "桥头村", "kind": "village", "place": 1},
        ),
        change(
            "ref",
            "area",
            {"id": "hedong", "parent_id": "street", "name": "河东社区", "kind": "community", "place": 2},
        ),
        change(
            "ref",
            "colleague",
            {
                "id": "p-lina",
                "name": "李娜",
                "role": "officer",
                "certificate_no": "JZ-0001",
                "organisation": "执法队",
            },
        ),
        change(
            "ref",
            "colleague",
            {
                "id": "p-zhang",
                "name": "张伟",
                "role": "officer",
                "certificate_no": "JZ-0002",
                "organisation": "执法队",
            },
        ),
        change("ref", "checklist", CHECKLIST, "BASE@1"),
        change("ref", "checklist", ELECTRIC, "ELEC@1"),
        *(change("a:qiaotou", "enterprise", enterprise(n)) for n in range(1, enterprises + 1)),
        *(change("a:qiaotou", "hazard", one) for one in HAZARDS),
        change(
            "a:qiaotou",
            "past_visit",
            {
                "id": "v-old",
                "enterprise_id": "e1",
                "day": day(-40),
                "track": "inspection",
                "purpose": "routine",
                "people": ["李娜", "张伟"],
                "findings": 3,
                "photos": 5,
                "photos_here": 5,
                "by": "李娜",
            },
        ),
        change(
            f"u:{person}",
            "plan",
            {
                "id": "plan1",
                "enterprise_id": "e2",
                "day": day(0),
                "track": "inspection",
                "purpose": "special",
                "note": "重点看除尘系统和电气线路",
                "state": "planned",
            },
        ),
        change(
            f"u:{person}",
            "plan",
            {
                "id": "plan2",
                "enterprise_id": "e3",
                "day": day(-2),
                "track": "service",
                "purpose": "routine",
                "note": "",
                "state": "planned",
            },
        ),
    ]
    return {"changes": changes, "cursors": {"ref": 1}, "drop": [], "reset": [], "more": False}


NAMES = ("示范街道鑫源木业有限公司", "恒达金属制品厂", "老王面馆（桥头村二组沿街商铺一层东侧第三间）")

INITIALS = ("sfjdxymyyxgs", "hdjszpc", "lwmg")


def enterprise(n: int) -> dict:
    name = NAMES[n - 1] if n <= len(NAMES) else f"安顺第{n}加工厂"
    return {
        "id": f"e{n}",
        "code": "91330106MA2B1C3D4E" if n == 1 else "",
        "code_kind": "odd" if n == 1 else "none",
        "name": name,
        "initials": INITIALS[n - 1] if n <= len(INITIALS) else f"asd{n}jgc",
        "kind": "small" if n == 3 else "production",
        "area_id": "qiaotou" if n % 2 else "hedong",
        "address": f"工业路{n}号",
        "scope": "木制家具、板材加工、销售",
        "sectors": ["木材加工"],
        "tags": ["dust"],
        "grade": ("red", "orange", "yellow", "blue", "")[n % 5],
        "status": "open",
        "legal_person": "陈建国",
        "contact": "刘芳",
        "contact_phone": "13800000000",
        "profile": {},
        "open_hazards": 4 if n == 1 else 0,
        "major_hazards": 1 if n == 1 else 0,
        "last_visit": day(-40) if n == 1 else None,
    }


def hazard(identity: str, text: str, state: str, due: str | None, **more) -> dict:
    return {
        "id": identity,
        "number": f"YH-2026-{identity[1:]}",
        "enterprise_id": "e1",
        "item": "BASE-03",
        "checklist": "BASE",
        "place": "一号车间东门",
        "text": text,
        "basis": "《安全生产法》第三十六条",
        "correction": "立即清理并保持畅通，落实专人每日检查。",
        "severity": "general",
        "major_rule": "",
        "major_confirmed": False,
        "track": "inspection",
        "state": state,
        "due": due,
        "found_on": day(-20),
        "closed_on": None,
        "repeat_of": None,
        "listed": False,
        "accepted": False,
        "order": {"number": "责改〔2026〕12号", "issued_on": day(-19)},
        "n": 3,
        "photos": [{"sha256": "ab" * 32, "role": "before"}],
        "note": "",
        "history": [
            {"n": 1, "move": "grade", "to": "graded", "at": to_text(NOW - timedelta(days=20)), "by": "李娜"},
            {"n": 2, "move": "order", "to": "ordered", "at": to_text(NOW - timedelta(days=19)), "by": "李娜"},
        ],
    } | more


HAZARDS = (
    hazard("h1", "安全出口被成品堆垛堵塞，疏散通道宽度不足一米", "ordered", day(-4), repeat_of="h0"),
    hazard(
        "h2",
        "除尘系统未设置火花探测装置",
        "ordered",
        day(0),
        severity="major",
        major_rule="MEM10-6-3",
        major_confirmed=True,
    ),
    hazard(
        "h3", "配电箱箱门缺失，线路裸露", "rectified_pending", day(6), note="企业已上传整改照片，请尽快复查。"
    ),
    hazard("h4", "特种设备台账不全", "advised", day(10), track="service", order=None),
)


def item(code: str, text: str, **more) -> dict:
    return {
        "code": code,
        "text_zh": text,
        "text_en": "",
        "basis": "",
        "severity": "general",
        "correction_zh": "立即整改。",
        "deadline_days": 7,
        "answer": "pass_fail_na",
        "photo_required_on_fail": False,
    } | more


CHECKLIST = {
    "code": "BASE",
    "version": 1,
    "title_zh": "基础管理",
    "title_en": "Basics",
    "industries": [],
    "tags": [],
    "always": True,
    "current": True,
    "items": [
        item("BASE-01", "建立全员安全生产责任制"),
        item("BASE-02", "开展安全培训并有记录"),
        item("BASE-03", "安全出口、疏散通道畅通"),
    ],
}

ELECTRIC = {
    "code": "ELEC",
    "version": 1,
    "title_zh": "用电安全",
    "title_en": "Electricity",
    "industries": [],
    "tags": [],
    "always": True,
    "current": True,
    "items": [item("ELEC-01", "配电箱完好"), item("ELEC-02", "无私拉乱接")],
}


def notice(code: str, facts: dict, about: dict, person: str = "p-lina") -> dict:
    identity = f"n{next(ids)}"
    body = {
        "id": identity,
        "code": code,
        "facts": facts,
        "at": to_text(NOW - timedelta(hours=1)),
        "about": about,
    }
    return {
        "changes": [change(f"u:{person}", "notice", body)],
        "cursors": {},
        "drop": [],
        "reset": [],
        "more": False,
    }
