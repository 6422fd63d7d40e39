"""What becomes of a hazard once it is ordered or advised: put right, reported, looked at again, closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspection.checklist import MAJOR
from inspection.days import china_day, to_text
from inspection.hazard import FAILED, PENDING, UNDER_WORK
from inspection.roles import INSPECTION, SERVICE
from sync_server.demo.cast import Cast, Firm
from sync_server.demo.chance import working_day
from sync_server.demo.desk import Desk
from sync_server.demo.diary import Diary
from sync_server.demo.sights import Sight
from sync_server.demo.visits import attend, participants

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
    fails: bool = False  # told to fail its next recheck and to stay so


class Repairs:
    """`order_again(at, firm, ids)` is what follows a failed recheck of something ordered."""

    def __init__(self, cast: Cast, diary: Diary, desk: Desk, order_again):
        self.cast, self.diary, self.desk, self.order_again = cast, diary, desk, order_again
        self.chance = cast.chance
        self.unsigned: set[str] = set()  # major hazards that still wait for the leader on the last day

    def expert_of(self, firm: Firm) -> list[str]:
        first = list(self.cast.areas.values()).index(firm.area_id) % 3
        pair = [f"expert{first + 1}", f"expert{(first + 1) % 3 + 1}"]
        return pair if self.chance.likely(0.3) else pair[:1]

    def mend(self, at: datetime, case: Case) -> None:
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
        self.diary.put(self.chance.on_site(at, 1, 4), self.recheck, case)

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
        well = not case.fails and (case.tries or self.chance.likely(0.9))
        verdict = "pass" if well else self.chance.choice(("partly", "fail"))
        case.tries += 1
        records, visit_id = [], None
        if official and self.chance.likely(0.4):
            attended = attend(self.cast, firm, logins, INSPECTION, "recheck", at, [])
            records, visit_id = [attended.record], attended.visit_id
        records.append(self.recheck_record(at, case, logins, verdict, visit_id))
        phone.push(records, at)
        self._after_recheck(at, case, verdict)

    def recheck_record(
        self,
        at: datetime,
        case: Case,
        logins: list[str],
        verdict: str,
        visit_id: str | None,
        photo: dict | None = None,
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
        if state == FAILED and case.fails:
            return
        if state == FAILED and case.track == INSPECTION:
            self.diary.put(self.chance.desk_time(at, 1), self.order_again, case.firm, [case.id])
        elif state == FAILED:
            case.due = china_day(at) + timedelta(days=7)
            self.mend(at, case)
        elif state == PENDING and case.severity == MAJOR:
            self.diary.put(self.chance.desk_time(at, 3), self.desk.accept, case.firm, case.id)
            if case.id not in self.unsigned:
                self.diary.put(self.chance.desk_time(at, 6), self.desk.sign_off, case.id)
        elif state == PENDING and verdict == "pass":
            self.diary.put(
                self.chance.desk_time(at, self.chance.randint(1, 4)), self.desk.close, case.firm, case.id
            )
