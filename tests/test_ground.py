"""The ground the other tests stand on."""

import sqlalchemy as sa


def test_a_fresh_postgres_database_is_empty_and_durable(postgres_database):
    engine = sa.create_engine(postgres_database)
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
        assert connection.scalar(sa.text("show fsync")) == "on"
        assert connection.scalar(sa.text("show server_encoding")) == "UTF8"
        connection.execute(sa.text("create table enterprise (name text)"))
    engine.dispose()


def test_each_test_gets_a_database_of_its_own(postgres_database):
    engine = sa.create_engine(postgres_database)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()
