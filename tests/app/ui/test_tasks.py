"""Rechecks and rectifications, from the form to the outbox."""

import asyncio

from app.capture.shrink import shrink
from app.storage import moves, outbox
from tests.app.office_page import office_page
from tests.app.phone import STATION_KEEPER, jpeg, make_phone
from tests.app.ui.test_coming_in import told


def test_a_recheck_is_kept_as_it_is_written_and_shown_as_expected_until_the_office_confirms(tmp_path):
    phone = make_phone(tmp_path, office=office_page())
    services = phone.services

    async def story(page):
        assert page.shows("还没有照片")
        await page.tap("choice:pass")
        await page.until("没有照片的原因")
        await page.tap("decide")
        await page.until("复查通过需要整改后照片")
        with services.store.read() as s:
            draft = moves.draft_of(s, "h3", "recheck")
        await asyncio.to_thread(
            services.actions.keep_photo,
            shrink(jpeg("green"), 640, 80, 120),
            "recheck",
            draft.id,
            "after",
            None,
        )
        await page.until("拍整改后照片（已拍 1）")
        assert not page.shows("没有照片的原因")
        await page.tap("decide")
        await page.until("执法检查须有两名")
        await page.tap("colleague:p-zhang")
        await page.type("说明（可不填）", "箱门已装好")
        await page.tap("decide")
        await page.until(lambda: page.page.route == "/tasks")
        await page.go("/tasks/h3")
        assert page.shows("预计变为“已销号”")

    told(phone, story, "/tasks/h3")
    with services.store.read() as s:
        (item,) = outbox.items(s)
        assert (item.kind, item.state, item.photos_total) == ("recheck", "waiting", 1)
        assert moves.draft_of(s, "h3", "recheck") is None


def test_what_was_typed_into_a_recheck_is_there_again_after_leaving(tmp_path):
    async def story(page):
        await page.tap("choice:fail")
        await page.until("还差什么（必填）")
        await page.type("还差什么（必填）", "仍堆放成品")
        await page.leave_field("还差什么（必填）")
        await page.go("/")
        await page.go("/tasks/h1")
        await page.until(lambda: page.find("还差什么（必填）").value == "仍堆放成品")

    told(make_phone(tmp_path, office=office_page()), story, "/tasks/h1")


def test_a_station_keeper_reports_a_rectification(tmp_path):
    phone = make_phone(tmp_path, people=(STATION_KEEPER,), office=office_page())
    services = phone.services

    async def story(page):
        await page.tap("report")
        await page.until("请写明采取了什么整改措施")
        await page.type("企业做了什么（必填）", "已清空通道")
        await page.leave_field("企业做了什么（必填）")

        def draft():
            with services.store.read() as s:
                return moves.draft_of(s, "h1", "rectification")

        await page.until(lambda: draft() is not None)
        await asyncio.to_thread(
            services.actions.keep_photo,
            shrink(jpeg("blue"), 640, 80, 120),
            "rectification",
            draft().id,
            "after",
            None,
        )
        await page.until("拍整改后照片（已拍 1）")
        await page.tap("report")
        await page.until(lambda: page.page.route == "/tasks")

    told(phone, story, "/tasks/h1")
    with services.store.read() as s:
        assert [one.kind for one in outbox.items(s)] == ["rectification"]


def test_a_recheck_begun_by_mistake_can_be_given_up(tmp_path):
    phone = make_phone(tmp_path, office=office_page())

    def draft():
        with phone.services.store.read() as s:
            return moves.draft_of(s, "h1", "recheck")

    async def story(page):
        await page.type("说明（可不填）", "仍堵塞")
        await page.leave_field("说明（可不填）")
        await page.until(lambda: draft() is not None)
        await page.tap("drop-draft")
        await page.tap("放弃填写")
        await page.until(lambda: draft() is None)
        assert "仍堵塞" not in page.words()

    told(phone, story, "/tasks/h1")
