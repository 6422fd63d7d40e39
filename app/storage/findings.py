"""What was seen on the visits of this phone."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.storage.tables import finding, photo_use


@dataclass(frozen=True)
class FindingRow:
    """`record_id` is set when it was sent ahead of its visit: from then on nothing about it changes."""

    id: str
    visit_id: str
    checklist: str | None
    item: str | None
    hazard_id: str | None
    place: str
    text: str
    basis: str
    severity: str
    major_rule: str
    device_failed: bool
    correction: str
    deadline_days: int
    fixed_on_site: bool
    no_photo_reason: str
    seen_at: str
    record_id: str | None
    photo_roles: tuple[str, ...] = ()

    @property
    def sent_ahead(self) -> bool:
        return self.record_id is not None


def by_id(s, finding_id: str) -> FindingRow | None:
    return next(iter(_rows(s, finding.c.id == finding_id)), None)


def of_visit(s, visit_id: str) -> list[FindingRow]:
    return _rows(s, finding.c.visit_id == visit_id)


def of_item(s, visit_id: str, checklist: str | None, item: str | None) -> list[FindingRow]:
    """(None, None) asks for those that hang on no item."""
    here = (
        finding.c.checklist.is_(None)
        if checklist is None
        else (finding.c.checklist == checklist) & (finding.c.item == item)
    )
    return _rows(s, finding.c.visit_id == visit_id, here)


def count(s, visit_id: str) -> int:
    return s.scalar(select(func.count()).select_from(finding).where(finding.c.visit_id == visit_id))


def add(s, row: dict) -> None:
    s.execute(finding.insert().values(row))


def change(s, finding_id: str, **values) -> None:
    s.execute(finding.update().where(finding.c.id == finding_id).values(values))


def remove(s, finding_id: str) -> None:
    s.execute(finding.delete().where(finding.c.id == finding_id))


def _rows(s, *conditions) -> list[FindingRow]:
    rows = s.execute(select(finding).where(*conditions).order_by(finding.c.seen_at, finding.c.id)).all()
    roles: dict[str, list[str]] = {}
    hung = select(photo_use.c.owner_id, photo_use.c.role).where(
        photo_use.c.owner_kind == "finding", photo_use.c.owner_id.in_([row.id for row in rows])
    )
    for owner_id, role in s.execute(hung.order_by(photo_use.c.added_at)) if rows else ():
        roles.setdefault(owner_id, []).append(role)
    return [_finding(row, tuple(roles.get(row.id, ()))) for row in rows]


def _finding(row, photo_roles) -> FindingRow:
    fields = dict(row._mapping)
    fields["device_failed"], fields["fixed_on_site"] = bool(row.device_failed), bool(row.fixed_on_site)
    return FindingRow(**fields, photo_roles=photo_roles)
