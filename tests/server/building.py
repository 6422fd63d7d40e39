"""What the tests of the office are built from: a street, its people, phones that make records in a right chain.

李娜 and 周立 are officers, 王强 is an expert under the contract, 赵敏 sits in the office, 林岚 leads it, 孙莉 keeps
the station of one village. 陈杰 is an expert of another contract and must always be refused.
"""

import hashlib
import itertools
import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update

from inspection.canonical import CHAIN_START, digest
from inspection.days import to_text
from sync_server import meta, people, projections, receive, tables
from sync_server.store import Store

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LINA, ZHOULI, WANGQIANG, CHENJIE = "p-lina", "p-zhouli", "p-wangqiang", "p-chenjie"
ZHAOMIN, LINLAN, SUNLI, ADMIN = "p-zhaomin", "p-linlan", "p-sunli", "p-admin"
STREET, YUNXI, SONGLING = "a-street", "a-yunxi", "a-songling"
WORKS, STORE_ROOM, ELSEWHERE = "e-works", "e-store", "e-elsewhere"  # ELSEWHERE is 陈杰's, in another village
CONTRACT, OTHER_CONTRACT = "k-own", "k-other"
PEOPLE = [
    # id, name, role, company, certificate, areas
    (LINA, "李娜", "officer", "o-street", "浙A0001", [STREET]),
    (ZHOULI, "周立", "officer", "o-street", "浙A0002", [STREET]),
    (WANGQIANG, "王强", "expert", "o-safe", "", []),
    (CHENJIE, "陈杰", "expert", "o-rival", "", []),
    (ZHAOMIN, "赵敏", "office", "o-street", "", []),
    (LINLAN, "林岚", "leader", "o-street", "", []),
    (SUNLI, "孙莉", "station", "o-street", "", [YUNXI]),
    (ADMIN, "管理员", "admin", "o-street", "", []),
]
ENTERPRISES = [
    (WORKS, "云雀精密机械有限公司", YUNXI, CONTRACT),
    (STORE_ROOM, "青藤包装材料厂", YUNXI, CONTRACT),
    (ELSEWHERE, "松针家具有限公司", SONGLING, OTHER_CONTRACT),
]


def open_office(url: str) -> Store:
    store = Store(url)
    tables.metadata.create_all(store.engine)
    with store.write() as c:
        meta.put(c, "epoch", "e1")
        meta.put(c, "office", "青禾街道")
        furnish(c)
    return store


def furnish(c) -> None:
    _areas(c)
    _people(c)
    _enterprises(c)


def _areas(c) -> None:
    rows = [
        (STREET, None, "青禾街道", "street"),
        (YUNXI, STREET, "云溪村", "village"),
        (SONGLING, STREET, "松岭社区", "village"),
    ]
    for place, (identity, parent, name, kind) in enumerate(rows):
        c.execute(
            insert(tables.area).values(id=identity, parent_id=parent, name=name, kind=kind, place=place)
        )
        projections.area_changed(c, identity)


def _people(c) -> None:
    for identity, kind in (("o-street", "office"), ("o-safe", "contractor"), ("o-rival", "contractor")):
        c.execute(insert(tables.organisation).values(id=identity, name=identity, kind=kind))
    for identity, name, role, company, certificate, areas in PEOPLE:
        row = {"id": identity, "login": identity[2:], "name": name, "role": role, "organisation_id": company}
        row |= {"certificate_no": certificate, "language": "zh-CN", "active": True}
        c.execute(insert(tables.person).values(row))
        for area_id in areas:
            c.execute(insert(tables.person_area).values(person_id=identity, area_id=area_id))
        projections.person_changed(c, identity)
    for identity, company in ((CONTRACT, "o-safe"), (OTHER_CONTRACT, "o-rival")):
        row = {"id": identity, "organisation_id": company, "name": identity}
        c.execute(insert(tables.contract).values(row | {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}))


def _enterprises(c) -> None:
    for identity, name, area_id, contract in ENTERPRISES:
        row = {"id": identity, "name": name, "name_key": name, "area_id": area_id, "kind": "production"}
        row |= {
            "status": "operating",
            "sectors": "[]",
            "tags": "[]",
            "profile": '{"internal_remark": "不外传"}',
        }
        c.execute(insert(tables.enterprise).values(row | {"code_kind": "temporary", "rev": 1}))
        c.execute(insert(tables.contract_enterprise).values(contract_id=contract, enterprise_id=identity))
        projections.enterprise_changed(c, identity)


