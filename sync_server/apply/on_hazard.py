"""What rechecks and rectifications have in common: the hazard they speak of, and evidence that must be here."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspection.problems import NotYet
from sync_server.arrival import Arrival
from sync_server.standing import followed
from sync_server.tables import photo


def hazard_spoken_of(c: Connection, arrival: Arrival, hazard_id: str) -> dict:
    """Its row, or that of the one it was merged into. Not here yet: the record waits."""
    row = followed(c, hazard_id)
    if row is None:
        raise NotYet("hazard", hazard_id)
    arrival.demand_enterprise(c, row["enterprise_id"])
    return row


def demand_evidence_here(c: Connection, hashes) -> None:
    """A step that rests on photos waits until the office holds them all."""
    wanted = sorted(set(hashes))
    if not wanted:
        return
    stored = set(
        c.scalars(select(photo.c.sha256).where(photo.c.sha256.in_(wanted), photo.c.state != "named"))
    )
    for sha256 in wanted:
        if sha256 not in stored:
            raise NotYet("photo", sha256)


def uses_on_hazard(arrival: Arrival, photos, owner_kind: str, owner_id: str, row: dict, **visit) -> tuple:
    where = {"enterprise_id": row["enterprise_id"], "hazard_id": row["id"]} | visit
    return tuple(arrival.photo_use(use.sha256, owner_kind, owner_id, use.role, **where) for use in photos)
