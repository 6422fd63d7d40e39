"""A phone at work in a process of its own, for being killed: says each step once it is acknowledged, and on
which item it is about to begin.

`python -m tests.app.busy_inspector FOLDER SEED`
"""

import json
import random
import sys

from app.storage import findings, visits
from app.usecases.answer_item import answer_item, note_item
from app.usecases.finish_visit import finish_visit, send_finding_ahead
from app.usecases.keep_photo import keep_photo
from app.usecases.open_finding import edit_finding, open_finding
from app.usecases.set_visit import stand_at
from tests.app.field import answered, at, begun, new_id, phone, shot, signed


def say(step: str, *facts) -> None:
    print(json.dumps([step, *facts], ensure_ascii=False), flush=True)


def work(folder: str, seed: int) -> None:
    store, chance = phone(folder), random.Random(seed)
    say("open")
    while True:
        visit_id = begun(store)
        say("visit", visit_id)
        for round_ in range(chance.randint(3, 12)):
            item = f"BASE-{chance.randint(1, 6):02}"
            result = chance.choice(["pass", "na", "fail"])
            say("will", visit_id, item)
            answer_item(store, visit_id, "BASE", item, result, "", at(round_))
            say("answer", visit_id, item, result)
            if chance.random() < 0.3:
                note_item(store, visit_id, "BASE", item, f"备注{round_}", at(round_))
                say("note", visit_id, item, f"备注{round_}")
            if chance.random() < 0.5:
                finding = open_finding(store, visit_id, "BASE", item, at(round_), new_id("finding"))
                say("finding", visit_id, item, finding)
                edit_finding(store, finding, place=f"{round_}号车间")
                say("place", finding, f"{round_}号车间")
                one = shot(size=30_000)
                keep_photo(store, one, "finding", finding, "before", visit_id, at(round_))
                say("photo", finding, one.sha256)
                if chance.random() < 0.2:
                    say("record", send_finding_ahead(store, finding, at(round_), new_id("ahead")))
            stand_at(store, visit_id, "BASE", item)
            say("stand", visit_id, item)
        say("closing", visit_id)
        answered(store, visit_id)
        signed(store, visit_id)
        with store.read() as s:
            bare = [f.id for f in findings.of_visit(s, visit_id) if not (f.place and f.photo_roles)]
            failed = {key for key, result in visits.results(s, visit_id).items() if result == "fail"}
            failed -= {(f.checklist, f.item) for f in findings.of_visit(s, visit_id)}
        for finding in bare:
            edit_finding(store, finding, place="门口", no_photo_reason="已移走")
        for checklist, item in failed:
            answer_item(store, visit_id, checklist, item, "na", "", at(20))
        say("finished", visit_id, finish_visit(store, visit_id, at(30), new_id("record")))


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