def person(store: Store, person_id: str):
    with store.read() as c:
        return people.by_id(c, person_id)


def photo(name: str, source: str = "taken") -> dict:
    """A manifest entry; its bytes are `photo_bytes(name)`."""
    content = photo_bytes(name)
    sha256 = hashlib.sha256(content).hexdigest()
    return {
        "sha256": sha256,
        "size": len(content),
        "mime": "image/jpeg",
        "w": 1600,
        "h": 1200,
        "source": source,
    }


def photo_bytes(name: str) -> bytes:
    return f"photo {name}".encode()


def use(manifest: dict, role: str = "before") -> dict:
    return {"sha256": manifest["sha256"], "role": role}


def store_photo(store: Store, manifest: dict, at: datetime = AT) -> None:
    """As an upload ends: the photo is here, and whoever waited for it is judged again."""
    with store.write() as c:
        row = tables.photo.c.sha256 == manifest["sha256"]
        c.execute(update(tables.photo).where(row).values(state="stored", stored_at=to_text(at)))
        projections.photo_stored(c, manifest["sha256"])
    receive.rejudge(store, "photo", manifest["sha256"], at)


class Phone:
    """One person's phone: makes records in a chain, and pushes them."""

    made = itertools.count(1)

    def __init__(self, store: Store, person_id: str, device_id: str | None = None):
        self.store, self.person_id = store, person_id
        self.device_id = device_id or f"d-{person_id}-{next(Phone.made)}"
        self.seq, self.prev = 0, CHAIN_START
        with store.write() as c:
            row = {
                "id": self.device_id,
                "person_id": person_id,
                "name": "测试手机",
                "state": "active",
                "outbox": "{}",
            }
            c.execute(insert(tables.device).values(row))

    def record(self, kind: str, entity: tuple[str, str], body: dict, photos=(), deps=(), **more) -> dict:
        self.seq += 1
        number = next(Phone.made)
        value = {
            "id": f"r-{number:08d}",
            "seq": self.seq,
            "prev": self.prev,
            "kind": kind,
            "v": 1,
            "entity": {"type": entity[0], "id": entity[1]},
            "deps": list(deps),
            "at": {"wall": to_text(AT - timedelta(minutes=5)), "mono": number, "boot": "b", "offset": 0},
            "body": body,
            "photos": list({one["sha256"]: one for one in photos}.values()),
        } | more
        self.prev = digest(value)
        return value

    def push(self, *values, at: datetime = AT) -> list[dict]:
        return receive.receive(
            self.store, person(self.store, self.person_id), self.device_id, list(values), at
        )

    def visit(self, findings=(), track="inspection", enterprise=WORKS, **changes) -> dict:
        """`findings`: what `finding` gives."""
        number = next(Phone.made)
        signature = photo(f"signature {number}", "drawn")
        body = {
            "visit_id": f"v-{number:08d}",
            "enterprise_id": enterprise,
            "track": track,
            "purpose": "routine",
            "mode": "full",
            "checklists": [{"code": "FIRE", "version": 1}],
            "started_at": to_text(AT - timedelta(hours=2)),
            "finished_at": to_text(AT - timedelta(hours=1)),
            "participants": participants(track),
            "companion": {"name": "吴厂长", "post": "厂长", "phone": ""},
            "answers": [],
            "findings": [one["body"] for one in findings],
            "sent_ahead": [],
            "signatures": [signed("李娜", signature)],
            "remark": "",
        } | changes
        photos = [one for finding_made in findings for one in finding_made["photos"]]
        photos += (
            [signature]
            if body["signatures"] and body["signatures"][0]["sha256"] == signature["sha256"]
            else []
        )
        return self.record("visit", ("visit", body["visit_id"]), body, photos)

    def finding_alone(self, made: dict, visit_id: str, track="inspection", enterprise=WORKS) -> dict:
        body = {"finding": made["body"], "visit_id": visit_id, "enterprise_id": enterprise, "track": track}
        return self.record("finding", ("finding", made["body"]["finding_id"]), body, made["photos"])

    def rectification(self, hazard_id: str, photos=None, **changes) -> dict:
        number = next(Phone.made)
        photos = [photo(f"after {number}")] if photos is None else photos
        body = {
            "rectification_id": f"x-{number:08d}",
            "hazard_id": hazard_id,
            "done": "已清理",
            "responsible": "吴厂长",
        }
        body |= {
            "done_at": to_text(AT - timedelta(minutes=30)),
            "photos": [use(one, "after") for one in photos],
        }
        return self.record("rectification", ("hazard", hazard_id), body | changes, photos)

    def recheck(self, hazard_id: str, verdict="pass", track="inspection", photos=None, **changes) -> dict:
        number = next(Phone.made)
        photos = ([photo(f"after {number}")] if verdict == "pass" else []) if photos is None else photos
        body = {
            "recheck_id": f"c-{number:08d}",
            "hazard_id": hazard_id,
            "enterprise_id": WORKS,
            "track": track,
        }
        body |= {
            "verdict": verdict,
            "note": "" if verdict == "pass" else "仍有堆物",
            "participants": participants(track),
        }
        body |= {
            "checked_at": to_text(AT - timedelta(minutes=20)),
            "photos": [use(one, "after") for one in photos],
        }
        return self.record("recheck", ("hazard", hazard_id), body | changes, photos)


