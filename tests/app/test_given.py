"""What the office gives: kept page by page, drawn for reading, and never in the way of what the phone made."""

from datetime import date

import pytest
from sqlalchemy import select

from app.storage import checklists, enterprises, given, hazards, meta, notices
from app.storage.store import open_store
from app.storage.tables import enterprise, set_aside


@pytest.fixture
def store(tmp_path):
    made = open_store(tmp_path / "li")
    yield made
    made.close()


def firm(rev=1, name="顺达五金厂", bucket="a:v1", **more):
    body = {
        "id": "e1",
        "name": name,
        "code": "91440300MA5FTEST1X",
        "initials": "SDWJC",
        "area_id": "v1",
    } | more
    return {
        "bucket": bucket,
        "pos": rev,
        "kind": "enterprise",
        "id": "e1",
        "rev": rev,
        "deleted": False,
        "body": body,
    }


def danger(n, state, rev, **more):
    body = {
        "id": "h1",
        "enterprise_id": "e1",
        "state": state,
        "severity": "general",
        "track": "inspection",
        "n": n,
    }
    return {
        "bucket": "a:v1",
        "pos": rev,
        "kind": "hazard",
        "id": "h1",
        "rev": rev,
        "deleted": False,
        "body": body | more,
    }


def take(store, *changes, more=False, cursors=None, **answer):
    with store.write("enterprises") as s:
        return given.take(s, {"changes": list(changes), "cursors": cursors or {}, "more": more} | answer)


def names(store):
    with store.read() as s:
        return [row.name for row in enterprises.search(s)]


def test_a_page_and_its_cursor_are_kept_together(store):
    take(store, firm(), cursors={"a:v1": 7, "ref": 2})
    with store.read() as s:
        assert given.cursors(s) == {"a:v1": 7, "ref": 2}
    assert names(store) == ["顺达五金厂"]


def test_the_same_again_and_an_older_one_change_nothing(store):
    take(store, firm(rev=3, name="新名字"))
    assert take(store, firm(rev=3, name="新名字")) == 0
    assert take(store, firm(rev=2, name="旧名字")) == 0
    assert names(store) == ["新名字"]


def test_a_deletion_takes_it_off_the_list_and_it_may_come_back(store):
    take(store, firm(rev=1))
    take(store, firm(rev=2) | {"deleted": True, "body": None})
    assert names(store) == []
    take(store, firm(rev=3))
    assert names(store) == ["顺达五金厂"]


def test_what_is_seen_through_two_buckets_stays_while_one_is_left(store):
    take(store, firm(rev=1), firm(rev=1, bucket="c:k1"))
    take(store, drop=["a:v1"])
    assert names(store) == ["顺达五金厂"]
    take(store, drop=["c:k1"])
    assert names(store) == []


def test_losing_a_bucket_leaves_what_the_phone_made(store):
    take(store, firm())
    with store.write("enterprises") as s:
        own = {
            "id": "mine",
            "name": "新登记小店",
            "code": "",
            "initials": "",
            "search": "新登记小店",
            "area_id": "v1",
        }
        own |= {"kind": "", "grade": "", "status": "", "open_hazards": 0, "major_hazards": 0, "body": "{}"}
        s.execute(enterprise.insert().values(own))
    take(store, drop=["a:v1"])
    assert names(store) == ["新登记小店"]


def test_a_reset_bucket_stays_readable_until_all_of_it_has_come_again(store):
    take(
        store,
        firm(),
        firm(name="已注销厂") | {"id": "e2", "body": firm(name="已注销厂")["body"] | {"id": "e2"}},
    )
    take(store, reset=["a:v1"], more=True, cursors={"a:v1": 0})
    assert len(names(store)) == 2
    take(store, firm(rev=1, name="顺达五金厂"), cursors={"a:v1": 1})
    assert names(store) == ["顺达五金厂"]


def test_after_a_restore_an_older_state_of_the_office_is_believed(store):
    take(store, firm(rev=9, name="恢复前"), cursors={"a:v1": 9})
    with store.write() as s:
        given.begin_anew(s)
        assert given.cursors(s) == {}
    assert names(store) == ["恢复前"]
    take(store, firm(rev=4, name="恢复后"), cursors={"a:v1": 4})
    assert names(store) == ["恢复后"]


def test_a_change_that_cannot_be_read_is_set_aside_and_the_others_go_on(store):
    bad = danger(1, "ordered", 1)
    del bad["body"]["state"]
    take(store, bad, firm())
    with store.read() as s:
        assert s.execute(set_aside.select()).one().kind == "hazard"
    assert names(store) == ["顺达五金厂"]
    take(store, danger(1, "ordered", 2))
    with store.read() as s:
        assert s.execute(set_aside.select()).first() is None
        assert hazards.by_id(s, "h1").state == "ordered"


def test_a_kind_of_a_later_version_is_kept_and_not_in_the_way(store):
    take(store, firm() | {"kind": "weather", "id": "w1"}, firm())
    assert names(store) == ["顺达五金厂"]


