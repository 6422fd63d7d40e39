"""A visit on a phone without a network, tapped through in a browser; and what is there after the battery gave out."""

import pytest

from tests.browser.furnished import TEN, TITLE, furnish
from tests.browser.phone import Phone
from tests.browser.running import PhoneProcess


@pytest.fixture
def process(tmp_path):
    furnish(tmp_path / "phone")
    with PhoneProcess(tmp_path / "phone") as running:
        yield running


def begin(phone: Phone) -> None:
    phone.open(phone.url + "/enterprises/e1")
    phone.tap("开始检查")
    phone.see("检查性质")
    phone.tap("张伟")
    phone.tap("开始检查")
    phone.see("发现的问题")


def fail(phone: Phone, item: str, place: str, shots: int) -> None:
    phone.tap(f"{item} 不符合")
    phone.see("问题描述")
    phone.tap("拍照")
    for number in range(1, shots + 1):
        phone.tap("按快门")
        phone.see(f"已有 {number} 张")
    phone.tap("完成")
    phone.fill("具体部位", place)
    phone.tap("填好了")
    phone.see("已查")


def sign(phone: Phone, name: str, inspector: bool = True) -> None:
    phone.tap(name)
    if not inspector:  # who could also refuse is asked first
        phone.tap("手写签名")
    phone.draw("签名区")
    phone.tap("确定")
    phone.gone("签名区")
    phone.see("签名确认")


def test_ten_items_two_fails_with_photos_finished_and_signed_without_a_network(process, browser):
    phone = Phone(browser, process.url)
    begin(phone)
    phone.tap(TITLE)
    for done, item in enumerate(TEN[:4], 1):
        phone.tap(f"{item} 符合")
        phone.see(f"已查 {done}/10")
    fail(phone, "BASE-05", "一号车间东门", shots=2)
    fail(phone, "BASE-06", "配电房", shots=1)
    phone.tap("BASE-07 不涉及")
    phone.see("已查 7/10")
    phone.fill("BASE-09 数值", "2.5")
    phone.see("已查 8/10")
    phone.tap("其余符合")
    phone.see("已将 2 项一并记为符合")
    phone.tap("结束检查")
    phone.see("签名确认")
    sign(phone, "李娜")
    sign(phone, "张伟")
    sign(phone, "刘芳", inspector=False)
    phone.see("内容齐全")
    phone.tap("完成并保存")
    phone.see("已保存在这部手机上")
    phone.see("有网络时自动传到办公室")
    phone.tap("查看待上传")
    phone.see("等待上传")
    assert phone.answered_elsewhere == []
    assert process.faults() == []
    phone.close()


def test_a_phone_killed_in_the_middle_opens_at_the_same_finding_with_the_words_typed(process, browser):
    phone = Phone(browser, process.url)
    begin(phone)
    phone.tap(TITLE)
    phone.tap("BASE-01 符合")
    phone.see("已查 1/10")
    phone.tap("BASE-02 不符合")
    phone.see("问题描述")
    phone.fill("具体部位", "二楼仓库")
    phone.page.wait_for_timeout(1000)  # what is older than a second is never lost
    process.kill()
    phone.close()
    process.start()
    again = Phone(browser, process.url)
    again.see("未完成的检查")
    again.tap("示范街道鑫源木业有限公司")
    again.tap("继续填写问题")
    again.see("BASE-02")
    assert again.value("具体部位") == "二楼仓库"
    again.tap("填好了")
    again.see("已查 2/10")
    again.close()
