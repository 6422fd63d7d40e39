"""An office with a little of everything in it, and people who sit at its desk with a browser of their own."""

import itertools
import json
import re
from datetime import timedelta

import sqlalchemy as sa
from starlette.testclient import TestClient

from inspection.days import to_text
from sync_server import hazards, orders, passwords, sessions, tables
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.context import Context
from sync_server.photo_store import PhotoStore
from tests.server import building
from tests.server.building import ADMIN, AT, LINA, LINLAN, WANGQIANG, WORKS, ZHAOMIN, ZHOULI

PASSWORD = "correct-horse-battery"
KNOWN_PHOTO = "of the blocked exit"
ZHENGLAN = "p-zhenglan"  # an officer of 松岭社区 only: nothing of 云溪村 is hers to see
ROLES = {"officer": LINA, "office": ZHAOMIN, "leader": LINLAN, "admin": ADMIN}
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class Office:
    """A store filled through the real receive path, an application over it, and browsers."""

    def __init__(self, folder, url: str = ""):
        self.store = building.open_office(url or f"sqlite:///{folder}/office.db")
        numbers = itertools.count(1)
        photos = PhotoStore(folder / "photos")
        photos.prepare()
        self.now = AT
        self.context = Context(
            Config.at(folder, office="青禾街道安监所"),
            self.store,
            photos,
            lambda: self.now,
            lambda: f"n-{next(numbers):08d}",
        )
        self.app = create_app(self.context)
        self._officer_of_another_village()

    def _officer_of_another_village(self) -> None:
        with self.store.write() as c:
            row = {
                "id": ZHENGLAN,
                "login": "zhenglan",
                "name": "郑兰",
                "role": "officer",
                "active": True,
                "language": "zh-CN",
            }
            c.execute(sa.insert(tables.person).values(row | {"certificate_no": "浙A0003"}))
            c.execute(sa.insert(tables.person_area).values(person_id=ZHENGLAN, area_id=building.SONGLING))

    def close(self) -> None:
        self.context.close()

    def person(self, person_id: str):
        return building.person(self.store, person_id)

    def browser(self, person_id: str | None) -> "Browser":
        """Signed in already; None is somebody who is not."""
        return Browser(self, person_id)

    def set_password(self, person_id: str) -> None:
        with self.store.write() as c:
            changed = tables.person.update().where(tables.person.c.id == person_id)
            c.execute(changed.values(password=passwords.hashed(PASSWORD)))

    def rows(self, table, *conditions) -> list[dict]:
        return building.all_of(self.store, table, *conditions)

    def acts(self) -> list[str]:
        return [row["act"] for row in sorted(self.rows(tables.audit), key=lambda row: row["n"])]

    def publish_checklist(self) -> None:
        items = [
            {
                "code": f"FIRE-{n:02d}",
                "text_zh": f"第 {n} 项要求",
                "text_en": f"Requirement {n}",
                "basis": "《消防法》第二十八条",
                "severity": "major" if n == 3 else "general",
                "correction_zh": "立即清理",
                "deadline_days": 3,
                "answer": "pass_fail_na",
            }
            for n in range(1, 7)
        ]
        body = {
            "code": "FIRE",
            "version": 1,
            "title_zh": "消防安全",
            "title_en": "Fire safety",
            "tags": ["dust"],
            "items": items,
        }
        with self.store.write() as c:
            row = {
                "code": "FIRE",
                "version": 1,
                "title_zh": "消防安全",
                "title_en": "Fire safety",
                "current": True,
            }
            c.execute(
                sa.insert(tables.checklist).values(
                    row | {"body": json.dumps(body, ensure_ascii=False), "published_at": to_text(AT)}
                )
            )


def fill(office: Office) -> dict:
    """Something of every kind; ids by name."""
    office.publish_checklist()
    lina, expert = building.Phone(office.store, LINA), building.Phone(office.store, WANGQIANG)
    blocked, old, major = (
        building.finding(place="1号车间东侧", shots=[building.photo(KNOWN_PHOTO)]),
        building.finding(item="FIRE-02", place="配电房", text="配电箱未关门"),
        building.finding(item="FIRE-03", place="打磨间", text="除尘系统未运行", severity="major"),
    )
    answers = [_answer(n) for n in range(1, 7)]
    visit = lina.visit(
        [blocked, old, major],
        answers=answers,
        position={"lat_e6": 30274100, "lon_e6": 120155100, "acc_m": 12},
    )
    advice = building.finding(item="FIRE-04", place="仓库", text="货物堆放过高")
    service = expert.visit([advice], track="service", signatures=[_refused()])
    held = lina.recheck("f-unknown", "fail")
    broken = lina.record("visit", ("visit", "v-broken"), {"visit_id": "v-broken", "enterprise_id": WORKS})
    lina.push(visit, held, broken)
    expert.push(service)
    ids = {
        "visit": visit["body"]["visit_id"],
        "service": service["body"]["visit_id"],
        "general": blocked["id"],
        "second": old["id"],
        "major": major["id"],
        "advice": advice["id"],
        "held": held["id"],
        "refused": broken["id"],
        "photo": blocked["photos"][0]["sha256"],
        "device": lina.device_id,
    }
    ordered = building.finding(item="FIRE-05", place="成品库", text="消火栓被遮挡")
    lina.push(lina.visit([ordered]))
    officers = [office.person(LINA), office.person(ZHOULI)]
    with office.store.write() as c:
        due = (AT + timedelta(days=5)).date().isoformat()
        items = [{"hazard_id": ordered["id"], "due": due}]
        issued = orders.issue(c, WORKS, items, officers, officers[0], AT, office.context.new_id)
        hazards.set_grade(c, major["id"], "major", "MEM10-3-1", officers[0], AT, "现场确认")
        c.execute(
            sa.insert(tables.plan).values(
                id="plan-1",
                enterprise_id=WORKS,
                person_id=LINA,
                day="2026-11-25",
                track="inspection",
                purpose="recheck",
                state="planned",
                made_by=ZHAOMIN,
                made_at=to_text(AT),
            )
        )
    return ids | {"ordered": ordered["id"], "document": issued["id"], "plan": "plan-1"}


def _answer(n: int) -> dict:
    result = "fail" if n in (1, 2, 3) else "pass"
    return {
        "checklist": "FIRE",
        "item": f"FIRE-{n:02d}",
        "result": result,
        "value": "",
        "note": "东侧堆放纸箱" if n == 1 else "",
        "at": to_text(AT - timedelta(minutes=80)),
        "photos": [],
    }


def _refused() -> dict:
    return {
        "who": "companion",
        "name": "吴厂长",
        "sha256": None,
        "refused": True,
        "reason": "负责人不在，不便签字",
        "witness": "孙莉",
        "at": to_text(AT - timedelta(hours=1)),
    }


class Browser:
    """One person's browser: keeps cookies, and takes the form token from the page before a form is sent."""

    def __init__(self, office: Office, person_id: str | None):
        self.office = office
        self.client = TestClient(
            office.app, base_url="http://desk.test", follow_redirects=False, raise_server_exceptions=True
        )
        self.csrf = ""
        if person_id:
            with office.store.write() as c:
                token, session = sessions.begin(c, person_id, "test", office.now)
            self.client.cookies.set("anjian_desk", token)
            self.csrf = session.csrf

    def get(self, address: str, **options):
        return self.client.get(address, **options)

    def post(self, address: str, form: dict | None = None, sure: bool = False, **options):
        """`sure`: as if the page that asks had been confirmed."""
        told = {"csrf": self.csrf} | (form or {}) | ({"sure": "yes"} if sure else {})
        return self.client.post(address, data=told, **options)
