"""Visits that are planned for the coming days, and what was planned and has not taken place."""

from datetime import datetime, timedelta

from sqlalchemy import insert

from inspection.days import to_text
from sync_server import projections
from sync_server.demo.cast import Cast, Firm
from sync_server.demo.chance import working_day
from sync_server.tables import plan

WHO = {"officer1": "inspection", "officer3": "inspection", "expert1": "service", "expert2": "service"}


def put_down(cast: Cast, at: datetime) -> None:
    """The office plans; every planned visit is on its person's phone."""
    works = [firm for firm in cast.firms if firm.kind == "production"]
    rows = []
    for ahead in (-1, 0, 0, 0, 1, 2, 3, 4, 7, 8):
        day = working_day(cast.today + timedelta(days=ahead))
        for login, track in WHO.items():
            if ahead == 0 or cast.chance.likely(0.6):
                rows.append(_plan(cast, login, track, cast.chance.choice(works), day, at))
    with cast.context.store.write() as c:
        c.execute(insert(plan), rows)
        for row in rows:
            projections.plan_changed(c, row["id"])


def _plan(cast: Cast, login: str, track: str, firm: Firm, day, at: datetime) -> dict:
    notes = ("", "", "重点看用电和消防通道", "企业联系人上午在厂", "结合上次检查的问题")
    return {
        "id": cast.chance.new_id(at),
        "enterprise_id": firm.id,
        "person_id": cast.people[login].id,
        "day": day.isoformat(),
        "track": track,
        "purpose": "routine" if track == "inspection" else "advice",
        "note": cast.chance.choice(notes),
        "state": "planned",
        "made_by": cast.people["office1"].id,
        "made_at": to_text(at),
    }
