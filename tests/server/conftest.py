"""An office for each test, on both engines."""

import pytest

from tests.server import building


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
