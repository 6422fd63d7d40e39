"""One furnished office a test process, copied for every test that wants a server of its own."""

import shutil

import pytest

from tests.journey.faults import BadLine
from tests.journey.office import Office
from tests.journey.phones import Phone


@pytest.fixture(scope="session")
def furnished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    office = Office(folder)
    office.furnish()
    office.close()
    return folder


@pytest.fixture
def office(furnished, tmp_path):
    """A server that runs, with the people and firms of tests/journey/office.py."""
    folder = tmp_path / "office"
    shutil.copytree(furnished, folder)
    made = Office(folder)
    made.start()
    yield made
    made.close()


@pytest.fixture
def line(office):
    """A bad line to the office. Phones made with it see its faults."""
    made = BadLine(office.port)
    yield made
    made.close()


@pytest.fixture
def phone(tmp_path, office):
    """phone("name", server) is a further phone; it is switched off when the test ends."""
    made = []

    def one(name: str, server: str | None = None) -> Phone:
        made.append(Phone(tmp_path / name, server or office.address))
        return made[-1]

    yield one
    for each in made:
        each.close()
