"""The phone is killed in the middle of its work, a dozen times: what was acknowledged is there, and nothing is half."""

import hashlib
import json
import random
import subprocess
import sys
import threading

from sqlalchemy import select

from app.storage import findings, frozen, outbox, photo_files, photos, visits
from app.storage.store import open_store
from app.storage.tables import answer, outbox_photo, photo
from app.storage.tables import outbox as outbox_table
from inspection.record import chain_breaks, read_envelope
from inspection.visit import read_visit

ROUNDS = 12


def work_until_killed(folder, seed: int, count: int, grace: float) -> list[list]:
    """The steps that were acknowledged: killed `grace` seconds after `count` of them."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.app.busy_inspector", str(folder), str(seed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    steps, enough = [], threading.Event()

    def read():
        for line in worker.stdout:
            if line.endswith(b"\n"):
                steps.append(json.loads(line))
            if len(steps) == count:
                enough.set()
        enough.set()

    reader = threading.Thread(target=read)
    reader.start()
    assert enough.wait(60)
    try:
        worker.wait(timeout=grace)
    except subprocess.TimeoutExpired:
        worker.kill()
    assert worker.wait() == -9
    reader.join()
    return steps


class Ledger:
    """What the phone has said is saved, and what it had begun when it was killed."""

    def __init__(self):
        self.answers, self.notes, self.findings, self.places = {}, {}, {}, {}
        self.photos, self.records, self.finished = [], [], {}
        self.visit = self.stood = self.began = None
        self.closing = set()

    def add(self, step, *facts):
        if step == "visit":
            self.visit, self.stood, self.began = facts[0], None, None
        elif step == "will":
            self.began = facts[1]
        elif step == "closing":
            self.closing.add(facts[0])
        elif step == "answer":
            self.answers[facts[0], facts[1]] = facts[2]
            self.stood = facts[1]
        elif step == "note":
            self.notes[facts[0], facts[1]] = facts[2]
        elif step == "finding":
            self.findings[facts[2]] = (facts[0], facts[1])
            self.answers[facts[0], facts[1]] = "fail"
        elif step == "place":
            self.places[facts[0]] = facts[1]
        elif step == "photo":
            self.photos.append(tuple(facts))
        elif step == "record":
            self.records.append(facts[0])
        elif step == "finished":
            self.finished[facts[0]] = facts[1]

    def own(self, said: dict) -> dict:
        """Of visits that were not just being closed: from then on items change without a word."""
        return {key: value for key, value in said.items() if key[0] not in self.closing}


def test_nothing_acknowledged_is_lost_when_the_app_is_killed(tmp_path):
    chance, ledger = random.Random(20261123), Ledger()
    for number in range(ROUNDS):
        for step in work_until_killed(
            tmp_path / "li", number, chance.randint(2, 110), chance.uniform(0, 0.03)
        ):
            ledger.add(*step)
        store = open_store(tmp_path / "li")
        assert store.mended is None
        with store.read() as s:
            everything_is_there(s, ledger)
            the_visit_opens_where_one_stood(s, ledger)
            nothing_is_half(s, store)
        store.close()
    assert len(ledger.photos) > 10
    assert ledger.finished


def everything_is_there(s, ledger) -> None:
    kept = {
        (row.visit_id, row.item): row for row in s.execute(select(answer).where(answer.c.checklist == "BASE"))
    }
    assert ledger.answers.keys() <= kept.keys()
    unheard = {key for key, result in ledger.own(ledger.answers).items() if kept[key].result != result}
    unheard |= {key for key, note in ledger.own(ledger.notes).items() if kept[key].note != note}
    assert unheard <= {(ledger.visit, ledger.began)}  # the one step that was kept but no longer said
    ledger.answers |= {key: kept[key].result for key in unheard}
    ledger.notes |= {key: kept[key].note for key in unheard}
    for finding, (visit_id, item) in ledger.findings.items():
        row = findings.by_id(s, finding)
        assert (row.visit_id, row.item) == (visit_id, item)
        assert ledger.places.get(finding, row.place) == row.place
    for finding, sha in ledger.photos:
        assert sha in [one.sha256 for one in photos.of(s, "finding", finding)]
    for record_id in [*ledger.records, *ledger.finished.values()]:
        assert outbox.by_id(s, record_id), record_id
    for visit_id, record_id in ledger.finished.items():
        assert visits.by_id(s, visit_id).record_id == record_id


def the_visit_opens_where_one_stood(s, ledger) -> None:
    row = visits.by_id(s, ledger.visit)
    if row.id not in ledger.closing:
        assert row.state == visits.OPEN
        assert row.at_item in (ledger.stood, ledger.began)


def nothing_is_half(s, store) -> None:
    assert s.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    for sha in s.scalars(select(photo.c.sha256)).all():
        content = photo_files.path(store.folder, sha).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha
    links = []
    for row in s.execute(select(outbox_table).order_by(outbox_table.c.seq)).all():
        record = read_envelope(json.loads(row.raw))
        links.append((record.seq, record.prev, record.hash))
        named = set(s.scalars(select(outbox_photo.c.sha256).where(outbox_photo.c.record_id == row.id)))
        assert named == {one.sha256 for one in record.photos}
        assert json.loads(frozen.record_file(store.folder, row.seq, row.id).read_bytes())[
            "record"
        ] == json.loads(row.raw)
        if row.kind == "visit":
            read_visit(record.body)
            assert visits.by_id(s, row.visit_id).state == visits.FROZEN
    assert chain_breaks(links) == []
    for row in visits.frozen_visits(s, 10_000):
        assert outbox.by_id(s, row.record_id)
    assert len(list((store.folder / "records").glob("*.json"))) == len(links)
