"""The list of visits, and one visit with everything that was answered, seen, photographed and signed."""

import sqlalchemy as sa
from starlette.responses import Response

from inspection import roles
from sync_server import scope, tables
from sync_server.office.answers import by_checklist
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.evidence import chain_said
from sync_server.office.reads import areas, people, photos, visits
from sync_server.office.reads import hazards as hazard_reads

REVIEWS = ("new", "seen")


def listed(desk: Desk) -> Response:
    chosen = {
        "track": desk.query("track", roles.TRACKS),
        "person": desk.query("person"),
        "area": desk.query("area"),
        "since": desk.query("since"),
        "until": desk.query("until"),
        "review": desk.query("review", REVIEWS),
        "enterprise": desk.query("enterprise"),
    }
    rows, further = visits.listed(
        desk.c,
        scope.visits_of(desk.person),
        chosen["track"],
        chosen["person"],
        areas.within(desk.c, chosen["area"], desk.seen) if chosen["area"] else None,
        chosen["since"],
        chosen["until"],
        chosen["review"],
        chosen["enterprise"],
        desk.query("after"),
    )
    return desk.page(
        "visits.html",
        here="visits",
        rows=rows,
        further=further,
        chosen=chosen,
        tracks=roles.TRACKS,
        reviews=REVIEWS,
        areas=areas.offered(desk.c, desk.seen),
        area_names=areas.names(desk.c),
        goers=people.plannable(desk.c),
    )


def own(desk: Desk) -> dict:
    visit = visits.by_id(desk.c, desk.part("id"))
    if visit is None or not scope.sees_visit(desk.c, desk.person, visit["id"]):
        raise NoSuchPage
    return visit


def shown(desk: Desk) -> Response:
    visit = own(desk)
    c, body = desk.c, visit["body"]
    uses = photos.of_visit(c, visit["id"])
    by_owner: dict[tuple, list] = {}
    for use in uses:
        by_owner.setdefault((use["owner_kind"], use["owner_id"]), []).append(use)
    arrived = photos.arrived(c, [visit["id"]]).get(visit["id"], (0, 0))
    records = visits.records(c, visit["id"])
    by_sha = {use["sha256"]: use for use in uses}
    findings = hazard_reads.of_visit(c, visit["id"])
    for finding in findings:
        finding["photos"] = by_owner.get(("finding", finding["id"]), [])
    return desk.page(
        "visit.html",
        here="visits",
        visit=visit,
        body=body,
        lists=by_checklist(
            body, visits.checklists(c, body.get("checklists", ())), by_sha, desk.text.language
        ),
        findings=findings,
        by_sha=by_sha,
        arrived=arrived,
        missing=[use for use in {use["sha256"]: use for use in uses}.values() if not use["here"]],
        records=records,
        chain=chain_said(c, desk.text, visit["id"]),
        may_review=desk.may("review"),
    )


def seen(desk: Desk) -> Response:
    visit = own(desk)
    address = f"/office/visits/{visit['id']}"
    if visit["review"] == "seen":
        return desk.go(address, "nothing")
    if not desk.sure:
        lines = [
            (desk.text("office.field.enterprise"), visit["enterprise"] or ""),
            (desk.text("office.field.day"), visit["day"]),
        ]
        return desk.ask(desk.text("office.visit.mark_seen"), lines, address)
    desk.c.execute(sa.update(tables.visit).where(tables.visit.c.id == visit["id"]).values(review="seen"))
    desk.note("visit.seen", "visit", visit["id"], before=visit["review"], after="seen")
    return desk.go(address, "seen")
