"""The enterprise file (一企一档): everything the office knows of one enterprise on one page."""

from datetime import date

from starlette.responses import Response

from inspection import roles
from inspection.hazard import days_overdue
from sync_server import scope
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.reads import areas, enterprises, hazards, people, photos, visits
from sync_server.office.words import profile_lines
from sync_server.people import by_id

TIMELINE = 12


def shown(desk: Desk) -> Response:
    c, within = desk.c, scope.enterprises_of(desk.person)
    row = enterprises.by_id(c, within, desk.part("id"))
    if row is None:
        raise NoSuchPage
    found = hazards.of_enterprise(c, row["id"])
    every = found["open"] + found["ended"]
    pictures = photos.of_hazards(c, [h["id"] for h in every])
    for hazard in every:
        hazard["overdue"] = overdue(hazard, desk.today)
        hazard["pairs"] = photos.pairs(pictures[hazard["id"]])
    timeline, further = visits.listed(c, scope.visits_of(desk.person), enterprise_id=row["id"], size=TIMELINE)
    return desk.page(
        "enterprise.html",
        here="enterprises",
        row=row,
        area=areas.names(c).get(row["area_id"], ""),
        warning=enterprises.code_warning(row),
        profile=profile_lines(desk.text, row["profile"]),
        open=_by_state(found["open"]),
        open_count=enterprises.open_hazards(c, [row["id"]]).get(row["id"], (0, 0))[0],
        shown_open=len(found["open"]),
        ended=found["ended"],
        more_ended=len(found["ended"]) == hazards.ENDED_MOST,
        numbers=hazards.numbers(c, [h["repeat_of"] for h in every if h["repeat_of"]]),
        repeats=[h for h in every if h["repeat_of"]],
        orderable=[h for h in found["open"] if h["state"] in ORDERABLE],
        timeline=timeline,
        older_visits=further is not None,
        documents=enterprises.documents(c, row["id"]),
        plans=enterprises.plans(c, row["id"]),
        contracts=enterprises.contracts(c, row["id"]),
        goers=_goers(desk, row["id"]),
        plan_id=desk.context.new_id(),
    )


def _goers(desk: Desk, enterprise_id: str) -> list:
    """Who may be sent there: people who go on visits and whose scope reaches this enterprise."""
    able = [by_id(desk.c, one["id"], desk.today) for one in people.plannable(desk.c)]
    going = [one for one in able if roles.tracks_of(one.role)]
    return [one for one in going if scope.sees_enterprise(desk.c, one, enterprise_id)]


def _by_state(rows: list[dict]) -> list[tuple[str, list[dict]]]:
    """Hazards grouped by state, what waits for the office first."""
    return [(state, found) for state in IN_ORDER if (found := [row for row in rows if row["state"] == state])]


# what the office has to do first stands first
IN_ORDER = (
    "registered",
    "graded",
    "rectified_pending",
    "extension_pending",
    "recheck_failed",
    "advised",
    "ordered",
    "rectifying",
    "transferred",
)
ORDERABLE = ("graded", "advised", "recheck_failed")


def overdue(hazard: dict, today) -> int:
    """Days past the due day, 0 when nothing is late."""
    return days_overdue(hazard["state"], date.fromisoformat(hazard["due"]) if hazard["due"] else None, today)
