"""What is on its way: calm when offline, plain when refused."""

from app.sync.status import SyncStatus
from tests.app.office_page import office_page
from tests.app.phone import busy_phone, make_phone
from tests.app.ui.test_coming_in import told


def test_a_refused_record_says_why_and_can_be_withdrawn_with_a_reason(tmp_path):
    phone = busy_phone(tmp_path)

    async def story(page):
        assert page.shows("需要处理（1）")
        assert page.shows("等待上传（1）")
        assert page.shows("已到办公室（1）")
        await page.tap("作废这条记录")
        await page.type("原因", "隐患已销号，无需再查")
        await page.tap(page.find("作废这条记录"))
        await page.until("已作废（1）")
        assert page.shows("等待上传（2）")

    told(phone, story, "/outbox")


def say_of_sync(phone, state, code=None, **facts):
    """As if the exchange had come to this."""
    phone.services.sync.status = SyncStatus(state, code, facts)
    phone.services.store.announce("sync")


def test_offline_is_calm(tmp_path):
    phone = make_phone(tmp_path, office=office_page())

    async def story(page):
        say_of_sync(phone, "offline", "sync.offline")
        await page.until("没有网络，先存在手机里")
        assert page.shows("有网络后会自动上传")
        assert not page.shows("连不上")

    told(phone, story, "/outbox")


def test_an_expired_sign_in_pauses_the_exchange_and_leads_to_one_screen(tmp_path):
    phone = make_phone(tmp_path, office=office_page())

    async def story(page):
        say_of_sync(phone, "paused", "sync.sign_in_again")
        await page.until("登录已过期，请重新登录后继续同步")
        await page.tap("sign-in")
        assert page.shows("不登录也可以继续检查")
        assert page.find("账号").value == "officer1"
        await page.back()
        assert page.page.route == "/outbox"

    told(phone, story, "/outbox")
