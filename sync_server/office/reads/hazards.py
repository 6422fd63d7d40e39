"""Hazards as the office lists them, and everything that hangs on one."""

import json

from sqlalchemy import and_, func, select, true, union_all

from inspection.checklist import MAJOR
from inspection.hazard import OPEN, OWED, STATES
from sync_server import tables
from sync_server.office.reads import paging, sent

h, e = tables.hazard, tables.enterprise
GROUPS = {  # what a filter "state" may say besides a single state
    "open": tuple(s for s in STATES if s in OPEN),
    "owed": tuple(s for s in STATES if s in OWED),
}
OF_OPEN_ONES = ("listed", "unconfirmed")  # flags that say something only until the hazard is closed
MOST_BRANCHES = 60
OPEN_MOST, ENDED_MOST = 100, 12  # on the page of one enterprise


def listed(
    c,
    seen,
    today,
    state="",
    severity="",
    track="",
    areas=None,
    overdue=False,
    flag="",
    enterprise_id="",
    after=None,
):
    """A page of hazards, newest first; overdue ones with the oldest due day first.

    `seen` and `areas` are area ids or None for all. Each state (and area) is read along its own index
    and the few rows of each are put in order, so that a rare state is found as quickly as a common one.
    """
    states = (state,) if state in STATES else GROUPS.get(state, ())
    if overdue:
        states = tuple(s for s in (states or STATES) if s in OWED)
    conditions = _conditions(seen, areas, severity, track, flag, enterprise_id)
    keys, newest_first = ((h.c.due, h.c.id), False) if overdue else ((h.c.found_on, h.c.id), True)
    if overdue:
        conditions.append(h.c.due < today.isoformat())
    if flag in OF_OPEN_ONES and not states:
        states = GROUPS["open"]
    if areas is not None and not states:
        states = STATES  # one area: each of its states lies in order of finding
    where = _narrowest(seen, areas) if not overdue and not enterprise_id else None
    branches = _branches(states, where)
    found = [
        c.execute(
            paging.cut(
                select(h).where(and_(true(), *conditions, *branch)), keys, after, newest_first=newest_first
            )
        )
        if len(branches) == 1
        else paging.cut(
            select(h.c.id, h.c.found_on, h.c.due).where(and_(true(), *conditions, *branch)),
            keys,
            after,
            newest_first=newest_first,
        )
        for branch in branches
    ]
    names = ("due" if overdue else "found_on", "id")
    if len(branches) == 1:
        rows, further = paging.page(found[0].all(), names)
    else:
        rows, further = _merged(c, found, names, newest_first)
    return _named(c, rows), further


def _conditions(seen, areas, severity, track, flag, enterprise_id) -> list:
    found = []
    # as a filter only, never as the way in: the bare column would make the planner gather and sort whole areas
    area = func.coalesce(h.c.area_id, "")
    if seen is not None:
        found.append(area.in_(seen))
    if areas is not None:
        found.append(area.in_(areas))
    if severity:
        found.append(h.c.severity == severity)
    if track:
        found.append(h.c.track == track)
    if enterprise_id:
        found.append(h.c.enterprise_id == enterprise_id)
    flags = {
        "repeat": h.c.repeat_of.is_not(None),
        "listed": h.c.listed.is_(True),
        "unconfirmed": and_(h.c.major_confirmed.is_(False), h.c.severity == MAJOR),
    }
    if flag in flags:
        found.append(flags[flag])
    return found


def _narrowest(seen, areas):
    if areas is not None:
        return areas
    return seen


def _branches(states, where) -> list[tuple]:
    if where is not None and states and 0 < len(where) * len(states) <= MOST_BRANCHES:
        return [(h.c.area_id == area, h.c.state == state) for area in where for state in states]
    return [(h.c.state == state,) for state in states] or [()]


def _merged(c, branches, names, newest_first):
    heads = union_all(*(select(branch.subquery()) for branch in branches)).subquery()
    keys = [heads.c[name] for name in names]
    order = [key.desc() if newest_first else key.asc() for key in keys]
    chosen = c.execute(select(heads).order_by(*order).limit(paging.PAGE + 1)).all()
    rows, further = paging.page(chosen, names)
    full = {
        row.id: dict(row._mapping) for row in c.execute(select(h).where(h.c.id.in_([r["id"] for r in rows])))
    }
    return [full[row["id"]] for row in rows], further


