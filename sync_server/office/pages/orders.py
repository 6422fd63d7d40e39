"""Issuing an order from the enterprise file: choose, look at it, then issue it under its number."""

from datetime import date, timedelta

from starlette.responses import Response

from inspection.problems import Problem
from inspection.visit import OFFICERS_NEEDED
from sync_server import hazards as moves
from sync_server import orders, people, scope
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.reads import enterprises, hazards, photos
from sync_server.office.reads import people as people_reads

USUAL_DAYS = 7
LONGEST_DAYS = 30  # span of one 责令限期整改指令书 in use


def _own(desk: Desk) -> dict:
    row = enterprises.by_id(desk.c, scope.enterprises_of(desk.person), desk.part("id"))
    if row is None:
        raise NoSuchPage
    return row


def chosen(desk: Desk) -> Response:
    return _choice(desk, _own(desk))


def _choice(desk: Desk, row: dict, fault: Problem | None = None) -> Response:
    offered, blocked = _offered(desk, row)
    picked = desk.all_said("hazard") or [desk.query("hazard")]
    officers = people_reads.officers(desk.c, desk.today)
    mine = [o["id"] for o in officers if o["id"] == desk.person.id]
    pictures = photos.of_hazards(desk.c, [h["id"] for h in offered])
    for hazard in offered:
        hazard["due_wanted"] = desk.said(f"due_{hazard['id']}") or _proposed(desk, hazard)
        hazard["photos"] = pictures[hazard["id"]]
    return desk.page(
        "order_choose.html",
        409 if fault else 200,
        here="enterprises",
        row=row,
        offered=offered,
        blocked=blocked,
        picked=picked,
        officers=officers,
        named=desk.all_said("officer") or mine,
        fault=fault,
        first_day=desk.today.isoformat(),
        last_day=(desk.today + timedelta(days=LONGEST_DAYS)).isoformat(),
    )


def _offered(desk: Desk, row: dict) -> tuple[list[dict], list[dict]]:
    """Hazards that may be ordered, and those that may not with the reason."""
    offered, blocked = [], []
    for hazard in hazards.of_enterprise(desk.c, row["id"], closed_most=0)["open"]:
        found = next(
            (m for m in moves.moves_for(desk.c, hazard["id"], desk.person) if m["move"] == "order"), None
        )
        obstacle = found["blocked"] if found else None
        if found and (obstacle is None or obstacle.code == "visit.two_officers_needed"):
            offered.append(hazard)
        elif found:
            blocked.append(hazard | {"obstacle": obstacle})
        elif hazard["state"] in ("graded", "advised", "recheck_failed"):
            offered.append(hazard)  # a clerk prepares what an officer will issue
    return offered, blocked


def _proposed(desk: Desk, hazard: dict) -> str:
    """The due day the finding asked for when it still lies ahead, else a week from today."""
    usual = (desk.today + timedelta(days=USUAL_DAYS)).isoformat()
    return hazard["due"] if hazard["due"] and hazard["due"] >= desk.today.isoformat() else usual


def issued(desk: Desk) -> Response:
    """Shows the order as it will be; with `sure` it is issued and gets its number."""
    row = _own(desk)
    if desk.said("back"):
        return _choice(desk, row)
    try:
        items, officers = _items(desk, row), _officers(desk)
    except Problem as problem:
        return _choice(desk, row, problem)
    if desk.sure:
        if not desk.may("order"):
            raise NoSuchPage
        document = orders.issue(desk.c, row["id"], items, officers, desk.person, desk.at, desk.context.new_id)
        desk.note(
            "order.issue",
            "document",
            document["id"],
            number=document["number"],
            enterprise_id=row["id"],
            officers=[o.id for o in officers],
            hazards=[i["hazard_id"] for i in items],
        )
        return desk.go(f"/office/documents/{document['id']}", "issued")
    known = {h["id"]: h for h in hazards.by_ids(desk.c, [i["hazard_id"] for i in items])}
    return desk.page(
        "order_preview.html",
        here="enterprises",
        row=row,
        items=[known[i["hazard_id"]] | {"due": i["due"]} for i in items],
        officers=officers,
        may_issue=desk.may("order"),
    )


def _items(desk: Desk, row: dict) -> list[dict]:
    open_ids = {h["id"] for h in hazards.of_enterprise(desk.c, row["id"], closed_most=0)["open"]}
    picked = [one for one in dict.fromkeys(desk.all_said("hazard")) if one in open_ids]
    if not picked:
        raise Problem("office.order_no_hazard")
    return [{"hazard_id": one, "due": _due(desk, desk.said(f"due_{one}"))} for one in picked]


def _due(desk: Desk, text: str) -> str:
    try:
        due = date.fromisoformat(text)
    except ValueError:
        raise Problem("office.day_unreadable") from None
    if not desk.today <= due <= desk.today + timedelta(days=LONGEST_DAYS):
        raise Problem("office.order_due", most=LONGEST_DAYS)
    return due.isoformat()


def _officers(desk: Desk) -> list:
    able = {o["id"] for o in people_reads.officers(desk.c, desk.today)}
    chosen = [one for one in dict.fromkeys(desk.all_said("officer")) if one in able]
    if len(chosen) < OFFICERS_NEEDED:
        raise Problem("office.order_officers", found=len(chosen))
    return [people.by_id(desk.c, one) for one in chosen]
