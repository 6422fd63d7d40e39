"""The visit is finished: frozen whole into one record, so that the office never sees half of it."""

from app.storage import findings, frozen, photos, visits
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases import bodies
from app.usecases.drafts import open_finding_row, open_visit
from inspection.canonical import canonical, digest
from inspection.finding import AFTER, read_finding_record
from inspection.problems import Problem
from inspection.record import PHOTOS_MOST, RECORD_MOST_BYTES
from inspection.visit import read_visit

ENVELOPE_BYTES = 8 * 1024


def finish_visit(store: Store, visit_id: str, at: Moment, new_id: str) -> str:
    """The record's id. Record, photos to send and the frozen visit are one transaction. Needs no network.

    What does not fit into one record is no reason to stop: findings then travel ahead, as major ones may.
    Problems: visit.unknown, visit.not_open, visit.incomplete with `count` (what: visits.lacks),
    visit.two_officers_needed, visit.too_large, storage.full.
    """
    with store.write("visits", "findings", "outbox") as s:
        row = open_visit(s, visit_id)
        missing = visits.lacks(s, visit_id)
        if missing:
            raise Problem("visit.incomplete", count=len(missing))
        found = findings.of_visit(s, visit_id)
        body = bodies.of_visit(s, row, found, at.wall)
        read_visit(body)
        while not fits(s, body):
            big = max((one for one in found if not one.sent_ahead), key=weight, default=None)
            if big is None:
                raise Problem("visit.too_large")
            freeze_ahead(s, store, big, row, at, made_of(visit_id, big.id))
            found = findings.of_visit(s, visit_id)
            body = bodies.of_visit(s, row, found, at.wall)
        frozen.freeze(
            s,
            store.folder,
            record_id=new_id,
            kind="visit",
            entity=("visit", visit_id),
            body=body,
            photos=photos.manifest(s, bodies.named_photos(body)),
            at=at,
            title=row.enterprise_name,
            enterprise_id=row.enterprise_id,
            visit_id=visit_id,
            deps=frozen.unsettled(s, row.enterprise_id, "new_enterprise"),
            majors=bodies.photos_of_majors(body["findings"]),
        )
        visits.change(s, visit_id, state=visits.FROZEN, finished_at=body["finished_at"], record_id=new_id)
    return new_id


def send_finding_ahead(store: Store, finding_id: str, at: Moment, new_id: str) -> str:
    """The record's id: the office learns of it now. From here on the finding is frozen; its visit will only name it.

    Problems: finding.unknown, finding.frozen, finding.incomplete, visit.not_open, storage.full.
    """
    with store.write("findings", "outbox") as s:
        row = open_finding_row(s, finding_id)
        visit = visits.by_id(s, row.visit_id)
        shown = row.photo_roles or row.no_photo_reason
        if not (row.text and row.place and shown) or (row.fixed_on_site and AFTER not in row.photo_roles):
            raise Problem("finding.incomplete")
        freeze_ahead(s, store, row, visit, at, new_id)
    return new_id


def freeze_ahead(s, store: Store, row, visit, at: Moment, new_id: str) -> None:
    """The finding as a record of its own."""
    told = bodies.of_finding(s, row)
    body = {"finding": told, "visit_id": visit.id, "enterprise_id": visit.enterprise_id, "track": visit.track}
    read_finding_record(body)
    frozen.freeze(
        s,
        store.folder,
        record_id=new_id,
        kind="finding",
        entity=("finding", row.id),
        body=body,
        photos=photos.manifest(s, bodies.named_photos(body)),
        at=at,
        title=f"{visit.enterprise_name} · {row.text[:30]}",
        enterprise_id=visit.enterprise_id,
        visit_id=visit.id,
        deps=frozen.unsettled(s, visit.enterprise_id, "new_enterprise"),
        majors=bodies.photos_of_majors([told]),
    )
    findings.change(s, row.id, record_id=new_id)


def fits(s, body: dict) -> bool:
    """Whether the visit can be one record; its envelope needs little beside body and photos."""
    shown = photos.manifest(s, bodies.named_photos(body))
    return len(shown) <= PHOTOS_MOST and len(canonical([body, shown])) <= RECORD_MOST_BYTES - ENVELOPE_BYTES


def weight(finding) -> int:
    return len(finding.photo_roles)


def made_of(visit_id: str, finding_id: str) -> str:
    """An id for the record of a finding that goes ahead by itself: the same at every try."""
    name = digest([visit_id, finding_id])
    return "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:32]))
