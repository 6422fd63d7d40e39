"""A phone without room: photos are refused with a sentence, words still go in, and nothing that was kept is lost."""

import errno
import json
import os
import subprocess
import sys
import textwrap

import pytest

from app.storage import photo_files, photos, visits
from app.storage.store import open_store
from app.usecases.answer_item import answer_item
from app.usecases.keep_photo import keep_photo
from inspection.problems import Problem
from inspection.texts import speaker
from tests.app.field import at, begun, phone, shot


def test_a_photo_is_refused_while_there_is_still_room_for_words(tmp_path, monkeypatch):
    store = phone(tmp_path)
    visit_id = begun(store)
    monkeypatch.setattr(photo_files, "KEPT_FREE", 1 << 60)
    monkeypatch.setattr(photo_files.write, "__defaults__", (1 << 60,))
    with pytest.raises(Problem) as refusal:
        keep_photo(
            store, shot(), "answer", visits.answer_id(visit_id, "BASE", "BASE-01"), "detail", visit_id, at(1)
        )
    assert refusal.value.code == "photo.no_space"
    assert str(refusal.value.facts["mb"]) in speaker("zh-CN").problem(refusal.value.code, refusal.value.facts)
    answer_item(store, visit_id, "BASE", "BASE-01", "pass", "", at(1))
    with store.read() as s:
        assert photos.of_visit(s, visit_id) == []
    assert list(tmp_path.glob("photos/*/*")) == []
    store.close()


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fills_during_the_photo_leaves_neither_row_nor_file(tmp_path, monkeypatch, call):
    store = phone(tmp_path)
    visit_id = begun(store)

    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as m:
        m.setattr(os, call, full)
        with pytest.raises(Problem) as refusal:
            keep_photo(
                store,
                shot(),
                "answer",
                visits.answer_id(visit_id, "BASE", "BASE-01"),
                "detail",
                visit_id,
                at(1),
            )
    assert refusal.value.code == "photo.no_space"
    assert list(tmp_path.glob("photos/*/*")) == []
    keep_photo(
        store, shot(), "answer", visits.answer_id(visit_id, "BASE", "BASE-01"), "detail", visit_id, at(1)
    )
    store.close()


FILLING = """
import json, resource, signal, sys
from app.usecases.answer_item import note_item
from app.usecases.keep_photo import keep_photo
from app.storage import visits
from inspection.problems import Problem
from tests.app.field import at, begun, phone, shot

store = phone(sys.argv[1])
visit_id = begun(store)
with store.read() as s:
    s.exec_driver_sql("PRAGMA wal_autocheckpoint = 1000000")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))  # no file grows beyond
said, photo = [], None
owner = visits.answer_id(visit_id, "BASE", "BASE-01")
try:
    keep_photo(store, shot(size=500_000), "answer", owner, "detail", visit_id, at(1))
except Problem as refusal:
    photo = refusal.code
for round_ in range(2000):
    try:
        note_item(store, visit_id, "BASE", f"BASE-0{round_ % 6 + 1}", f"{round_} " + "长" * 1500, at(1))
        said.append(round_)
    except Problem as refusal:
        print(json.dumps([visit_id, photo, said[-6:], refusal.code]), flush=True)
        break
"""


def test_a_full_disk_refuses_the_next_word_and_keeps_every_earlier_one(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FILLING), tmp_path], capture_output=True, text=True, check=True
    ).stdout
    visit_id, photo, said, code = json.loads(told)
    assert (photo, code) == ("photo.no_space", "storage.full")
    store = open_store(tmp_path)
    assert store.mended is None
    with store.read() as s:
        notes = {int(row.note.split()[0]) for row in visits.items(s, visit_id, "BASE") if row.note}
    assert said
    assert set(said) <= notes
    answer_item(store, visit_id, "BASE", "BASE-01", "pass", "", at(2))  # there is room again
    store.close()
