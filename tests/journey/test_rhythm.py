"""When the phone speaks with the office: one run at a time, never in anybody's way, and not at every tap."""

import threading
import time

from app.sync.runner import WAIT_MOST_S
from tests.journey.test_bad_lines import a_visit_with


class Gate:
    """Takes the place of `offload`: the runs that were asked for, to be started when the test says so."""

    def __init__(self, runner):
        self.asked = []
        runner.offload = self.asked.append


def test_writing_a_record_asks_for_a_run_and_a_tap_does_not(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    gate = Gate(li.services.sync)
    visit = li.begin("e-shunda")
    li.find(visit, "通道堵塞", "一楼")
    assert gate.asked == []
    li.finish(visit)
    assert gate.asked


def test_while_the_line_is_lost_records_wait_for_the_next_turn(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    office.stop()
    a_visit_with(li)
    assert li.sync().state == "offline"
    gate = Gate(li.services.sync)
    a_visit_with(li)
    assert gate.asked == []
    li.services.sync.network(["none"])
    assert gate.asked == []
    li.services.sync.network(["mobile"])  # a new network is worth a try at once
    assert len(gate.asked) == 1
    li.services.sync.sync_now()
    li.services.sync.resumed()
    assert len(gate.asked) == 3


def test_the_wait_grows_with_every_failure_and_ends_with_success(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    office.stop()
    runner = li.services.sync
    runner.chance = lambda: 1.0
    waits = []
    for _ in range(10):
        li.sync()
        waits.append(round(runner._next_at - time.monotonic()))
    assert waits[:4] == [4, 8, 16, 32]
    assert waits[-1] == WAIT_MOST_S
    gate = Gate(runner)
    runner.tick()
    assert gate.asked == []  # not its time yet
    office.start()
    assert li.sync().state == "idle"
    assert runner._next_at - time.monotonic() > 60


def test_a_second_trigger_leaves_at_once_and_what_came_meanwhile_is_not_forgotten(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    first, _ = a_visit_with(li)
    entered, go_on = threading.Event(), threading.Event()
    client = li.services.sync.client
    ask = client.post

    def slowly(path, body, token=None):
        if path == "/api/pull" and not entered.is_set():
            entered.set()
            assert go_on.wait(20)
        return ask(path, body, token)

    client.post = slowly
    run = threading.Thread(target=li.services.sync.run)
    run.start()
    assert entered.wait(20)
    began = time.monotonic()
    assert li.services.sync.run().state == "running"
    assert time.monotonic() - began < 1
    second, _ = a_visit_with(li)  # nothing holds up the work on the phone
    go_on.set()
    run.join(60)
    assert [li.state_of(one) for one in (first, second)] == ["applied", "applied"]


def test_signing_out_ends_the_run_at_its_next_step_and_keeps_everything(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    record, _ = a_visit_with(li)
    services = li.services
    li.door.sign_out(services)
    assert services.sync.run().state != "running"
    assert li.state_of(record) == "waiting"
    assert phone("li").services is None  # whoever opens the app next has to sign in
    li.sign_in("lina")
    li.sync()
    assert li.state_of(record) == "applied"


def test_the_status_is_announced_and_counts_what_was_sent(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    a_visit_with(li, photos=2)
    seen = []
    stop = li.store.listen(lambda topics: "sync" in topics and seen.append(li.services.sync.status))
    li.sync()
    stop()
    running = [status for status in seen if status.state == "running"]
    assert running[0].sent == 0
    assert (
        running[0].total == running[-1].sent == running[-1].total == 5
    )  # record, two photos, two signatures
    assert (seen[-1].state, seen[-1].code) == ("idle", None)
    assert seen[-1].last_ok_at
