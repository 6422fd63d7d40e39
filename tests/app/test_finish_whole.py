"""Finishing is one step: cut off at any point of it, the visit is frozen with its record or still open."""

import errno
import os
import shutil

import pytest
from sqlalchemy import event

from app.storage import outbox, visits
from app.storage.store import open_store
from app.usecases.finish_visit import finish_visit
from inspection.problems import Problem
from tests.app.field import at, phone, ready

DIED = 77


@pytest.fixture
def prepared(tmp_path):
    """(folder, visit) of a visit that only has to be finished."""
    store = phone(tmp_path / "li")
    visit_id = ready(store)
    store.close()
    return tmp_path / "li", visit_id


def on_call(number: int, real, act):
    """`real`, but at its `number`-th call `act` happens instead."""
    calls = iter(range(1, 1000))
    return lambda *args, **named: act() if next(calls) == number else real(*args, **named)


def finished_in_a_child(folder, visit_id, point: str) -> int:
    """Exit code of a process that dies at `point` of finishing."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        store = open_store(folder)
        name, _, number = point.partition(" ")
        if name in ("fsync", "replace"):
            setattr(os, name, on_call(int(number), getattr(os, name), lambda: os._exit(DIED)))
        elif name == "commit":
            event.listen(store.engine, "commit", lambda _: os._exit(DIED))
        else:
            store.listen(lambda _: os._exit(DIED))
        finish_visit(store, visit_id, at(9), "record-1")
        os._exit(0)
    finally:
        os._exit(1)


@pytest.mark.parametrize(
    ("point", "whole"),
    [("fsync 1", False), ("replace 1", False), ("fsync 2", False), ("commit", False), ("announced", True)],
)
def test_a_death_leaves_all_of_it_or_nothing(prepared, point, whole):
    folder, visit_id = prepared
    assert finished_in_a_child(folder, visit_id, point) == DIED
    store = open_store(folder)
    with store.read() as s:
        assert (visits.by_id(s, visit_id).state == visits.FROZEN) is whole
        assert (outbox.by_id(s, "record-1") is not None) is whole
    if not whole:
        finish_visit(store, visit_id, at(9), "record-2")
    with store.read() as s:
        (item,) = outbox.items(s)
        assert item.photos_total == 4
        assert outbox.waiting(s)[0].seq == 1
    assert len(list((store.folder / "records").glob("*.json"))) == 1
    store.close()


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_at_any_write_leaves_the_visit_open_and_says_so(prepared, monkeypatch, fault, tmp_path):
    folder, visit_id = prepared

    def full():
        raise OSError(fault, "full")

    number = 0
    while True:
        number += 1
        shutil.copytree(folder, tmp_path / f"copy{number}")
        store = open_store(tmp_path / f"copy{number}")
        with monkeypatch.context() as m:
            m.setattr(os, "fsync", on_call(number, os.fsync, full))
            try:
                finish_visit(store, visit_id, at(9), "record-1")
                done = True
            except Problem as refusal:
                done = refusal.code != "storage.full"
        with store.read() as s:
            assert (visits.by_id(s, visit_id).state == visits.FROZEN) is done
        if not done:
            finish_visit(store, visit_id, at(10), "record-2")
        store.close()
        if done:
            break
    assert number > 2
