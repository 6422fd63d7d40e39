"""Eighteen months on the street: who goes where, what is found, and what becomes of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspection.checklist import MAJOR
from inspection.days import china_day, to_text
from inspection.hazard import FAILED, GRADED, PENDING, UNDER_WORK
from inspection.roles import INSPECTION, SERVICE
from sync_server.demo.cast import Cast, Firm
from sync_server.demo.chance import working_day
from sync_server.demo.desk import Desk
from sync_server.demo.diary import Diary
from sync_server.demo.sights import Sight
from sync_server.demo.visits import Attended, Found, attend, participants

SENT_AHEAD = 0.6  # of major findings
LATE, FORGOTTEN = 0.16, 0.05
NOT_ENOUGH = {"partly": "部分整改到位，仍有一处未完成", "fail": "未按要求整改，现场情况与检查时相同"}


@dataclass
class Case:
    """A hazard the story follows. `pictured`: there is a photo of it, so there will be one of it put right."""

    id: str
    firm: Firm
    sight: Sight
    severity: str
    track: str
    due: date
    pictured: bool
    tries: int = 0
    reported: bool = False


class Story:
    def __init__(self, cast: Cast, diary: Diary):
        self.cast, self.diary, self.chance, self.desk = cast, diary, cast.chance, Desk(cast)
        self.cases: dict[str, Case] = {}

    # ── visits ──
    def expert_of(self, firm: Firm) -> list[str]:
        first = list(self.cast.areas.values()).index(firm.area_id) % 3
        pair = [f"expert{first + 1}", f"expert{(first + 1) % 3 + 1}"]
        return pair if self.chance.likely(0.3) else pair[:1]

    def service(self, at: datetime, firm: Firm) -> None:
        self._visit(at, firm, self.expert_of(firm), SERVICE, self.chance.choice(("advice", "routine", "advice")))

    def round(self, at: datetime, firm: Firm) -> None:
        """A station keeper looks in."""
        self._visit(at, firm, [self.cast.station_of(firm)], SERVICE, "routine")

    def inspect(self, at: datetime, firm: Firm) -> None:
        purpose = self.chance.choice(("routine", "routine", "special", "report", "joint"))
        self._visit(at, firm, self.desk.officers(firm), INSPECTION, purpose)

    def verify(self, at: datetime, firm: Firm, ids: list[str]) -> None:
        """Officers see for themselves what an expert reported, and then order it."""
        states = self.desk.rows(ids)
        cases = [self.cases[one] for one in ids if states[one]["state"] in (GRADED, "advised")]
        if not cases:
            return
        known = {case.sight.item: case.id for case in cases}
        logins = self.desk.officers(firm)
        sights = list({case.sight.item: case.sight for case in cases}.values())
        attended = attend(self.cast, firm, logins, INSPECTION, "special", at, sights, known)
        self.cast.phones[logins[0]].push([attended.record], at)
        for case in cases:
            case.track = INSPECTION
        self.diary.put(self._desk_time(at, 1), self.order, firm, [case.id for case in cases])

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
            due = date.fromisoformat(row["due"])
            case = Case(row["id"], firm, one.sight, row["severity"], track, due, one.pictured)
            self.cases[case.id] = case
            fresh.append(case)
        ordered = [case.id for case in fresh if track == INSPECTION and case.severity != MAJOR]
        if ordered:
            self.diary.put(self._desk_time(at, 1), self.order, firm, ordered)
        for case in fresh:
            if case.severity == MAJOR:
                self.diary.put(self._desk_time(at, 1), self.confirm, case)
            elif track == SERVICE:
                if firm.kind == "production" and self.chance.likely(0.07):
                    self.diary.put(self._on_site(at, 3, 9), self.verify, firm, [case.id])
                else:
                    self._mend(at, case)
        return fresh

    def confirm(self, at: datetime, case: Case) -> None:
        self.desk.confirm_major(at, case.firm, case.id)
        if case.track == INSPECTION:
            self.diary.put(at + timedelta(hours=1), self.order, case.firm, [case.id])
        else:
            self.diary.put(self._on_site(at, 1, 2), self.verify, case.firm, [case.id])

    def order(self, at: datetime, firm: Firm, ids: list[str]) -> None:
        for one, due in self.desk.order(at, firm, ids).items():
            case = self.cases[one]
            case.due, case.track = due, INSPECTION
            if self.chance.likely(0.4):
                self.diary.put(at + timedelta(hours=3), self.desk.receive, one)
            if self.chance.likely(0.04) and (due - china_day(at)).days > 6:
                self.diary.put(self._desk_time(at, 4), self.extend, case)
            else:
                self._mend(at, case)

    def extend(self, at: datetime, case: Case) -> None:
        due = self.desk.extend(at, case.firm, case.id)
        if due:
            case.due = due
            self._mend(at + timedelta(days=1), case)

    def _mend(self, at: datetime, case: Case) -> None:
        """The enterprise sees to it: mostly in time, sometimes late, now and then only after many weeks."""
        today, span = china_day(at), max((case.due - china_day(at)).days, 1)
        if self.chance.likely(FORGOTTEN):
            day = case.due + timedelta(days=self.chance.randint(30, 75))
        elif self.chance.likely(LATE):
            day = case.due + timedelta(days=self.chance.randint(1, 14))
        else:
            day = today + timedelta(days=self.chance.randint(max(span * 2 // 3, 1), span))
        at = self.chance.hour(working_day(max(day, today + timedelta(days=1))), 9, 16)
        self.diary.put(at, self.rectify if case.pictured else self.recheck, case)

    def rectify(self, at: datetime, case: Case) -> None:
        """The station keeper takes a photo of what has been put right."""
        if self.desk.rows([case.id])[case.id]["state"] not in UNDER_WORK:
            return
        phone = self.cast.phones[self.cast.station_of(case.firm)]
        done_at = at - timedelta(minutes=self.chance.randint(3, 40))
        photo = phone.photo(case.sight.scene, case.sight.seed, done_at, after=True)
        rectification_id = phone.new_id(done_at)
        body = {
            "rectification_id": rectification_id,
            "hazard_id": case.id,
            "done": case.sight.done,
            "responsible": case.firm.companion["name"],
            "done_at": to_text(done_at),
            "photos": [{"sha256": photo["sha256"], "role": "after"}],
        }
        phone.push([phone.record("rectification", ("hazard", case.id), body, [photo], done_at)], at)
        case.reported = True
        self.diary.put(self._on_site(at, 1, 4), self.recheck, case)

    def recheck(self, at: datetime, case: Case) -> None:
        """Officers look at what was ordered, those who advised at what they advised."""
        if self.desk.rows([case.id])[case.id]["state"] not in UNDER_WORK:
            return
        firm, official = case.firm, case.track == INSPECTION
        if official:
            logins = self.desk.officers(firm)
        else:
            logins = self.expert_of(firm)[:1] if firm.kind == "production" else [self.cast.station_of(firm)]
        phone = self.cast.phones[logins[0]]
        verdict = "pass" if case.tries or self.chance.likely(0.9) else self.chance.choice(("partly", "fail"))
        case.tries += 1
        records, visit_id = [], None
        if official and self.chance.likely(0.4):
            attended = attend(self.cast, firm, logins, INSPECTION, "recheck", at, [])
            records, visit_id = [attended.record], attended.visit_id
        records.append(self.recheck_record(at, case, logins, verdict, visit_id))
        phone.push(records, at)
        self._after_recheck(at, case, verdict)

    def recheck_record(
        self, at: datetime, case: Case, logins: list[str], verdict: str, visit_id: str | None, photo: dict | None = None
    ) -> dict:
        phone, checked_at = self.cast.phones[logins[0]], at - timedelta(minutes=self.chance.randint(1, 20))
        recheck_id = phone.new_id(checked_at)
        reason = "现场与整改照片一致" if case.reported else "现场查阅资料，已整改到位"
        body = {
            "recheck_id": recheck_id,
            "hazard_id": case.id,
            "enterprise_id": case.firm.id,
            "visit_id": visit_id,
            "track": INSPECTION if logins[0].startswith("officer") else SERVICE,
            "verdict": verdict,
            "note": NOT_ENOUGH.get(verdict, ""),
            "new_due": None,
            "participants": participants(self.cast, logins),
            "checked_at": to_text(checked_at),
            "photos": [{"sha256": photo["sha256"], "role": "after"}] if photo else [],
            "no_photo_reason": reason if verdict == "pass" and not photo else "",
        }
        return phone.record("recheck", ("hazard", case.id), body, [photo] if photo else [], checked_at)

    def _after_recheck(self, at: datetime, case: Case, verdict: str) -> None:
        state = self.desk.rows([case.id])[case.id]["state"]
        if state == FAILED and case.track == INSPECTION:
            self.diary.put(self._desk_time(at, 1), self.order, case.firm, [case.id])
        elif state == FAILED:
            case.due = china_day(at) + timedelta(days=7)
            self._mend(at, case)
        elif state == PENDING and case.severity == MAJOR:
            self.diary.put(self._desk_time(at, 3), self.desk.accept, case.firm, case.id)
            self.diary.put(self._desk_time(at, 6), self.desk.sign_off, case.id)
        elif state == PENDING and verdict == "pass":
            self.diary.put(self._desk_time(at, self.chance.randint(1, 4)), self.desk.close, case.firm, case.id)

    def _desk_time(self, at: datetime, days: int) -> datetime:
        return self.chance.hour(working_day(china_day(at) + timedelta(days=days)), 8.8, 17)

    def _on_site(self, at: datetime, least: int, most: int) -> datetime:
        day = china_day(at) + timedelta(days=self.chance.randint(least, most))
        return self.chance.hour(working_day(day), 10.5, 17)
