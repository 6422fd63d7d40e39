"""The end of a visit on the phone: what is missing, photos, signatures and refusals, and all of it frozen."""

import flet as ft
import pytest

from app.storage import findings, outbox, photos, visits
from app.ui import guard
from app.ui.parts.signature_pad import SignaturePad
from tests.app.phone import answer_record, jpeg
from tests.app.ui.test_visit_walk import read, story
from tests.browser.furnished import TEN

PEOPLE = (
    {"person_id": "p-lina", "name": "李娜", "role": "officer", "certificate_no": "JZ-0001"},
    {"person_id": "p-zhang", "name": "张伟", "role": "officer", "certificate_no": "JZ-0002"},
)
COMPANION = {"name": "刘芳", "post": "安全员", "phone": "13800000000"}


@pytest.fixture(autouse=True)
def guarded():
    guard.install()


def walked(services, people=PEOPLE, companion=COMPANION) -> str:
    """A visit with every item answered."""
    acts = services.actions
    visit_id = acts.start_visit(
        "e1", "inspection", "routine", "full", [("BASE", 1)], people, None, companion=companion
    )
    for item in TEN:
        acts.answer_item(visit_id, "BASE", item, "pass", "2" if item == "BASE-09" else None)
    return visit_id


async def draw(page, height=60.0):
    pad = [c for c in page.controls(page.page._dialogs) if isinstance(c, SignaturePad)][-1]
    touch = next(c for c in page.controls(pad) if isinstance(c, ft.GestureDetector))
    for number in range(30):
        at = {"x": 20.0 + 8 * number, "y": height + 5 * (number % 3)}
        moved = {"l": at, "g": at, "k": "touch", "ts": None, "ld": at, "gd": at, "pd": 0.0}
        await page.event(touch, "pan_update" if number else "pan_start", moved)
    await page.tap("save-signature")


def test_everything_missing_is_named_and_leads_to_its_place(tmp_path):
    async def tell(page, services):
        visit_id = walked(services, people=PEOPLE[:1], companion=None)
        finding = services.actions.open_finding(visit_id, "BASE", "BASE-05")
        await page.go(f"/visits/{visit_id}/finish")
        for sentence in (
            "需要 2 名持证执法人员",
            "还没有填写企业陪同人员",
            "BASE-05 的具体部位未填写",
            "BASE-05 的问题缺少照片",
        ):
            assert page.shows(sentence)
        assert page.find("finish-visit").disabled
        await page.tap("lack:2")
        assert page.page.route == f"/visits/{visit_id}/findings/{finding}"
        await page.go(f"/visits/{visit_id}/finish")
        await page.tap("lack:0")
        assert page.page.route == f"/visits/{visit_id}/people"
        await page.tap("colleague:p-zhang")
        await page.until(lambda: len(read(services, lambda s: visits.by_id(s, visit_id)).participants) == 2)
        await page.type("姓名", "刘芳")
        await page.leave_field("姓名")
        await page.until(lambda: read(services, lambda s: visits.by_id(s, visit_id)).companion.name == "刘芳")

    story(tmp_path, tell)


def test_officers_sign_the_companion_refuses_and_the_visit_is_frozen_and_waits(tmp_path):
    async def tell(page, services):
        visit_id = walked(services)
        await page.go(f"/visits/{visit_id}/finish")
        for name, height in (("李娜", 60.0), ("张伟", 90.0)):
            await page.tap(f"sign:{name}")
            await draw(page, height)
            await page.until(lambda name=name: name in [one.name for one in signed(services, visit_id)])
            await page.until("签名确认")
        await page.tap("sign:刘芳")
        await page.tap("refuse")
        await page.tap("陪同人员不愿签字")
        await page.type("见证人", "村干部周敏")
        await page.tap("record-refusal")
        await page.until("内容齐全")
        await page.tap("finish-visit")
        await page.until("已保存在这部手机上")
        assert page.shows("有网络时自动传到办公室")
        [record] = read(services, outbox.items)
        assert (record.kind, record.state, record.photos_total) == ("visit", "waiting", 2)

    story(tmp_path, tell)


def signed(services, visit_id):
    return read(services, lambda s: visits.signatures(s, visit_id))


def test_a_slip_of_the_finger_is_no_signature(tmp_path):
    async def tell(page, services):
        visit_id = walked(services)
        await page.go(f"/visits/{visit_id}/sign/inspector/0")
        await page.until("签名区")
        await page.tap("save-signature")
        await page.until("请先在方框内签名")
        assert signed(services, visit_id) == []

    story(tmp_path, tell)


