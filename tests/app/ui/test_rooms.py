"""The five rooms and what lies behind them, told by tapping through them."""

import asyncio
import re

import pytest

from app.services import SCALES
from app.storage import enterprises, given, meta, notices, outbox, photo_files
from app.ui.app import show
from inspection.texts import LANGUAGES
from tests.app.headless import Page
from tests.app.office_page import notice, office_page
from tests.app.phone import begin_visit, busy_phone, make_phone
from tests.app.ui.test_coming_in import told

A_KEY = re.compile(r"^[a-z_]+(\.[a-z0-9_-]+)+$")


ROOMS = (
    "/",
    "/enterprises",
    "/enterprises/e1",
    "/enterprises/new",
    "/tasks",
    "/tasks/h1",
    "/tasks/h4",
    "/outbox",
    "/settings",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", ROOMS)
def test_no_room_shows_a_key_instead_of_a_sentence(tmp_path, route, language):
    phone = busy_phone(tmp_path)
    phone.services.keep_setting("language", language)

    async def story(page):
        raw = [word for word in page.words() if A_KEY.match(word)]
        assert raw == []

    told(phone, story, route)


def test_today_shows_first_what_was_begun_then_what_is_due_then_what_is_planned(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    visit_id = begin_visit(phone.services)

    async def story(page):
        words = page.words()
        order = [
            words.index(next(w for w in words if head in w))
            for head in ("未完成的检查", "到期复查", "计划检查", "草稿")
        ]
        assert order == sorted(order)
        assert page.shows("已检查 2 / 5 项")
        assert page.shows("逾期 4 天")
        await page.tap(f"visit:{visit_id}")
        assert page.page.route == f"/visits/{visit_id}"

    told(phone, story)


def test_a_notice_of_the_office_stays_until_it_is_acknowledged(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    with phone.services.store.write("notices") as s:
        facts = {"number": "YH-1", "place": "东门", "reason": "照片不清"}
        given.take(s, notice("hazard_returned", facts, {"kind": "hazard", "id": "h3"}))

    async def story(page):
        assert page.shows("YH-1（东门）被退回：照片不清")
        await page.tap("知道了")
        await page.until(lambda: not page.shows("办公室消息"))

    told(phone, story)
    with phone.services.store.read() as s:
        assert all(n.seen for n in notices.all(s))


def test_enterprises_are_found_by_part_of_the_name_by_initials_and_by_code(tmp_path):
    async def story(page):
        assert page.shows("共 130 家")
        for words, found in (
            ("鑫源", "示范街道鑫源木业有限公司"),
            ("hdjs", "恒达金属制品厂"),
            ("91330106", "示范街道鑫源木业有限公司"),
        ):
            await page.type("搜索企业", words)
            await page.until(found)
            await page.until("共 1 家")
        await page.type("搜索企业", "没有这家")
        await page.until("没有找到")
        await page.tap("清空")
        await page.until("共 130 家")
        await page.tap("筛选")
        await page.pick("area", "hedong")
        assert page.shows("共 65 家")
        await page.pick("grade", "red")
        assert page.shows("共 13 家")

    told(make_phone(tmp_path, office=office_page(130)), story, "/enterprises")


def test_the_list_comes_fifty_at_a_time(tmp_path):
    def shown(page):
        return len([c for c in page.controls() if str(getattr(c, "key", "")).startswith("enterprise:")])

    async def story(page):
        assert shown(page) == 50
        rows = next(c for c in page.controls(page.top) if getattr(c, "on_scroll", None))
        await page.event(
            rows,
            "scroll",
            {
                "event_type": "update",
                "pixels": 4000.0,
                "min_scroll_extent": 0.0,
                "max_scroll_extent": 4500.0,
                "viewport_dimension": 800.0,
            },
        )
        assert shown(page) == 100

    told(make_phone(tmp_path, office=office_page(130)), story, "/enterprises")


def test_premises_that_no_list_knows_are_registered_on_the_spot(tmp_path):
    phone = make_phone(tmp_path, office=office_page())

    async def story(page):
        await page.tap("save")
        await page.until("请填写企业名称和所在村社区")
        await page.type("名称（按招牌或执照）*", "阿明五金加工点")
        await page.pick("area", "qiaotou")
        await page.type("统一社会信用代码", "91330106MA2B1C3D4E")
        assert page.shows("91330106MA2B1C3D4E")  # a warning, no refusal
        await page.tap("save")
        await page.until(lambda: page.page.route.startswith("/enterprises/") and "new" not in page.page.route)
        assert page.shows("阿明五金加工点")

    told(phone, story, "/enterprises/new")
    with phone.services.store.read() as s:
        assert enterprises.count(s, "阿明") == 1
        assert [one.kind for one in outbox.items(s)] == ["new_enterprise"]


def test_settings_change_the_app_at_once_and_stay(tmp_path):
    phone = make_phone(tmp_path, office=office_page())

    async def story(page):
        await page.tap("choice:en")
        await page.until("Settings")
        assert page.shows("Text size")
        await page.tap("choice:dark")
        await page.until(lambda: page.page.theme_mode.value == "dark")
        before = page.page.theme.text_theme.body_medium.size
        await page.tap(f"choice:{SCALES[-1]}")
        await page.until(lambda: page.page.theme.text_theme.body_medium.size == pytest.approx(before * 1.3))
        await page.tap("choice:2400")
        await page.until(lambda: phone.services.config.long_edge_px == 2400)
        await page.go("/")
        assert page.shows("Hello, 李娜")

    told(phone, story, "/settings")
    again = make_phone(tmp_path)
    assert (again.services.look.language, again.services.look.theme, again.services.look.scale) == (
        "en",
        "dark",
        1.3,
    )


def test_a_dropped_visit_comes_back_from_the_bin(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    visit_id = begin_visit(phone.services)
    phone.services.actions.drop_visit(visit_id)

    async def story(page):
        assert page.shows("示范街道鑫源木业有限公司")
        await page.tap(f"restore:{visit_id}")
        await page.until("没有丢弃的检查")
        await page.go("/")
        assert page.shows("未完成的检查")

    told(phone, story, "/settings")


def test_an_address_that_leads_nowhere_leads_home(tmp_path):
    async def story(page):
        assert page.shows("这个页面不存在")
        await page.tap("回到今日")
        assert page.shows("李娜，您好")

    told(make_phone(tmp_path, office=office_page()), story, "/nowhere/at/all")


def test_back_leads_from_an_enterprise_to_the_list_and_today(tmp_path):
    async def story(page):
        await page.back()
        assert page.page.route == "/enterprises"
        await page.back()
        assert page.page.route == "/"

    told(make_phone(tmp_path, office=office_page()), story, "/enterprises/e1")


def test_nothing_is_lost_when_two_pages_are_open_and_one_person_leaves(tmp_path):
    phone = make_phone(tmp_path, office=office_page())

    async def story():
        one, two = [await Page.open(lambda page: show(page, phone)) for _ in range(2)]
        await asyncio.to_thread(phone.sign_out)
        for page in (one, two):
            await page.until("本机用过的账号")
            assert page.line.crashes == []
            await page.close()

    asyncio.run(story())


def test_a_clock_that_is_off_and_data_that_was_mended_are_said_on_the_first_screen(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    with phone.services.store.write() as s:
        meta.put(s, "clock_offset", str(-3 * 60 * 60 * 1000))
        meta.put_json(s, "mended", {"number": 1, "records": 2})

    async def story(page):
        assert page.shows("手机时间比办公室快约 180 分钟")
        assert page.shows("数据文件曾受损")
        await page.tap("mended-seen")
        await page.until(lambda: not page.shows("数据文件曾受损"))

    told(phone, story)


def test_a_visit_whose_enterprise_was_taken_away_is_still_there_with_its_name(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    begin_visit(phone.services)
    with phone.services.store.write("enterprises", "hazards") as s:
        given.drop(s, "a:qiaotou")

    async def story(page):
        assert page.shows("示范街道鑫源木业有限公司")

    told(phone, story)


def test_a_message_that_only_a_later_version_knows_is_no_riddle(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    with phone.services.store.write("notices") as s:
        given.take(s, notice("weather_warning", {}, {}))

    async def story(page):
        assert page.shows("本版本还不能显示")
        assert not page.shows("weather")

    told(phone, story)


def test_a_room_pressed_during_a_redraw_is_entered_all_the_same(tmp_path):
    """The redraw has set the bar back to where one is; what was pressed stands in the event."""
    phone = make_phone(tmp_path, office=office_page())

    async def story(page):
        bar = page.top.navigation_bar
        await page.event(bar, "change", 2)
        assert page.page.route == "/tasks"

    told(phone, story, "/outbox")


def test_a_phone_running_out_of_space_says_so_before_it_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(photo_files, "free", lambda folder: 42_000_000)

    async def story(page):
        assert page.shows("手机存储空间只剩约 42 MB")

    told(make_phone(tmp_path, office=office_page()), story, "/")
