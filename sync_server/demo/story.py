"""Eighteen months on the street: who goes where, what is found, and what becomes of it."""

from datetime import datetime, timedelta

from inspection.checklist import MAJOR
from inspection.days import china_day, to_instant
from inspection.hazard import ADVISED, GRADED
from inspection.roles import INSPECTION, SERVICE
from sync_server.demo.cast import Cast, Firm
from sync_server.demo.desk import Desk
from sync_server.demo.diary import Diary
from sync_server.demo.repairs import Case, Repairs
from sync_server.demo.visits import Attended, Found, attend


class Story:
    def __init__(self, cast: Cast, diary: Diary):
        self.cast, self.diary, self.chance, self.desk = cast, diary, cast.chance, Desk(cast)
        self.cases: dict[str, Case] = {}
        self.repairs = Repairs(cast, diary, self.desk, self.order)

    # ── visits ──
    def service(self, at: datetime, firm: Firm) -> None:
        self._visit(
            at,
            firm,
            self.repairs.expert_of(firm),
            SERVICE,
            self.chance.choice(("advice", "routine", "advice")),
        )

    def round(self, at: datetime, firm: Firm) -> None:
        """A station keeper looks in."""
        self._visit(at, firm, [self.cast.station_of(firm)], SERVICE, "routine")

    def inspect(self, at: datetime, firm: Firm) -> None:
        purpose = self.chance.choice(("routine", "routine", "special", "report", "joint"))
        self._visit(at, firm, self.desk.officers(firm), INSPECTION, purpose)

    def verify(self, at: datetime, firm: Firm, ids: list[str]) -> None:
        """Officers see for themselves what an expert reported, and then order it."""
        states = self.desk.rows(ids)
        cases = [self.cases[one] for one in ids if states[one]["state"] in (GRADED, ADVISED)]
        if not cases:
            return
        known = {case.sight.item: case.id for case in cases}
        logins = self.desk.officers(firm)
        sights = list({case.sight.item: case.sight for case in cases}.values())
        attended = attend(self.cast, firm, logins, INSPECTION, "special", at, sights, known)
        self.cast.phones[logins[0]].push([attended.record], at)
        for case in cases:
            case.track = INSPECTION
        self.diary.put(self.chance.desk_time(at, 1), self.order, firm, [case.id for case in cases])

    def _visit(self, at: datetime, firm: Firm, logins: list[str], track: str, purpose: str) -> Attended:
        attended = attend(self.cast, firm, logins, track, purpose, at)
        phone = self.cast.phones[logins[0]]
        phone.push([attended.record], at)
        self.follow(at, firm, attended.found, track)
        return attended

    # ── what follows ──
    def follow(self, at: datetime, firm: Firm, found: list[Found], track: str) -> list[Case]:
        """New hazards among the findings become cases, each with its next step in the diary."""
        rows = self.desk.rows(one.finding_id for one in found)
        fresh = []
        for one in found:
            row = rows.get(one.finding_id)
            if row is None or row["state"] == "closed":
                continue
            fresh.append(self.keep_case(firm, one, track))
        ordered = [case.id for case in fresh if track == INSPECTION and case.severity != MAJOR]
        if ordered:
            self.diary.put(self.chance.desk_time(at, 1), self.order, firm, ordered)
        for case in fresh:
            if case.severity == MAJOR:
                self.diary.put(self.chance.desk_time(at, 1), self.confirm, case)
            elif track == SERVICE:
                if firm.kind == "production" and self.chance.likely(0.07):
                    self.diary.put(self.chance.on_site(at, 3, 9), self.verify, firm, [case.id])
                else:
                    self.repairs.mend(at, case)
        return fresh

    def keep_case(self, firm: Firm, one: Found, track: str) -> Case:
        """The finding's hazard, followed from here on."""
        due = china_day(to_instant(one.body["seen_at"])) + timedelta(days=one.body["deadline_days"])
        case = Case(one.finding_id, firm, one.sight, one.body["severity"], track, due, one.pictured)
        self.cases[case.id] = case
        return case

    def confirm(self, at: datetime, case: Case) -> None:
        self.desk.confirm_major(at, case.firm, case.id)
        if case.track == INSPECTION:
            self.diary.put(at + timedelta(hours=1), self.order, case.firm, [case.id])
        else:
            self.diary.put(self.chance.on_site(at, 1, 2), self.verify, case.firm, [case.id])

    def order(self, at: datetime, firm: Firm, ids: list[str]) -> None:
        for one, due in self.desk.order(at, firm, ids).items():
            case = self.cases[one]
            case.due, case.track = due, INSPECTION
            if self.chance.likely(0.4):
                self.diary.put(at + timedelta(hours=3), self.desk.receive, one)
            if self.chance.likely(0.04) and (due - china_day(at)).days > 6:
                self.diary.put(self.chance.desk_time(at, 4), self.extend, case)
            else:
                self.repairs.mend(at, case)

    def extend(self, at: datetime, case: Case) -> None:
        due = self.desk.extend(at, case.firm, case.id)
        if due:
            case.due = due
            self.repairs.mend(at + timedelta(days=1), case)
