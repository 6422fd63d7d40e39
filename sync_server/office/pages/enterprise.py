"""The enterprise file (一企一档): everything the office knows of one enterprise on one page."""

from datetime import date

from starlette.responses import Response


from inspection.hazard import days_overdue
from sync_server import scope
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.reads import areas, enterprises, hazards, people, photos, visits
from sync_server.office.words import profile_lines

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
    timeline, further = visits.listed(c, within, enterprise_id=row["id"], size=TIMELINE)
    return desk.page(
        "enterprise.html",
        here="enterprises",
        row=row,
        area=areas.names(c).get(row["area_id"], ""),
        warning=enterprises.code_warning(row),
        profile=profile_lines(desk.text, row["profile"]),
        open=found["open"],
        ended=found["ended"],
        numbers=hazards.numbers(c, [h["repeat_of"] for h in every if h["repeat_of"]]),
        repeats=[h for h in every if h["repeat_of"]],
        orderable=[h for h in found["open"] if h["state"] in ORDERABLE],
        timeline=timeline,
        older_visits=further is not None,
        documents=enterprises.documents(c, row["id"]),
        plans=enterprises.plans(c, row["id"]),
        contracts=enterprises.contracts(c, row["id"]),
        goers=people.plannable(c),
        plan_id=desk.context.new_id(),
    )


ORDERABLE = ("graded", "advised", "recheck_failed")


def overdue(hazard: dict, today) -> int:
    """Days past the due day, 0 when nothing is late."""
    return days_overdue(hazard["state"], date.fromisoformat(hazard["due"]) if hazard["due"] else None, today)
