"""One record on its way in: who sent it, when it came, and what became of it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from inspection.days import believed, china_day, to_instant, to_text
from inspection.problems import NotYet, Problem
from inspection.record import Record
from inspection.roles import EXPERT, tracks_of
from sync_server import people
from sync_server.people import Person
from sync_server.places import reached

APPLIED, MERGED, HELD, REFUSED = "applied", "merged", "held", "refused"


@dataclass(frozen=True)
class Verdict:
    outcome: str
    code: str | None = None
    facts: dict = field(default_factory=dict)
    waits: tuple[str, str] | None = None  # (kind, id) of what a held record waits for
    arrived: tuple[tuple[str, str], ...] = ()  # what is now here, for those who wait
    photo_uses: tuple[dict, ...] = ()
    where: dict = field(default_factory=dict)  # enterprise_id, visit_id, when the body does not name them


@dataclass(frozen=True)
class Arrival:
    record: Record
    person: Person
    device_id: str
    received_at: datetime
    at: datetime  # of the judging: later than received_at when the record was held
    enterprises: dict[str, bool]  # those looked up so far → within this person's reach
    seen: set[str]  # ids of records that are here

    def happened(self, said: str) -> datetime:
        """The phone's word, set right as far as the server can."""
        return believed(to_instant(said), self.record.at.get("offset"), self.received_at)

    def day(self, said: str) -> date:
        return china_day(self.happened(said))

    def device_time(self) -> str:
        return to_text(to_instant(self.record.at["wall"]))

    def demand_track(self, track: str) -> None:
        if track not in tracks_of(self.person.role):
            raise Problem("visit.track_not_yours", track=track, role=self.person.role)

    def demand_enterprise(self, c, enterprise_id: str) -> None:
        if enterprise_id not in self.enterprises:
            self.enterprises.update(reached(c, self.person, [enterprise_id]))
        if enterprise_id not in self.enterprises:
            raise NotYet("enterprise", enterprise_id)
        if not self.enterprises[enterprise_id] and not self._reached_then(c, enterprise_id):
            raise Problem("record.not_your_enterprise", enterprise_id=enterprise_id)

    def _reached_then(self, c, enterprise_id: str) -> bool:
        """Whether an expert's company had it under contract on the day of the record: what was done under a
        contract and comes late counts as it would have then. For nothing but that is the phone's day asked."""
        if self.person.role != EXPERT or not self.person.active:
            return False
        then = people.by_id(c, self.person.id, self.day(self.record.at["wall"]))
        return then is not None and reached(c, then, [enterprise_id]).get(enterprise_id, False)

    def demand_photos(self, named: set[str]) -> None:
        """Every photo the body names stands in the manifest, and the other way round."""
        listed = {photo.sha256 for photo in self.record.photos}
        if listed != named:
            raise Problem("record.photos_disagree", missing=len(named - listed), unnamed=len(listed - named))

    def photo_use(self, sha256: str, owner_kind: str, owner_id: str, role: str, **where) -> dict:
        """A row of `photo_use`; `where` may name enterprise_id, visit_id, hazard_id and track."""
        row = {"enterprise_id": None, "visit_id": None, "hazard_id": None, "track": ""} | where
        row |= {"sha256": sha256, "record_id": self.record.id, "owner_kind": owner_kind, "owner_id": owner_id}
        return row | {"role": role, "person_id": self.person.id, "device_id": self.device_id}
