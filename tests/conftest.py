"""What many tests share: a PostgreSQL of their own, and the browser."""

import itertools
import os
import shutil
from pathlib import Path

import hypothesis
import pytest

from tests import postgres

# The machine may be busy with other things: a slow example is no fault.
hypothesis.settings.register_profile("anjian", deadline=None, print_blob=True)
hypothesis.settings.load_profile("anjian")

numbers = itertools.count(1)


def absent(what: str):
    """On a machine of someone trying things out a test may be left out, but never where CI=true."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def postgres_home():
    """The socket folder of a PostgreSQL server that lives as long as this test process."""
    if postgres.binaries() is None:
        absent("PostgreSQL: no server found (initdb and postgres, Debian package postgresql)")
    with postgres.cluster() as home:
        yield home


@pytest.fixture(scope="session")
def postgres_url(postgres_home):
    """The URL of the server's maintenance database; tables belong into `postgres_database`."""
    return postgres.url(postgres_home, "postgres")


@pytest.fixture
def postgres_database(postgres_home):
    """The URL of a fresh, empty database for one test."""
    name = f"test_{next(numbers)}"
    with postgres.admin(postgres_home) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield postgres.url(postgres_home, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The installed Chromium; Playwright's own download is never used."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    for path in filter(None, map(shutil.which, filter(None, names))):
        return Path(path)
    return absent("Chromium: not found (Debian package chromium, or CHROMIUM=/path/to/it)")
