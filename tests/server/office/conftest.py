"""An office at the desk: one to look at, shared by a file's tests, and a fresh one for whoever changes something."""

import pytest

from tests.server.office import desk


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory):
    """(office, ids) that no test changes."""
    office = desk.Office(tmp_path_factory.mktemp("office"))
    yield office, desk.fill(office)
    office.close()


@pytest.fixture
def office(tmp_path):
    """A filled office of one's own; `office.ids` names what is in it."""
    made = desk.Office(tmp_path)
    made.ids = desk.fill(made)
    yield made
    made.close()
