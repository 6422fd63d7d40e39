"""A phone that finds no way to the office hands over a file: it counts once, whatever is sent again later."""

import zipfile
from datetime import UTC, datetime

import pytest

from inspection.problems import Problem
from sync_server import bundles, tables
from tests.journey.agreement import agree, counts
from tests.journey.test_bad_lines import a_visit_with


def taken(office, file):
    with bundles.opened(file) as bundle:
        return bundles.take(office.context, bundle, None, "test", datetime.now(UTC))


def test_what_was_never_sent_arrives_by_hand_and_is_counted_once(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    office.stop()
    record, _ = a_visit_with(li, photos=3)
    file = li.do.make_bundle()
    done = taken(office, file)
    assert (done.records, done.known, done.photos, done.damaged) == (
        {"applied": 1},
        0,
        5,
        [],
    )  # two signatures are photos too
    again = taken(office, file)
    assert (again.records, again.known, again.photos, again.photos_known) == ({"applied": 1}, 1, 0, 5)
    office.start()
    assert li.sync().state == "idle"
    assert li.state_of(record) == "applied"
    agree(office, li)
    assert counts(office)["inbox"] == 1
    assert [row["record_id"] for row in office.rows(tables.visit)] == [record]


def test_a_blocked_phone_loses_nothing_and_says_so_in_its_file(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    with office.context.store.write() as c:
        c.execute(tables.device.update().values(state="blocked"))
    record, _ = a_visit_with(li, photos=1)
    assert li.sync().state == "paused"
    assert li.state_of(record) == "waiting"
    assert taken(office, li.do.make_bundle()).records == {"applied": 1}


def test_a_file_broken_in_one_place_gives_all_the_rest(office, phone, tmp_path):
    li = phone("li").sign_in("lina")
    li.sync()
    for _ in range(2):
        a_visit_with(li, photos=1)
    whole, broken = li.do.make_bundle(), tmp_path / "broken.zip"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        names = source.namelist()
        records = [name for name in names if name.startswith("records/")]
        pictures = [name for name in names if name.startswith("photos/")]
        for name in names:
            content = source.read(name)
            spoilt = {records[0]: b'{"half', pictures[-1]: b"another picture"}.get(name, content)
            target.writestr(name, spoilt)
    done = taken(office, broken)
    assert sorted(done.damaged) == sorted([records[0], pictures[-1]])
    assert sum(done.records.values()) == 1
    assert taken(office, whole).records == {"applied": 2}
    assert taken(office, whole).damaged == []


def test_whose_it_is_must_be_known_here(office, phone, tmp_path):
    li = phone("li").sign_in("lina")
    li.sync()
    a_visit_with(li)
    file = li.do.make_bundle()
    with office.context.store.write() as c:
        c.execute(tables.device.delete())
    with pytest.raises(Problem, match=r"bundle\.device_unknown"):
        taken(office, file)
    assert office.rows(tables.inbox) == []


def test_with_nothing_to_save_there_is_no_file(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    a_visit_with(li, photos=1)
    li.sync()
    with pytest.raises(Problem, match=r"bundle\.nothing"):
        li.do.make_bundle()
    assert not list((li.store.folder).glob("bundles/*"))
