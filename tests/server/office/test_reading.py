"""Both languages, everywhere: no page shows a key, and no template goes round the escaping."""

import re
from pathlib import Path

import pytest

from inspection.texts import LANGUAGES, catalogue
from sync_server.office.render import HERE
from tests.server.building import ADMIN, LINA, LINLAN, ZHAOMIN
from tests.server.office import addresses

FAMILIES = sorted({key.split(".")[0] for key in catalogue("zh-CN")} | {"chain", "notice"})
KEY = re.compile(rf"(?<![\w/.@-])(?:{'|'.join(FAMILIES)})\.[a-z_]+(?:\.[a-z_]+)*(?![\w/])")
TAGS = re.compile(r"<pre>.*?</pre>|<code>.*?</code>|<[^>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r'(?:placeholder|aria-label|title|data-label|alt)="([^"]*)"')


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", addresses.readable())
def test_no_page_shows_a_key_instead_of_words(looked_at, path, language):
    office, ids = looked_at
    for person_id in (LINA, ZHAOMIN, LINLAN, ADMIN) if path != "/office/sign-in" else (None,):
        browser = office.browser(person_id)
        browser.client.cookies.set("anjian_language", language)
        answer = browser.get(addresses.address(path, ids))
        if answer.status_code in (303, 404):
            continue
        words = TAGS.sub(" ", answer.text) + " ".join(ATTRIBUTE.findall(answer.text))
        assert KEY.findall(words) == []
        assert f'<html lang="{language}">' in answer.text
        assert "本版本不认识" not in words, "a problem without a sentence of its own"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_move_asks_in_words(looked_at, language):
    office, ids = looked_at
    browser = office.browser(LINLAN)
    browser.client.cookies.set("anjian_language", language)
    for hazard in ("general", "major", "advice", "ordered"):
        page = browser.get(f"/office/hazards/{ids[hazard]}").text
        moves = re.findall(rf"/office/hazards/{ids[hazard]}/moves/(\w+)", page)
        assert moves
        for move in moves:
            answer = browser.get(f"/office/hazards/{ids[hazard]}/moves/{move}")
            assert answer.status_code in (200, 303)
            assert KEY.findall(TAGS.sub(" ", answer.text)) == []


def test_the_language_of_the_person_holds_until_another_is_chosen(looked_at):
    office, _ = looked_at
    browser = office.browser(LINLAN)
    assert "企业档案" in browser.get("/office/enterprises").text
    assert (
        browser.get("/office/language/en?back=/office/enterprises").headers["location"]
        == "/office/enterprises"
    )
    assert "Enterprises" in browser.get("/office/enterprises").text
    assert browser.get("/office/language/klingon").status_code == 404


def test_templates_escape_everything_and_bring_no_style_or_script_of_their_own():
    faults = []
    for path in sorted(Path(HERE / "templates").glob("*.html")):
        text = path.read_text("utf-8")
        for sign in (
            "|safe",
            "| safe",
            "autoescape",
            "Markup",
            " style=",
            "<style",
            "javascript:",
            "http://",
            "https://",
        ):
            if sign in text:
                faults.append(f"{path.name}: {sign}")
        faults += [f"{path.name}: {found}" for found in re.findall(r"\son[a-z]+=", text)]
        scripts = re.findall(r"<script[^>]*>", text)
        faults += [f"{path.name}: {found}" for found in scripts if 'src="/office/static/' not in found]
    assert faults == []


def test_pages_load_nothing_from_elsewhere_and_say_so(looked_at):
    office, _ = looked_at
    answer = office.browser(LINLAN).get("/office/")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    for name in ("office.css", "office.js"):
        assert office.browser(None).get(f"/office/static/{name}").status_code == 200
    assert office.browser(None).get("/office/fonts/AnjianSans.otf").status_code == 200


def test_times_on_pages_are_those_of_china(looked_at):
    office, ids = looked_at
    assert (
        "2026-11-23 08:00" in office.browser(LINLAN).get(f"/office/visits/{ids['visit']}").text
    )  # 00:00 UTC
