"""An order from the enterprise file: two officers, a look at it, then a number."""

import re

from sync_server import tables
from tests.server.building import LINA, LINLAN, WORKS, ZHAOMIN, ZHOULI, hazard
from tests.server.office.desk import ZHENGLAN

WHERE = f"/office/enterprises/{WORKS}/order"


def told(office, *officers, due="2026-11-30", names=("general", "second")) -> dict:
    ids = [office.ids[name] for name in names]
    return {"hazard": ids, "officer": list(officers)} | {f"due_{one}": due for one in ids}


def orders(office) -> list[dict]:
    return office.rows(tables.document, tables.document.c.kind == "order")


def test_an_order_is_chosen_looked_at_and_issued_by_two_officers(office):
    lina = office.browser(LINA)
    page = lina.get(WHERE).text
    assert hazard(office.store, office.ids["general"])["number"] in page
    assert "浙A0001" in page
    preview = lina.post(WHERE, told(office, LINA, ZHOULI))
    assert preview.status_code == 200
    assert "（确认下达后编号）" in preview.text
    assert "2026年11月30日" in preview.text
    assert len(orders(office)) == 1  # the one that was there before
    issued = lina.post(WHERE, told(office, LINA, ZHOULI), sure=True)
    paper = lina.get(issued.headers["location"]).text
    assert re.search(r"应急责改〔2026〕2号", paper)
    for words in ("1号车间东侧", "配电房", "李娜（证号 浙A0001）", "周立（证号 浙A0002）", "2026年11月30日"):
        assert words in paper
    for name in ("general", "second"):
        row = hazard(office.store, office.ids[name])
        assert (row["state"], row["due"]) == ("ordered", "2026-11-30")
    assert "order.issue" in office.acts()
    assert "应急责改〔2026〕2号" in lina.get(f"/office/enterprises/{WORKS}").text


def test_one_officer_is_not_enough_and_nothing_is_lost(office):
    answer = office.browser(LINA).post(WHERE, told(office, LINA), sure=True)
    assert answer.status_code == 409
    assert "两名以上持证执法人员" in answer.text
    assert f'value="{office.ids["general"]}" checked' in answer.text
    assert hazard(office.store, office.ids["general"])["state"] == "graded"


def test_the_same_officer_twice_is_still_one(office):
    assert office.browser(LINA).post(WHERE, told(office, LINA, LINA), sure=True).status_code == 409


def test_an_officer_whose_certificate_has_run_out_is_not_offered(office):
    with office.store.write() as c:
        c.execute(
            tables.person.update().where(tables.person.c.id == ZHOULI).values(certificate_until="2026-11-22")
        )
    browser = office.browser(LINA)
    assert "浙A0002" not in browser.get(WHERE).text
    assert browser.post(WHERE, told(office, LINA, ZHOULI), sure=True).status_code == 409


def test_a_clerk_prepares_and_does_not_issue(office):
    browser = office.browser(ZHAOMIN)
    preview = browser.post(WHERE, told(office, LINA, ZHOULI))
    assert "须由执法人员或负责人登录后下达" in preview.text
    assert 'name="sure"' not in preview.text
    assert browser.post(WHERE, told(office, LINA, ZHOULI), sure=True).status_code == 404
    assert len(orders(office)) == 1


def test_issuing_twice_by_a_double_click_gives_one_number(office):
    browser = office.browser(LINLAN)
    first = browser.post(WHERE, told(office, LINA, ZHOULI), sure=True)
    second = browser.post(WHERE, told(office, LINA, ZHOULI), sure=True)
    assert first.status_code == 303
    assert second.status_code == 409
    assert sorted(row["running"] for row in orders(office)) == [1, 2]


def test_a_due_day_in_the_past_or_beyond_a_month_is_refused(office):
    browser = office.browser(LINA)
    for due in ("2026-11-22", "2026-12-31", "下周", ""):
        answer = browser.post(WHERE, told(office, LINA, ZHOULI, due=due), sure=True)
        assert answer.status_code == 409
    assert len(orders(office)) == 1


def test_advice_that_no_officer_has_seen_cannot_be_ordered(office):
    page = office.browser(LINA).get(WHERE).text
    assert "暂时不能责令整改" in page
    answer = office.browser(LINA).post(WHERE, told(office, LINA, ZHOULI, names=("advice",)), sure=True)
    assert answer.status_code == 409
    assert hazard(office.store, office.ids["advice"])["state"] == "advised"


def test_when_one_hazard_of_an_order_cannot_be_ordered_none_is(office):
    answer = office.browser(LINA).post(
        WHERE, told(office, LINA, ZHOULI, names=("general", "advice")), sure=True
    )
    assert answer.status_code == 409
    assert hazard(office.store, office.ids["general"])["state"] == "graded"
    assert len(orders(office)) == 1


def test_an_officer_of_another_village_cannot_issue_here(office):
    assert office.browser(ZHENGLAN).post(WHERE, told(office, LINA, ZHOULI), sure=True).status_code == 404
