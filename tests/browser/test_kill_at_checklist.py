"""The battery gives out in the middle of a checklist: the same visit and item are there again, with every answer."""

import pytest

from tests.browser.furnished import TEN, TITLE, furnish
from tests.browser.phone import Phone
from tests.browser.running import PhoneProcess

FIRM = "示范街道鑫源木业有限公司"
LOST_AT_MOST_MS = 1000  # what is older than this is never lost


@pytest.fixture
def process(tmp_path):
    furnish(tmp_path / "phone")
    with PhoneProcess(tmp_path / "phone") as running:
        yield running


@pytest.fixture
def phone(process, browser):
    tab = Phone(browser, process.url)
    tab.tap("开始检查")
    tab.tap(FIRM)
    tab.tap("开始检查")
    tab.see("检查性质")
    tab.tap("开始检查")
    tab.see("发现的问题")
    tab.tap(TITLE)
    tab.see("已查 0/10")
    yield tab
    tab.close()


def give_out(phone: Phone, process: PhoneProcess) -> None:
    """Without a warning; then switched on, and the app opened at the address where it was."""
    phone.page.wait_for_timeout(LOST_AT_MOST_MS)
    process.kill()
    process.start()
    phone.open(phone.page.url)


def test_killed_between_two_answers_the_sheet_opens_with_all_of_them(phone, process):
    for done, (item, answer) in enumerate(zip(TEN[:3], ("符合", "不涉及", "符合"), strict=True), 1):
        phone.tap(f"{item} {answer}")
        phone.see(f"已查 {done}/10")
    phone.fill("BASE-09 数值", "2.5")
    give_out(phone, process)
    phone.see("已查 4/10")
    assert phone.value("BASE-09 数值") == "2.5"
    phone.tap("BASE-04 符合")
    phone.see("已查 5/10")
    give_out(phone, process)
    phone.see("已查 5/10")
    phone.back()
    phone.see("继续：BASE-04")
    assert process.faults() == []
