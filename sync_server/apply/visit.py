"""A visit: its row, its findings as hazards, its photos in their places, the plan it fulfils."""

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection

from inspection.days import to_text
from inspection.problems import Problem
from inspection.roles import INSPECTION
from inspection.visit import Visit, photos_named, read_visit
from sync_server import projections
from sync_server.apply.officers import demand_officers
from sync_server.arrival import APPLIED, Arrival, Verdict
from sync_server.consolidate import join_findings
from sync_server.json_text import written
from sync_server.prepared import Prepared
from sync_server.tables import finding, inbox, photo_use, plan, visit

COLUMNS = [column.name for column in visit.columns]
_INSERT = Prepared(
    f"INSERT INTO visit ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"  # noqa: S608
    " ON CONFLICT (id) DO NOTHING"
)
_OF_VISIT = Prepared(
    select(finding.c.id, finding.c.enterprise_id, finding.c.track, finding.c.record_id).where(
        finding.c.visit_id == bindparam("visit_id")
    )
)
_PHOTOS = Prepared(
    select(func.count(photo_use.c.sha256.distinct())).where(photo_use.c.visit_id == bindparam("visit_id"))
)


def apply(c: Connection, arrival: Arrival) -> Verdict:
    body = arrival.record.body
    seen = read_visit(body)
    arrival.demand_photos(photos_named(seen))
    arrival.demand_track(seen.track)
    arrival.demand_enterprise(c, seen.enterprise_id)
    if seen.track == INSPECTION:
        demand_officers(c, seen.participants)
    findings = list(zip(seen.findings, body["findings"], strict=True))
    belongs = join_findings(c, arrival, findings, seen.enterprise_id, seen.track, seen.id)
    if _INSERT.write(c, **_row(c, arrival, seen)) == 0:
        raise Problem("visit.already_here", visit_id=seen.id)
    if seen.plan_id:
        _fulfil(c, seen)
    projections.visit_changed(c, seen.id)
    projections.enterprise_changed(c, seen.enterprise_id)
    uses = tuple(_photo_uses(arrival, seen, belongs))
    return Verdict(APPLIED, arrived=tuple(("hazard", one) for one in belongs.values()), photo_uses=uses)


def _row(c: Connection, arrival: Arrival, seen: Visit) -> dict:
    body = arrival.record.body
    ahead, photos_ahead = _sent_ahead(c, seen)
    return {
        "id": seen.id,
        "enterprise_id": seen.enterprise_id,
        "record_id": arrival.record.id,
        "device_id": arrival.device_id,
        "person_id": arrival.person.id,
        "track": seen.track,
        "purpose": seen.purpose,
        "mode": seen.mode,
        "started_at": to_text(arrival.happened(seen.started_at)),
        "finished_at": to_text(arrival.happened(seen.finished_at)),
        "day": arrival.day(seen.started_at).isoformat(),
        "received_at": to_text(arrival.received_at),
        "people": written(body["participants"]),
        "companion": written(body["companion"]),
        "body": written(body),
        "findings": len(seen.findings) + ahead,
        "photos": len(arrival.record.photos) + photos_ahead,
        "review": "new",
    }


def _sent_ahead(c: Connection, seen: Visit) -> tuple[int, int]:
    """Findings of this visit that travelled alone and are here already, and how many photos they brought."""
    own = {one.id for one in seen.findings}
    others = [row for row in _OF_VISIT.rows(c, visit_id=seen.id) if row[0] not in own]
    astray = [record for _, *of, record in others if of != [seen.enterprise_id, seen.track]]
    if astray:
        _no_part_of_it(c, astray)
    count = len(others) - len(astray)
    return count, _PHOTOS.value(c, visit_id=seen.id) if count else 0


def _no_part_of_it(c: Connection, records: list[str]) -> None:
    """Findings that came before, of another enterprise or track, only named this visit: what they say of their own
    enterprise stands, on the pages of this visit they have no place."""
    for table, record in ((photo_use, photo_use.c.record_id), (inbox, inbox.c.id)):
        c.execute(update(table).where(record.in_(records)).values(visit_id=None))


def _fulfil(c: Connection, seen: Visit) -> None:
    """The planned visit has taken place. A plan that is gone or of another enterprise is left as it is."""
    planned = (
        (plan.c.id == seen.plan_id)
        & (plan.c.enterprise_id == seen.enterprise_id)
        & (plan.c.state == "planned")
    )
    if c.execute(update(plan).where(planned).values(state="done", visit_id=seen.id)).rowcount:
        projections.plan_changed(c, seen.plan_id)


def _photo_uses(arrival: Arrival, seen: Visit, belongs: dict[str, str]):
    where = {"enterprise_id": seen.enterprise_id, "visit_id": seen.id, "track": seen.track}
    for answer in seen.answers:
        for use in answer.photos:
            owner = f"{seen.id}/{answer.checklist}/{answer.item}"
            yield arrival.photo_use(use.sha256, "answer", owner, use.role, **where)
    for one in seen.findings:
        for use in one.photos:
            yield arrival.photo_use(
                use.sha256, "finding", one.id, use.role, hazard_id=belongs[one.id], **where
            )
    for place, signature in enumerate(seen.signatures):
        if signature.sha256:
            owner = f"{seen.id}/{signature.who}/{place}"
            yield arrival.photo_use(signature.sha256, "signature", owner, "signature", **where)
