"""From the gate of a factory without a network to the hazard that is closed, in everyone's browser."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspection.days import china_day
from tests.app.phone import jpeg
from tests.browser.desk import Desk
from tests.browser.official_visit import AIR, EXIT, FIRM, begin, finish, walk
from tests.browser.phone import Phone
from tests.browser.running import PhoneProcess
from tests.browser.steps import look, room, sign_in, sync

TASK = "不符合：疏散通道、安全出口畅通，未占用、锁闭、封堵"


def test_an_inspection_from_the_gate_to_the_closed_hazard(office, browser, tmp_path):
    with PhoneProcess(tmp_path / "phone", office.address) as process:
        phone = Phone(browser, process.url)
        sign_in(phone, "lina", "李娜")
        look(phone, "official-01-today")
        office.stop()
        begin(phone)
        walk(phone)
        finish(phone)
        phone = after_a_dead_battery(phone, process, browser)
        office.start()
        arrive(phone, process.photos())
        number = order(browser, office, process.photos())
        recheck(phone, number, tmp_path / "after.jpg")
        closed(browser, office)
        assert phone.answered_elsewhere == []
        assert process.faults() == []
        phone.close()


def after_a_dead_battery(phone: Phone, process: PhoneProcess, browser) -> Phone:
    """Still signed in, still everything there, and still no office."""
    process.kill()
    phone.close()
    process.start()
    again = Phone(browser, process.url)
    again.see("李娜，您好")
    room(again, "待上传")
    again.see("等待上传（1）")
    again.see(FIRM)
    again.see(f"照片 0 / {process.photos()}")
    look(again, "official-12-after-the-kill")
    return again


def arrive(phone: Phone, photos: int) -> None:
    sync(phone)
    phone.see("已到办公室（1）")
    phone.see(f"照片 {photos} / {photos}")
    look(phone, "official-13-at-the-office")


def order(browser, office, photos: int) -> str:
    """The clerk reads the file, the officer issues the order. Returns its number."""
    clerk = Desk(browser, office.address)
    clerk.sign_in("zhaomin")
    clerk.press("企业档案")
    clerk.press(FIRM)
    for place in (EXIT, AIR):
        clerk.see(place)
    assert clerk.photos() == 2
    clerk.shot("official-14-enterprise-file", full=True)
    clerk.page.locator(".timeline a").click()
    clerk.see("证据链完整")
    clerk.see(f"{photos}/{photos} 张已到")
    assert clerk.photos() == 5  # two of what is wrong, three signatures
    clerk.shot("official-15-visit-page", full=True)
    clerk.close()
    officer = Desk(browser, office.address)
    officer.sign_in("lina")
    officer.press("企业档案")
    officer.press(FIRM)
    officer.press("责令整改")
    for tick in officer.page.locator("[name=hazard]").all():
        tick.check()
    for due in officer.page.locator("[type=date]").all():
        due.fill(in_a_week().isoformat())
    officer.page.get_by_label("刘洋").check()
    officer.shot("official-16-order")
    officer.press("核对文书")
    officer.see("责令限期整改指令书")
    officer.see("刘洋")
    officer.see(f"责令于 {in_a_week():%Y年%-m月%-d日} 前整改完毕")
    officer.shot("official-17-order-to-be-issued", full=True)
    officer.press("确认下达")
    officer.see("文书已下达并正式编号")
    number = officer.page.locator(".papernumber").inner_text().strip()
    assert any(letter.isdigit() for letter in number)
    officer.shot("official-18-issued", full=True)
    officer.close()
    return number


def in_a_week():
    return china_day(datetime.now(UTC)) + timedelta(days=7)


def recheck(phone: Phone, number: str, after: Path) -> None:
    """The after-photo is from the gallery: the fake camera may give the very frame of the before-photo again,
    and that is no evidence."""
    after.write_bytes(jpeg("green", (1200, 900)))
    sync(phone)
    phone.see("已与办公室同步")
    room(phone, "任务")
    phone.see("企业整改中（2）")
    look(phone, "official-19-tasks")
    phone.tap(TASK)
    phone.see(f"文书：{number}")
    phone.see("整改前")
    phone.tap("拍整改后照片（已拍 0）")
    phone.pick("从相册选取", after)
    phone.see("已有 1 张")
    phone.tap("完成")
    phone.see("（已拍 1）")
    phone.tap("已整改")
    phone.see("将提交")
    phone.tap("刘洋")
    look(phone, "official-20-recheck")
    phone.tap("提交复查结果")
    phone.see("企业整改中（1）")
    sync(phone)
    phone.see("已到办公室（2）")
    look(phone, "official-21-rechecked")


def closed(browser, office) -> None:
    """Where the one was closed, the other still waits for its enterprise."""
    desk = Desk(browser, office.address)
    desk.sign_in("zhaomin")
    desk.press("企业档案")
    desk.press(FIRM)
    desk.see("已销号")
    assert desk.photos("article.hazard:has-text('已销号') .pair") == 2
    desk.shot("official-22-closed", full=True)
    desk.close()
