"""Every page against every role. What is not for somebody looks to them as if it did not exist."""

import pytest

from sync_server.office.page_table import PAGES
from tests.server.building import ADMIN, CHENJIE, LINA, LINLAN, SUNLI, WANGQIANG, ZHAOMIN, photo_bytes
from tests.server.office import addresses
from tests.server.office.desk import KNOWN_PHOTO, ZHENGLAN

PEOPLE = {"officer": LINA, "elsewhere": ZHENGLAN, "clerk": ZHAOMIN, "leader": LINLAN, "admin": ADMIN}
EVERYONE = "officer elsewhere clerk leader admin"
SEEING = "officer clerk leader"  # of this village; the officer of another one sees nothing here
LISTS = "officer elsewhere clerk leader"

WHO = {
    ("GET", "/office/sign-in"): None,
    ("POST", "/office/sign-in"): None,
    ("GET", "/office/language/{language}"): None,
    ("POST", "/office/sign-out"): EVERYONE,
    ("GET", "/office/"): EVERYONE,
    ("GET", "/office/enterprises"): LISTS,
    ("GET", "/office/enterprises/new"): LISTS,
    ("POST", "/office/enterprises/new"): SEEING,  # the officer elsewhere may add, but not in this village
    ("GET", "/office/enterprises/{id}"): SEEING,
    ("GET", "/office/enterprises/{id}/edit"): SEEING,
    ("POST", "/office/enterprises/{id}/edit"): SEEING,
    ("POST", "/office/enterprises/{id}/plan"): SEEING,
    ("POST", "/office/plans/{id}/drop"): SEEING,
    ("GET", "/office/enterprises/{id}/order"): SEEING,
    ("POST", "/office/enterprises/{id}/order"): SEEING,
    ("GET", "/office/documents/{id}"): SEEING,
    ("GET", "/office/visits"): LISTS,
    ("GET", "/office/visits/{id}"): SEEING,
    ("POST", "/office/visits/{id}/seen"): SEEING,
    ("POST", "/office/visits/{id}/evidence"): SEEING,
    ("GET", "/office/hazards"): LISTS,
    ("GET", "/office/hazards/{id}"): SEEING,
    ("GET", "/office/hazards/{id}/moves/{move}"): SEEING,
    ("POST", "/office/hazards/{id}/moves/{move}"): SEEING,
    ("GET", "/office/advice"): LISTS,
    ("GET", "/office/attention"): EVERYONE,
    ("GET", "/office/attention/{id}"): "officer clerk leader admin",
    ("POST", "/office/attention/{id}/again"): "officer clerk leader admin",
    ("GET", "/office/checklists"): EVERYONE,
    ("GET", "/office/checklists/{code}/{version}"): EVERYONE,
    ("GET", "/office/people"): "admin",
    ("GET", "/office/people/new"): "admin",
    ("POST", "/office/people/new"): "admin",
    ("GET", "/office/people/{id}"): "admin",
    ("POST", "/office/people/{id}"): "admin",
    ("POST", "/office/people/{id}/active"): "admin",
    ("GET", "/office/people/{id}/password"): "admin",
    ("POST", "/office/people/{id}/password"): "admin",
    ("POST", "/office/devices/{id}/state"): "admin",
    ("GET", "/office/settings/areas"): "admin",
    ("POST", "/office/settings/areas"): "admin",
    ("POST", "/office/settings/areas/order"): "admin",
    ("GET", "/office/settings/areas/{id}"): "admin",
    ("POST", "/office/settings/areas/{id}"): "admin",
    ("POST", "/office/settings/areas/{id}/remove"): "admin",
    ("GET", "/office/settings/contracts"): "admin",
    ("GET", "/office/settings/contracts/new"): "admin",
    ("POST", "/office/settings/contracts/new"): "admin",
    ("GET", "/office/settings/contracts/{id}"): "admin",
    ("POST", "/office/settings/contracts/{id}"): "admin",
    ("GET", "/office/settings/contracts/{id}/edit"): "admin",
    ("POST", "/office/settings/contracts/{id}/end"): "admin",
    ("POST", "/office/settings/contracts/{id}/enterprises"): "admin",
    ("GET", "/office/settings/office"): "admin",
    ("POST", "/office/settings/office"): "admin",
    ("GET", "/office/import"): "clerk admin",
    ("POST", "/office/import"): "clerk admin",
    ("GET", "/office/import/{token}"): "",  # an upload belongs to whoever sent it; see test_import_page
    ("POST", "/office/import/{token}"): "",
    ("GET", "/office/bundle"): "clerk admin",
    ("POST", "/office/bundle"): "clerk admin",
    ("GET", "/office/bundle/{token}"): "",
    ("POST", "/office/bundle/{token}"): "",
    ("GET", "/office/audit"): "leader admin",
    ("GET", "/office/photos/{sha256}"): SEEING,
    ("GET", "/office/photos/{sha256}/about"): SEEING,
}


@pytest.fixture(scope="module")
def place(looked_at):
    office, ids = looked_at
    office.context.photos.put(photo_bytes(KNOWN_PHOTO))
    return office, ids


def test_every_page_stands_in_the_table():
    assert {(page.method, page.path) for page in PAGES} == set(WHO)


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
def test_a_page_is_for_those_who_may_and_not_there_for_others(place, page, role):
    office, ids = place
    browser = office.browser(PEOPLE[role])
    before = len(office.acts())
    where = addresses.address(page.path, ids)
    answer = (
        browser.get(where) if page.method == "GET" else browser.post(where, addresses.form(page.path, ids))
    )
    allowed = WHO[page.method, page.path]
    if allowed is None:
        assert answer.status_code in (200, 303, 401)
    elif role in allowed.split():
        assert answer.status_code in (200, 303, 409), answer.text[:300]
    else:
        assert answer.status_code == 404
        assert "?size=" not in answer.text.split("<main")[1]
        assert len(office.acts()) == before


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.power is not None], ids=lambda page: f"{page.method} {page.path}"
)
def test_without_signing_in_every_page_leads_to_the_door(place, page):
    office, ids = place
    where = addresses.address(page.path, ids)
    stranger = office.browser(None)
    answer = (
        stranger.get(where)
        if page.method == "GET"
        else stranger.post(where, addresses.form(page.path, ids), sure=True)
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/office/sign-in")


@pytest.mark.parametrize("person_id", [WANGQIANG, CHENJIE, SUNLI])
def test_experts_and_station_keepers_have_no_desk_even_with_a_session(place, person_id):
    office, _ = place
    answer = office.browser(person_id).get("/office/")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/office/sign-in")


def test_lists_of_an_officer_elsewhere_show_nothing_of_this_village(place):
    office, _ = place
    browser = office.browser(ZHENGLAN)
    for where in (
        "/office/enterprises",
        "/office/visits",
        "/office/hazards",
        "/office/advice",
        "/office/attention",
        "/office/",
    ):
        text = browser.get(where).text
        assert "云雀精密" not in text
        assert "1号车间东侧" not in text
    assert "松针家具" in browser.get("/office/enterprises").text


def test_what_does_not_exist_and_what_is_not_for_me_look_alike(place):
    office, ids = place
    browser = office.browser(ZHENGLAN)
    one = browser.get(f"/office/hazards/{ids['general']}")
    other = browser.get("/office/hazards/f-00009999")
    assert one.status_code == other.status_code == 404
    assert one.text.replace(ids["general"], "") == other.text.replace("f-00009999", "")
