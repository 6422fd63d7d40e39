"""The visit is finished: frozen whole into one record, so that the office never sees half of it."""

from app.storage import findings, frozen, photos, visits
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases import bodies
from app.usecases.drafts import open_finding_row, open_visit
from inspection.finding import AFTER, read_finding_record
from inspection.problems import Problem
from inspection.visit import read_visit


def finish_visit(store: Store, visit_id: str, at: Moment, new_id: str) -> str:
    """The record's id. Record, photos to send and the frozen visit are one transaction. Needs no network.

    Problems: visit.unknown, visit.not_open, visit.incomplete with `count` (what: visits.lacks),
    visit.two_officers_needed, record.too_large, storage.full.
    """
    with store.write("visits", "outbox") as s:
        row = open_visit(s, visit_id)
        missing = visits.lacks(s, visit_id)
        if missing:
            raise Problem("visit.incomplete", count=len(missing))
        found = findings.of_visit(s, visit_id)
        body = bodies.of_visit(s, row, found, at.wall)
        read_visit(body)
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
        told = bodies.of_finding(s, row)
        body = {
            "finding": told,
            "visit_id": visit.id,
            "enterprise_id": visit.enterprise_id,
            "track": visit.track,
        }
        read_finding_record(body)
        frozen.freeze(
            s,
            store.folder,
            record_id=new_id,
            kind="finding",
            entity=("finding", finding_id),
            body=body,
            photos=photos.manifest(s, bodies.named_photos(body)),
            at=at,
            title=f"{visit.enterprise_name} · {row.text[:30]}",
            enterprise_id=visit.enterprise_id,
            visit_id=visit.id,
            deps=frozen.unsettled(s, visit.enterprise_id, "new_enterprise"),
            majors=bodies.photos_of_majors([told]),
        )
        findings.change(s, finding_id, record_id=new_id)
    return new_id