def test_without_a_camera_photos_are_picked_and_a_broken_file_stops_only_itself(tmp_path):
    picked = [
        {"id": 1, "name": "a.jpg", "size": 3, "path": None, "bytes": jpeg("red")},
        {"id": 2, "name": "坏.jpg", "size": 3, "path": None, "bytes": b"no photo at all"},
        {"id": 3, "name": "b.jpg", "size": 3, "path": None, "bytes": jpeg("blue")},
    ]

    async def tell(page, services):
        visit_id = walked(services)
        finding = services.actions.open_finding(visit_id, "BASE", "BASE-05")
        page.line.answers["pick_files"] = picked
        await page.go(f"/visits/{visit_id}/findings/{finding}")
        await page.tap("add-photo")
        await page.until("可以从相册选取照片")
        await page.tap("gallery")
        await page.until("已有 2 张")
        await page.until("坏.jpg 所选文件不是照片")
        kept = read(services, lambda s: photos.of(s, "finding", finding))
        assert [one.source for one in kept] == ["imported", "imported"]
        await page.tap("done")
        await page.until(lambda: page.page.route.endswith(f"/findings/{finding}"))

    story(tmp_path, tell)


def test_shots_of_the_camera_are_kept_one_after_another(tmp_path):
    colours = iter(("red", "green", "blue"))

    async def tell(page, services):
        visit_id = walked(services)
        page.line.answers |= {
            "get_available_cameras": [{"name": "back", "lens_direction": "back", "sensor_orientation": 90}],
            "initialize": None,
            "take_picture": lambda _: jpeg(next(colours)),
        }
        await page.go(f"/camera/answer/{visit_id}~BASE~BASE-01/detail")
        await page.until(lambda: not page.find("shutter").disabled)
        for number in (1, 2, 3):
            await page.until(lambda: not page.find("shutter").disabled)
            await page.tap("shutter")
            await page.until(f"已有 {number} 张")
        owner = visits.answer_id(visit_id, "BASE", "BASE-01")
        assert [one.source for one in read(services, lambda s: photos.of(s, "answer", owner))] == [
            "taken"
        ] * 3

    story(tmp_path, tell)


def test_a_refused_camera_says_what_to_do(tmp_path):
    def refuse(_):
        raise RuntimeError("CameraException(CameraAccessDenied, The user denied the camera access.)")

    async def tell(page, services):
        visit_id = walked(services)
        page.line.answers["get_available_cameras"] = refuse
        await page.go(f"/camera/answer/{visit_id}~BASE~BASE-01/detail")
        await page.until("没有相机权限")
        assert page.shows("从相册选取")

    story(tmp_path, tell)


def test_a_photo_is_looked_at_and_removed_while_the_visit_is_open(tmp_path):
    async def tell(page, services):
        visit_id = walked(services)
        finding = services.actions.open_finding(visit_id, "BASE", "BASE-05")
        shot = services.capture.photo(services.config, jpeg("red"), "a.jpg")
        services.actions.keep_photo(shot, "finding", finding, "before", visit_id)
        await page.go(f"/visits/{visit_id}/findings/{finding}")
        await page.tap(f"photo:{shot.sha256}")
        await page.until("现场拍摄")
        await page.tap("remove")
        await page.tap("删除照片")
        await page.until(lambda: read(services, lambda s: photos.of(s, "finding", finding)) == [])
        await page.until(lambda: page.page.route.endswith(f"/findings/{finding}"))

    story(tmp_path, tell)


def test_a_major_finding_is_sent_ahead_and_can_no_longer_be_changed(tmp_path):
    async def tell(page, services):
        visit_id = walked(services)
        finding = services.actions.open_finding(visit_id, "BASE", "BASE-05")
        services.actions.edit_finding(finding, place="东门", severity="major", no_photo_reason="现场禁止拍照")
        await page.go(f"/visits/{visit_id}/findings/{finding}")
        await page.tap("send")
        await page.tap("立即上报")
        await page.until("内容不能再修改")
        assert read(services, lambda s: findings.by_id(s, finding)).sent_ahead
        assert [one.kind for one in read(services, outbox.items)] == ["finding"]

    story(tmp_path, tell)


def test_a_refused_visit_is_put_right_from_the_outbox(tmp_path):
    async def tell(page, services):
        visit_id = walked(services)
        for signer in PEOPLE:
            drawing = services.capture.signature([[(10, 10), (90, 60)]], 300, 120)
            services.actions.sign(visit_id, "inspector", signer["name"], drawing)
        services.actions.refuse_signature(visit_id, "companion", COMPANION["name"], "不在场", "")
        record_id = services.actions.finish_visit(visit_id)
        answer_record(services, record_id, "refused", "visit.two_officers_needed", found=1)
        await page.go("/outbox")
        await page.until("执法检查须有两名以上持证执法人员")
        await page.tap(f"reopen:{record_id}")
        await page.until("被退回的原记录作废留存")
        await page.tap("修改后重新提交")
        await page.until(lambda: page.page.route == f"/visits/{visit_id}")
        assert page.shows("发现的问题")
        await page.go("/outbox")
        assert page.shows("已作废（1）")
        assert page.shows("未完成（1）")

    story(tmp_path, tell)
