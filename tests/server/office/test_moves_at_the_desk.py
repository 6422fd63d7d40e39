"""What the desk does with a hazard: each move asks, is made by the rules, and stands in the audit log."""

import json

import pytest

from sync_server import audit, tables
from tests.server import building
from tests.server.building import LINA, LINLAN, SONGLING, ZHAOMIN, ZHOULI, Phone, finding, hazard, moves
from tests.server.office import desk
from tests.server.office.desk import PASSWORD


def address(office, name: str, move: str) -> str:
    return f"/office/hazards/{office.ids[name]}/moves/{move}"


def last_act(office) -> dict:
    row = max(office.rows(tables.audit), key=lambda r: r["n"])
    return row | {"facts": json.loads(row["facts"])}


def put_right(office, name: str) -> None:
    """Rectified, with the photo here, and passed by the officers where that is a matter of theirs."""
    phone = Phone(office.store, LINA)
    after = building.photo(f"after {name}")
    sent = phone.rectification(office.ids[name], photos=[after])
    phone.push(sent)
    building.store_photo(office.store, after)
    assert hazard(office.store, office.ids[name])["state"] == "rectified_pending"


def test_a_major_hazard_is_confirmed_by_an_officer_and_not_by_a_clerk(office):
    made = finding(item="FIRE-06", place="喷漆房", severity="major")
    phone = Phone(office.store, LINA)
    phone.push(phone.visit([made]))
    office.ids["fresh"] = made["id"]
    where = address(office, "fresh", "confirm_major")
    assert office.browser(ZHAOMIN).post(where, {"rule": "MEM10-3-1"}, sure=True).status_code == 404
    assert not hazard(office.store, made["id"])["major_confirmed"]
    lina = office.browser(LINA)
    assert "由执法人员确认" in lina.get(where).text
    answer = lina.post(where, {"rule": "MEM10-3-1", "reason": "现场查看属实"}, sure=True)
    assert answer.headers["location"].endswith("?done=moved")
    row = hazard(office.store, made["id"])
    assert (row["state"], row["major_confirmed"]) == ("graded", True)
    act = last_act(office)
    assert (act["act"], act["person_id"], act["target_id"]) == ("hazard.confirm_major", LINA, made["id"])
    assert act["facts"]["before"] == "registered"
    assert act["facts"]["after"] == "graded"


def test_what_has_to_be_told_is_asked_for_again_and_nothing_is_lost(office):
    where = address(office, "general", "transfer")
    answer = office.browser(LINA).post(where, {"receiver": "", "reason": "属于消防职责"}, sure=True)
    assert answer.status_code == 409
    assert "请填写“移送给哪个部门”" in answer.text
    assert "属于消防职责" in answer.text  # what was typed is still there
    assert hazard(office.store, office.ids["general"])["state"] == "graded"


def test_transferring_and_its_result(office):
    browser = office.browser(LINA)
    browser.post(
        address(office, "general", "transfer"),
        {"receiver": "区消防大队", "reason": "属于消防职责"},
        sure=True,
    )
    assert hazard(office.store, office.ids["general"])["state"] == "transferred"
    assert "区消防大队" in browser.get(f"/office/hazards/{office.ids['general']}").text


def test_voiding_needs_the_password_of_a_second_person(office):
    office.set_password(ZHOULI)
    office.set_password(LINA)
    where, browser = address(office, "general", "void"), office.browser(LINA)
    told = {"reason": "重复登记", "second_login": "zhouli", "second_password": "not-the-right-one"}
    refused = browser.post(where, told, sure=True)
    assert refused.status_code == 409
    assert "not-the-right-one" not in refused.text
    own = browser.post(where, told | {"second_login": "lina", "second_password": PASSWORD}, sure=True)
    assert own.status_code == 409
    assert hazard(office.store, office.ids["general"])["state"] == "graded"
    done = browser.post(where, told | {"second_password": PASSWORD}, sure=True)
    assert done.status_code == 303
    assert hazard(office.store, office.ids["general"])["state"] == "void"
    assert last_act(office)["facts"]["second"] == ZHOULI
    assert PASSWORD not in json.dumps([row["facts"] for row in office.rows(tables.audit)])


def test_a_rectified_hazard_goes_back_with_a_reason(office):
    put_right(office, "ordered")
    browser = office.browser(ZHAOMIN)
    where = address(office, "ordered", "return")
    assert browser.post(where, {"reason": " "}, sure=True).status_code == 409
    assert browser.post(where, {"reason": "照片看不清，请补拍"}, sure=True).status_code == 303
    assert hazard(office.store, office.ids["ordered"])["state"] == "recheck_failed"
    page = browser.get(f"/office/hazards/{office.ids['ordered']}").text
    assert "照片看不清，请补拍" in page


