"""A phone for tests of screens: known people, what the office gave, and something of its own. No network."""

import io
import json
from datetime import timedelta

from PIL import Image

from app import config
from app.services import Phone
from app.start import Door
from app.storage import given, outbox
from app.storage.accounts import Accounts
from app.storage.moment import moment_of
from inspection.days import to_text
from tests.app.office_page import NOW, ids, office_page

PASSWORD = "right-password"

LI_NA = {
    "id": "p-lina",
    "login": "officer1",
    "name": "李娜",
    "role": "officer",
    "certificate_no": "JZ-0001",
    "certificate_until": "2028-06-30",
    "organisation": "示范街道综合执法队",
}

WANG_QIANG = {
    "id": "p-wang",
    "login": "expert1",
    "name": "王强",
    "role": "expert",
    "certificate_no": "",
    "organisation": "恒安技术服务有限公司",
}

STATION_KEEPER = {
    "id": "p-zhou",
    "login": "station1",
    "name": "周敏",
    "role": "station",
    "organisation": "桥头村安全站",
}


class Clock:
    """Stands still unless told."""

    offset = None

    def __init__(self, at=NOW):
        self.at = at

    def __call__(self):
        return moment_of(self.at, 1000, "boot", None)

    def differs(self, milliseconds):
        self.offset = milliseconds


def jpeg(colour: str, size=(64, 48)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG")
    return made.getvalue()


def make_phone(
    folder, people=(LI_NA,), signed_in: bool = True, office=None, offload=lambda work: None, clock=None
) -> Phone:
    """The first of `people` is signed in; `office` is what was pulled before (`office_page()`)."""
    settings = config.Config(organisation="安检通示范街道应急管理办公室", server="http://127.0.0.1:9")
    secrets = {}
    door = Door(folder, settings, clock or Clock(), secrets.__setitem__, secrets.get, offload)
    accounts = Accounts(folder)
    for person in reversed(people):
        accounts.keep(
            settings.server,
            person["login"],
            person,
            PASSWORD,
            f"device-{person['id']}",
            to_text(NOW + timedelta(seconds=next(ids))),
        )
    accounts.close()
    if signed_in and people:
        (folder / "signed-in").write_text(people[0]["id"])
    phone = Phone(settings, door)
    if phone.services and office is not None:
        with phone.services.store.write("enterprises", "hazards", "plans", "notices", "checklists") as s:
            given.take(s, office)
    return phone


def begin_visit(services, enterprise_id: str = "e1") -> str:
    """A visit under way with one answer given and one failed."""
    visit_id = services.actions.start_visit(
        enterprise_id, "inspection", "routine", "full", [("BASE", 1), ("ELEC", 1)], [], None
    )
    services.actions.answer_item(visit_id, "BASE", "BASE-01", "pass", None)
    services.actions.answer_item(visit_id, "BASE", "BASE-03", "fail", None)
    return visit_id


def recheck(services, hazard_id: str, verdict: str = "fail", note: str = "仍未清理") -> str:
    """A recheck in the outbox; the record's id."""
    two = [
        LI_NA | {"person_id": "p-lina"},
        {"person_id": "p-zhang", "name": "张伟", "role": "officer", "certificate_no": "JZ-0002"},
    ]
    services.actions.draft_move(hazard_id, "recheck", verdict=verdict, note=note, participants=two)
    return services.actions.decide_recheck(hazard_id)


def answer_record(services, record_id: str, outcome: str, code: str | None = None, **facts) -> None:
    """As if the office had answered."""
    with services.store.write("outbox", "hazards") as s:
        outbox.settle(s, record_id, outcome, code, json.loads(json.dumps(facts)), to_text(NOW))


def busy_phone(folder):
    """A phone in the middle of a day."""
    phone = make_phone(folder, office=office_page(130))
    begin_visit(phone.services)
    answer_record(
        phone.services,
        recheck(phone.services, "h1"),
        "refused",
        "hazard.move_not_allowed",
        state="closed",
        move="recheck_fail",
    )
    answer_record(phone.services, recheck(phone.services, "h2", "partly"), "applied")
    recheck(phone.services, "h3")
    return phone
