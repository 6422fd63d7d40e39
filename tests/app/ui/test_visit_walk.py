"""Walking a visit on the phone: it begins, items are answered, findings open and are kept while one types."""

import asyncio
import time

import pytest

from app.storage import findings, visits
from app.ui import guard
from app.ui.app import show
from tests.app.headless import Page
from tests.app.office_page import change, office_page
from tests.app.phone import LI_NA, WANG_QIANG, make_phone
from tests.browser.furnished import given_ten_items, ten_items


@pytest.fixture(autouse=True)
def guarded():
    guard.install()


def story(tmp_path, tell, office=None, people=(LI_NA,)):
    """`tell(page, services)` on an open page; nothing may have crashed at the end."""
    phone = make_phone(tmp_path, people=people, office=office or given_ten_items())

    async def run():
        page = await Page.open(lambda page: show(page, phone), web=True, get_available_cameras=[])
        try:
            await tell(page, phone.services)
            assert page.line.crashes == []
        finally:
            await page.close()
            phone.door.close()

    asyncio.run(run())


def begin(services, checklists=(("BASE", 1),)) -> str:
    return services.actions.start_visit("e1", "inspection", "routine", "full", list(checklists), [], None)


def read(services, query):
    with services.store.read() as s:
        return query(s)


def test_an_officer_starts_an_official_visit_with_a_colleague_and_the_contact_as_companion(tmp_path):
    async def tell(page, services):
        await page.go("/start/e1")
        assert page.shows("还差 1 名")
        await page.tap("colleague:p-zhang")
        assert not page.shows("还差 1 名")
        await page.tap("begin")
        await page.until("发现的问题")
        [visit] = read(services, visits.open_visits)
        assert visit.track == "inspection"
        assert [one.name for one in visit.participants] == ["李娜", "张伟"]
        assert (visit.companion.name, visit.companion.phone) == ("刘芳", "13800000000")

    story(tmp_path, tell)


def test_an_expert_is_offered_a_service_visit_only(tmp_path):
    async def tell(page, services):
        await page.go("/start/e1")
        assert page.shows("技术服务")
        assert not page.shows("执法检查")
        await page.tap("begin")
        await page.until("发现的问题")
        assert read(services, visits.open_visits)[0].track == "service"

    story(tmp_path, tell, people=(WANG_QIANG,))


def test_a_fail_is_kept_and_opens_a_finding_that_is_kept_while_one_types(tmp_path):
    async def tell(page, services):
        visit_id = begin(services)
        await page.go(f"/visits/{visit_id}/lists/BASE")
        await page.tap("answer:BASE-01:pass")
        await page.until("已查 1/10")
        await page.tap("answer:BASE-02:fail")
        await page.until("问题描述")
        [found] = read(services, lambda s: findings.of_visit(s, visit_id))
        assert page.page.route == f"/visits/{visit_id}/findings/{found.id}"
        assert (found.item, found.deadline_days, found.basis) == ("BASE-02", 3, "《消防法》第十六条")
        await page.type("具体部位", "东门")
        await page.until(lambda: read(services, lambda s: findings.by_id(s, found.id)).place == "东门", 3)
        await page.type("具体部位", "东门外")
        await page.leave_field("具体部位")
        await page.until(lambda: read(services, lambda s: findings.by_id(s, found.id)).place == "东门外")
        await page.tap("done")
        assert page.page.route == f"/visits/{visit_id}/lists/BASE"
        assert page.shows("问题 1")

    story(tmp_path, tell)


def test_words_typed_just_before_leaving_the_screen_are_kept(tmp_path):
    async def tell(page, services):
        visit_id = begin(services)
        finding_id = services.actions.open_finding(visit_id, "BASE", "BASE-01")
        await page.go(f"/visits/{visit_id}/findings/{finding_id}")
        await page.type("具体部位", "配电房")
        await page.tap("done")
        await page.until(lambda: read(services, lambda s: findings.by_id(s, finding_id)).place == "配电房")

    story(tmp_path, tell)


def test_the_rest_of_a_section_is_compliant_in_one_stroke_that_can_be_undone(tmp_path):
    async def tell(page, services):
        visit_id = begin(services)
        services.actions.answer_item(visit_id, "BASE", "BASE-03", "na", None)
        await page.go(f"/visits/{visit_id}/lists/BASE")
        await page.tap("sweep")
        await page.until("已将 8 项一并记为符合")
        assert read(services, lambda s: visits.results(s, visit_id))["BASE", "BASE-03"] == "na"
        await page.tap("undo-sweep")
        await page.until("已查 1/10")

    story(tmp_path, tell)


def test_a_number_out_of_limits_turns_to_fail_and_says_so(tmp_path):
    async def tell(page, services):
        visit_id = begin(services)
        await page.go(f"/visits/{visit_id}/lists/BASE")
        await page.type("BASE-09 数值", "3.5")
        await page.leave_field("BASE-09 数值")
        await page.until("超出限值")
        assert page.shows("登记 BASE-09 的问题")
        await page.type("BASE-09 数值", "三毫米")
        await page.leave_field("BASE-09 数值")
        await page.until("不是数字")
        await page.type("BASE-09 数值", "２.5")
        await page.leave_field("BASE-09 数值")
        await page.until(
            lambda: read(services, lambda s: visits.results(s, visit_id)).get(("BASE", "BASE-09")) == "pass"
        )

    story(tmp_path, tell)


