"""Lists stay quick because every page of them runs along an index: the plan is looked at, not the clock."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from sync_server import scope
from sync_server.office.reads import audited, enterprises, hazards, inbox, overview, visits
from tests.server.building import AT, LINA, LINLAN, WORKS
from tests.server.office.desk import ZHENGLAN

TODAY = AT.date()
LARGE = ("hazard", "visit", "finding", "inbox", "photo_use", "hazard_history", "audit")


class Plans:
    """Collects what SQLite means to do with every statement that is run."""

    def __init__(self, c):
        self.c, self.seen = c, []
        sa.event.listen(c, "before_cursor_execute", self.note)

    def note(self, _c, _cursor, statement, parameters, _context, _many):
        if statement.startswith("SELECT") and not self.busy:
            self.busy = True
            rows = self.c.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            self.seen += [(row[3], statement) for row in rows]
            self.busy = False

    busy = False


def walked_through(plans: Plans) -> list[str]:
    """Large tables that are read from end to end, or put in order by hand."""
    found = []
    for step, statement in plans.seen:
        scan = re.match(r"SCAN (\w+)$", step)
        newest_first = (
            scan and scan.group(1) == "audit" and "ORDER BY audit.n DESC" in statement
        )  # its own key
        if scan and scan.group(1) in LARGE and not newest_first:
            found.append(f"{step}: {statement[:120]}")
    return found


@pytest.fixture
def plans(office):
    if not office.store.sqlite:
        pytest.skip("the plan of SQLite")
    with office.store.read() as c:
        yield office, Plans(c)


LISTS = {
    "hazards, newest": lambda c, p: hazards.listed(c, None, TODAY),
    "hazards, open": lambda c, p: hazards.listed(c, None, TODAY, "open"),
    "hazards, open in two areas": lambda c, p: hazards.listed(c, ("a-yunxi", "a-songling"), TODAY, "open"),
    "hazards, overdue": lambda c, p: hazards.listed(c, None, TODAY, overdue=True),
    "hazards, of one enterprise": lambda c, p: hazards.listed(c, None, TODAY, enterprise_id=WORKS),
    "hazards, by number": lambda c, p: hazards.by_number(c, "YH-2026-00001"),
    "hazards, of the file": lambda c, p: hazards.of_enterprise(c, WORKS),
    "visits, newest": lambda c, p: visits.listed(c, scope.visits_of(p)),
    "visits, of one enterprise": lambda c, p: visits.listed(c, scope.visits_of(p), enterprise_id=WORKS),
    "visits, of one person": lambda c, p: visits.listed(c, scope.visits_of(p), person_id=LINA),
    "enterprises": lambda c, p: enterprises.listed(c, scope.enterprises_of(p)),
    "records": lambda c, p: inbox.listed(c, None),
    "audit": lambda c, p: audited.listed(c),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("person_id", [LINLAN, ZHENGLAN])
def test_no_list_walks_through_a_large_table(plans, name, person_id):
    office, seen = plans
    LISTS[name](seen.c, office.person(person_id))
    assert seen.seen
    assert walked_through(seen) == []


def test_the_lists_of_hazards_need_no_sorting(plans):
    _, seen = plans
    for options in ({}, {"state": "graded"}, {"state": "graded", "areas": ("a-yunxi",)}):
        seen.seen.clear()
        hazards.listed(seen.c, None, TODAY, **options)
        assert not [
            (step, statement)
            for step, statement in seen.seen
            if "TEMP B-TREE" in step and "FROM hazard" in statement
        ], options


def test_the_overview_counts_along_indexes_that_hold_all_it_needs(plans):
    _, seen = plans
    overview.figures(seen.c, None, "year", date(2026, 11, 23))
    assert walked_through(seen) == []
    of_hazards = [
        (step, statement)
        for step, statement in seen.seen
        if re.search(r"\bhazard\b", step) and "group by" in statement.lower()
    ]
    assert of_hazards
    assert [step for step in of_hazards if "COVERING" not in step[0]] == []
