"""The camera screen at its edges: a finger ahead of the camera, and photos that never came over the line."""

import asyncio

from app.storage import photos, visits
from tests.app.phone import jpeg
from tests.app.ui.test_visit_end import walked
from tests.app.ui.test_visit_walk import read, story

BACK = [{"name": "back", "lens_direction": "back", "sensor_orientation": 90}]


def test_a_shutter_pressed_while_the_camera_starts_is_said_and_taken_as_soon_as_it_can(tmp_path):
    async def tell(page, services):
        awake = asyncio.Event()
        visit_id = walked(services)
        page.line.answers |= {
            "get_available_cameras": BACK,
            "initialize": lambda _: awake.wait(),
            "take_picture": lambda _: jpeg("red"),
        }
        await page.go(f"/camera/answer/{visit_id}~BASE~BASE-01/detail")
        await page.until("相机正在启动")
        await page.tap("shutter")
        await page.until("已按快门")
        awake.set()
        await page.until("已有 1 张")
        owner = visits.answer_id(visit_id, "BASE", "BASE-01")
        assert len(read(services, lambda s: photos.of(s, "answer", owner))) == 1
        assert not page.shows("已按快门")

    story(tmp_path, tell)


def test_a_shutter_pressed_before_a_camera_that_never_starts_takes_nothing_later(tmp_path):
    async def tell(page, services):
        awake = asyncio.Event()

        async def refuse():
            await awake.wait()
            raise RuntimeError("CameraException(cameraNotReadable, in use)")

        visit_id = walked(services)
        page.line.answers |= {
            "get_available_cameras": BACK,
            "initialize": lambda _: refuse(),
            "take_picture": lambda _: jpeg("red"),
        }
        await page.go(f"/camera/answer/{visit_id}~BASE~BASE-01/detail")
        await page.until("相机正在启动")
        await page.tap("shutter")
        awake.set()
        await page.until("相机没有响应")
        page.line.answers["initialize"] = None
        await page.tap("重新打开相机")
        await page.until("已有 0 张")
        assert read(services, lambda s: photos.of_visit(s, visit_id)) == []

    story(tmp_path, tell)


def test_photos_that_were_lost_between_browser_and_app_are_said_to_be_lost(tmp_path):
    async def tell(page, services):
        visit_id = walked(services)
        never = asyncio.Event()
        page.line.answers["pick_files"] = lambda _: never.wait()
        await page.go(f"/camera/answer/{visit_id}~BASE~BASE-01/detail")
        await page.until("可以从相册选取照片")
        choosing = asyncio.create_task(page.tap("gallery"))
        await page.until(lambda: "pick_files" in [name for name, _ in page.line.asked])
        assert not page.shows("连接中断过")
        page.page.on_connect(None)  # the browser is back, its message is not
        await page.until("连接中断过")
        page.line.answers["pick_files"] = [
            {"id": 1, "name": "a.jpg", "size": 3, "path": None, "bytes": jpeg("red")}
        ]
        await page.tap("gallery")
        await page.until("已有 1 张")
        assert not page.shows("连接中断过")
        choosing.cancel()

    story(tmp_path, tell)
