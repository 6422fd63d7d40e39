"""A small office for journeys: one street, two villages, real people, and a server that is a process of its own."""

import contextlib
import multiprocessing
import os
import socket
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
import uvicorn

from sync_server import accounts, checklists_import, enterprises, hazards, orders, people, projections, tables
from sync_server.app import create_app, make_context, prepare
from sync_server.config import Config

NAME = "青禾街道应急办"
FORK = multiprocessing.get_context(
    "forkserver"
)  # one clean process imports the server; each office is forked from it
FORK.set_forkserver_preload(["sync_server.app", "uvicorn"])
PASSWORD = "qingshan-2026"
UNTIL = "2030-12-31"
AREAS = [
    ("street", None, "青禾街道", "street", 0),
    ("yunxi", "street", "云溪村", "village", 1),
    ("songling", "street", "松岭社区", "village", 2),
]
COMPANIES = [("anxin", "安信安全技术有限公司", "contractor"), ("taihe", "泰和安全咨询有限公司", "contractor")]
# id, name, role, areas, company, certificate
PEOPLE = [
    ("lina", "李娜", "officer", ["yunxi", "songling"], None, "粤A-0101"),
    ("liuyang", "刘洋", "officer", ["yunxi", "songling"], None, "粤A-0102"),
    ("zhaomin", "赵敏", "office", [], None, ""),
    ("sunli", "孙立", "leader", [], None, "粤A-0001"),
    ("wangqiang", "王强", "expert", [], "anxin", ""),
    ("chenjie", "陈杰", "expert", [], "taihe", ""),
    ("huangmei", "黄梅", "station", ["yunxi"], None, ""),
]
FIRMS = [
    ("e-shunda", "顺达五金制品厂", "91440300MA5F0A1B2C", "yunxi"),
    ("e-hengli", "恒利塑胶有限公司", "91440300MA5F0A1B3D", "yunxi"),
    ("e-fuxing", "福兴木器厂", "91440300MA5F0A1B4E", "songling"),
]


def serve(folder: Path, port: int, database_url: str) -> None:
    """What `python -m sync_server serve` does, in a process of its own."""
    with (folder / "server.log").open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    context = make_context(Config.at(folder, database_url=database_url, office=NAME))
    prepare(context)
    uvicorn.run(
        create_app(context), host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=5
    )


class Office:
    """`address` answers while it is started. `context` looks at the same database from beside."""

    def __init__(self, folder: Path, database_url: str = ""):
        self.folder, self.database_url = Path(folder), database_url
        config = Config.at(self.folder, database_url=database_url, office=NAME)
        self.context = make_context(config)
        prepare(self.context)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None

    # ── the server process ──────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        self.process = FORK.Process(
            target=serve, args=(self.folder, self.port, self.database_url), daemon=True
        )
        self.process.start()
        end = time.monotonic() + 60
        while not self.answers():
            if self.process.exitcode is not None or time.monotonic() > end:
                raise RuntimeError(
                    f"the server did not start:\n{(self.folder / 'server.log').read_text()[-3000:]}"
                )
            time.sleep(0.02)

    def answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with contextlib.suppress(OSError), opener.open(f"{self.address}/api/health", timeout=2) as answer:
            return answer.status == 200
        return False

    def stop(self, kill: bool = False) -> None:
        if self.process:
            self.process.kill() if kill else self.process.terminate()
            self.process.join(20)
        self.process = None

    def close(self) -> None:
        self.stop()
        self.context.close()

    # ── what stands in it ───────────────────────────────────────────────────────────────────────
    def furnish(self) -> "Office":
        at = datetime.now(UTC)
        with self.context.store.write() as c:
            rows = [
                dict(zip(("id", "parent_id", "name", "kind", "place"), area, strict=True)) for area in AREAS
            ]
            c.execute(sa.insert(tables.area), rows)
            for identity, name, kind in COMPANIES:
                c.execute(sa.insert(tables.organisation).values(id=identity, name=name, kind=kind))
            for identity, name, role, areas, company, certificate in PEOPLE:
                proof = {"certificate_no": certificate, "certificate_until": UNTIL if certificate else None}
                place = {"areas": areas, "organisation_id": company}
                own = {"id": identity, "login": identity, "name": name, "role": role}
                accounts.add_person(c, **own, **place, **proof, password=PASSWORD, at=at)
            for identity, name, code, area in FIRMS:
                fields = {"id": identity, "name": name, "code": code, "area_id": area, "tags": ["electrical"]}
                enterprises.add(c, fields, "zhaomin", at, self.context.new_id)
            self._contract(c, "k-anxin", "anxin", ["e-shunda", "e-fuxing"])
            self._contract(c, "k-taihe", "taihe", ["e-hengli"])
            checklists_import.publish(
                c, [one for one in checklists_import.shipped() if one["code"] in LISTS], at
            )
            for identity, *_ in AREAS:
                projections.area_changed(c, identity)
            for identity, *_ in PEOPLE:
                projections.person_changed(c, identity)
        return self

    def _contract(self, c, identity: str, company: str, firms: list[str]) -> None:
        row = {"id": identity, "organisation_id": company, "name": "年度技术服务"}
        c.execute(sa.insert(tables.contract).values(**row, starts_on="2026-01-01", ends_on="2030-12-31"))
        for firm in firms:
            c.execute(sa.insert(tables.contract_enterprise).values(contract_id=identity, enterprise_id=firm))
            projections.enterprise_changed(c, firm)

    # ── what people do at the desk ──────────────────────────────────────────────────────────────
    def person(self, identity: str) -> people.Person:
        with self.context.store.read() as c:
            return people.by_id(c, identity)

    def move(self, hazard_id: str, move: str, by: str = "lina", **more) -> str:
        with self.context.store.write() as c:
            return hazards.make_move(c, hazard_id, move, self.person(by), datetime.now(UTC), **more)

    def order(self, firm: str, hazard_ids: list[str], due: str, officers=("lina", "liuyang")) -> dict:
        with self.context.store.write() as c:
            items = [{"hazard_id": one, "due": due} for one in hazard_ids]
            actor, both = self.person(officers[0]), [self.person(one) for one in officers]
            return orders.issue(c, firm, items, both, actor, datetime.now(UTC), self.context.new_id)

    def rows(self, table, *where) -> list[dict]:
        with self.context.store.read() as c:
            return [dict(row) for row in c.execute(sa.select(table).where(*where)).mappings()]

    def hazard(self, identity: str) -> dict:
        return self.rows(tables.hazard, tables.hazard.c.id == identity)[0]


LISTS = ("BASE", "ELEC", "FIRE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