def participants(track: str) -> list[dict]:
    officers = [(LINA, "李娜", "浙A0001"), (ZHOULI, "周立", "浙A0002")]
    if track == "inspection":
        return [{"person_id": i, "name": n, "role": "officer", "certificate_no": no} for i, n, no in officers]
    return [{"person_id": WANGQIANG, "name": "王强", "role": "expert", "certificate_no": ""}]


def signed(name: str, manifest: dict) -> dict:
    return {
        "who": "inspector",
        "name": name,
        "sha256": manifest["sha256"],
        "at": to_text(AT - timedelta(hours=1)),
    }


def finding(item="FIRE-01", place="1号车间东侧", severity="general", shots=None, **changes) -> dict:
    """{id, body, photos}: a finding for a visit, or for a record of its own. `shots`: its photos, all as found."""
    number = next(Phone.made)
    photos = [photo(f"before {number}")] if shots is None else shots
    body = {
        "finding_id": f"f-{number:08d}",
        "checklist": item and item.split("-")[0],
        "item": item,
        "place": place,
        "text": "安全出口被堵塞",
        "basis": "《消防法》第二十八条",
        "severity": severity,
        "major_rule": "MEM10-3-1" if severity == "major" else "",
        "correction": "立即清理",
        "deadline_days": 3,
        "seen_at": to_text(AT - timedelta(minutes=90)),
        "photos": [use(one) for one in photos],
    } | changes
    return {"body": body, "photos": photos, "id": body["finding_id"]}


def fixed_finding(**changes) -> dict:
    """Put right before the inspectors left, with the photo that shows it."""
    number = next(Phone.made)
    before, after = photo(f"before {number}"), photo(f"after {number}")
    uses = [use(before, "before"), use(after, "after")]
    return finding(shots=[before, after], **{"fixed_on_site": True, **changes, "photos": uses})


def outcomes(answers: list[dict]) -> list[tuple]:
    return [(one["outcome"], one["code"]) for one in answers]


def hazard(store: Store, hazard_id: str) -> dict:
    with store.read() as c:
        return dict(c.execute(select(tables.hazard).where(tables.hazard.c.id == hazard_id)).mappings().one())


def all_of(store: Store, table, *conditions) -> list[dict]:
    with store.read() as c:
        return [dict(row) for row in c.execute(select(table).where(*conditions)).mappings()]


def moves(store: Store, hazard_id: str) -> list[str]:
    history = tables.hazard_history
    rows = all_of(store, history, history.c.hazard_id == hazard_id)
    return [row["move"] for row in sorted(rows, key=lambda row: row["n"])]


def told(store: Store, bucket: str) -> dict:
    """(kind, id) → body of what phones with this bucket know."""
    rows = all_of(store, tables.change, tables.change.c.bucket == bucket)
    return {(row["kind"], row["id"]): json.loads(row["body"]) for row in rows if not row["deleted"]}
