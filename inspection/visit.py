"""One attendance on site, frozen whole: header, answers, findings, signatures."""

from dataclasses import dataclass

from inspection.checklist import RESULTS
from inspection.consolidation import folded
from inspection.finding import Finding, PhotoUse, read_finding, read_photo_uses
from inspection.problems import Problem
from inspection.record import read_position
from inspection.roles import INSPECTION, OFFICER, SERVICE, TRACKS
from inspection.shapes import Shape

PURPOSES = ("routine", "special", "recheck", "report", "joint", "advice")
# Advice is what a service visit gives; officers inspect, and turn advice into an order after seeing it themselves.
PURPOSES_OF = {INSPECTION: tuple(p for p in PURPOSES if p != "advice"), SERVICE: PURPOSES}
MODES = ("quick", "full")
OFFICERS_NEEDED = 2  # 行政处罚法 §42, 安全生产法 §67: two or more, certificates shown


@dataclass(frozen=True)
class Participant:
    person_id: str | None
    name: str
    role: str
    certificate_no: str


@dataclass(frozen=True)
class Companion:
    """Who of the enterprise came along."""

    name: str
    post: str
    phone: str


@dataclass(frozen=True)
class Answer:
    checklist: str
    item: str
    result: str
    value: str
    note: str
    at: str
    photos: tuple[PhotoUse, ...]


@dataclass(frozen=True)
class Signature:
    """`who` is inspector or companion. Refused: no image, a reason, perhaps a witness (安全生产法 §68)."""

    who: str
    name: str
    sha256: str | None
    refused: bool
    reason: str
    witness: str
    at: str
    person_id: str | None = None  # of an inspector; two may share a name


@dataclass(frozen=True)
class Visit:
    id: str
    enterprise_id: str
    track: str
    purpose: str
    mode: str
    plan_id: str | None
    checklists: tuple[tuple[str, int], ...]  # (code, version)
    started_at: str
    finished_at: str
    position: dict | None
    participants: tuple[Participant, ...]
    companion: Companion
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]
    sent_ahead: tuple[str, ...]  # ids of findings that travelled as records of their own
    signatures: tuple[Signature, ...]
    remark: str


def read_visit(body: dict) -> Visit:
    """Problems: record.invalid, visit.two_officers_needed, visit.purpose_not_of_track."""
    shape = Shape(body)
    started, finished = shape.instant("started_at"), shape.instant("finished_at")
    if finished < started:
        raise shape.wrong("finished_at", "before_start")
    position = shape.inner("position", default=None)
    companion = shape.inner("companion")
    visit = Visit(
        id=shape.identity("visit_id"),
        enterprise_id=shape.identity("enterprise_id"),
        track=shape.choice("track", TRACKS),
        purpose=shape.choice("purpose", PURPOSES),
        mode=shape.choice("mode", MODES),
        plan_id=shape.identity("plan_id", default=None),
        checklists=tuple(
            (c.identity("code"), c.whole("version", 1, 10**6)) for c in shape.each("checklists", most=50)
        ),
        started_at=body["started_at"],
        finished_at=body["finished_at"],
        position=position and read_position(position),
        participants=tuple(read_participant(p) for p in shape.each("participants", most=30)),
        companion=Companion(
            companion.text("name", most=60, default=""),
            companion.text("post", most=60, default=""),
            companion.text("phone", most=40, default=""),
        ),
        answers=tuple(_answer(a) for a in shape.each("answers", most=2000)),
        findings=tuple(read_finding(f) for f in shape.each("findings", most=500)),
        sent_ahead=tuple(shape.strings("sent_ahead", most=500, longest=64, default=[])),
        signatures=tuple(_signature(s) for s in shape.each("signatures", most=40)),
        remark=shape.text("remark", most=4000, default=""),
    )
    if len({finding.id for finding in visit.findings}) < len(visit.findings):
        raise shape.wrong("findings", "doubled")
    if visit.purpose not in PURPOSES_OF[visit.track]:
        raise Problem("visit.purpose_not_of_track", purpose=visit.purpose, track=visit.track)
    if visit.track == INSPECTION and len(certified_officers(visit.participants)) < OFFICERS_NEEDED:
        raise Problem("visit.two_officers_needed", found=len(certified_officers(visit.participants)))
    if (
        visit.track == INSPECTION
        and any(finding.fixed_on_site for finding in visit.findings)
        and not visit.signatures
    ):
        raise shape.wrong("signatures", "missing")
    return visit


def photos_named(visit: Visit) -> set[str]:
    """Every photo the visit speaks of, signatures included."""
    uses = [use for answer in visit.answers for use in answer.photos]
    uses += [use for finding in visit.findings for use in finding.photos]
    return {use.sha256 for use in uses} | {s.sha256 for s in visit.signatures if s.sha256}


def certified_officers(participants) -> list[Participant]:
    """Officers with a certificate number, each person and each certificate once, however it is written."""
    seen, found = set(), []
    for person in participants:
        if person.role == OFFICER and (certificate := folded(person.certificate_no)):
            marks = {("certificate", certificate), ("person", person.person_id or certificate)}
            if not marks & seen:
                found.append(person)
            seen |= marks
    return found


def read_participant(shape: Shape) -> Participant:
    return Participant(
        shape.identity("person_id", default=None),
        shape.text("name", most=60, least=1),
        shape.choice("role", ("officer", "expert", "station", "assistant")),
        shape.text("certificate_no", most=60, default=""),
    )


def _answer(shape: Shape) -> Answer:
    shape.instant("at")
    return Answer(
        shape.identity("checklist"),
        shape.identity("item"),
        shape.choice("result", RESULTS),
        shape.text("value", most=2000, default=""),
        shape.text("note", most=2000, default=""),
        shape.value["at"],
        read_photo_uses(shape),
    )


def _signature(shape: Shape) -> Signature:
    shape.instant("at")
    refused = shape.flag("refused", default=False)
    return Signature(
        shape.choice("who", ("inspector", "companion")),
        shape.text("name", most=60, default=""),
        shape.sha256("sha256", default=None) if refused else shape.sha256("sha256"),
        refused,
        shape.text("reason", most=500, least=1) if refused else "",
        shape.text("witness", most=60, default=""),
        shape.value["at"],
        shape.identity("person_id", default=None),
    )
