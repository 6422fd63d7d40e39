"""Moving a hazard on: the one way from state to state, for the desk and for records alike."""

from datetime import date, datetime

from sqlalchemy import select, union
from sqlalchemy.engine import Connection

from inspection.days import china_day
from inspection.hazard import CLOSED, DESK, OPEN, after, guard, moves_open_to
from inspection.problems import Problem
from inspection.roles import INSPECTION
from inspection.visit import OFFICERS_NEEDED
from sync_server import history, locks, projections
from sync_server.grading import (
    change_due,
    confirm_major,
    confirm_repeat,
    put_on_list,
    record_acceptance,
    set_grade,
)
from sync_server.people import Person
from sync_server.standing import row_of, save, standing_of
from sync_server.tables import finding, hazard_history, photo_use

__all__ = [
    "change_due",
    "confirm_major",
    "confirm_repeat",
    "make_move",
    "moves_for",
    "put_on_list",
    "record_acceptance",
    "set_grade",
]
# Moves of the desk that those who were on site are told of; the sentence is `notice.<code>`.
TOLD = {
    "order": "hazard_ordered",
    "return": "hazard_returned",
    "grant_extension": "hazard_extended",
    "refuse_extension": "hazard_not_extended",
    "void": "hazard_void",
}
NEEDS_DUE = ("order", "grant_extension")


def make_move(
    c: Connection,
    hazard_id: str,
    move: str,
    actor: Person,
    at: datetime,
    reason: str = "",
    officers=(),
    facts: dict | None = None,
    second: Person | None = None,
    record_id: str | None = None,
    device_time: str | None = None,
) -> str:
    """The state the move leads to. `officers` are the people named on the act; only certified ones count.

    `facts` go into the history; "due" among them sets the due day, "order_id" the order, "into" the hazard that
    a merge leads to. Problems: hazard.unknown, hazard.move_not_allowed, hazard.not_your_move, those of
    `inspection.hazard.guard`, hazard.due_needed, hazard.order_needs_document, hazard.merge_elsewhere.
    """
    row = _locked(c, hazard_id)
    facts = dict(facts or {})
    to_state = after(row["state"], move, actor.role)
    counted = {one.id: one for one in officers if one.certified(china_day(at))}
    beside = second.id if second and second.active and second.role in DESK else None
    guard(move, standing_of(c, row), actor=actor.id, officers=len(counted), reason=reason, second=beside)
    if move in NEEDS_DUE and not facts.get("due"):
        raise Problem("hazard.due_needed", move=move)
    if move == "order" and not facts.get("order_id"):
        raise Problem("hazard.order_needs_document")
    if move == "merge":
        _merge(c, row, facts.get("into"), actor, at)
    facts |= {"reason": reason} if reason else {}
    facts |= {"officers": [one.name for one in counted.values()]} if counted else {}
    facts |= {"second": second.name} if beside else {}
    history.add(c, row, move, to_state, actor.id, at, facts, record_id, device_time)
    settle(row, move, actor.id, facts, china_day(at))
    save(c, row)
    if move in TOLD:
        _tell_finders(c, row, TOLD[move], actor, facts, at)
    return to_state


def settle(row: dict, move: str, actor_id: str, facts: dict, today: date) -> None:
    """What a step changes in the row besides its state."""
    if row["state"] == CLOSED:
        row["closed_on"] = today.isoformat()
    if facts.get("due"):
        row["due"] = facts["due"]
    if move == "order":
        row.update(order_id=facts["order_id"], track=INSPECTION)
    elif move == "rectify":
        row["corrected_by"] = actor_id
    elif move == "fix_on_site":
        row["fixed_on_site"] = True
    elif move in ("return", "recheck_partly", "recheck_fail"):
        row["accepted"] = False
    elif move == "merge":
        row["merged_into"] = facts["into"]


def moves_for(c: Connection, hazard_id: str, person: Person) -> list[dict]:
    """What this person may do next, each with what stands in the way although the form is filled in, or None."""
    row = row_of(c, hazard_id)
    standing = standing_of(c, row)
    offered = []
    for move in moves_open_to(person.role, row["state"]):
        blocked = None
        try:
            guard(move, standing, actor=person.id, officers=OFFICERS_NEEDED, reason="…", second="another")
        except Problem as problem:
            blocked = problem
        offered.append({"move": move, "blocked": blocked})
    return offered


def _locked(c: Connection, hazard_id: str) -> dict:
    row = row_of(c, hazard_id)
    locks.of_enterprise(c, row["enterprise_id"])
    return row_of(c, hazard_id)  # again: it may have moved while we waited


def _merge(c: Connection, row: dict, into: str | None, actor: Person, at: datetime) -> None:
    """The evidence goes over to the other hazard; both keep their numbers and histories."""
    target = row_of(c, into or "")
    if (
        target["id"] == row["id"]
        or target["enterprise_id"] != row["enterprise_id"]
        or target["state"] not in OPEN
    ):
        raise Problem("hazard.merge_elsewhere", number=target["number"])
    history.add(
        c, target, "merged_in", target["state"], actor.id, at, {"from": row["id"], "number": row["number"]}
    )
    save(c, target)
    c.execute(finding.update().where(finding.c.hazard_id == row["id"]).values(hazard_id=target["id"]))
    c.execute(photo_use.update().where(photo_use.c.hazard_id == row["id"]).values(hazard_id=target["id"]))


def _tell_finders(c: Connection, row: dict, code: str, actor: Person, facts: dict, at: datetime) -> None:
    """Those who found it, and those who were there since."""
    found_it = select(finding.c.person_id.label("id")).where(finding.c.hazard_id == row["id"])
    been_there = select(hazard_history.c.actor_id.label("id")).where(
        hazard_history.c.hazard_id == row["id"], hazard_history.c.record_id.is_not(None)
    )
    said = {"number": row["number"], "place": row["place"], "text": row["text"][:80], "by": actor.name}
    said |= {"reason": facts.get("reason", ""), "due": row["due"] or ""}
    about = {"kind": "hazard", "id": row["id"]}
    for person_id in sorted(
        {one for one in c.scalars(union(found_it, been_there)) if one and one != actor.id}
    ):
        projections.notice(c, person_id, f"{row['id']}:{row['n']}", code, said, about, at)
