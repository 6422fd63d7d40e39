"""People and their phones: last seen, what still waits on them, and blocking one that is lost."""

import sqlalchemy as sa
from starlette.responses import Response

from inspection.problems import Problem
from sync_server import tables
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.reads import people

STATES = ("active", "upload_only", "blocked")


def listed(desk: Desk) -> Response:
    return desk.page("people.html", here="settings", rows=people.listed(desk.c), states=STATES)


def changed(desk: Desk) -> Response:
    found = people.devices(desk.c, desk.part("id"))
    state = desk.said("state")
    if not found:
        raise NoSuchPage
    if state not in STATES:
        raise Problem("office.device_state")
    device = found[0]
    if device["state"] == state:
        return desk.go("/office/people", "nothing")
    text = desk.text
    if not desk.sure:
        lines = [
            (text("office.people.device"), device["name"]),
            (text("office.people.person"), device["person"] or ""),
            (
                text("office.people.state"),
                f"{text('office.device.' + device['state'])} → {text('office.device.' + state)}",
            ),
            (text("office.people.waiting"), str(device["outbox"].get("records", 0))),
        ]
        return desk.ask(
            text(f"office.device.to.{state}"),
            lines,
            "/office/people",
            warning=text(f"office.device.means.{state}"),
        )
    desk.c.execute(sa.update(tables.device).where(tables.device.c.id == device["id"]).values(state=state))
    desk.note("device.state", "device", device["id"], before=device["state"], after=state)
    return desk.go("/office/people", "saved")