def test_a_number_cannot_be_called_compliant_before_it_is_measured(tmp_path):
    async def tell(page, services):
        visit_id = begin(services)
        await page.go(f"/visits/{visit_id}/lists/BASE")
        await page.tap("answer:BASE-09:pass")
        await page.until("请先填写测量或记录的内容")
        assert page.shows("已查 0/10")

    story(tmp_path, tell)


def test_another_answer_asks_before_it_takes_the_findings_away(tmp_path):
    async def tell(page, services):
        visit_id = begin(services)
        services.actions.open_finding(visit_id, "BASE", "BASE-01")
        await page.go(f"/visits/{visit_id}/lists/BASE")
        await page.tap("answer:BASE-01:pass")
        await page.until("更改结果？")
        await page.tap("先不")
        assert read(services, lambda s: findings.count(s, visit_id)) == 1
        await page.tap("answer:BASE-01:pass")
        await page.tap("更改并删除问题")
        await page.until(lambda: read(services, lambda s: findings.count(s, visit_id)) == 0)
        await page.until("已查 1/10")

    story(tmp_path, tell)


def test_a_known_hazard_seen_again_becomes_a_finding_of_this_visit(tmp_path):
    async def tell(page, services):
        visit_id = begin(services)
        await page.go(f"/visits/{visit_id}")
        await page.tap("seen:h4")
        await page.until("已登记的隐患，本次现场又见")
        [found] = read(services, lambda s: findings.of_visit(s, visit_id))
        assert found.hazard_id == "h4"

    story(tmp_path, tell)


def test_the_list_opens_at_the_item_where_the_inspector_stood_and_300_items_open_within_a_second(tmp_path):
    item = ten_items()["items"][0]
    big = ten_items() | {"items": [item | {"code": f"BIG-{number:03d}"} for number in range(1, 301)]}
    office = office_page()
    office["changes"] += [change("ref", "checklist", big | {"code": "BIG"}, "BIG@1")]

    async def tell(page, services):
        visit_id = begin(services, [("BIG", 1)])
        services.actions.answer_item(visit_id, "BIG", "BIG-200", "pass", None)
        await page.go(f"/visits/{visit_id}")
        assert page.shows("继续：BIG-200")
        began = time.process_time()
        await page.tap("stand")
        assert time.process_time() - began < 1
        assert page.shows("BIG-200")
        assert not page.shows("BIG-150 符合")
        scrolled = [args for name, args in page.line.asked if name == "scroll_to"]
        await page.until(lambda: scrolled or [args for name, args in page.line.asked if name == "scroll_to"])
        await page.tap("显示前面 195 项")
        assert page.shows("BIG-190")

    story(tmp_path, tell, office=office)


def test_a_visit_can_be_dropped_and_brought_back(tmp_path):
    async def tell(page, services):
        visit_id = begin(services)
        await page.go(f"/visits/{visit_id}")
        await page.tap("drop")
        await page.tap("放弃本次检查")
        await page.until(lambda: read(services, lambda s: visits.by_id(s, visit_id)).state == "dropped")
        await page.go(f"/visits/{visit_id}")
        await page.tap("restore")
        await page.until("发现的问题")

    story(tmp_path, tell)


def test_an_inspection_whose_second_officer_did_not_come_goes_on_as_a_service(tmp_path):
    async def tell(page, services):
        visit_id = begin(services)
        await page.go(f"/visits/{visit_id}/people")
        assert page.shows("还差 1 名")
        await page.tap("choice:service")
        await page.until(lambda: read(services, lambda s: visits.by_id(s, visit_id)).track == "service")
        assert not page.shows("还差 1 名")
        await page.tap("choice:inspection")
        await page.until(lambda: read(services, lambda s: visits.by_id(s, visit_id)).track == "inspection")

    story(tmp_path, tell)


def test_an_officer_without_a_certificate_number_can_be_given_one_and_two_quick_ticks_both_count(tmp_path):
    office = office_page()
    bare = next(one for one in office["changes"] if one["id"] == "p-zhang")["body"]
    bare["certificate_no"] = ""
    third = change("ref", "colleague", bare | {"id": "p-sun", "name": "孙立", "certificate_no": "JZ-0003"})
    office["changes"].append(third)

    async def tell(page, services):
        visit_id = begin(services)
        await page.go(f"/visits/{visit_id}/people")
        both = [page.find("colleague:p-zhang"), page.find("colleague:p-sun")]
        for one in both:
            await page.session.dispatch_event(one._i, "click", None)
        named = lambda: [p.name for p in read(services, lambda s: visits.by_id(s, visit_id)).participants]  # noqa: E731
        await page.until(lambda: named() == ["李娜", "张伟", "孙立"])
        await page.type("张伟 的执法证号", "JZ-0009")
        await page.leave_field("张伟 的执法证号")
        certificates = lambda: [  # noqa: E731
            p.certificate_no for p in read(services, lambda s: visits.by_id(s, visit_id)).participants
        ]
        await page.until(lambda: certificates() == ["JZ-0001", "JZ-0009", "JZ-0003"])

    story(tmp_path, tell, office=office)


def test_a_camera_that_was_refused_can_be_opened_again(tmp_path):
    async def tell(page, services):
        answers = [RuntimeError("permission denied"), []]
        asked = []

        def cameras(_):
            asked.append(1)
            found = answers[min(len(asked) - 1, 1)]
            if isinstance(found, Exception):
                raise found
            return found

        page.line.answers["get_available_cameras"] = cameras
        visit_id = begin(services)
        await page.go(f"/camera/answer/{visit_id}~BASE~BASE-01/detail")
        await page.until("没有相机权限")
        await page.tap("重新打开相机")
        await page.until("没有可用的相机")
        assert len(asked) == 2

    story(tmp_path, tell)
