"""How things stand on the last day: every state of a hazard, what waits for somebody, what is planned."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from inspection.hazard import GRADED
from sync_server import grading
from sync_server.context import Context
from sync_server.demo import mishaps, sights
from sync_server.demo.chance import working_day
from sync_server.demo.visits import attend, find
from sync_server.tables import enterprise, hazard, photo, visit

ORDERABLE = ("ordered", "advised", "rectifying")


class Endings:
    """The last two weeks, told on purpose where the rest is left to chance."""

    def __init__(self, cast, story, diary):
        self.cast, self.story, self.diary = cast, story, diary
        self.chance, self.desk = cast.chance, story.desk
        works = [firm for firm in cast.firms if firm.kind == "production" and "机械" in firm.sectors]
        self.firms = self.chance.sample(works, 12)

    def _on(self, days_before: int, first: float = 9.5, last: float = 16.5) -> datetime:
        day = self.cast.today - timedelta(days=days_before)
        while working_day(day) != day:
            day -= timedelta(days=1)
        return self.chance.hour(day, first, last)

    def prepare(self) -> None:
        put, on = self.diary.put, self._on
        put(on(5), self.major_from_expert, self.firms[0])
        put(on(60), self.major_to_sign_off, self.firms[1])
        put(on(50), self.major_overdue, self.firms[2])
        put(on(4), self.twice_the_same, self.firms[3])
        put(on(3), self.not_for_us, self.firms[4])
        put(on(6), self.mistake, self.firms[5])
        put(on(16), self.more_time, self.firms[6])
        put(on(20), self.failed, self.firms[7])
        put(on(1, 14, 16), self.fresh, self.firms[8])
        put(on(12), self.not_for_us, self.firms[9], True)
        put(on(9), self.received, self.firms[10])
        put(on(30), self.overdue, self.firms[11])
        put(on(2, 9, 11), mishaps.bring, self.story)
        put(on(1, 16.6, 17.4), self.settle_repeats)

    def inspected(self, at: datetime, firm, *items: str) -> list[str]:
        """Officers find exactly this; the ids of the hazards."""
        seen = [sights.one(item, f"新厂区{sights.BY_ITEM[item]['where'][0]}", self.chance) for item in items]
        logins = self.desk.officers(firm)
        attended = attend(self.cast, firm, logins, "inspection", "special", at, seen)
        self.cast.phones[logins[0]].push([attended.record], at)
        for one in attended.found:
            self.story.keep_case(firm, one, "inspection")
        return [one.finding_id for one in attended.found]

    def ordered(self, at: datetime, firm, *items: str) -> list[str]:
        ids = self.inspected(at, firm, *items)
        self.desk.order(at + timedelta(hours=2), firm, ids)
        return [one for one, row in self.desk.rows(ids).items() if row["state"] in ORDERABLE]

    def major_from_expert(self, at: datetime, firm) -> None:
        """Sent ahead from the works; it waits for an officer's confirmation."""
        phone = self.cast.phones["expert1"]
        sight = sights.one("BASE-08", "焊接工位", self.chance)
        visit_id = phone.new_id(at)
        one = find(self.cast, firm, phone, sight, at - timedelta(minutes=40))
        body = {"finding": one.body, "visit_id": visit_id, "enterprise_id": firm.id, "track": "service"}
        record = phone.record(
            "finding", ("finding", one.finding_id), body, one.photos, at - timedelta(minutes=30)
        )
        phone.push([record], at - timedelta(minutes=29))
        attended = attend(
            self.cast, firm, ["expert1"], "service", "advice", at, [], ahead=[one], visit_id=visit_id
        )
        phone.push([attended.record], at)

    def major_to_sign_off(self, at: datetime, firm) -> None:
        """Put right and accepted; it waits for the leader."""
        hazard_id = self._major(at, firm, "ELEC-01")
        case = self.story.cases[hazard_id]
        self.diary.put(self._on(10), self.story.repairs.rectify, case)
        self.story.repairs.unsigned.add(hazard_id)

    def major_overdue(self, at: datetime, firm) -> None:
        """Listed for supervision by the leader, and past its day."""
        hazard_id = self._major(at, firm, "BASE-09")
        with self.cast.context.store.write() as c:
            grading.put_on_list(
                c, hazard_id, self.cast.people["leader1"], at + timedelta(days=2), reason="逾期未改，挂牌督办"
            )

    def _major(self, at: datetime, firm, item: str) -> str:
        [hazard_id] = self.inspected(at, firm, item)
        self.desk.confirm_major(at + timedelta(hours=1), firm, hazard_id)
        self.desk.order(at + timedelta(hours=2), firm, [hazard_id])
        return hazard_id

    def twice_the_same(self, at: datetime, firm) -> None:
        """Two findings of one thing, joined by the office."""
        first = self.inspected(at, firm, "ELEC-05", "FIRE-03")
        again = self.inspected(at + timedelta(hours=1), firm, "ELEC-02")
        rows = self.desk.rows([first[0], again[0]])
        if all(row["state"] == GRADED for row in rows.values()):
            facts = {"into": first[0]}
            self.desk.move(
                at + timedelta(hours=3),
                again[0],
                "merge",
                "office2",
                facts=facts,
                reason="与前一条为同一处线路",
            )

    def not_for_us(self, at: datetime, firm, answered: bool = False) -> None:
        [hazard_id, *_] = self.inspected(at, firm, "FIRE-12", "MACH-05")
        officer = self.desk.officers(firm)[0]
        reason = "涉及违法建设，移送综合行政执法队处理"
        self.desk.move(at + timedelta(hours=4), hazard_id, "transfer", officer, reason=reason)
        if answered:
            reply = "已拆除，复函在案"
            self.diary.put(self._on(2), self.desk.move_at, hazard_id, "transfer_result", officer, {}, reply)

    def mistake(self, at: datetime, firm) -> None:
        [hazard_id, *_] = self.inspected(at, firm, "BASE-13", "MACH-02")
        first, second = self.desk.officers(firm)
        beside = self.cast.people[second]
        reason = "台账已在另一办公室查到，登记有误"
        self.desk.move(at + timedelta(hours=5), hazard_id, "void", first, reason=reason, second=beside)

    def more_time(self, at: datetime, firm) -> None:
        """One is still asked for, one was granted."""
        asked = self.ordered(at, firm, "ELEC-15", "BASE-17")
        for hazard_id in asked[:1]:
            self.desk.receive(at + timedelta(hours=3), hazard_id)
            self.diary.put(
                self._on(2), self.desk.move_at, hazard_id, "ask_extension", "office1", {}, "检测机构排期已满"
            )
        for hazard_id in asked[1:]:
            self.diary.put(self._on(5), self.desk.extend, firm, hazard_id)

    def failed(self, at: datetime, firm) -> None:
        for hazard_id in self.ordered(at, firm, "FIRE-07", "ELEC-08"):
            case = self.story.cases[hazard_id]
            case.fails = True
            self.diary.put(self._on(3), self.story.repairs.recheck, case)

    def fresh(self, at: datetime, firm) -> None:
        """Yesterday's inspection: nothing is ordered yet."""
        self.inspected(at, firm, "ELEC-03", "FIRE-03", "MACH-01")

    def received(self, at: datetime, firm) -> None:
        for hazard_id in self.ordered(at, firm, "BASE-11", "BASE-02"):
            self.desk.receive(at + timedelta(hours=4), hazard_id)

    def overdue(self, at: datetime, firm) -> None:
        self.ordered(at, firm, "FIRE-02", "SPEQ-10", "BASE-12")

    def settle_repeats(self, at: datetime) -> None:
        """The office looks at what has come back; the newest are still to be looked at."""
        with self.cast.context.store.write() as c:
            again = c.scalars(
                select(hazard.c.id).where(hazard.c.repeat_of.is_not(None)).order_by(hazard.c.found_on)
            ).all()
            for hazard_id in again[: len(again) // 2]:
                grading.confirm_repeat(c, hazard_id, self.cast.people["office1"], at)


def counts(context: Context) -> dict:
    """What there is now, for the last line."""
    with context.store.read() as c:
        return {
            "firms": c.scalar(select(func.count()).select_from(enterprise)),
            "visits": c.scalar(select(func.count()).select_from(visit)),
            "hazards": c.scalar(select(func.count()).select_from(hazard)),
            "photos": c.scalar(select(func.count()).select_from(photo).where(photo.c.state == "stored")),
        }
