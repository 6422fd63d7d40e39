"""Whatever people type or phones send is text on the page, never a part of it."""

from html.parser import HTMLParser

import pytest
import sqlalchemy as sa

from sync_server import tables
from tests.server.building import ADMIN, LINA, LINLAN, WORKS, Phone, finding, participants
from tests.server.office import addresses, desk

CORPUS = (
    '<script>alert("x1")</script>',
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(2)>",
    "javascript:alert(3)",
    "{{ 7 * 7 }}{% for x in () %}",
    "</textarea></title><iframe src=//evil.example>",
    "&lt;b&gt; 已转义 &amp;",
    "`${alert(4)}`",
)


LEADING = ("href", "src", "action", "formaction", "data", "poster")


def run_or_loaded(parser, tag, attrs) -> None:
    """Notes what a browser would run or load."""
    own_script = tag == "script" and dict(attrs).get("src") == "/office/static/office.js"
    if tag in ("iframe", "object", "embed", "base") or (tag == "script" and not own_script):
        parser.found.append((tag, attrs))
    for name, value in attrs:
        value = (value or "").strip().lower()
        leads_away = name in LEADING and value.startswith(("javascript:", "//", "http"))
        if name.startswith("on") or name == "style" or leads_away:
            parser.found.append((tag, name, value))


def loaded_by(html: str) -> list:
    page = type("Page", (HTMLParser,), {"handle_starttag": run_or_loaded})()
    page.found = []
    page.feed(html)
    return page.found


@pytest.fixture(scope="module")
def infested(tmp_path_factory):
    office = desk.Office(tmp_path_factory.mktemp("infested"))
    ids = desk.fill(office)
    everything = "".join(CORPUS)
    with office.store.write() as c:
        texts = {
            "name": everything[:180],
            "address": everything,
            "scope": everything,
            "legal_person": CORPUS[1],
            "contact": CORPUS[2],
        }
        texts |= {
            "contact_phone": CORPUS[0],
            "profile": '{"<b onclick=x>": "<i>"}',
            "tags": '["<u>"]',
            "code": CORPUS[1],
            "code_kind": "odd",
        }
        c.execute(sa.update(tables.enterprise).where(tables.enterprise.c.id == WORKS).values(texts))
        c.execute(sa.update(tables.device).values(name=everything, platform=CORPUS[0], app_version=CORPUS[1]))
        c.execute(sa.update(tables.area).values(name=CORPUS[1]))
        c.execute(
            sa.update(tables.person)
            .where(tables.person.c.id != LINLAN)
            .values(name=CORPUS[0], certificate_no=CORPUS[1])
        )
    for n, text in enumerate(CORPUS):
        phone = Phone(office.store, LINA)
        made = finding(item=None, checklist=None, place=text, text=f"{text} {n}", basis=text, correction=text)
        people = [one | {"name": text[:50]} for one in participants("inspection")]
        companion = {"name": text[:50], "post": text[:50], "phone": text[:30]}
        sent = phone.visit([made], participants=people, companion=companion, remark=text)
        (answer,) = phone.push(sent)
        assert answer["outcome"] == "applied", answer
        phone.push(phone.record("visit", ("visit", "v-odd"), {"visit_id": text, "enterprise_id": WORKS}))
        ids |= {"visit": sent["body"]["visit_id"], "general": made["id"]}
    yield office, ids
    office.close()


@pytest.mark.parametrize("path", addresses.readable())
def test_no_text_becomes_a_part_of_a_page(infested, path):
    office, ids = infested
    person_id = ADMIN if addresses.of_admin(path) else LINLAN
    answer = office.browser(person_id).get(addresses.address(path, ids))
    assert answer.status_code in (200, 303)
    assert loaded_by(answer.text) == []
    assert ">49<" not in answer.text


def test_a_search_is_shown_as_it_was_typed(infested):
    office, _ = infested
    for text in CORPUS:
        answer = office.browser(LINLAN).get("/office/enterprises", params={"q": text})
        assert answer.status_code == 200
        assert loaded_by(answer.text) == []


def test_the_door_leads_only_to_pages_of_this_office(infested):
    office, _ = infested
    browser = office.browser(None)
    for wanted in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/office/../../x\r\nSet-Cookie: a=b",
    ):
        answer = browser.get("/office/sign-in", params={"next": wanted})
        assert 'name="next" value="/office/"' in answer.text
        answer = browser.get("/office/language/en", params={"back": wanted})
        assert answer.headers["location"] == "/office/"
