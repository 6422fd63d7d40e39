"""The same push eight times at once: every answer is the good one, and everything is stored once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from sync_server import tables
from tests.server.building import LINA, SUNLI, WANGQIANG, WORKS, ZHOULI, Phone, all_of, finding, outcomes

AT_ONCE = 8


def together(*pushes) -> list:
    """All begun at the same moment; what each was answered."""
    start = Barrier(len(pushes))

    def one(push):
        start.wait()
        return push()

    with ThreadPoolExecutor(len(pushes)) as pool:
        return list(pool.map(one, pushes))


def test_eight_equal_pushes_at_once_get_eight_equal_answers(office_store):
    phone = Phone(office_store, LINA)
    for round_ in range(6):
        records = [
            phone.visit([finding(place=f"{round_}号车间")]),
            phone.visit([finding(place=f"{round_}号仓库")]),
        ]
        answers = together(*[partial(phone.push, *records)] * AT_ONCE)
        assert [outcomes(one) for one in answers] == [[("applied", None)] * 2] * AT_ONCE
        assert sum(not one[0]["dup"] for one in answers) == 1
    assert len(all_of(office_store, tables.inbox)) == 12
    assert len(all_of(office_store, tables.hazard)) == 12


def test_the_same_record_over_two_devices_at_once_is_stored_once(office_store):
    """As after moving to a new phone while the old one still sends."""
    old, new = Phone(office_store, LINA), Phone(office_store, LINA)
    for round_ in range(6):
        record = old.visit([finding(place=f"{round_}号车间")])
        answers = together(*[partial(old.push, record), partial(new.push, record)] * 4)
        assert [outcomes(one) for one in answers] == [[("applied", None)]] * AT_ONCE
    assert len(all_of(office_store, tables.inbox)) == 6


def test_four_phones_at_one_enterprise_get_numbers_without_gaps_and_no_one_waits_for_ever(office_store):
    phones = [Phone(office_store, one) for one in (LINA, ZHOULI, WANGQIANG, SUNLI)]

    def work(phone, which):
        track = "inspection" if phone.person_id in (LINA, ZHOULI) else "service"
        seen = [
            [finding(place=f"{which}-{n}"), finding(place="大门")] for n in range(3)
        ]  # the gate by all of them
        batch = [phone.visit(findings, track=track) for findings in seen]
        return lambda: phone.push(*batch)

    for _ in range(3):
        for answers in together(*[work(phone, which) for which, phone in enumerate(phones)]):
            assert {one["outcome"] for one in answers} == {"applied"}
    numbers = sorted(row["number"] for row in all_of(office_store, tables.hazard))
    assert numbers == [f"YH-2026-{n:05d}" for n in range(1, len(numbers) + 1)]
    assert len([row for row in all_of(office_store, tables.hazard) if row["place"] == "大门"]) == 1
    (works,) = all_of(
        office_store, tables.change, tables.change.c.kind == "enterprise", tables.change.c.id == WORKS,
        tables.change.c.bucket == "c:k-own",
    )  # fmt: skip
    assert f'"open_hazards":{len(numbers)}' in works["body"]
