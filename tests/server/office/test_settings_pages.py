"""The settings at the desk: what is asked before, what is refused, and what is shown only once."""

import re

import pytest

from sync_server import accounts, tables
from tests.server.building import ADMIN, CONTRACT, LINA, LINLAN, SONGLING, WORKS, YUNXI
from tests.server.office.desk import PASSWORD

FORM = {"name": "钱进", "role": "officer", "language": "zh-CN"}


def test_somebody_new_may_sign_in_with_the_password_that_was_shown_once(office):
    browser = office.browser(ADMIN)
    asked = browser.post("/office/people/new", FORM | {"login": "QianJin"}).text
    assert "没有选负责区域" in asked
    answer = browser.post("/office/people/new", FORM | {"login": "QianJin", "areas": YUNXI}, sure=True)
    password = re.search(r'id="password">([^<]+)<', answer.text).group(1)
    assert answer.headers["cache-control"] == "no-store"
    identity = accounts.sign_in(office.store, "qianjin", password, "here", office.now)
    assert password not in browser.get(f"/office/people/{identity}").text
    assert "已经有人使用" in browser.post("/office/people/new", FORM | {"login": "qianjin"}).text
    assert "“账号”填写不对" in browser.post("/office/people/new", FORM | {"login": "钱"}).text


def test_a_new_password_keeps_the_rule_and_signs_out(office):
    office.set_password(LINLAN)
    leader, browser, where = (
        office.browser(LINLAN),
        office.browser(ADMIN),
        f"/office/people/{LINLAN}/password",
    )
    assert leader.get("/office/").status_code == 200
    for weak in ("short", "12345678"):
        assert browser.post(where, {"password": weak}, sure=True).status_code == 409
    assert accounts.sign_in(office.store, "linlan", PASSWORD, "here", office.now) == LINLAN
    browser.post(where, {"password": "another-one-2026"}, sure=True)
    assert accounts.sign_in(office.store, "linlan", "another-one-2026", "here", office.now) == LINLAN
    assert leader.get("/office/").status_code == 303
    assert office.acts().count("person.password") == 1


def test_whoever_is_sent_away_is_out_at_once(office):
    leader = office.browser(LINLAN)
    office.browser(ADMIN).post(f"/office/people/{LINLAN}/active", {"active": "no"}, sure=True)
    assert leader.get("/office/").status_code == 303
    answer = office.browser(ADMIN).post(f"/office/people/{ADMIN}/active", {"active": "no"}, sure=True)
    assert (answer.status_code, "最后一名系统管理员" in answer.text) == (409, True)


def test_the_areas_of_a_person_are_shown_before_and_after(office):
    browser, where = office.browser(ADMIN), f"/office/people/{LINA}"
    told = {"name": "李娜", "role": "officer", "language": "zh-CN", "certificate_no": "浙A0001"}
    told |= {"organisation": "o-street", "areas": [YUNXI, SONGLING]}
    assert "青禾街道 → 松岭社区、云溪村" in browser.post(where, told).text
    browser.post(where, told, sure=True)
    assert {
        r["area_id"] for r in office.rows(tables.person_area, tables.person_area.c.person_id == LINA)
    } == {YUNXI, SONGLING}
    assert "nothing" in browser.post(where, told, sure=True).headers["location"]


def test_the_filter_of_a_contract_says_what_all_means(office):
    browser, where = office.browser(ADMIN), f"/office/settings/contracts/{CONTRACT}"
    page = browser.get(where, params={"area": SONGLING}).text
    assert "查到的 1 家全部列入" in page
    assert "云雀精密" not in page
    everything = f"{where}/enterprises?area={SONGLING}"
    asked = browser.post(everything, {"act": "all"}).text
    assert "1 家：松针家具有限公司" in asked
    browser.post(everything, {"act": "all"}, sure=True)
    inside = tables.contract_enterprise.c.contract_id == CONTRACT
    assert len(office.rows(tables.contract_enterprise, inside)) == 3
    browser.post(f"{where}/enterprises", {"act": "ticked", "here": [WORKS]}, sure=True)
    assert WORKS not in {row["enterprise_id"] for row in office.rows(tables.contract_enterprise, inside)}
    browser.post(f"{where}/enterprises", {"act": "none"}, sure=True)
    assert office.rows(tables.contract_enterprise, inside) == []


def test_areas_are_added_together_and_put_in_order(office):
    browser, where = office.browser(ADMIN), "/office/settings/areas"
    told = {"names": "杏林村\n\n梅园社区\n杏林村", "kind": "village", "parent_id": "a-street"}
    assert "杏林村、梅园社区" in browser.post(where, told).text
    browser.post(where, told, sure=True)
    assert "已有“杏林村”" in browser.post(where, told).text
    browser.post(where + "/order", {f"place_{YUNXI}": "9"}, sure=True)
    page = browser.get(where).text
    assert page.index("松岭社区") < page.index("云溪村")
    assert browser.post(where + "/order", {f"place_{YUNXI}": "first"}).status_code == 409


@pytest.mark.parametrize("pattern", ["{office}-{n}", "{year}{n}{password}"])
def test_a_pattern_without_its_parts_is_refused_and_the_name_is_on_every_page(office, pattern):
    browser, where = office.browser(ADMIN), "/office/settings/office"
    told = {"office": "青山镇安监所", "office_short": "青山", "order_pattern": pattern}
    assert browser.post(where, told, sure=True).status_code == 409
    told["order_pattern"] = "{office}责改{year}-{n}"
    assert "青山责改2026-2" in browser.post(where, told).text
    browser.post(where, told, sure=True)
    assert "<span>青山镇安监所</span>" in office.browser(LINLAN).get("/office/").text
