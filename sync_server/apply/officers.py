"""Who may count as an officer on an official act: nobody whom the office knows in another role."""

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from inspection.problems import Problem
from inspection.roles import OFFICER
from inspection.visit import OFFICERS_NEEDED, certified_officers
from sync_server.prepared import Prepared
from sync_server.tables import person

_ROLES = Prepared(select(person.c.role).where(person.c.id.in_(bindparam("ids", expanding=True))))


def demand_officers(c: Connection, participants) -> None:
    """Problem visit.two_officers_needed. Officers of other offices, without an account here, are believed."""
    named = certified_officers(participants)
    ids = [one.person_id for one in named if one.person_id]
    others = [role for role in (_ROLES.values(c, ids=sorted(set(ids))) if ids else ()) if role != OFFICER]
    if len(named) - len(others) < OFFICERS_NEEDED:
        raise Problem("visit.two_officers_needed", found=len(named) - len(others))
