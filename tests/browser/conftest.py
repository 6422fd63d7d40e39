"""One Chromium for the browser tests of a file, and a furnished office to take with them."""

import shutil
from datetime import UTC, datetime

import pytest
from playwright.sync_api import sync_playwright

from sync_server import checklists_import, enterprises
from tests.browser.phone import launch
from tests.journey.office import Office


@pytest.fixture(scope="module")
def browser(chromium_path):
    # Not for the whole session: while Playwright runs, its event loop runs in this thread, and the tests of other
    # files that the same process takes up later could run none of their own.
    with sync_playwright() as playwright:
        running = launch(playwright, chromium_path)
        yield running
        running.close()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory):
    """The office of the journeys; its first firm has a confined space too, with limits to be measured."""
    folder = tmp_path_factory.mktemp("office")
    office = Office(folder).furnish()
    at = datetime.now(UTC)
    with office.context.store.write() as c:
        lists = [one for one in checklists_import.shipped() if one["code"] == "CONF"]
        checklists_import.publish(c, lists, at)
        enterprises.change(c, "e-shunda", {"tags": ["confined_space"]}, "zhaomin", at)
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


@pytest.fixture(scope="module")
def furnished_once(furnished, tmp_path_factory):
    """A folder for one server that a whole file looks at."""
    folder = tmp_path_factory.mktemp("shared") / "office"
    shutil.copytree(furnished, folder)
    return folder
