"""The first page: how things stand, how they went over a year, and what needs a person today."""

from starlette.responses import Response

from sync_server.office import charts
from sync_server.office.desk import Desk
from sync_server.office.reads import inbox, overview
from sync_server.office.recent import Recent

counted = Recent(seconds=60, worth=0.2)


def shown(desk: Desk) -> Response:
    if not desk.may("see"):
        return desk.go("/office/attention")
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
        counted_at=at,
    )
