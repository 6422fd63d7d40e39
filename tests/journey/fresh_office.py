"""An office that nobody furnished: made by the command line, filled through its pages."""

import subprocess
import sys

import sqlalchemy as sa

from sync_server import tables
from sync_server.app import make_context
from sync_server.config import Config
from tests.journey.set_up_desk import Desk
from tests.server.serving import ROOT, Served

PASSWORD = "qingshan-2026"
COMPANY = "安信安全技术有限公司"
LIST = """企业名称,所在村社区,生产经营地址
顺达五金制品厂,云溪村,云溪村 1 号
恒利塑胶有限公司,云溪村,云溪村 2 号
福兴木器厂,松岭社区,松岭路 3 号
远望印刷厂,杏林村,杏林路 4 号
"""


def command(served: Served, *words: str, told: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "sync_server", *words], cwd=ROOT, env=served.env, input=told,
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout


class Fresh:
    """The office, who is in it, and what the pages called things."""

    def __init__(self, folder):
        self.served = Served(folder)
        self.said = command(self.served, "migrate")
        self.said += command(self.served, "add-area", "云溪村")
        admin = ("add-user", "admin", "--name", "管理员", "--role", "admin", "--password-stdin")
        command(self.served, *admin, told=PASSWORD + "\n")
        self.served.start()
        self.context = make_context(Config.at(folder))
        self.admin = Desk(self.served.url).sign_in("admin", PASSWORD)
        self.first_page = self.admin.get("/office/")
        self.passwords: dict[str, str] = {}
        self.set_up()

    def set_up(self) -> None:
        street = self.ids(tables.area, tables.area.c.kind == "street")["青禾街道"]
        form = {"names": "松岭社区\n", "kind": "village", "parent_id": street}
        self.admin.send("/office/settings/areas", form)
        self.areas = self.ids(tables.area)
        for login, name, number, area in (
            ("lina", "李娜", "浙A0001", "云溪村"),
            ("zhouli", "周立", "浙A0002", "松岭社区"),
            ("zhenglan", "郑兰", "浙A0003", "青禾街道"),
        ):
            place = {"certificate_no": number, "areas": self.areas[area]}
            self.passwords[login] = self.admin.add_person(login, name, "officer", **place)
        self.passwords["linlan"] = self.admin.add_person("linlan", "林岚", "leader")
        for login, name in (("wangqiang", "王强"), ("chenjie", "陈杰")):
            company = COMPANY if login == "wangqiang" else "泰和安全咨询有限公司"
            self.passwords[login] = self.admin.add_person(login, name, "expert", organisation=company)
        self.imported()
        contract = {"company": COMPANY, "name": "年度技术服务", "starts_on": "2020-01-01", "ends_on": ""}
        self.admin.send("/office/settings/contracts/new", contract)
        self.contract = self.admin.path.split("?")[0]
        self.firms = self.ids(tables.enterprise)
        choice = [("act", "ticked"), ("ticked", self.firms["福兴木器厂"])]
        choice += [("here", one) for one in self.firms.values()]
        self.admin.send(self.contract + "/enterprises", choice, seen_at=self.contract)

    def imported(self) -> None:
        files = {"table": ("名单.csv", LIST.encode("gb18030"), "text/csv")}
        self.preview = self.admin.send("/office/import", {}, files=files)
        with_areas = self.admin.path + "?areas=new"
        self.preview_with_areas = self.admin.get(with_areas)
        self.admin.send(self.admin.path.split("?")[0], {"areas": "new", "sure": "yes"}, seen_at=with_areas)

    def ids(self, table, *where) -> dict[str, str]:
        with self.context.store.read() as c:
            return {row.name: row.id for row in c.execute(sa.select(table.c.name, table.c.id).where(*where))}

    def desk(self, login: str) -> Desk:
        return Desk(self.served.url).sign_in(login, self.passwords[login])

    def close(self) -> None:
        self.context.close()
        self.served.stop()
