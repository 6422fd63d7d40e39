"""The first page: how things stand, how they went over a year, and what needs a person today."""

from starlette.responses import Response

from inspection.roles import ADMIN, LEADER
from sync_server import first_start
from sync_server.office import charts
from sync_server.office.desk import Desk
from sync_server.office.reads import inbox, overview
from sync_server.office.recent import Recent

counted = Recent(seconds=60, worth=0.2)


def _first_steps(desk: Desk) -> dict[str, bool]:
    """What a new office still lacks, for whoever can see to it; empty once nothing does."""
    if desk.person.role not in (ADMIN, LEADER):
        return {}
    steps = first_start.steps(desk.c)
    return {} if all(steps.values()) else steps


def shown(desk: Desk) -> Response:
    steps = _first_steps(desk)
    if not desk.may("see"):
        return desk.page("first_steps.html", here="", steps=steps) if steps else desk.go("/office/attention")
    period = desk.query("period", overview.PERIODS) or "year"
    key = (id(desk.context.store), desk.seen, period, desk.today)
    if desk.query("fresh"):
        counted.forget(key)
    (figures, at) = counted.of(
        key, lambda: (overview.figures(desk.c, desk.seen, period, desk.today), desk.at)
    )
    waiting = inbox.count(desk.c, desk.seen)
    for row in figures["areas"]:
        row["rate"] = charts.share(row["closed"], row["found"])
        row["coverage"] = charts.share(row["visited"], row["enterprises"])
    return desk.page(
        "overview.html",
        here="overview",
        period=period,
        periods=overview.PERIODS,
        figures=figures,
        rate=charts.share(figures["all"]["closed"], figures["all"]["found"]),
        coverage=charts.share(figures["all"]["visited"], figures["all"]["enterprises"]),
        chart=charts.months(figures["months"]),
        waiting=waiting,
        steps=steps,
        counted_at=at,
    )
