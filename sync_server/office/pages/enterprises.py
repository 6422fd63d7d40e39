"""The list of enterprises: search and filters."""

from starlette.responses import Response

from sync_server import enterprises as rules
from sync_server import scope
from sync_server.office.desk import Desk
from sync_server.office.reads import areas, checklists, enterprises

WITH_OPEN = ("open", "major")


def listed(desk: Desk) -> Response:
    tags = checklists.tags(desk.c)
    chosen = {
        "q": desk.query("q"),
        "area": desk.query("area"),
        "grade": desk.query("grade", (*rules.GRADES, "none")),
        "kind": desk.query("kind", rules.KINDS),
        "tag": desk.query("tag", tags),
        "status": desk.query("status", rules.STATUSES),
        "with": desk.query("with", WITH_OPEN),
    }
    rows, further = enterprises.listed(
        desk.c,
        scope.enterprises_of(desk.person),
        chosen["q"],
        areas.within(desk.c, chosen["area"], desk.seen) if chosen["area"] else None,
        chosen["grade"],
        chosen["kind"],
        chosen["tag"],
        chosen["status"],
        chosen["with"],
        desk.query("after"),
    )
    return desk.page(
        "enterprises.html",
        here="enterprises",
        rows=rows,
        further=further,
        chosen=chosen,
        areas=areas.offered(desk.c, desk.seen),
        area_names=areas.names(desk.c),
        grades=[grade for grade in rules.GRADES if grade],
        kinds=rules.KINDS,
        statuses=rules.STATUSES,
        tags=tags,
    )
