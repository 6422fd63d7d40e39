"""Nothing is changed by a form of somebody else's making, and nothing before it was asked."""

import pytest
import sqlalchemy as sa

from sync_server import tables
from tests.server.building import ADMIN, LINLAN
from tests.server.office import addresses

QUIET = ("/office/sign-in", "/office/sign-out")  # they change nothing of the office's


def state(office) -> dict:
    """Every row of every table that a form could change."""
    with office.store.read() as c:
        return {
            table.name: c.execute(sa.select(table).order_by(*table.primary_key)).all()
            for table in tables.metadata.sorted_tables
            if table.name not in ("desk_session", "throttle")
        }


def sit_down(office, path: str):
    return office.browser(ADMIN if addresses.of_admin(path) else LINLAN)


@pytest.mark.parametrize("path", [p for p in addresses.forms() if p not in QUIET])
def test_a_form_without_the_token_of_our_page_changes_nothing(looked_at, path):
    office, ids = looked_at
    browser = sit_down(office, path)
    before = state(office)
    told = addresses.form(path, ids) | {"sure": "yes", "csrf": "made-up"}
    answer = browser.client.post(addresses.address(path, ids), data=told)
    assert answer.status_code == 403
    assert state(office) == before


@pytest.mark.parametrize("path", addresses.forms())
def test_a_form_sent_from_another_site_changes_nothing(looked_at, path):
    office, ids = looked_at
    browser = sit_down(office, path)
    before = state(office)
    elsewhere = {"origin": "https://elsewhere.example"}
    answer = browser.post(
        addresses.address(path, ids), addresses.form(path, ids), sure=True, headers=elsewhere
    )
    assert answer.status_code == 403
    assert state(office) == before


@pytest.mark.parametrize("path", [p for p in addresses.forms() if p not in QUIET])
def test_nothing_changes_before_it_was_asked(looked_at, path):
    office, ids = looked_at
    browser = sit_down(office, path)
    before = state(office)
    answer = browser.post(addresses.address(path, ids), addresses.form(path, ids))
    assert answer.status_code in (200, 303, 404, 409)
    assert state(office) == before


def test_a_fault_is_a_page_with_a_sentence_and_a_mark(office, monkeypatch, caplog):
    from sync_server.office.pages import overview

    monkeypatch.setattr(overview.overview, "figures", lambda *_: 1 / 0)
    overview.counted.forget((id(office.store), None, "year", office.now.date()))
    answer = office.browser(LINLAN).get("/office/?fresh=1")
    assert answer.status_code == 500
    assert "没有改动任何内容" in answer.text
    assert "Traceback" not in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in caplog.text
