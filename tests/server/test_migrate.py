"""The shape of the database, from nothing and from every shape that was ever shipped."""

import sqlite3

import pytest
from sqlalchemy import create_engine, inspect

from inspection.problems import Problem
from sync_server import meta, migrate
from sync_server.store import Store
from sync_server.tables import metadata
from tests.server.building import AT


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    return (
        f"sqlite:///{tmp_path}/a.db"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_database")
    )


def shape(engine) -> dict:
    """Tables with their columns, keys and indexes, in words that can be compared."""
    seen = inspect(engine)
    found = {}
    for table in seen.get_table_names():
        if table == "alembic_version":
            continue
        columns = {
            one["name"]: (str(one["type"]), one["nullable"], one["default"])
            for one in seen.get_columns(table)
        }
        indexes = {
            (one["name"], tuple(one["column_names"]), bool(one["unique"])) for one in seen.get_indexes(table)
        }
        uniques = {(one["name"], tuple(one["column_names"])) for one in seen.get_unique_constraints(table)}
        found[table] = (columns, seen.get_pk_constraint(table)["constrained_columns"], indexes, uniques)
    return found


def test_the_migrated_shape_is_that_of_the_tables(url, tmp_path, request):
    store = Store(url)
    assert migrate.migrate(store, AT)
    if store.sqlite:
        wanted = create_engine(f"sqlite:///{tmp_path}/wanted.db")
        metadata.create_all(wanted)
        assert shape(store.engine) == shape(wanted)
    else:
        migrated = shape(store.engine)
        with store.engine.begin() as c:
            c.exec_driver_sql("DROP SCHEMA public CASCADE")
            c.exec_driver_sql("CREATE SCHEMA public")
        metadata.create_all(store.engine)
        assert migrated == shape(store.engine)
    store.close()


def test_a_new_database_has_an_epoch_and_a_second_run_leaves_it(url):
    store = Store(url)
    assert migrate.revision(store) is None
    assert migrate.migrate(store, AT)
    with store.read() as c:
        first = meta.epoch(c)
    assert not migrate.migrate(store, AT)
    with store.read() as c:
        assert meta.epoch(c) == first != ""
    assert migrate.revision(store) == migrate.newest()
    store.close()


def test_a_database_of_a_later_version_is_left_alone(url):
    store = Store(url)
    migrate.migrate(store, AT)
    with store.engine.begin() as c:
        c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Problem, match=r"database\.too_new"):
        migrate.migrate(store, AT)
    store.close()


def test_a_copy_is_kept_before_a_database_is_changed(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/a.db")
    migrate.migrate(store, AT)
    with store.engine.begin() as c:
        c.exec_driver_sql("UPDATE meta SET v = '' WHERE k = 'epoch'")
    assert migrate.migrate(store, AT, tmp_path / "copies")
    (copy,) = (tmp_path / "copies").iterdir()
    with sqlite3.connect(copy) as c:
        assert c.execute("SELECT v FROM meta WHERE k = 'epoch'").fetchone() == ("",)
    store.close()
