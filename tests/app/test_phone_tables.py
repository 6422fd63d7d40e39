"""The steps of the phone's database lead to exactly the tables that the code speaks of."""

import sqlite3

import pytest
from sqlalchemy import create_engine

from app.storage import migrations
from app.storage.store import open_store
from app.storage.tables import metadata
from inspection.problems import Problem


def shape(path) -> dict:
    db = sqlite3.connect(path)
    names = [
        row[0]
        for row in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    told = {}
    for name in names:
        indexes = {}
        for _, index, unique, origin, _ in db.execute(f"PRAGMA index_list({name})"):
            columns = tuple(row[2] for row in db.execute(f"PRAGMA index_info({index})"))
            indexes[columns, origin, unique] = index if origin == "c" else ""
        told[name] = ([tuple(row) for row in db.execute(f"PRAGMA table_info({name})")], indexes)
    db.close()
    return told


def test_a_new_phone_walks_the_steps_to_the_same_tables(tmp_path):
    open_store(tmp_path / "li").close()
    drawn = create_engine(f"sqlite:///{tmp_path / 'drawn.db'}")
    metadata.create_all(drawn)
    drawn.dispose()
    assert shape(tmp_path / "li" / "phone.db") == shape(tmp_path / "drawn.db")


def test_the_file_tells_how_many_steps_were_taken(tmp_path):
    store = open_store(tmp_path)
    with store.read() as s:
        assert s.exec_driver_sql("PRAGMA user_version").scalar() == len(migrations.STEPS)
        assert s.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert s.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    store.close()


def test_a_file_of_a_later_app_is_left_alone_and_said_so(tmp_path):
    store = open_store(tmp_path)
    with store.write() as s:
        s.exec_driver_sql("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(Problem) as refusal:
        open_store(tmp_path)
    assert refusal.value.code == "storage.newer"
    assert [file.name for file in tmp_path.glob("*damaged*")] == []


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    store = open_store(tmp_path)
    store.close()
    monkeypatch.setattr(
        migrations,
        "STEPS",
        (*migrations.STEPS, "CREATE TABLE later (a TEXT);\nCREATE TABLE meta (a TEXT);\n"),
    )
    with pytest.raises(sqlite3.OperationalError):
        open_store(tmp_path)
    monkeypatch.undo()
    store = open_store(tmp_path)
    with store.read() as s:
        assert s.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'later'").scalar() == 0
    store.close()
