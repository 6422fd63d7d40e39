"""The figures of the overview. Each is counted along an index that holds all it needs."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import and_, case, func, literal, select, true, union_all

from inspection.hazard import ADVISED, CLOSED, EXTENSION, MERGED, OPEN, OWED, PENDING, REGISTERED, VOID
from sync_server import tables

h, v, e = tables.hazard, tables.visit, tables.enterprise
PERIODS = ("month", "quarter", "year", "twelve")
NOT_COUNTED = (VOID, MERGED)  # a mistake, or the same hazard under another number: found once only


def since(period: str, today: date) -> date:
    """First day of this month, quarter or year, or of the last twelve months."""
    if period == "month":
        return today.replace(day=1)
    if period == "quarter":
        return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    if period == "year":
        return today.replace(month=1, day=1)
    return months_back(today, 11)


def months_back(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)


def figures(c, seen, period: str, today: date) -> dict:
    """Everything the overview shows for the areas seen, as of `today`."""
    start = since(period, today)
    found = _found(c, seen, start)
    standing = _standing(c, seen, today)
    visits = _visits(c, seen, start)
    areas = _areas(c, seen)
    by_area = [_area_row(area, found, standing, visits) for area in areas]
    return {
        "since": start,
        "areas": [row for row in by_area if row["enterprises"] or row["found"] or row["open"]],
        "all": _sum(by_area),
        "months": _months(c, seen, today),
        "attention": _attention(c, seen, today),
    }


def _within(column, seen):
    return column.in_(seen) if seen is not None else true()


def _filtered(column, seen):
    """As `_within`, but never the way in: over a span of days the index of the day is the shorter way."""
    return _within(func.coalesce(column, ""), seen)


def _found(c, seen, start: date) -> dict:
    """{area: {"found", "closed", "major"}} of hazards found since `start`: rates are on the day of finding."""
    area = func.coalesce(h.c.area_id, "")  # grouping by the bare column would tempt SQLite to read all years
    wanted = (
        select(area, h.c.state, h.c.severity, func.count())
        .where(h.c.found_on >= start.isoformat(), _filtered(h.c.area_id, seen))
        .group_by(area, h.c.state, h.c.severity)
    )
    counted: dict[str, dict] = {}
    for area_id, state, severity, count in c.execute(wanted):
        if state in NOT_COUNTED:
            continue
        row = counted.setdefault(area_id, {"found": 0, "closed": 0, "major": 0})
        row["found"] += count
        row["closed"] += count if state == CLOSED else 0
        row["major"] += count if severity == "major" else 0
    return counted


def _standing(c, seen, today: date) -> dict:
    """{area: {"open", "overdue", "open_major"}} as things stand, whenever they were found.

    Each open state is counted along its own part of an index: closed ones, the most by far, are never read.
    """
    late = func.sum(case((h.c.due < today.isoformat(), 1), else_=0))
    each = [
        select(literal(state).label("state"), h.c.area_id, h.c.severity, func.count(), late)
        .where(h.c.state == state, _within(h.c.area_id, seen))
        .group_by(h.c.area_id, h.c.severity)
        for state in sorted(OPEN)
    ]
    counted: dict[str, dict] = {}
    for state, area, severity, count, overdue in c.execute(union_all(*each)):
        row = counted.setdefault(area, {"open": 0, "overdue": 0, "open_major": 0})
        row["open"] += count
        row["overdue"] += (overdue or 0) if state in OWED else 0
        row["open_major"] += count if severity == "major" else 0
    return counted


def _visits(c, seen, start: date) -> dict:
    """{area: {"visits", "visited"}}, counted for each enterprise along one index before any enterprise is read."""
    firm = func.coalesce(v.c.enterprise_id, "")  # as in `_found`: else all visits ever made would be read
    each = (
        select(firm.label("firm"), func.count().label("visits"))
        .where(v.c.day >= start.isoformat())
        .group_by(firm)
        .subquery()
    )
    wanted = (
        select(e.c.area_id, func.sum(each.c.visits), func.count())
        .join(each, each.c.firm == e.c.id)
        .where(_within(e.c.area_id, seen))
        .group_by(e.c.area_id)
    )
    return {area: {"visits": int(visits), "visited": visited} for area, visits, visited in c.execute(wanted)}


def _areas(c, seen) -> list[dict]:
    a = tables.area
    counts = dict(c.execute(select(e.c.area_id, func.count()).group_by(e.c.area_id)).all())
    rows = c.execute(
        select(a.c.id, a.c.name, a.c.kind).where(_within(a.c.id, seen)).order_by(a.c.place, a.c.name)
    )
    return [{"id": row.id, "name": row.name, "enterprises": counts.get(row.id, 0)} for row in rows]


NUMBERS = ("enterprises", "visits", "visited", "found", "closed", "major", "open", "overdue", "open_major")


def _area_row(area, found, standing, visits) -> dict:
    row = dict.fromkeys(NUMBERS, 0) | area
    for part in (found, standing, visits):
        row |= part.get(area["id"], {})
    return row


def _sum(rows) -> dict:
    return {name: sum(row[name] for row in rows) for name in NUMBERS}


def _months(c, seen, today: date, count: int = 13) -> list[dict]:
    """Found and closed in each of the last `count` months."""
    months = [months_back(today, back).isoformat()[:7] for back in range(count - 1, -1, -1)]
    found = _by_month(c, h.c.found_on, months[0], h.c.state.not_in(NOT_COUNTED), _filtered(h.c.area_id, seen))
    closed = _by_month(c, h.c.closed_on, months[0], _filtered(h.c.area_id, seen))
    return [{"month": m, "found": found[m], "closed": closed[m]} for m in months]


def _by_month(c, day, since_month: str, *conditions) -> Counter:
    """Counted day by day, in the order of the index of that day; months are added up here."""
    counted = Counter()
    for one, count in c.execute(
        select(day, func.count()).where(day >= since_month, *conditions).group_by(day)
    ):
        counted[one[:7]] += count
    return counted


def _attention(c, seen, today: date) -> list[dict]:
    """What waits for a person today: a name, how many, and where to look."""
    soon = (today + timedelta(days=3)).isoformat()
    now = today.isoformat()
    owed = h.c.state.in_(sorted(OWED))
    waits = [
        (
            "major",
            and_(h.c.state == REGISTERED, h.c.severity == "major", h.c.major_confirmed.is_(False)),
            "state=registered&severity=major",
        ),
        ("overdue", and_(owed, h.c.due < now), "overdue=1"),
        ("due_soon", and_(owed, h.c.due >= now, h.c.due <= soon), "state=owed"),
        ("pending", h.c.state == PENDING, f"state={PENDING}"),
        ("extension", h.c.state == EXTENSION, f"state={EXTENSION}"),
        ("graded", h.c.state == "graded", "state=graded"),
    ]
    found = [
        {"name": name, "count": _count(c, condition, seen), "address": f"/office/hazards?{query}"}
        for name, condition, query in waits
    ]
    advice = and_(h.c.state == ADVISED, h.c.track == "service")
    found.append({"name": "advice", "count": _count(c, advice, seen), "address": "/office/advice"})
    return found


def _count(c, condition, seen) -> int:
    return c.execute(
        select(func.count()).select_from(h).where(condition, _within(h.c.area_id, seen))
    ).scalar_one()
