"""The office on PostgreSQL: every page says what it says on SQLite, and every form does its work."""

import re

import pytest

from sync_server import verify
from tests.server.building import ADMIN, LINA, LINLAN, ZHAOMIN
from tests.server.office import addresses, desk

TAGS = re.compile(r"<pre>.*?</pre>|<[^>]*>", re.DOTALL)
MADE = re.compile(
    r"\b(?:[a-z]|d-p-[a-z]+)-\d+\b|\b[0-9a-f]{12,64}\b|\d+ B\b"
)  # ids and hashes differ with every filling


@pytest.fixture
def both(tmp_path, postgres_database):
    """An office on SQLite and one on PostgreSQL, filled alike."""
    made = []
    for name, url in (("sqlite", ""), ("postgres", postgres_database)):
        (tmp_path / name).mkdir()
        office = desk.Office(tmp_path / name, url)
        office.ids = desk.fill(office)
        made.append(office)
    yield made
    for office in made:
        office.close()


def words(office, person_id: str, path: str) -> tuple[int, str]:
    answer = office.browser(person_id).get(addresses.address(path, office.ids))
    return answer.status_code, MADE.sub("…", TAGS.sub(" ", answer.text))


def test_every_page_says_what_it_says_on_sqlite(both):
    sqlite, postgres = both
    seen = 0
    for person_id in (LINA, ZHAOMIN, LINLAN, ADMIN):
        for path in addresses.readable():
            status, said = words(postgres, person_id, path)
            assert (status, said) == words(sqlite, person_id, path), f"{path} for {person_id}"
            seen += status == 200
    assert seen > 60


def test_every_form_does_its_work(both):
    _, office = both
    done = 0
    for path in addresses.forms():
        who = ADMIN if addresses.of_admin(path) else LINLAN
        answer = office.browser(who).post(
            addresses.address(path, office.ids), addresses.form(path, office.ids), sure=True
        )
        assert answer.status_code in (200, 303, 401, 403, 404, 409), path
        done += answer.status_code == 303
    assert done > 15
    assert verify.verify(office.store, office.context.photos) == []
