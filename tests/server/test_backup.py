"""Copies of the office and coming back from them, on either database and from one to the other."""

import json

import pytest
from sqlalchemy import select, update

from inspection.problems import Problem
from sync_server import audit, backup, meta, migrate
from sync_server.app import make_context, prepare
from sync_server.config import Config
from sync_server.tables import enterprise, metadata, photo
from tests.server import building
from tests.server.serving import furnished


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    """An office with a visit and one of its photos."""
    url = request.getfixturevalue("postgres_database") if request.param == "postgres" else ""
    context = furnished(tmp_path / "office", url)
    phone = building.Phone(context.store, building.LINA)
    made = building.finding()
    phone.push(phone.visit([made]))
    context.photos.put(b"photo " + made["photos"][0]["sha256"].encode())
    keep(context, "lost")
    yield context
    context.close()


def keep(context, name: str) -> str:
    sha = context.photos.put(building.photo_bytes(name))
    with context.store.write() as c:
        c.execute(photo.insert().values(sha256=sha, size=1, mime="image/jpeg", w=0, h=0, state="stored"))
    return sha


def rows(context) -> dict:
    """Everything that is in the database but what coming back itself writes."""
    with context.store.read() as c:
        found = {t.name: sorted(map(repr, c.execute(select(t)))) for t in metadata.sorted_tables}
    for name in ("meta", "audit", "counter"):
        del found[name]
    return found


def empty_office(folder, url=""):
    context = make_context(Config.at(folder, database_url=url, office="青禾街道应急办"))
    prepare(context)
    return context


def epoch(context) -> str:
    with context.store.read() as c:
        return meta.epoch(c)


def test_what_comes_back_is_what_was_there_under_a_new_epoch(office, tmp_path):
    made = backup.backup(office, tmp_path / "copy")
    assert made.photos == made.copied == 1
    before = rows(office)
    with office.store.write() as c:
        c.execute(update(enterprise).values(name="改过的"))
    was = epoch(office)
    back = backup.restore(office, tmp_path / "copy", replace=True)
    assert rows(office) == before
    assert epoch(office) != was
    assert back.missing == []
    with office.store.read() as c:
        assert audit.breaks(c) == []


def test_an_office_moves_from_one_database_to_the_other(office, tmp_path, postgres_database):
    backup.backup(office, tmp_path / "copy")
    url = postgres_database if office.store.sqlite else ""
    other = empty_office(tmp_path / "other", url)
    backup.restore(other, tmp_path / "copy")
    assert rows(other) == rows(office)
    assert other.photos.has(keep_name("lost"))
    other.close()


def keep_name(name: str) -> str:
    return building.photo(name)["sha256"]


def test_the_second_copy_takes_only_what_is_new(office, tmp_path):
    backup.backup(office, tmp_path / "copy")
    keep(office, "second")
    made = backup.backup(office, tmp_path / "copy")
    assert (made.photos, made.copied) == (2, 1)


def test_an_office_with_records_is_not_replaced_unasked(office, tmp_path):
    backup.backup(office, tmp_path / "copy")
    with pytest.raises(Problem, match=r"backup\.office_not_empty"):
        backup.restore(office, tmp_path / "copy")


def test_a_folder_of_something_else_is_left_alone(office, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("x")
    with pytest.raises(Problem, match=r"backup\.other_files"):
        backup.backup(office, tmp_path / "letters")
    with pytest.raises(Problem, match=r"backup\.not_found"):
        backup.restore(office, tmp_path / "letters", replace=True)


def test_a_first_backup_that_was_broken_off_is_made_anew_in_the_same_folder(office, tmp_path):
    folder = tmp_path / "copy"
    (folder / "photos" / "ab").mkdir(parents=True)
    (folder / "office.db.new").write_bytes(b"half of a database")
    assert backup.backup(office, folder).photos == 1
    (tmp_path / "album" / "photos").mkdir(parents=True)
    (tmp_path / "album" / "photos" / "wedding.jpg").write_bytes(b"x")
    with pytest.raises(Problem, match=r"backup\.other_files"):
        backup.backup(office, tmp_path / "album")


def test_a_damaged_copy_changes_nothing(office, tmp_path):
    backup.backup(office, tmp_path / "copy")
    before, was = rows(office), epoch(office)
    database = tmp_path / "copy" / backup.DATABASE
    database.write_bytes(database.read_bytes()[:-1] + b"x")
    with pytest.raises(Problem, match=r"backup\.damaged"):
        backup.restore(office, tmp_path / "copy", replace=True)
    assert (rows(office), epoch(office)) == (before, was)


def test_a_copy_of_a_later_version_is_refused(office, tmp_path):
    backup.backup(office, tmp_path / "copy")
    path = tmp_path / "copy" / backup.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"revision": "9999"}))
    with pytest.raises(Problem, match=r"backup\.too_new"):
        backup.restore(office, tmp_path / "copy", replace=True)


def test_a_photo_that_the_copy_lost_is_asked_of_the_phones_again(office, tmp_path):
    backup.backup(office, tmp_path / "copy")
    sha = keep_name("lost")
    (tmp_path / "copy" / "photos" / sha[:2] / sha).write_bytes(b"other")
    other = empty_office(tmp_path / "other")
    back = backup.restore(other, tmp_path / "copy")
    assert back.missing == [sha]
    with other.store.read() as c:
        assert c.scalar(select(photo.c.state).where(photo.c.sha256 == sha)) == "named"
    other.close()


def test_the_copy_names_its_shape(office, tmp_path):
    backup.backup(office, tmp_path / "copy")
    assert json.loads((tmp_path / "copy" / backup.MANIFEST).read_text())["revision"] == migrate.newest()
