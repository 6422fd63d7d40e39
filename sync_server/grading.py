"""What the desk decides about a hazard beside its moves: grade, due day, repeat, listing, acceptance."""

from datetime import date, datetime

from sqlalchemy.engine import Connection

from inspection.checklist import GENERAL, MAJOR
from inspection.hazard import ADVISED, ENDED, REGISTERED, after
from inspection.problems import Problem
from inspection.roles import LEADER, OFFICE, OFFICER, SERVICE
from sync_server import history, locks
from sync_server.people import Person
from sync_server.standing import passed_recheck, row_of, save

MAY = {  # who decides what
    "grade": (OFFICER, LEADER),
    "due": (OFFICER, LEADER),
    "repeat": (OFFICER, OFFICE, LEADER),
    "listed": (LEADER,),
    "acceptance": (OFFICER, LEADER),
}


def confirm_major(
    c: Connection, hazard_id: str, actor: Person, at: datetime, rule: str = "", reason: str = ""
) -> str:
    """An officer says: this is a major hazard. The state it leads to."""
    return set_grade(c, hazard_id, MAJOR, rule, actor, at, reason)


def set_grade(
    c: Connection, hazard_id: str, severity: str, rule: str, actor: Person, at: datetime, reason: str = ""
) -> str:
    """Confirms or changes the grade; the state it leads to. Making a major hazard a general one needs a reason.

    Problems: hazard.unknown, hazard.not_your_move, hazard.move_not_allowed, hazard.reason_needed.
    """
    row = _for_decision(c, hazard_id, "grade", actor)
    if row["severity"] == MAJOR and severity == GENERAL and not reason.strip():
        raise Problem("hazard.reason_needed", move="grade")
    facts = {"severity": severity, "was": row["severity"], "rule": rule, "reason": reason}
    row["severity"] = severity
    row["major_rule"] = (rule or row["major_rule"]) if severity == MAJOR else ""
    row["major_confirmed"] = severity == MAJOR
    if row["state"] == REGISTERED:
        history.add(c, row, "grade", after(REGISTERED, "grade", actor.role), actor.id, at, facts)
        if row["track"] == SERVICE and severity == GENERAL:  # the expert has already left the advice on site
            history.add(c, row, "advise", ADVISED, actor.id, at, {})
    else:
        history.add(c, row, "regraded", row["state"], actor.id, at, facts)
    save(c, row)
    return row["state"]


def change_due(c: Connection, hazard_id: str, due: date, actor: Person, at: datetime, reason: str) -> None:
    """Problems: hazard.unknown, hazard.not_your_move, hazard.move_not_allowed, hazard.reason_needed."""
    row = _for_decision(c, hazard_id, "due", actor)
    if not reason.strip():
        raise Problem("hazard.reason_needed", move="due")
    facts = {"from": row["due"], "due": due.isoformat(), "reason": reason}
    row["due"] = due.isoformat()
    history.add(c, row, "due", row["state"], actor.id, at, facts)
    save(c, row)


def confirm_repeat(
    c: Connection, hazard_id: str, actor: Person, at: datetime, confirmed: bool = True
) -> None:
    """The server suggests that a hazard has come back; a person says whether it has."""
    row = _for_decision(c, hazard_id, "repeat", actor)
    facts = {"of": row["repeat_of"], "confirmed": confirmed}
    if confirmed:
        row["repeat_confirmed"] = True
    else:
        row.update(repeat_of=None, repeat_confirmed=False)
    history.add(c, row, "repeat", row["state"], actor.id, at, facts)
    save(c, row)


def put_on_list(
    c: Connection, hazard_id: str, actor: Person, at: datetime, listed: bool = True, reason: str = ""
) -> None:
    """Listed for supervision (挂牌督办), or taken off the list."""
    row = _for_decision(c, hazard_id, "listed", actor)
    row["listed"] = listed
    history.add(c, row, "listed", row["state"], actor.id, at, {"listed": listed, "reason": reason})
    save(c, row)


def record_acceptance(c: Connection, hazard_id: str, actor: Person, at: datetime, facts: dict) -> None:
    """The acceptance of a major hazard is on file (验收). Problems: hazard.no_recheck_yet and as above."""
    row = _for_decision(c, hazard_id, "acceptance", actor)
    if not passed_recheck(c, row):
        raise Problem("hazard.no_recheck_yet")
    row["accepted"] = True
    history.add(c, row, "accepted", row["state"], actor.id, at, facts)
    save(c, row)


def _for_decision(c: Connection, hazard_id: str, what: str, actor: Person) -> dict:
    if actor.role not in MAY[what]:
        raise Problem("hazard.not_your_move", move=what, role=actor.role)
    row = row_of(c, hazard_id)
    locks.of_enterprise(c, row["enterprise_id"])
    row = row_of(c, hazard_id)
    if row["state"] in ENDED and what != "repeat":
        raise Problem("hazard.move_not_allowed", state=row["state"], move=what)
    return row
