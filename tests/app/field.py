"""A phone in the field for tests: one enterprise, two checklists, two officers, and photos to take."""

import hashlib
import itertools
import os
from datetime import UTC, datetime, timedelta

from app.capture.shrink import Shot
from app.storage import given, meta, visits
from app.storage.moment import Moment, moment_of
from app.storage.store import Store, open_store
from app.usecases.answer_item import answer_item
from app.usecases.keep_photo import keep_photo
from app.usecases.open_finding import edit_finding, open_finding
from app.usecases.set_visit import set_people
from app.usecases.sign import sign
from app.usecases.start_visit import start_visit
from app.usecases.sweep_section import sweep_section

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LI = {"id": "li", "login": "officer1", "name": "李娜", "role": "officer", "certificate_no": "ZF-001"}
ZHANG = {"id": "zhang", "login": "officer2", "name": "张伟", "role": "officer", "certificate_no": "ZF-002"}
WANG = {"id": "wang", "login": "expert1", "name": "王强", "role": "expert", "certificate_no": "ZJ-9"}
COMPANION = {"name": "周师傅", "post": "安全员", "phone": "13800000000"}
_numbers = itertools.count(1)


def at(minutes: float = 0) -> Moment:
    return moment_of(START + timedelta(minutes=minutes), mono=max(int(minutes * 60_000), 0), boot="b1")


def new_id(kind: str = "id") -> str:
    return f"{kind}-{os.getpid()}-{next(_numbers)}"


def phone(folder, person: dict = LI) -> Store:
    """A store with the office's reference rows, signed in as `person`."""
    store = open_store(folder)
    with store.write() as s:
        meta.put(s, "device_id", f"device-{person['id']}")
        meta.put_json(s, "person", person)
        given.take(s, {"changes": reference(), "cursors": {"ref": 1}, "more": False})
    return store


def reference() -> list[dict]:
    firm = {
        "id": "e1",
        "name": "顺达五金厂",
        "code": "91440300MA5F00001X",
        "initials": "SDWJC",
        "area_id": "v1",
        "kind": "production",
        "grade": "yellow",
        "sectors": ["冶金"],
        "tags": ["dust"],
    }
    rows = [
        ("area", "v1", {"id": "v1", "name": "东村", "kind": "village", "place": 1}),
        ("enterprise", "e1", firm),
        ("checklist", "BASE@1", checklist("BASE", 1, 6) | {"current": True}),
        ("checklist", "ELEC@2", checklist("ELEC", 2, 4, numbers=True) | {"current": True}),
        ("hazard", "h1", hazard("h1", "ordered", n=3)),
        ("hazard", "h2", hazard("h2", "rectified_pending", n=5, severity="major")),
    ]
    rows += [("colleague", p["id"], p | {"organisation": "示范街道"}) for p in (LI, ZHANG, WANG)]
    return [
        {"bucket": "ref", "pos": 1, "kind": kind, "id": identity, "rev": 1, "deleted": False, "body": body}
        for kind, identity, body in rows
    ]


def checklist(code: str, version: int, count: int, numbers: bool = False) -> dict:
    items = [
        {
            "code": f"{code}-{n:02}",
            "text_zh": f"第{n}项应当符合要求",
            "text_en": f"Item {n}",
            "basis": "《安全生产法》第二十一条",
            "severity": "major" if n == 1 else "general",
            "correction_zh": "立即整改",
            "deadline_days": n,
            "answer": "pass_fail_na",
            "photo_required_on_fail": True,
            "major_rules": ["MEM10-4-1"] if n == 1 else [],
            "major_scope": ["冶金"] if n == 1 else [],
        }
        for n in range(1, count + 1)
    ]
    if numbers:
        items[1] |= {"answer": "number", "min": "0", "max": "4", "unit": "Ω"}
        items[2] |= {"answer": "text"}
        items[3] |= {"answer": "date"}
    return {"code": code, "version": version, "title_zh": f"{code}检查表", "title_en": code, "items": items}


def hazard(identity: str, state: str, n: int, **more) -> dict:
    return {
        "id": identity,
        "enterprise_id": "e1",
        "state": state,
        "severity": "general",
        "track": "inspection",
        "n": n,
        "due": "2026-11-20",
        "place": "冲压车间",
        "text": "防护罩缺失",
        "basis": "《安全生产法》第三十六条",
        "correction": "加装防护罩",
        "number": "YH-2026-0001",
        "item": "BASE-02",
        "checklist": "BASE",
    } | more


def shot(text: str | None = None, size: int = 3000) -> Shot:
    """Bytes that stand for a photo; what a photo is to Pillow is tested elsewhere."""
    content = (text.encode() if text else os.urandom(16)) * (size // 16)
    return Shot(
        hashlib.sha256(content).hexdigest(), content, "image/jpeg", 1600, 1200, b"thumb", None, "a.jpg"
    )


def begun(
    store: Store, track: str = "inspection", people=(LI, ZHANG), lists=(("BASE", 1),), mode: str = "full"
) -> str:
    visit_id = new_id("visit")
    start_visit(
        store, "e1", track, "routine", mode, list(lists), list(people), None, at=at(), new_id=visit_id
    )
    set_people(store, visit_id, list(people), COMPANION)
    return visit_id


def answered(store: Store, visit_id: str) -> str:
    """One item fails with a finding and its photo, the rest complies. The finding's id."""
    with store.read() as s:
        lists = [code for code, _ in visits.by_id(s, visit_id).checklists]
    code = lists[0]
    answer_item(store, visit_id, code, f"{code}-01", "fail", "", at(1))
    finding = open_finding(store, visit_id, code, f"{code}-01", at(1), new_id("finding"))
    edit_finding(store, finding, place="一楼配电间")
    keep_photo(store, shot(), "finding", finding, "before", visit_id, at(2))
    for each in lists:
        sweep_section(store, visit_id, each, at(3), new_id("sweep"))
    return finding


def signed(store: Store, visit_id: str, people=(LI, ZHANG)) -> None:
    for person in people:
        sign(store, visit_id, "inspector", person["name"], drawing(), at(4))
    sign(store, visit_id, "companion", COMPANION["name"], drawing(), at(4))


def drawing() -> Shot:
    content = os.urandom(200)
    return Shot(hashlib.sha256(content).hexdigest(), content, "image/png", 300, 100, None, None)


def ready(store: Store) -> str:
    """A visit that lacks nothing."""
    visit_id = begun(store)
    answered(store, visit_id)
    signed(store, visit_id)
    return visit_id
