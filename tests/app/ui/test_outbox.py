"""What is on its way: calm when offline, plain when refused."""

import flet as ft

from app.storage import moves, outbox, photos
from app.sync.status import SyncStatus
from inspection.days import to_text
from tests.app.office_page import NOW, office_page
from tests.app.phone import answer_record, begin_visit, busy_phone, jpeg, make_phone, recheck
from tests.app.ui.test_coming_in import told


def test_a_refused_record_says_why_and_can_be_withdrawn_with_a_reason(tmp_path):
    phone = busy_phone(tmp_path)

    async def story(page):
        assert page.shows("需要处理（1）")
        assert page.shows("等待上传（1）")
        assert page.shows("已到办公室（1）")
        await page.tap("查看这条隐患")
        assert page.page.route == "/tasks/h1"
        await page.go("/outbox")
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


def test_every_photo_of_a_record_says_where_it_is_and_what_stands_in_its_way(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    services = phone.services
    draft = services.actions.draft_move("h1", "recheck")
    shots = [services.capture.photo(services.config, jpeg(colour)) for colour in ("red", "green", "blue")]
    for shot in shots:
        services.actions.keep_photo(shot, "recheck", draft, "after", None)
    record = recheck(services, "h1")

    async def story(page):
        await page.tap(open_card(page))
        assert sum("文字送到后上传" in word for word in page.words()) == 3
        answer_record(services, record, "applied")
        with services.store.write("photos") as s:
            photos.echoed(s, shots[0].sha256, to_text(NOW))
            photos.trouble(s, shots[1].sha256, photos.LOST)
            photos.note_progress(s, shots[2].sha256, "/api/uploads/u", len(shots[2].bytes) // 2)
        await page.until("没有送到")
        assert page.shows("已不在手机上")
        assert page.shows("已传 4") or page.shows("已传 5")
        assert any(word == "已到办公室" for word in page.words())

    told(phone, story, "/outbox")


def test_a_correction_is_a_record_of_its_own(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    record = recheck(phone.services, "h1")
    answer_record(phone.services, record, "applied")

    async def story(page):
        await page.tap(open_card(page))
        await page.tap(f"correct:{record}")
        await page.tap("send-correction")
        await page.until("请写明更正的内容")
        await page.type("更正的内容", "应为二号车间")
        await page.type("原因", "写错车间")
        await page.tap("send-correction")
        await page.until(lambda: "amendment" in kinds())

    def kinds():
        with phone.services.store.read() as s:
            return [one.kind for one in outbox.items(s)]

    told(phone, story, "/outbox")


def open_card(page):
    return next(
        c for c in page.controls(page.top) if isinstance(c, ft.Container) and c.on_click and c.padding == 14
    )


def test_what_is_not_finished_stands_there_one_by_one_and_leads_back(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    services = phone.services
    visit_id = begin_visit(services)
    services.actions.draft_move("h1", "recheck", verdict="fail", note="仍未清理")

    async def story(page):
        assert page.shows("未完成（2）")
        await page.tap(f"draft:{visit_id}")
        assert page.page.route == f"/visits/{visit_id}"
        await page.go("/outbox")
        with services.store.read() as s:
            (draft,) = moves.drafts(s)
        await page.tap(f"draft:{draft.id}")
        assert page.page.route == "/tasks/h1"

    told(phone, story, "/outbox")
