"""An office for each test, on both engines."""

import pytest

from tests.server import building, serving


@pytest.fixture(params=["sqlite", "postgres"])
def office_store(request, tmp_path):
    """The store of an office with a street, people and enterprises; see `building`."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/office.db"
    else:
        url = request.getfixturevalue("postgres_database")
    store = building.open_office(url)
    yield store
    store.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A running office on SQLite, one for all tests of a file; `served.context` looks at its database from beside."""
    folder = tmp_path_factory.mktemp("served")
    context = serving.furnished(folder)
    office = serving.Served(folder)
    office.context = context
    office.start()
    yield office
    office.stop()
    context.close()
