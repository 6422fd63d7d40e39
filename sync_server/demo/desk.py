"""What the office does with the hazards, through the same doors as its pages."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from inspection.days import china_day, to_text
from inspection.hazard import ADVISED, FAILED, GRADED, OWED, PENDING, REGISTERED
from sync_server import audit, grading, hazards, orders
from sync_server.demo.cast import Cast, Firm
from sync_server.tables import hazard, visit

LEAST_DAYS = 2  # nobody is ordered to have done something yesterday


class Desk:
    """The office people's side of the story. Each act leaves alone what has moved on meanwhile."""

    def __init__(self, cast: Cast):
        self.cast, self.store = cast, cast.context.store

    def officers(self, firm: Firm) -> list[str]:
        """The pair that works in this part of the street."""
        place = list(self.cast.areas.values()).index(firm.area_id)
        return ["officer1", "officer2"] if place % 2 == 0 else ["officer3", "officer4"]

    def rows(self, ids) -> dict:
        with self.store.read() as c:
            found = c.execute(select(hazard).where(hazard.c.id.in_(list(ids)))).mappings()
            return {row["id"]: row for row in found}

    def order(self, at: datetime, firm: Firm, ids: list[str]) -> dict[str, date]:
        """{hazard id: due day} of what could be ordered."""
        rows = self.rows(ids)
        wanted = [row for row in rows.values() if row["state"] in (GRADED, ADVISED, FAILED)]
        if not wanted:
            return {}
        soonest = china_day(at) + timedelta(days=LEAST_DAYS)
        due = {}
        for row in wanted:
            said = date.fromisoformat(row["due"]) if row["due"] else soonest
            late = row["state"] == FAILED or said < soonest
            due[row["id"]] = soonest + timedelta(days=self.cast.chance.randint(3, 9)) if late else said
        people = [self.cast.people[login] for login in self.officers(firm)]
        items = [{"hazard_id": one, "due": day} for one, day in due.items()]
        with self.store.write() as c:
            issued = orders.issue(
                c, firm.id, items, people, people[0], at, lambda: self.cast.chance.new_id(at)
            )
            facts = {"number": issued["number"], "hazards": len(items)}
            audit.write(c, people[0].id, "order.issue", "document", issued["id"], facts, "", at)
        return due

    def move(self, at: datetime, hazard_id: str, move: str, login: str, **more) -> str:
        """Problems: those of `hazards.make_move`."""
        actor, before = self.cast.people[login], self.rows([hazard_id])[hazard_id]
        with self.store.write() as c:
            state = hazards.make_move(c, hazard_id, move, actor, at, **more)
            said = {"reason": more.get("reason", ""), **(more.get("facts") or {})}
            self._note(c, actor, move, before, said, at)
        return state

    def _note(self, c, actor, move: str, before, said: dict, at: datetime) -> None:
        """Into the audit, as the pages of the office write it."""
        after = c.scalar(select(hazard.c.state).where(hazard.c.id == before["id"]))
        facts = {"number": before["number"], "before": before["state"], "after": after}
        facts |= {name: value for name, value in said.items() if value}
        audit.write(c, actor.id, f"hazard.{move}", "hazard", before["id"], facts, "", at)

    def move_at(
        self, at: datetime, hazard_id: str, move: str, login: str, facts: dict, reason: str = ""
    ) -> None:
        """A move put down in the diary."""
        self.move(at, hazard_id, move, login, facts=facts, reason=reason)

    def confirm_major(self, at: datetime, firm: Firm, hazard_id: str) -> None:
        row = self.rows([hazard_id])[hazard_id]
        if row["state"] == REGISTERED:
            actor = self.cast.people[self.officers(firm)[0]]
            with self.store.write() as c:
                said = {"rule": row["major_rule"], "reason": "经核对，符合判定标准"}
                grading.confirm_major(c, hazard_id, actor, at, said["rule"], said["reason"])
                self._note(c, actor, "confirm_major", row, said, at)

    def close(self, at: datetime, firm: Firm, hazard_id: str) -> None:
        """An officer closes what an expert or a station keeper has seen put right."""
        if self.rows([hazard_id])[hazard_id]["state"] == PENDING:
            self.move(at, hazard_id, "close", self.officers(firm)[0], reason="复核整改资料和照片，同意销号")

    def accept(self, at: datetime, firm: Firm, hazard_id: str) -> None:
        """The acceptance of a major hazard comes on file."""
        row = self.rows([hazard_id])[hazard_id]
        if row["state"] == PENDING:
            actor = self.cast.people[self.officers(firm)[0]]
            facts = {
                "self_check": True,
                "expert_review": True,
                "government": True,
                "note": "验收组现场验收合格",
            }
            with self.store.write() as c:
                grading.record_acceptance(c, hazard_id, actor, at, facts)
                self._note(c, actor, "acceptance", row, facts, at)

    def sign_off(self, at: datetime, hazard_id: str) -> None:
        row = self.rows([hazard_id])[hazard_id]
        if row["state"] == PENDING and row["accepted"]:
            self.move(at, hazard_id, "sign_off", "leader1", reason="同意销号")

    def look_through(self, at: datetime) -> None:
        """Office staff read what came in up to the day before."""
        actor, until = self.cast.people["office2"], to_text(at - timedelta(days=1))
        with self.store.write() as c:
            unread = (visit.c.review == "new") & (visit.c.received_at < until)
            for visit_id in c.scalars(select(visit.c.id).where(unread).order_by(visit.c.received_at)).all():
                c.execute(update(visit).where(visit.c.id == visit_id).values(review="seen"))
                facts = {"before": "new", "after": "seen"}
                audit.write(c, actor.id, "visit.seen", "visit", visit_id, facts, "", at)

    def receive(self, at: datetime, hazard_id: str) -> None:
        """The enterprise has signed for the order."""
        if self.rows([hazard_id])[hazard_id]["state"] in ("ordered", "advised"):
            self.move(at, hazard_id, "receive", "office1", reason="当面送达")

    def extend(self, at: datetime, firm: Firm, hazard_id: str) -> date | None:
        """The enterprise asks for more time; an officer grants it the next day. The new due day."""
        row = self.rows([hazard_id])[hazard_id]
        if row["state"] not in OWED or row["state"] == ADVISED:
            return None
        due = date.fromisoformat(row["due"]) + timedelta(days=self.cast.chance.randint(7, 15))
        self.move(at, hazard_id, "ask_extension", "office1", reason="设备采购周期较长，已采取临时防护措施")
        granted = at + timedelta(hours=20)
        officer = self.officers(firm)[0]
        self.move(
            granted, hazard_id, "grant_extension", officer, facts={"due": due.isoformat()}, reason="情况属实"
        )
        return due
