"""Records come in: kept first, judged second, each for itself, and answered the same however often they are sent.

A batch is one transaction with a savepoint for every record. When the transaction as a whole cannot stand, each
record is tried alone, and what cannot be judged even so is kept as held, with a reference to the log.
"""

import logging
from datetime import datetime

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from inspection.problems import Problem
from sync_server import changes, inbox, locks
from sync_server.apply import judge, verdict_on
from sync_server.arrival import HELD, Arrival, Verdict
from sync_server.parcels import Parcel, read_parcel
from sync_server.people import Person
from sync_server.places import reached
from sync_server.rejudge import catch_up, rejudge, rejudge_all, rejudge_one, server_error, wake

__all__ = ["catch_up", "receive", "rejudge", "rejudge_all", "rejudge_one", "status"]
TRIES = 5  # when two transactions met
log = logging.getLogger("anjian.receive")
status = inbox.status


def receive(store, person: Person, device_id: str, values: list, at: datetime) -> list[dict]:
    """One answer for each value, in their order: {id, outcome, code, facts, dup}.

    A fault of the database itself (gone, disk full) is raised: then nothing is kept and nothing is answered.
    """
    parcels = [read_parcel(value) for value in values]
    try:
        answers, arrived = _try_again(_together, store, parcels, person, device_id, at)
    except OperationalError:
        raise
    except Exception:
        log.exception(
            "a batch of %d records from %s could not stand; each is tried alone", len(parcels), device_id
        )
        answers, arrived = [], []
        for parcel in parcels:
            answer, came = _alone(store, parcel, person, device_id, at)
            answers.append(answer)
            arrived += came
    ids = [parcel.kept_as for parcel in parcels]
    changed = wake(store, arrived, ids if any(a["outcome"] == HELD for a in answers) else (), at)
    return _anew(store, parcels, answers) if changed else answers


def _try_again(attempt, *args):
    """Two transactions may meet: the loser of the meeting starts again and finds what the other one stored."""
    for left in reversed(range(TRIES)):
        try:
            return attempt(*args, last=left == 0)
        except DBAPIError as fault:
            if left == 0 or not _met(fault):
                raise
            log.info("starting a batch again: %s", fault.orig)
    return None


def _met(fault: DBAPIError) -> bool:
    """Whether it came of two transactions meeting, so that trying again helps."""
    return isinstance(fault, IntegrityError) or getattr(fault.orig, "sqlstate", "") in ("40001", "40P01")


def _together(store, parcels: list[Parcel], person, device_id, at, last: bool):
    with store.write_soon() as c:
        return _judge_batch(c, parcels, person, device_id, at, last)


def _judge_batch(c, parcels: list[Parcel], person, device_id, at, last: bool):
    locks.take(c, inbox.locks_of(c, device_id, parcels))
    known = inbox.known(c, parcels)
    owner = inbox.owner_of_device(c, device_id, parcels)
    fresh = inbox.keep(c, parcels, known, person, device_id, at)
    enterprises = reached(c, person, {one.enterprise_id for one in fresh if one.enterprise_id})
    seen = set(known)
    answers, arrived = {}, []
    for parcel in fresh:
        verdict = _verdict(c, parcel, person, device_id, owner, at, enterprises, seen, last)
        inbox.settle(c, parcel, verdict, person, device_id, at)
        arrived += verdict.arrived
        if parcel.record:
            seen.add(parcel.record.id)
            arrived.append(("record", parcel.record.id))
        answers[parcel.kept_as] = inbox.answer(parcel.id, verdict.outcome, verdict.code, verdict.facts, False)
    return [
        answers.pop(parcel.kept_as, None) or inbox.stored_answer(c, parcel) for parcel in parcels
    ], arrived


def _verdict(c, parcel: Parcel, person, device_id, owner, at, enterprises, seen, last: bool) -> Verdict:
    if parcel.problem:
        return verdict_on(parcel.problem)
    if owner not in (None, person.id):
        return verdict_on(Problem("device.belongs_to_another"))
    arrival = Arrival(parcel.record, person, device_id, at, at, enterprises, seen)
    try:
        with changes.undoable(c):
            return judge(c, arrival)
    except Problem as problem:
        return verdict_on(problem)
    except OperationalError:
        raise
    except Exception as fault:
        if isinstance(fault, DBAPIError) and _met(fault) and not last:
            raise  # the batch starts again
        return server_error(parcel.kept_as, at)


def _alone(store, parcel: Parcel, person, device_id, at):
    try:
        answers, arrived = _try_again(_together, store, [parcel], person, device_id, at)
        return answers[0], arrived
    except OperationalError:
        raise
    except Exception:
        verdict = server_error(parcel.kept_as, at)
        with store.write() as c:
            known = inbox.known(c, [parcel])
            for one in inbox.keep(c, [parcel], known, person, device_id, at):
                inbox.settle(c, one, verdict, person, device_id, at)
            return inbox.stored_answer(c, parcel), []


def _anew(store, parcels: list[Parcel], answers: list[dict]) -> list[dict]:
    """The answers as they stand after records that waited have been judged again."""
    with store.read() as c:
        fresh = [inbox.stored_answer(c, parcel) for parcel in parcels]
    return [new | {"dup": old["dup"]} for old, new in zip(answers, fresh, strict=True)]