def test_a_move_that_is_blocked_is_shown_grey_with_its_reason(office):
    put_right(office, "ordered")
    page = office.browser(LINLAN).get(f"/office/hazards/{office.ids['ordered']}").text
    assert 'aria-disabled="true">销号<' in page
    assert f"/office/hazards/{office.ids['ordered']}/moves/close" not in page
    answer = office.browser(LINLAN).post(address(office, "ordered", "close"), {}, sure=True)
    assert answer.status_code == 409
    assert hazard(office.store, office.ids["ordered"])["state"] == "rectified_pending"


def test_a_clerk_sees_whose_move_it_is(office):
    page = office.browser(ZHAOMIN).get(f"/office/hazards/{office.ids['general']}").text
    assert 'aria-disabled="true">责令整改<' in page
    assert (
        office.browser(ZHAOMIN)
        .post(address(office, "general", "void"), {"reason": "x"}, sure=True)
        .status_code
        == 409
    )


def test_the_due_day_moves_only_forward_of_today_and_with_a_reason(office):
    where, browser = address(office, "ordered", "due"), office.browser(LINA)
    assert browser.post(where, {"due": "2026-11-01", "reason": "企业申请"}, sure=True).status_code == 409
    assert browser.post(where, {"due": "十二月", "reason": "企业申请"}, sure=True).status_code == 409
    assert browser.post(where, {"due": "2026-12-10", "reason": "设备到货晚"}, sure=True).status_code == 303
    assert hazard(office.store, office.ids["ordered"])["due"] == "2026-12-10"
    assert moves(office.store, office.ids["ordered"])[-1] == "due"


def test_an_extension_is_asked_for_and_granted(office):
    clerk, leader = office.browser(ZHAOMIN), office.browser(LINLAN)
    told = {"due": "2026-12-20", "reason": "停产改造，已断电隔离"}
    assert clerk.post(address(office, "ordered", "ask_extension"), told, sure=True).status_code == 303
    assert hazard(office.store, office.ids["ordered"])["state"] == "extension_pending"
    granted = leader.post(address(office, "ordered", "grant_extension"), {"due": "2026-12-15"}, sure=True)
    assert granted.status_code == 303
    row = hazard(office.store, office.ids["ordered"])
    assert (row["state"], row["due"]) == ("rectifying", "2026-12-15")


def test_merging_names_the_other_hazard_by_number(office):
    number = hazard(office.store, office.ids["second"])["number"]
    browser, where = office.browser(ZHAOMIN), address(office, "general", "merge")
    assert browser.post(where, {"into": "YH-1999-00001", "reason": "同一处"}, sure=True).status_code == 409
    assert browser.post(where, {"into": number, "reason": "同一处"}, sure=True).status_code == 303
    assert hazard(office.store, office.ids["general"])["merged_into"] == office.ids["second"]


def test_listing_is_for_the_leader(office):
    told = {"reason": "区级督办"}
    assert office.browser(LINA).post(address(office, "major", "list"), told, sure=True).status_code == 404
    assert office.browser(LINLAN).post(address(office, "major", "list"), told, sure=True).status_code == 303
    assert hazard(office.store, office.ids["major"])["listed"]


def test_moves_nobody_knows_and_hazards_of_others_are_not_there(office):
    browser = office.browser(LINA)
    assert browser.post(address(office, "general", "recheck_pass"), {}, sure=True).status_code == 404
    assert browser.get(address(office, "general", "nonsense")).status_code == 404
    elsewhere = office.browser(desk.ZHENGLAN)
    told = {"receiver": "区消防大队", "reason": "属于消防职责"}
    assert elsewhere.post(address(office, "general", "transfer"), told, sure=True).status_code == 404
    assert SONGLING in elsewhere.office.person(desk.ZHENGLAN).areas


@pytest.mark.parametrize("name", ["general", "major", "ordered"])
def test_the_log_of_what_was_done_stays_whole(office, name):
    office.browser(LINLAN).post(
        address(office, name, "transfer"), {"receiver": "消防", "reason": "职责"}, sure=True
    )
    with office.store.read() as c:
        assert audit.breaks(c) == []
    page = office.browser(LINLAN).get("/office/audit").text
    assert "移送" in page
