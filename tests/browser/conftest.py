"""One Chromium for all browser tests of a process; each test opens its own tabs."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.phone import launch


@pytest.fixture(scope="session")
def browser(chromium_path):
    with sync_playwright() as playwright:
        running = launch(playwright, chromium_path)
        yield running
        running.close()
