"""Records to the office, oldest first, each answered for itself.

A batch the server will not take as such is halved until the one record at fault stands alone: that one is
set aside with its code, where its author sees it, and the others go on.
"""

import json
from dataclasses import dataclass, field

from app.storage import outbox, photos
from app.sync.errors import Refused
from inspection.record import BATCH_MOST_BYTES, BATCH_MOST_RECORDS

OF_THE_BATCH = (400, 413, 415, 422)  # answers that speak of what was sent, not of who or where
ROOM_BYTES = BATCH_MOST_BYTES - 4096  # what stands around the records in a push
OUTCOMES = ("applied", "merged", "held", "refused")
HELD_AT_A_TIME = 200
TRIES = 5  # a record set aside is offered again this often before only the person's wish does it


@dataclass
class Pushed:
    """What a push came to."""

    answered: int = 0
    set_aside: list[str] = field(default_factory=list)


def push(line, batch: int = BATCH_MOST_RECORDS, by_hand: bool = False) -> Pushed:
    """Everything that waits. `line` is a `app.sync.line.Line`; `by_hand` also retries what looked hopeless."""
    done, after, odd_ones = Pushed(), 0, []
    while True:
        with line.store.read() as s:
            records = fitting(outbox.waiting(s, min(batch, BATCH_MOST_RECORDS), after))
        if not records:
            break
        after = records[-1].seq
        odd_ones += [record for record in records if record.problem]
        if plain := [record for record in records if not record.problem]:
            _send(line, plain, done)
    for record in odd_ones:
        if by_hand or record.tries < TRIES:
            _send(line, [record], done)
    return done


def fitting(records: list) -> list:
    """As many of the first `records` as one request may carry, and at least one."""
    size, kept = 0, []
    for record in records:
        size += len(record.raw.encode()) + 1
        if kept and size > ROOM_BYTES:
            break
        kept.append(record)
    return kept


def _send(line, records: list, done: Pushed) -> None:
    line.stop_if_asked()
    try:
        said = line.post("/api/push", {"records": [json.loads(record.raw) for record in records]})
        answers = verdicts(said.get("answers"))
        missing = [record for record in records if record.id not in answers]
        if missing and len(records) == 1:
            raise Refused("sync.no_answer")
    except (Refused, ValueError) as fault:
        if isinstance(fault, Refused) and fault.status not in OF_THE_BATCH:
            raise
        if len(records) > 1:
            middle = len(records) // 2
            _send(line, records[:middle], done)
            _send(line, records[middle:], done)
            return
        code, facts = (
            (fault.code, fault.facts) if isinstance(fault, Refused) else ("record.invalid", {"field": "$"})
        )
        with line.store.write("outbox") as s:
            outbox.trouble(s, records[0].id, code, facts)
        done.set_aside.append(records[0].id)
        return
    _keep(line, [answers[record.id] for record in records if record.id in answers])
    done.answered += len(records) - len(missing)
    line.progressed()
    for record in missing:
        _send(line, [record], done)


def verdicts(said) -> dict[str, dict]:
    """{record id: answer} of what this version understands; the rest counts as not answered, and waits."""
    return {
        one["id"]: one
        for one in (said if isinstance(said, list) else ())
        if isinstance(one, dict) and isinstance(one.get("id"), str) and understood(one)
    }


def understood(answer) -> bool:
    return (
        isinstance(answer, dict)
        and answer.get("outcome") in OUTCOMES
        and isinstance(answer.get("code") or "", str)
        and isinstance(answer.get("facts") or {}, dict)
    )


def _keep(line, answers: list[dict]) -> None:
    at = line.now().wall
    with line.store.write("outbox", "hazards") as s:
        for answer in answers:
            outbox.settle(s, answer["id"], answer["outcome"], answer.get("code"), answer.get("facts"), at)


def ask_after_held(line) -> None:
    """Records the office was still waiting with: perhaps it has judged them since."""
    with line.store.read() as s:
        ids = outbox.held(s, HELD_AT_A_TIME)
    if ids:
        _ask(line, ids)


def offer_again(line, since: str) -> int:
    """After a restore of the office: what it acknowledged since `since` and no longer has waits again. How many."""
    with line.store.read() as s:
        ids, shas = outbox.settled_since(s, since), photos.echoed_since(s, since)
    lost = sum(
        _ask(line, ids[start : start + HELD_AT_A_TIME]) for start in range(0, len(ids), HELD_AT_A_TIME)
    )
    with line.store.write("photos", "outbox") as s:
        photos.offer_again(s, shas)  # asked for by hash before anything is sent, so this costs no bytes
    return lost


def _ask(line, ids: list[str]) -> int:
    """Keep what the office says of records it was given before. How many of them it does not know."""
    said = line.post("/api/records/status", {"ids": ids}).get("records")
    known = said if isinstance(said, dict) else {}
    lost = [record_id for record_id in ids if record_id in known and known[record_id] is None]
    at = line.now().wall
    with line.store.write("outbox", "hazards") as s:
        if lost:
            outbox.offer_again(s, lost)
        for record_id in ids:
            answer = known.get(record_id)
            if understood(answer):
                outbox.settle(s, record_id, answer["outcome"], answer.get("code"), answer.get("facts"), at)
    return len(lost)