def test_what_our_move_leads_to_stands_until_the_hazard_has_moved(store):
    take(store, danger(3, "rectified_pending", 1))
    with store.write("hazards") as s:
        hazards.expect(s, "h1", "closed")
    take(store, danger(3, "rectified_pending", 2, note="补充说明"))
    with store.read() as s:
        assert hazards.by_id(s, "h1").shown_state == "closed"
    take(store, danger(4, "recheck_failed", 3))
    with store.read() as s:
        assert hazards.by_id(s, "h1").shown_state == "recheck_failed"


def test_doubt_ends_only_with_the_last_page(store):
    take(store, firm(rev=2), cursors={"a:v1": 2})
    with store.write() as s:
        given.begin_anew(s)
    take(store, more=True, cursors={"ref": 1})
    assert names(store) == ["顺达五金厂"]
    take(store)
    assert names(store) == []
    with store.read() as s:
        assert meta.get(s, "doubted") == "0"


def test_one_value_of_the_wrong_kind_costs_no_other_row(store):
    odd = firm(name=["一", "二"]) | {"id": "e2"}
    odd["body"] = odd["body"] | {"id": "e2"}
    take(store, odd, firm(), cursors={"a:v1": 3})
    with store.read() as s:
        assert s.execute(set_aside.select()).one().id == "e2"
        assert given.cursors(s) == {"a:v1": 3}
    assert names(store) == ["顺达五金厂"]


@pytest.mark.parametrize(
    "odd",
    [
        {"due": "soon"},
        {"photos": [{"role": "before"}]},
        {"photos": [{"sha256": "../../x"}]},
        {"history": ["closed"]},
        {"order": "12"},
        {"note": {"a": 1}},
    ],
)
def test_a_hazard_that_no_screen_could_draw_is_set_aside_and_the_others_are_shown(store, odd):
    other = danger(1, "ordered", 3)
    other["id"] = other["body"]["id"] = "h2"
    take(store, firm(), danger(1, "ordered", 2, **odd), other)
    with store.read() as s:
        assert [task.hazard.id for task in hazards.tasks(s, date(2026, 11, 23))] == ["h2"]
        assert s.execute(select(set_aside.c.id)).scalars().all() == ["h1"]


def test_a_checklist_without_readable_items_does_not_stop_visits(store):
    broken = {"code": "BASE", "version": 1, "title_zh": "基础", "current": True, "items": [{"code": "B-1"}]}
    change = firm() | {"kind": "checklist", "id": "BASE@1", "body": broken}
    take(store, change)
    with store.read() as s:
        assert checklists.current(s) == []


def test_a_change_that_does_not_say_what_it_is_about_is_passed_over(store):
    take(store, "nonsense", {"kind": "enterprise"}, firm() | {"rev": "1"}, firm(), cursors={"a:v1": 4})
    with store.read() as s:
        assert enterprises.by_id(s, "e1").name == "顺达五金厂"
        assert given.cursors(s) == {"a:v1": 4}


def test_a_notice_this_version_cannot_read_leaves_the_others(store):
    good = {"id": "n1", "code": "record_refused", "facts": {}, "at": "2026-11-23T02:00:00.000+00:00"}
    bad = [
        {"id": "n2", "at": 5},
        {"id": "n3", "code": "x", "at": "2026", "facts": []},
        {"code": "x", "facts": "y"},
    ]
    for rev, body in enumerate([good, *bad], 1):
        take(store, firm(rev) | {"kind": "notice", "id": f"n{rev}", "body": body})
    with store.read() as s:
        assert [one.id for one in notices.all(s)] == ["n1", "n3"]


@pytest.mark.parametrize(
    ("role", "severity", "kind"),
    [
        ("officer", "general", "recheck"),
        ("officer", "major", "expected"),
        ("expert", "general", "expected"),
        ("leader", "general", "expected"),
    ],
)
def test_what_was_rechecked_and_waits_for_the_office_is_not_due_again(store, role, severity, kind):
    step = {
        "n": 2,
        "move": "recheck_accept",
        "to": "rectified_pending",
        "at": "2026-11-22T02:00:00.000+00:00",
    }
    take(store, firm(), danger(2, "rectified_pending", 2, severity=severity, history=[step]))
    with store.write() as s:
        meta.put_json(s, "person", {"id": "p", "role": role})
    with store.read() as s:
        assert [task.kind for task in hazards.tasks(s, date(2026, 11, 23))] == [kind]
        assert hazards.count_tasks(s, date(2026, 11, 23), kind) == 1


def test_a_leader_who_makes_no_rechecks_is_not_told_that_they_are_due(store):
    take(store, firm(), danger(2, "ordered", 2, due="2026-11-20"))
    with store.write() as s:
        meta.put_json(s, "person", {"id": "p", "role": "leader"})
    with store.read() as s:
        assert [task.kind for task in hazards.tasks(s, date(2026, 11, 23))] == ["follow"]