def _named(c, rows: list[dict]) -> list[dict]:
    ids = {row["enterprise_id"] for row in rows}
    names = dict(c.execute(select(e.c.id, e.c.name).where(e.c.id.in_(ids))).all()) if ids else {}
    for row in rows:
        row["enterprise"] = names.get(row["enterprise_id"], "")
    return rows


def by_number(c, number: str) -> str | None:
    return c.execute(select(h.c.id).where(h.c.number == number.upper())).scalar()


def by_id(c, hazard_id: str) -> dict | None:
    row = c.execute(
        select(h, e.c.name.label("enterprise"), e.c.code.label("enterprise_code"))
        .outerjoin(e, e.c.id == h.c.enterprise_id)
        .where(h.c.id == hazard_id)
    ).first()
    return dict(row._mapping) if row else None


def by_ids(c, ids) -> list[dict]:
    return [
        dict(row._mapping) for row in c.execute(select(h).where(h.c.id.in_(list(ids))).order_by(h.c.number))
    ]


def of_enterprise(c, enterprise_id: str, closed_most: int = ENDED_MOST) -> dict[str, list[dict]]:
    """Open hazards of an enterprise and ended ones, each newest first and not without end."""
    newest = select(h).where(h.c.enterprise_id == enterprise_id).order_by(h.c.found_on.desc(), h.c.id.desc())
    opened = c.execute(newest.where(h.c.state.in_(sorted(OPEN))).limit(OPEN_MOST))
    ended = c.execute(newest.where(h.c.state.not_in(sorted(OPEN))).limit(closed_most))
    return {"open": [dict(row._mapping) for row in opened], "ended": [dict(row._mapping) for row in ended]}


def history(c, hazard_id: str) -> list[dict]:
    k, p = tables.hazard_history, tables.person
    wanted = (
        select(k, p.c.name.label("actor"), p.c.role.label("role"))
        .outerjoin(p, p.c.id == k.c.actor_id)
        .where(k.c.hazard_id == hazard_id)
        .order_by(k.c.n)
    )
    rows = [dict(row._mapping) for row in c.execute(wanted)]
    for row in rows:
        row["facts"] = json.loads(row["facts"] or "{}")
    return rows


def findings(c, hazard_id: str) -> list[dict]:
    """The evidence: what was seen, on which visit, by whom."""
    f, p = tables.finding, tables.person
    wanted = (
        select(f, p.c.name.label("person"), p.c.role.label("role"), tables.visit.c.id.label("visit_here"))
        .outerjoin(p, p.c.id == f.c.person_id)
        .outerjoin(tables.visit, tables.visit.c.id == f.c.visit_id)
        .where(f.c.hazard_id == hazard_id)
        .order_by(f.c.seen_at)
    )
    rows = [dict(row._mapping) for row in c.execute(wanted)]
    for row in rows:
        row["body"] = sent.read(row["body"])
    return rows


def of_visit(c, visit_id: str) -> list[dict]:
    """The findings of a visit with number and state of the hazard each belongs to."""
    f, v = tables.finding, tables.visit
    wanted = (
        select(f, h.c.number, h.c.state, h.c.due, h.c.severity.label("hazard_severity"))
        .outerjoin(h, h.c.id == f.c.hazard_id)
        .join(v, and_(v.c.id == f.c.visit_id, v.c.enterprise_id == f.c.enterprise_id, v.c.track == f.c.track))
        .where(f.c.visit_id == visit_id)
        .order_by(f.c.seen_at, f.c.id)
    )
    rows = [dict(row._mapping) for row in c.execute(wanted)]
    for row in rows:
        row["body"] = sent.read(row["body"])
    return rows


def named(c, hazard_id: str | None) -> dict | None:
    """Just enough of a hazard to link to it."""
    if not hazard_id:
        return None
    row = c.execute(select(h.c.id, h.c.number, h.c.closed_on).where(h.c.id == hazard_id)).first()
    return dict(row._mapping) if row else None


def numbers(c, ids) -> dict[str, str]:
    return dict(c.execute(select(h.c.id, h.c.number).where(h.c.id.in_(list(ids)))).all()) if ids else {}
