"""The demo office: invented, whole, in every state, and made through the doors that everyone uses."""

import json
from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa
from PIL import Image

from inspection import credit_code, hazard
from inspection.problems import Problem
from inspection.texts import speaker
from sync_server import accounts, chain, demo, tables
from sync_server.app import make_context, prepare
from sync_server.config import Config
from sync_server.office.words import fact_lines

TODAY = date(2026, 11, 23)
ACCOUNTS = [
    *(f"officer{n}" for n in range(1, 5)),
    *(f"expert{n}" for n in range(1, 4)),
    *(f"station{n}" for n in range(1, 7)),
    *("office1", "office2", "leader1", "admin"),
]


class Heard:
    def __init__(self):
        self.keys = []

    def say(self, key, **facts):
        self.keys.append(key)
        assert "{" not in speaker("zh-CN")(key, **facts)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    context = make_context(Config.at(tmp_path_factory.mktemp("demo")))
    prepare(context)
    heard = Heard()
    demo.build(context, TODAY, heard)
    yield context, heard
    context.close()


def rows(context, query):
    with context.store.read() as c:
        return c.execute(query).mappings().all()


def test_there_is_one_street_with_its_works_shops_and_people(made):
    context, heard = made
    firms = rows(context, sa.select(tables.enterprise))
    assert Counter(row["kind"] for row in firms if row["status"] != "reported") == {
        "production": 101,
        "small": 40,
    }
    assert Counter(row["kind"] for row in rows(context, sa.select(tables.area))) == {
        "street": 1,
        "village": 6,
    }
    assert sorted(row["login"] for row in rows(context, sa.select(tables.person))) == sorted(ACCOUNTS)
    assert len(rows(context, sa.select(tables.contract_enterprise))) == 101
    assert sum(row["current"] for row in rows(context, sa.select(tables.checklist))) == 20
    works = [row for row in firms if row["kind"] == "production"]
    assert {credit_code.kind_of(row["code"]) for row in works} == {"credit"}
    assert {row["code"][2:8] for row in works} == {"339999"}
    assert accounts.sign_in(context.store, "officer1", "anjian-demo", "127.0.0.1", context.now())
    assert heard.keys[0] == "demo.begin"
    assert heard.keys.count("demo.month") >= 18


def test_hazards_are_in_every_state_and_some_wait_for_somebody(made):
    context, _ = made
    found = rows(context, sa.select(tables.hazard))
    states = Counter(row["state"] for row in found)
    assert set(states) == set(hazard.STATES)
    assert states["closed"] > len(found) // 2
    late = [row for row in found if hazard.days_overdue(row["state"], date.fromisoformat(row["due"]), TODAY)]
    assert 3 <= len(late) <= len(found) // 5
    majors = [row for row in found if row["severity"] == "major"]
    assert any(row["state"] == "registered" and not row["major_confirmed"] for row in majors)
    assert any(row["state"] == "rectified_pending" and row["accepted"] for row in majors)
    assert any(row["listed"] for row in majors)
    assert any(row["state"] == "closed" for row in majors)
    assert sum(bool(row["repeat_of"]) for row in found) >= 5
    assert max(row["found_on"] for row in found) < TODAY.isoformat()


def test_everything_came_through_the_door_in_unbroken_chains(made):
    context, _ = made
    kept = rows(context, sa.select(tables.inbox))
    outcomes = Counter(row["outcome"] for row in kept)
    assert outcomes["refused"] >= 2
    assert outcomes["held"] >= 2
    assert outcomes["refused"] + outcomes["held"] < 10
    assert {row["kind"] for row in kept} >= {
        "visit",
        "finding",
        "rectification",
        "recheck",
        "amendment",
        "new_enterprise",
    }
    assert not [row["code"] for row in kept if row["code"] == "server_error"]
    with context.store.read() as c:
        for one in c.scalars(sa.select(tables.device.c.id)).all():
            assert chain.of_device(c, one) == []


def test_photos_are_a_few_hundred_different_pictures_and_all_but_one_are_here(made):
    context, _ = made
    photos = [row for row in rows(context, sa.select(tables.photo)) if row["mime"] == "image/jpeg"]
    stored = [row for row in photos if row["state"] != "named"]
    assert 200 <= len(stored) <= 600
    assert len(photos) - len(stored) == 1
    assert sum(row["size"] for row in stored) < 40 * 1024 * 1024
    with Image.open(context.photos.path(stored[0]["sha256"])) as picture:
        assert picture.size == (1024, 768)


def test_visits_of_both_tracks_carry_answers_signatures_and_companions(made):
    context, _ = made
    seen = rows(context, sa.select(tables.visit))
    assert {row["track"] for row in seen} == {"inspection", "service"}
    assert {row["mode"] for row in seen} == {"quick", "full"}
    assert {row["review"] for row in seen if row["day"] < "2026-11-15"} == {"seen"}
    assert 2 < [row["review"] for row in seen].count("new") < 20
    assert rows(
        context,
        sa.select(tables.plan).where(tables.plan.c.state == "planned", tables.plan.c.day >= "2026-11-23"),
    )


def test_a_second_run_refuses_and_leaves_everything_as_it_is(made):
    context, _ = made
    before = len(rows(context, sa.select(tables.inbox)))
    with pytest.raises(Problem) as refused:
        demo.build(context, TODAY)
    assert refused.value.code == "demo.already_here"
    assert len(rows(context, sa.select(tables.inbox))) == before
    for language in ("zh-CN", "en"):
        assert "{" not in speaker(language).problem(refused.value.code, refused.value.facts)


def test_the_log_and_the_histories_read_in_words(made):
    """As the pages of the office write them: no act and no fact of the demo is a word of programs."""
    context, _ = made
    say, raw = speaker("zh-CN"), set()
    for row in rows(context, sa.select(tables.audit)):
        known = (f"office.act.{row['act']}", f"move.{row['act'].removeprefix('hazard.')}")
        raw |= set() if any(key in say for key in known) else {row["act"]}
    facts = [
        row["facts"]
        for table in (tables.audit, tables.hazard_history)
        for row in rows(context, sa.select(table))
    ]
    for one in facts:
        raw |= {name for name, _ in fact_lines(say, json.loads(one)) if name.isascii()}
    assert raw == set()
