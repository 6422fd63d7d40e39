"""The door of the office pages."""

from tests.server.building import LINLAN, WANGQIANG, ZHAOMIN
from tests.server.office.desk import PASSWORD


def try_it(browser, login: str, password: str, wanted: str = ""):
    return browser.client.post("/office/sign-in", data={"login": login, "password": password, "next": wanted})


def test_signing_in_leads_to_the_page_that_was_wanted_and_out_again(office):
    office.set_password(ZHAOMIN)
    browser = office.browser(None)
    door = browser.get("/office/hazards?state=open").headers["location"]
    assert "/office/hazards%3Fstate%3Dopen" in door or "/office/hazards?state" in door
    page = browser.get(door).text
    assert 'value="/office/hazards?state=open"' in page
    answer = try_it(browser, "zhaomin", PASSWORD, "/office/hazards?state=open")
    assert answer.headers["location"] == "/office/hazards?state=open"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    page = browser.get("/office/hazards").text
    assert "赵敏" in page
    token = page.split('name="csrf" value="')[1].split('"')[0]
    browser.client.post("/office/sign-out", data={"csrf": token})
    assert browser.get("/office/hazards").status_code == 303
    assert [act for act in office.acts() if act.startswith("sign_")] == ["sign_in", "sign_out"]


def test_wrong_name_and_wrong_password_read_alike(office):
    office.set_password(LINLAN)
    unknown = try_it(office.browser(None), "nobody", "not-the-right-one")
    wrong = try_it(office.browser(None), "linlan", "not-the-right-one")
    assert unknown.status_code == wrong.status_code == 401
    assert unknown.text.replace("nobody", "?") == wrong.text.replace("linlan", "?")
    assert "账号或密码不对" in wrong.text
    assert "not-the-right-one" not in wrong.text


def test_guessing_is_slowed_down(office):
    office.set_password(LINLAN)
    answers = [try_it(office.browser(None), "linlan", f"guess-number-{n}") for n in range(12)]
    assert answers[-1].status_code == 429
    assert "秒再试" in answers[-1].text
    assert try_it(office.browser(None), "linlan", PASSWORD).status_code == 429


def test_whoever_has_no_desk_is_told_so_and_gets_no_session(office):
    office.set_password(WANGQIANG)
    browser = office.browser(None)
    answer = try_it(browser, "wangqiang", PASSWORD)
    assert answer.status_code == 401
    assert "只用于手机" in answer.text
    assert "anjian_desk" not in browser.client.cookies


def test_an_address_that_is_none_is_answered_with_a_page(office):
    for browser in (office.browser(LINLAN), office.browser(None)):
        for path in ("/office/nonsense", "/office/hazards/x/y/z"):
            answer = browser.get(path)
            assert answer.status_code == 404
            assert "没有这个页面" in answer.text
            assert answer.headers["content-type"].startswith("text/html")
        assert browser.get("/office/enterprises/").headers["location"] == "/office/enterprises"
