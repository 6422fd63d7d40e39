"""The life of a hazard, from the finding that revealed it to closing (销号).

The phone asks `moves_open_to` which buttons to draw; the server asks `after` and the guards what is
true. Overdue, major, listed, repeat and suspended are flags, never states: overdue is a due day
looked at on a given day.

    registered → graded → ordered | advised → rectifying → rectified_pending → closed
    beside it: recheck_failed, extension_pending, transferred, void, merged

Source: 安全生产法 §41, §65, §67; the steps of street practice.
"""

from dataclasses import dataclass
from datetime import date

from inspection.checklist import MAJOR
from inspection.problems import Problem
from inspection.roles import EXPERT, INSPECTION, LEADER, OFFICE, OFFICER, SERVICE, STATION
from inspection.visit import OFFICERS_NEEDED

REGISTERED, GRADED, ORDERED, ADVISED, RECTIFYING = "registered", "graded", "ordered", "advised", "rectifying"
EXTENSION, PENDING, FAILED = "extension_pending", "rectified_pending", "recheck_failed"
TRANSFERRED, VOID, MERGED, CLOSED = "transferred", "void", "merged", "closed"
STATES = (REGISTERED, GRADED, ORDERED, ADVISED, RECTIFYING, EXTENSION, PENDING, FAILED, TRANSFERRED)
STATES += (VOID, MERGED, CLOSED)
ENDED = frozenset({CLOSED, VOID, MERGED})
OPEN = frozenset(STATES) - ENDED
OWED = frozenset(
    {ORDERED, ADVISED, RECTIFYING, EXTENSION, FAILED}
)  # the enterprise owes something by the due day
UNDER_WORK = (ORDERED, ADVISED, RECTIFYING, PENDING, FAILED)

SYSTEM = "system"  # what follows from a record by itself, in the name of its maker
DESK = (OFFICER, OFFICE, LEADER)


@dataclass(frozen=True)
class Move:
    """`leads` maps each state the move may start from to the state it ends in; `who` may make it."""

    leads: dict
    who: tuple[str, ...]


MOVES = {
    "grade": Move({REGISTERED: GRADED}, (OFFICER, OFFICE, LEADER, SYSTEM)),
    "order": Move({GRADED: ORDERED, ADVISED: ORDERED, FAILED: ORDERED}, (OFFICER, LEADER)),
    "advise": Move({GRADED: ADVISED}, (EXPERT, STATION, *DESK, SYSTEM)),
    "fix_on_site": Move({REGISTERED: CLOSED, GRADED: CLOSED}, (OFFICER, LEADER, SYSTEM)),
    "receive": Move({ORDERED: RECTIFYING, ADVISED: RECTIFYING}, (STATION, EXPERT, *DESK)),
    "rectify": Move(dict.fromkeys((ORDERED, ADVISED, RECTIFYING, FAILED), PENDING), (STATION, EXPERT, *DESK)),
    "recheck_pass": Move(dict.fromkeys(UNDER_WORK, CLOSED), (OFFICER,)),
    "recheck_accept": Move(dict.fromkeys(UNDER_WORK, PENDING), (OFFICER, EXPERT, STATION)),
    "recheck_partly": Move(dict.fromkeys(UNDER_WORK, FAILED), (OFFICER, EXPERT, STATION)),
    "recheck_fail": Move(dict.fromkeys(UNDER_WORK, FAILED), (OFFICER, EXPERT, STATION)),
    "close": Move({PENDING: CLOSED}, (OFFICER, LEADER)),
    "sign_off": Move({PENDING: CLOSED}, (LEADER,)),
    "return": Move({PENDING: FAILED}, DESK),
    "ask_extension": Move(dict.fromkeys((ORDERED, RECTIFYING, FAILED), EXTENSION), (STATION, *DESK)),
    "grant_extension": Move({EXTENSION: RECTIFYING}, (OFFICER, LEADER)),
    "refuse_extension": Move({EXTENSION: RECTIFYING}, (OFFICER, LEADER)),
    "transfer": Move(dict.fromkeys(sorted(OPEN - {TRANSFERRED}), TRANSFERRED), (OFFICER, LEADER)),
    "transfer_result": Move({TRANSFERRED: CLOSED}, (OFFICER, LEADER)),
    "void": Move({REGISTERED: VOID, GRADED: VOID, ADVISED: VOID}, (OFFICER, LEADER)),
    "merge": Move({REGISTERED: MERGED, GRADED: MERGED}, DESK),
}
PHONE_MOVES = ("rectify", "recheck_pass", "recheck_partly", "recheck_fail")
VERDICT_MOVES = {"pass": "recheck_pass", "partly": "recheck_partly", "fail": "recheck_fail"}


