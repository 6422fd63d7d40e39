"""Planning a visit from the enterprise file, and dropping a plan."""

from datetime import date

import sqlalchemy as sa
from starlette.responses import Response

from inspection import days, roles
from inspection.problems import Problem
from inspection.visit import PURPOSES_OF
from sync_server import people, projections, scope, tables
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.reads import enterprises


def added(desk: Desk) -> Response:
    row = enterprises.by_id(desk.c, scope.enterprises_of(desk.person), desk.part("id"))
    if row is None:
        raise NoSuchPage
    file = f"/office/enterprises/{row['id']}"
    goer = people.by_id(desk.c, desk.said("person_id"), desk.today)
    track, purpose = desk.said("track"), desk.said("purpose")
    if goer is None or not goer.active or track not in roles.tracks_of(goer.role):
        raise Problem("office.plan_person")
    if purpose not in PURPOSES_OF[track]:
        raise Problem("office.plan_purpose")
    if not scope.sees_enterprise(desk.c, goer, row["id"]):
        raise Problem("office.plan_out_of_reach", name=goer.name)
    day = _day(desk)
    text, note = desk.text, desk.said("note", 500)
    if not desk.sure:
        lines = [
            (text("office.field.enterprise"), row["name"]),
            (text("office.plan.day"), day),
            (text("office.plan.person"), f"{goer.name}（{text('role.' + goer.role)}）"),
            (text("office.field.track"), text(f"track.{track}")),
            (text("office.field.purpose"), text(f"purpose.{purpose}")),
            (text("office.field.note"), note or "—"),
        ]
        return desk.ask(text("office.plan.title"), lines, file, sure=text("office.plan.confirm"))
    plan = {
        "id": desk.said("plan_id", 64) or desk.context.new_id(),
        "enterprise_id": row["id"],
        "person_id": goer.id,
    }
    plan |= {"day": day, "track": track, "purpose": purpose, "note": note, "state": "planned"}
    plan |= {"made_by": desk.person.id, "made_at": days.to_text(desk.at)}
    if enterprises.plan(desk.c, plan["id"]) is None:  # sent twice is planned once
        desk.c.execute(sa.insert(tables.plan).values(plan))
        projections.plan_changed(desk.c, plan["id"])
        desk.note(
            "plan.add",
            "plan",
            plan["id"],
            after={k: plan[k] for k in ("enterprise_id", "person_id", "day", "track", "purpose")},
        )
    return desk.go(file, "planned")


def _day(desk: Desk) -> str:
    try:
        day = date.fromisoformat(desk.said("day"))
    except ValueError:
        raise Problem("office.day_unreadable") from None
    if day < desk.today:
        raise Problem("office.plan_past")
    return day.isoformat()


def dropped(desk: Desk) -> Response:
    plan = enterprises.plan(desk.c, desk.part("id"))
    if plan is None or not scope.sees_enterprise(desk.c, desk.person, plan["enterprise_id"]):
        raise NoSuchPage
    file = f"/office/enterprises/{plan['enterprise_id']}"
    if plan["state"] != "planned":
        return desk.go(file, "nothing")
    if not desk.sure:
        return desk.ask(desk.text("office.plan.drop"), [(desk.text("office.plan.day"), plan["day"])], file)
    desk.c.execute(sa.update(tables.plan).where(tables.plan.c.id == plan["id"]).values(state="dropped"))
    projections.plan_changed(desk.c, plan["id"])
    desk.note("plan.drop", "plan", plan["id"], before="planned", after="dropped")
    return desk.go(file, "dropped")
