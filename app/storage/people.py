"""Colleagues, for naming who took part."""

from dataclasses import dataclass

from sqlalchemy import select

from app.storage.tables import colleague


@dataclass(frozen=True)
class Colleague:
    id: str
    name: str
    role: str
    certificate_no: str
    organisation: str


def colleagues(s, role: str | None = None) -> list[Colleague]:
    wanted = select(colleague).order_by(colleague.c.organisation, colleague.c.name, colleague.c.id)
    return [Colleague(*row) for row in s.execute(wanted.where(colleague.c.role == role) if role else wanted)]


def by_id(s, person_id: str) -> Colleague | None:
    row = s.execute(select(colleague).where(colleague.c.id == person_id)).first()
    return Colleague(*row) if row else None
