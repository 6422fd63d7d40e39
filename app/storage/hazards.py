"""Hazards as the office knows them, and what this phone expects of its own moves."""

import json
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, case, false, func, or_, select

from app.storage import meta
from app.storage.tables import enterprise, hazard
from inspection.checklist import MAJOR
from inspection.hazard import ENDED, MOVES, OWED, PENDING, days_overdue
from inspection.roles import OFFICER


@dataclass(frozen=True)
class HazardPhoto:
    sha256: str
    role: str


@dataclass(frozen=True)
class Hazard:
    id: str
    enterprise_id: str
    enterprise_name: str
    state: str
    severity: str
    due: str | None
    track: str
    n: int
    expected: str | None  # where our own move leads, until the office has spoken
    number: str = ""
    item: str | None = None
    checklist: str | None = None
    place: str = ""
    text: str = ""
    basis: str = ""
    correction: str = ""
    major_rule: str = ""
    major_confirmed: bool = False
    found_on: str | None = None
    closed_on: str | None = None
    repeat_of: str | None = None
    listed: bool = False
    accepted: bool = False
    order: dict | None = None
    photos: tuple[HazardPhoto, ...] = ()
    note: str = ""
    history: tuple[dict, ...] = ()
    body: dict = field(default_factory=dict)

    @property
    def shown_state(self) -> str:
        return self.expected or self.state

    def photos_of(self, role: str) -> list[HazardPhoto]:
        return [photo for photo in self.photos if photo.role == role]

    def overdue_days(self, today: date) -> int:
        return days_overdue(self.state, date.fromisoformat(self.due) if self.due else None, today)


@dataclass(frozen=True)
class Task:
    """`kind`: recheck (put right as they say, or the day has come, and this person may recheck), follow (theirs
    to mend still), expected (a move is made and waits for the office)."""

    hazard: Hazard
    overdue_days: int
    kind: str


def by_id(s, hazard_id: str) -> Hazard | None:
    row = s.execute(_rows().where(hazard.c.id == hazard_id)).first()
    return _hazard(row) if row else None


def of_enterprise(s, enterprise_id: str, open_only: bool = False) -> list[Hazard]:
    """Open ones first, majors before the rest, then by due day."""
    wanted = _rows().where(hazard.c.enterprise_id == enterprise_id)
    if open_only:
        wanted = wanted.where(hazard.c.state.not_in(ENDED))
    order = (
        hazard.c.state.in_(ENDED),
        hazard.c.severity != MAJOR,
        hazard.c.due.is_(None),
        hazard.c.due,
        hazard.c.id,
    )
    return [_hazard(row) for row in s.execute(wanted.order_by(*order))]


def tasks(s, today: date, kind: str | None = None, limit: int = 200, offset: int = 0) -> list[Task]:
    """What hangs on hazards: rechecks due first (longest overdue, majors), then what is still owed."""
    place = _kind(s, today)
    wanted = _rows().add_columns(place.label("kind")).where(_on_list(s, today, kind))
    order = (place.desc(), func.coalesce(hazard.c.due, "9999"), hazard.c.severity != MAJOR, hazard.c.id)
    found = [
        (_hazard(row), row.kind) for row in s.execute(wanted.order_by(*order).limit(limit).offset(offset))
    ]
    return [Task(one, one.overdue_days(today), named) for one, named in found]


def count_tasks(s, today: date, kind: str | None = None) -> int:
    return s.scalar(select(func.count()).select_from(hazard).where(_on_list(s, today, kind)))


def expect(s, hazard_id: str, state: str | None) -> None:
    """Our own move leads to `state`; None when the office has spoken."""
    s.execute(hazard.update().where(hazard.c.id == hazard_id).values(expected=state))


def _kind(s, today: date):
    role = meta.person(s).get("role", OFFICER)
    due = or_(hazard.c.state == PENDING, and_(hazard.c.due.is_not(None), hazard.c.due <= today.isoformat()))
    # a pass that could not close (of an expert, or of a major) waits for the office; an officer may still recheck
    # what an expert passed
    newest = func.json_extract(hazard.c.body, "$.history[0].move")
    passed = and_(hazard.c.state == PENDING, newest == "recheck_accept")
    if role == OFFICER:
        passed = and_(passed, hazard.c.severity == MAJOR)
    mine = due if role in MOVES["recheck_accept"].who else false()
    return case((or_(hazard.c.expected.is_not(None), passed), "expected"), (mine, "recheck"), else_="follow")


def _on_list(s, today: date, kind):
    named = hazard.c.state.in_([PENDING, *sorted(OWED)])
    return and_(named, _kind(s, today) == kind) if kind else named


def _rows():
    return select(hazard, enterprise.c.name.label("enterprise_name")).select_from(
        hazard.outerjoin(enterprise, enterprise.c.id == hazard.c.enterprise_id)
    )


TEXTS = ("number", "place", "text", "basis", "correction", "major_rule", "note")
PLAIN = ("item", "checklist", "found_on", "closed_on", "repeat_of", "order")
FLAGS = ("major_confirmed", "listed", "accepted")


def _hazard(row) -> Hazard:
    body = json.loads(row.body)
    return Hazard(
        row.id,
        row.enterprise_id,
        row.enterprise_name or "",
        row.state,
        row.severity,
        row.due,
        row.track,
        row.n,
        row.expected,
        photos=tuple(HazardPhoto(p["sha256"], p.get("role", "before")) for p in body.get("photos") or ()),
        history=tuple(body.get("history") or ()),
        body=body,
        **{name: body.get(name) or "" for name in TEXTS},
        **{name: body.get(name) for name in PLAIN},
        **{name: bool(body.get(name)) for name in FLAGS},
    )