def after(state: str, move: str, by: str) -> str:
    """The state `move` leads to when `by` (a role) makes it.

    Problems: hazard.move_not_allowed, hazard.not_your_move.
    """
    if move not in MOVES or state not in MOVES[move].leads:
        raise Problem("hazard.move_not_allowed", state=state, move=move)
    if by not in MOVES[move].who:
        raise Problem("hazard.not_your_move", move=move, role=by)
    return MOVES[move].leads[state]


def moves_open_to(role: str, state: str) -> list[str]:
    return [name for name, move in MOVES.items() if state in move.leads and role in move.who]


@dataclass(frozen=True)
class Standing:
    """What a guard looks at: the hazard as the server knows it when the move is asked for.

    seen_by_officers: a finding of an official inspection hangs on it. accepted: an officers' recheck
    passed and an acceptance is on file. corrected_by: who reported the rectification.
    """

    severity: str
    track: str
    major_confirmed: bool = False
    seen_by_officers: bool = False
    has_after_photo: bool = False
    passed_recheck: bool = False
    accepted: bool = False
    corrected_by: str | None = None


def guard(
    move: str,
    hazard: Standing,
    actor: str | None = None,
    officers: int = 0,
    reason: str = "",
    second: str | None = None,
) -> None:
    """Raise what stands in the way of `move`; nothing stands in the way when it returns.

    `actor` and `second` are person ids; `officers` counts certified officers named on the act.
    Problems: hazard.major_needs_officer, hazard.officers_must_see_it, visit.two_officers_needed,
    recheck.after_photo_needed, hazard.closer_corrected_it, hazard.no_recheck_yet,
    hazard.major_needs_acceptance, hazard.reason_needed, hazard.second_person_needed.
    """
    major = hazard.severity == MAJOR
    if move in ("order", "advise", "sign_off") and major and not hazard.major_confirmed:
        raise Problem("hazard.major_needs_officer")
    if move == "order":
        if not hazard.seen_by_officers:
            raise Problem("hazard.officers_must_see_it")
        if officers < OFFICERS_NEEDED:
            raise Problem("visit.two_officers_needed", found=officers)
    closing = ("recheck_pass", "close", "sign_off", "fix_on_site")
    if move in closing and not hazard.has_after_photo and not reason.strip():
        raise Problem("recheck.after_photo_needed")
    if move in ("close", "sign_off", "recheck_pass") and actor and actor == hazard.corrected_by:
        raise Problem("hazard.closer_corrected_it")
    if move == "recheck_pass" and hazard.track == INSPECTION and officers < OFFICERS_NEEDED:
        raise Problem("visit.two_officers_needed", found=officers)
    if move in ("close", "sign_off") and not hazard.passed_recheck:
        raise Problem("hazard.no_recheck_yet")
    if major and move in ("close", "recheck_pass", "fix_on_site"):
        raise Problem("hazard.major_needs_acceptance")
    if move == "sign_off" and major and not hazard.accepted:
        raise Problem("hazard.major_needs_acceptance")
    if (
        move in ("void", "merge", "transfer", "return", "refuse_extension", "ask_extension")
        and not reason.strip()
    ):
        raise Problem("hazard.reason_needed", move=move)
    if move == "void" and (second is None or second == actor):
        raise Problem("hazard.second_person_needed")


def recheck_move(verdict: str, role: str, severity: str) -> str:
    """The move a recheck stands for. A pass by an expert, or of a major hazard, is accepted and waits
    for the office (nobody contracted closes; a major needs the leader); else it closes."""
    if verdict == "pass" and (role != OFFICER or severity == MAJOR):
        return "recheck_accept"
    return VERDICT_MOVES[verdict]


REACHED = {"rectify": PENDING, "recheck_accept": CLOSED, "recheck_pass": CLOSED}


def already_there(state: str, move: str) -> bool:
    """Whether somebody else has already brought the hazard where this move of a phone leads, or beyond."""
    return REACHED.get(move) == state


def follows_from_finding(track: str, severity: str) -> list[str]:
    """Moves that a new hazard makes by itself: a general one is graded as found, and on a service
    visit advised, since the expert left the advice on site. A major waits for an officer."""
    if severity == MAJOR:
        return []
    return ["grade", "advise"] if track == SERVICE else ["grade"]


def days_overdue(state: str, due: date | None, today: date) -> int:
    """Whole days past the due day; 0 while there is time, or when nothing is owed."""
    return max((today - due).days, 0) if state in OWED and due else 0
