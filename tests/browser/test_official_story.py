"""From the gate of a factory without a network to 销号: an official inspection, in everyone's browser."""

from tests.browser.desk import Desk
from tests.browser.phone import Phone
from tests.browser.running import PhoneProcess
from tests.browser.steps import look, photograph, room, sign, sign_in, sync

FIRM = "顺达五金制品厂"
BASE = "企业主体责任与基础管理（通用）"
EXIT, AIR = "二楼东侧楼梯口", "污水池入口"


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
        arrive(phone)
        number = order(browser, office)
        recheck(phone, number)
        closed(browser, office)
        assert phone.answered_elsewhere == []
        assert process.faults() == []
        phone.close()


def begin(phone: Phone) -> None:
    phone.tap("开始检查")
    phone.see("共 3 家")
    phone.fill("搜索企业", "sdwj")
    phone.see("共 1 家")
    look(phone, "official-02-found-by-initials")
    phone.tap(FIRM)
    phone.see("没有未销号的隐患")
    phone.tap("开始检查")
    phone.see("检查性质")
    phone.see("还差 1 名")
    phone.tap("刘洋")
    phone.gone("还差 1 名")
    look(phone, "official-03-start")
    phone.tap("开始检查")
    phone.see("发现的问题")
    look(phone, "official-04-visit")


def walk(phone: Phone) -> None:
    phone.tap("消防安全")
    phone.tap("FIRE-01 不符合")
    phone.see("问题描述")
    photograph(phone)
    look(phone, "official-05-finding")
    phone.tap("填好了")  # the place is forgotten, and asked for at the end
    phone.see("已查 1/20")
    phone.tap("FIRE-02 不涉及")
    phone.see("已查 2/20")
    phone.tap("FIRE-03 符合")
    phone.see("已查 3/20")
    look(phone, "official-06-checklist")
    phone.tap("其余符合")
    phone.see("已将 16 项一并记为符合")
    phone.back()
    phone.tap("有限空间作业")
    phone.fill("CONF-15 数值", "18.2")
    phone.see("超出限值，已记为不符合")
    look(phone, "official-07-out-of-limits")
    phone.tap("登记 CONF-15 的问题")
    phone.see("问题描述")
    photograph(phone)
    phone.fill("具体部位", AIR)
    phone.tap("填好了")
    for item, value in (("CONF-16", "2"), ("CONF-17", "1.5"), ("CONF-18", "6")):
        phone.fill(f"{item} 数值", value)
    phone.see("已查 4/23")
    phone.tap("其余符合")
    phone.see("已查 22/23")
    phone.back()
    for title in ("用电安全", BASE):
        phone.tap(title)
        phone.tap("其余符合")
        phone.see("一并记为符合")
        phone.back()


def finish(phone: Phone) -> None:
    """Exactly what is missing, and each line leads to where it is mended."""
    phone.tap("结束检查")
    phone.see("还缺 6 处")
    look(phone, "official-08-missing")
    phone.tap("还没有填写企业陪同人员")
    phone.fill("姓名", "周建国")
    phone.fill("职务", "安全主管")
    phone.back()
    phone.tap("结束检查")
    phone.see("还缺 5 处")
    phone.tap("FIRE-01 的具体部位未填写")
    phone.fill("具体部位", EXIT)
    phone.tap("填好了")
    phone.tap("FIRE-20 不涉及")
    phone.back()
    for item, title in (("BASE-24", BASE), ("CONF-23", "有限空间作业"), ("ELEC-17", "用电安全")):
        phone.tap("结束检查")
        phone.tap(f"检查表 {title}")
        phone.tap(f"{item} 不涉及")
        phone.back()
    phone.tap("结束检查")
    phone.see("签名确认")
    sign(phone, "李娜")
    sign(phone, "刘洋")
    phone.tap("周建国")
    phone.tap("手写签名")
    phone.draw("签名区", hand=9)
    look(phone, "official-09-signing")
    phone.tap("确定")
    phone.gone("签名区")
    phone.see("内容齐全")
    look(phone, "official-10-ready")
    phone.tap("完成并保存")
    phone.see("已保存在这部手机上")
    look(phone, "official-11-saved")
    phone.tap("查看待上传")
    phone.see("等待上传（1）")


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
    again.see("照片 0 / 5")
    look(again, "official-12-after-the-kill")
    return again


def arrive(phone: Phone) -> None:
    sync(phone)
    phone.see("已到办公室（1）")
    phone.see("照片 5 / 5")
    look(phone, "official-13-at-the-office")


def order(browser, office) -> str:
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
    clerk.see("5/5 张已到")
    assert clerk.photos() == 5
    clerk.shot("official-15-visit-page", full=True)
    clerk.close()
    officer = Desk(browser, office.address)
    officer.sign_in("lina")
    officer.press("企业档案")
    officer.press(FIRM)
    officer.press("责令整改")
    for tick in officer.page.locator("[name=hazard]").all():
        tick.check()
    officer.page.get_by_label("刘洋").check()
    officer.shot("official-16-order")
    officer.press("核对文书")
    officer.see("责令限期整改指令书")
    officer.see("刘洋")
    officer.shot("official-17-order-to-be-issued", full=True)
    officer.press("确认下达")
    officer.see("文书已下达并正式编号")
    number = officer.page.locator(".papernumber").inner_text().strip()
    assert any(letter.isdigit() for letter in number)
    officer.shot("official-18-issued", full=True)
    officer.close()
    return number


def recheck(phone: Phone, number: str) -> None:
    sync(phone)
    phone.see("已与办公室同步")
    room(phone, "任务")
    phone.see("企业整改中（2）")
    look(phone, "official-19-tasks")
    phone.tap("不符合：疏散通道")
    phone.see(f"文书：{number}")
    phone.see("整改前")
    photograph(phone, "拍整改后照片")
    phone.see("（已拍 1）")
    phone.tap("已整改")
    phone.see("将提交")
    phone.tap("另一名执法人员")
    phone.tap("刘洋")
    look(phone, "official-20-recheck")
    phone.tap("提交复查结果")
    phone.see("任务")
    sync(phone)
    phone.see("已到办公室（2）")
    look(phone, "official-21-rechecked")


def closed(browser, office) -> None:
    desk = Desk(browser, office.address)
    desk.sign_in("zhaomin")
    desk.press("企业档案")
    desk.press(FIRM)
    desk.see("已销号")
    closed_one = "article.hazard:has-text('已销号')"
    assert desk.photos(f"{closed_one} .pair") == 2
    desk.shot("official-22-closed", full=True)
    desk.close()
