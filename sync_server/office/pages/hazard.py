"""One hazard: state, evidence, history, and the moves that are open to this person."""

from starlette.responses import Response

from inspection.problems import Problem
from sync_server import history as steps
from sync_server import scope
from sync_server.office import moves
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.pages.enterprise import overdue
from sync_server.office.reads import areas, enterprises, hazards, photos
from sync_server.office.words import fact_lines


def _own(desk: Desk) -> dict:
    row = hazards.by_id(desk.c, desk.part("id"))
    if row is None or not scope.sees_hazard(desk.c, desk.person, row["id"]):
        raise NoSuchPage
    row["overdue"] = overdue(row, desk.today)
    return row


def shown(desk: Desk) -> Response:
    row, c = _own(desk), desk.c
    pictures = photos.of_hazards(c, [row["id"]])[row["id"]]
    findings = hazards.findings(c, row["id"])
    for finding in findings:
        finding["photos"] = [p for p in pictures if p["owner_id"] == finding["id"]]
    history = hazards.history(c, row["id"])
    for step in history:
        step["lines"] = fact_lines(desk.text, step["facts"])
    return desk.page(
        "hazard.html",
        here="hazards",
        row=row,
        area=areas.names(c).get(row["area_id"], ""),
        pairs=photos.pairs(pictures),
        findings=findings,
        history=history,
        broken=list(steps.breaks(c, row["id"])),
        repeat=hazards.named(c, row["repeat_of"]),
        merged=hazards.named(c, row["merged_into"]),
        order=enterprises.document(c, scope.enterprises_of(desk.person), row["order_id"])
        if row["order_id"]
        else None,
        moves=moves.offered(c, row, desk.person),
    )


TOLD_BACK = (
    "severity",
    "rule",
    "reason",
    "due",
    "receiver",
    "into",
    "second_login",
)  # kept in the form after a fault


def asked(desk: Desk) -> Response:
    """The page that asks before a move: what it does, what it needs to be told."""
    return _form(desk, _own(desk))


def _form(desk: Desk, row: dict, fault: Problem | None = None) -> Response:
    move = next((m for m in moves.offered(desk.c, row, desk.person) if m["move"] == desk.part("move")), None)
    if move is None:
        raise NoSuchPage
    if move["move"] == "order":
        return desk.go(f"/office/enterprises/{row['enterprise_id']}/order?hazard={row['id']}")
    return desk.page(
        "move.html",
        409 if fault else 200,
        here="hazards",
        row=row,
        move=move,
        fields=moves.FIELDS[move["move"]],
        fault=fault,
        repeat=hazards.named(desk.c, row["repeat_of"]),
        told={name: desk.said(name) for name in TOLD_BACK},
    )


def made(desk: Desk) -> Response:
    row, move = _own(desk), desk.part("move")
    if move == "order" or move not in moves.FIELDS:
        raise NoSuchPage
    if not desk.sure:
        return _form(desk, row)
    try:
        moves.make(desk, row, move)
    except Problem as problem:
        return _form(desk, row, problem)
    return desk.go(f"/office/hazards/{row['id']}", "moved")
