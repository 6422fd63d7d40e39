"""A visit of the demo from the first step through the gate to the last signature, as one record."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inspection.checklist import proposed_severity
from inspection.days import to_text
from inspection.roles import EXPERT, INSPECTION, OFFICER
from sync_server.demo import sights
from sync_server.demo.cast import Cast, Firm
from sync_server.demo.phone import Phone
from sync_server.demo.sights import Sight

PHOTOGRAPHED = 0.5  # of what can be shown in a picture
FIXED_AT_ONCE = 0.5  # of what has to be put right at once
REFUSED_TO_SIGN = 0.025


@dataclass
class Found:
    """A finding as it was made, for the story to go on from."""

    finding_id: str
    sight: Sight
    body: dict
    photos: list
    fixed: bool
    pictured: bool


@dataclass
class Attended:
    visit_id: str
    record: dict
    found: list[Found]
    finished: datetime


def attend(
    cast: Cast,
    firm: Firm,
    logins: list[str],
    track: str,
    purpose: str,
    arrives: datetime,
    seen: list[Sight] | None = None,
    hazards: dict | None = None,
    ahead: list[Found] | None = None,
    visit_id: str | None = None,
    plan_id: str | None = None,
) -> Attended:
    """The visit of the first of `logins`, with the others beside; it reaches the office at `arrives`.

    `seen` None: chance decides what is found.
    `hazards`: item → id of a known hazard the finding speaks of. `ahead`: findings that travelled before.
    """
    phone, chance = cast.phones[logins[0]], cast.chance
    finished = arrives - timedelta(minutes=chance.randint(2, 25))
    started = finished - timedelta(minutes=chance.randint(40, 110))
    mode = "full" if chance.likely(0.15) else "quick"
    lists = sights.lists_of(firm.lists, chance, mode) if purpose != "recheck" else []
    if seen is None:
        seen = sights.choose(lists, mode, _how_many(cast, firm, track), firm.failed, chance)
    ahead = ahead or []
    failed = {sight.item for sight in seen} | {one.sight.item for one in ahead}
    told = sights.answers(lists, mode, failed, chance, started, to_text)
    found = [find(cast, firm, phone, sight, started, hazards) for sight in seen]
    photos = [photo for one in found for photo in one.photos]
    signed = _signatures(cast, firm, phone, logins, finished, photos)
    visit_id = visit_id or phone.new_id(started)
    body = {
        "visit_id": visit_id,
        "enterprise_id": firm.id,
        "track": track,
        "purpose": purpose,
        "mode": mode,
        "plan_id": plan_id,
        "checklists": [{"code": one.code, "version": one.version} for one in lists],
        "started_at": to_text(started),
        "finished_at": to_text(finished),
        "position": phone.position(started),
        "participants": participants(cast, logins),
        "companion": firm.companion,
        "answers": told,
        "findings": [one.body for one in found],
        "sent_ahead": [one.finding_id for one in ahead],
        "signatures": signed,
        "remark": chance.choice(("", "", "", "企业正常生产。", "现场负责人配合检查。", "部分设备检修停机。")),
    }
    record = phone.record("visit", ("visit", visit_id), body, photos, finished)
    return Attended(visit_id, record, found, finished)


def participants(cast: Cast, logins: list[str]) -> list[dict]:
    people = [cast.people[login] for login in logins]
    return [
        {"person_id": one.id, "name": one.name, "role": one.role, "certificate_no": one.certificate_no}
        for one in people
    ]


def find(
    cast: Cast, firm: Firm, phone: Phone, sight: Sight, started: datetime, hazards: dict | None = None
) -> Found:
    """One finding with its photo, perhaps put right before their eyes."""
    chance = cast.chance
    item = next(i for i in cast.lists[sight.checklist].items if i.code == sight.item)
    severity, rule = proposed_severity(item, firm.sectors)
    seen_at = started + timedelta(minutes=chance.randint(5, 30))
    known = (hazards or {}).get(sight.item)
    pictured = bool(sight.scene) and (severity == "major" or chance.likely(PHOTOGRAPHED))
    at_once = item.deadline_days == 0 and severity == "general" and not known
    fixed = pictured and at_once and chance.likely(FIXED_AT_ONCE)
    photos, uses = [], []
    if pictured:
        source = "imported" if chance.likely(0.06) else "taken"
        photos.append(phone.photo(sight.scene, sight.seed, seen_at, source=source))
        uses.append({"sha256": photos[0]["sha256"], "role": "before"})
    if fixed:
        photos.append(phone.photo(sight.scene, sight.seed, seen_at + timedelta(minutes=9), after=True))
        uses.append({"sha256": photos[1]["sha256"], "role": "after"})
    finding_id = phone.new_id(seen_at)
    body = {
        "finding_id": finding_id,
        "checklist": sight.checklist,
        "item": sight.item,
        "hazard_id": known,
        "place": sight.place,
        "text": sight.text,
        "basis": item.basis,
        "severity": severity,
        "major_rule": rule,
        "device_failed": False,
        "correction": item.correction_zh,
        "deadline_days": item.deadline_days,
        "fixed_on_site": fixed,
        "seen_at": to_text(seen_at),
        "photos": uses,
        "no_photo_reason": ""
        if pictured
        else chance.choice(sights.NO_PHOTO[:2] if sight.scene else sights.NO_PHOTO[2:]),
    }
    firm.failed.append((sight.item, sight.place))
    return Found(finding_id, sight, body, photos, fixed, pictured)


def _how_many(cast: Cast, firm: Firm, track: str) -> int:
    weights = {"red": (1, 2, 3, 3), "orange": (2, 3, 3, 1), "yellow": (4, 4, 2, 0), "blue": (6, 4, 1, 0)}
    few = (5, 4, 1, 0) if firm.kind == "small" else weights.get(firm.grade, (5, 4, 1, 0))
    return cast.chance.choices(range(4), few)[0] + (1 if track == INSPECTION and firm.grade == "red" else 0)


def _signatures(
    cast: Cast, firm: Firm, phone: Phone, logins: list[str], at: datetime, photos: list
) -> list[dict]:
    chance, signed = cast.chance, []
    for login in logins:
        name = cast.people[login].name
        photo = phone.signature(name, str(chance.randint(0, 2)), at)
        photos.append(photo)
        signed.append(_signed("inspector", name, photo["sha256"], at))
    name = firm.companion["name"]
    if cast.people[logins[0]].role in (OFFICER, EXPERT) and chance.likely(REFUSED_TO_SIGN):
        witness = cast.people[cast.station_of(firm)].name
        refusal = {"refused": True, "reason": "对检查结论有异议，拒绝签字", "witness": witness}
        return [*signed, _signed("companion", name, None, at) | refusal]
    photo = phone.signature(name, firm.id[-4:], at)
    photos.append(photo)
    return [*signed, _signed("companion", name, photo["sha256"], at)]


def _signed(who: str, name: str, sha256: str | None, at: datetime) -> dict:
    return {
        "who": who, "name": name, "sha256": sha256, "refused": False, "reason": "", "witness": "", "at": to_text(at)
    }  # fmt: skip
