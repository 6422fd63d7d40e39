"""Lists of hazards: all of them with filters, and the advice that officers have still to see."""

from starlette.responses import Response

from inspection import hazard as rules
from inspection import roles
from inspection.checklist import GENERAL, MAJOR
from sync_server import scope
from sync_server.office.desk import Desk
from sync_server.office.pages.enterprise import overdue
from sync_server.office.reads import areas, hazards, photos

FLAGS = ("repeat", "listed", "unconfirmed")


def _chosen(desk: Desk) -> dict:
    return {
        "state": desk.query("state", (*rules.STATES, *hazards.GROUPS)),
        "severity": desk.query("severity", (GENERAL, MAJOR)),
        "track": desk.query("track", roles.TRACKS),
        "area": desk.query("area"),
        "overdue": desk.query("overdue", ("1",)),
        "flag": desk.query("flag", FLAGS),
        "enterprise": desk.query("enterprise"),
        "number": desk.query("number"),
    }


def listed(desk: Desk) -> Response:
    chosen = _chosen(desk)
    if chosen["number"]:
        found = hazards.by_number(desk.c, chosen["number"])
        if found and scope.sees_hazard(desk.c, desk.person, found):
            return desk.go(f"/office/hazards/{found}")
    return _drawn(desk, "hazards", chosen)


def advice(desk: Desk) -> Response:
    """What experts advised and officers have to see for themselves before it can be ordered."""
    return _drawn(
        desk, "advice", _chosen(desk) | {"state": rules.ADVISED, "track": roles.SERVICE, "number": ""}
    )


def _drawn(desk: Desk, here: str, chosen: dict) -> Response:
    area = areas.within(desk.c, chosen["area"], desk.seen) if chosen["area"] else None
    rows, further = hazards.listed(
        desk.c,
        desk.seen,
        desk.today,
        chosen["state"],
        chosen["severity"],
        chosen["track"],
        area,
        bool(chosen["overdue"]),
        chosen["flag"],
        chosen["enterprise"],
        desk.query("after"),
    )
    pictures = photos.of_hazards(desk.c, [row["id"] for row in rows]) if here == "advice" else {}
    for row in rows:
        row["overdue"] = overdue(row, desk.today)
        row["photos"] = pictures.get(row["id"], [])
    return desk.page(
        "hazards.html",
        here=here,
        rows=rows,
        further=further,
        chosen=chosen,
        not_found=bool(chosen["number"]),
        groups=tuple(hazards.GROUPS),
        states=rules.STATES,
        severities=(GENERAL, MAJOR),
        tracks=roles.TRACKS,
        flags=FLAGS,
        areas=areas.offered(desk.c, desk.seen),
        area_names=areas.names(desk.c),
    )
