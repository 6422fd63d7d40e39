"""Signing in and out on a shared phone, with no office in reach."""

import asyncio

from app.sync.status import SyncStatus
from app.ui.app import show
from inspection.days import to_text
from tests.app.headless import Page
from tests.app.office_page import NOW, office_page
from tests.app.phone import LI_NA, PASSWORD, WANG_QIANG, begin_visit, make_phone


def told(phone, story, route="/"):
    async def run():
        page = await Page.open(lambda page: show(page, phone), route)
        try:
            await story(page)
            assert page.line.crashes == []
        finally:
            await page.close()

    asyncio.run(run())


def test_a_new_phone_without_a_line_says_what_is_missing(tmp_path):
    async def story(page):
        assert page.shows("安检通示范街道应急管理办公室")
        await page.type("账号", "officer9")
        await page.type("密码", "whatever")
        await page.tap("登录")
        await page.until("第一次登录需要网络")

    told(make_phone(tmp_path, people=()), story)


def test_someone_known_comes_in_without_a_line_and_a_wrong_password_does_not(tmp_path):
    phone = make_phone(tmp_path, signed_in=False)

    async def story(page):
        await page.type("密码", "wrong")
        await page.tap("登录")
        await page.until("密码不对")
        await page.type("密码", PASSWORD)
        await page.tap("登录")
        await page.until("李娜，您好")

    told(phone, story)
    assert phone.services.person.id == LI_NA["id"]


def test_an_empty_form_is_answered_with_a_sentence(tmp_path):
    async def story(page):
        await page.tap("登录")
        await page.until("请填写账号和密码")

    told(make_phone(tmp_path, signed_in=False), story)


def test_a_tap_that_is_faster_than_the_drawing_sends_the_whole_password(tmp_path):
    async def story(page):
        field, button = page.find("密码"), page.find("enter")
        page.session.apply_patch(field._i, {"value": PASSWORD})
        await page.session.dispatch_event(field._i, "change", PASSWORD)
        await page.session.dispatch_event(button._i, "click", None)
        await page.until("李娜，您好")

    told(make_phone(tmp_path, signed_in=False), story)


def test_the_password_can_be_looked_at_and_the_server_changed(tmp_path):
    async def story(page):
        assert page.find("密码").password
        await page.tap("显示密码")
        assert not page.find("密码").password
        await page.tap("更多设置")
        await page.type("服务器地址", "https://a b?c")
        await page.type("密码", "x")
        await page.tap("登录")
        await page.until("服务器地址“https://a b?c”不对")

    told(make_phone(tmp_path, signed_in=False), story)


def test_everyone_on_a_shared_phone_sees_only_their_own(tmp_path):
    phone = make_phone(tmp_path, people=(LI_NA, WANG_QIANG), office=office_page())
    begin_visit(phone.services)

    async def story(page):
        assert page.shows("未完成的检查")
        await page.go("/settings")
        await page.tap("退出 / 换人")
        assert page.shows("退出登录？")
        await page.tap(page.find("退出 / 换人"))  # the one in the question
        await page.until("本机用过的账号")
        await page.tap("account:expert1")
        await page.type("密码", PASSWORD)
        await page.tap("登录")
        await page.until("王强，您好")
        assert not page.shows("未完成的检查")

    told(phone, story)


def test_the_language_chosen_before_signing_in_stays(tmp_path):
    phone = make_phone(tmp_path, signed_in=False)

    async def story(page):
        await page.tap("English")
        await page.until("Sign in")
        await page.type("Password", PASSWORD)
        await page.tap("Sign in")
        await page.until("Hello, 李娜")

    told(phone, story)


def test_what_happens_between_drawing_and_listening_is_seen(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    sync, listen = phone.services.sync, phone.services.store.listen
    sync.status = SyncStatus("running")

    def listen_late(callback):
        sync.status = SyncStatus("idle", last_ok_at=to_text(NOW))
        phone.services.store.announce("sync")  # nobody hears it
        return listen(callback)

    phone.services.store.listen = listen_late

    async def story(page):
        await page.until("已同步")
        assert not page.shows("同步中")

    told(phone, story)
