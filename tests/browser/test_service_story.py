"""Advice of a contracted expert, which officers turn into an order once they have seen it with their own eyes."""

from tests.browser.desk import Desk
from tests.browser.phone import Phone
from tests.browser.running import PhoneProcess
from tests.browser.steps import look, photograph, room, sign, sign_in, sync

FIRM, OTHER_FIRM, NOT_IN_CONTRACT = "福兴木器厂", "顺达五金制品厂", "恒利塑胶有限公司"
LISTS = ("企业主体责任与基础管理（通用）", "用电安全", "消防安全")
PLACE = "打磨间东墙"
REFUSAL = "执法人员尚未到现场核实"


def test_advice_is_ordered_only_after_officers_have_seen_it(office, browser, tmp_path):
    with (
        PhoneProcess(tmp_path / "wang" / "phone", office.address) as expert_process,
        PhoneProcess(tmp_path / "li" / "phone", office.address) as officer_process,
    ):
        expert = Phone(browser, expert_process.url)
        sign_in(expert, "wangqiang", "王强")
        sees_only_the_contract(expert)
        advise(expert)
        desk = Desk(browser, office.address)
        desk.sign_in("lina")
        cannot_order_yet(desk)
        officer = Phone(browser, officer_process.url)
        sign_in(officer, "lina", "李娜")
        see_again(officer)
        order(desk)
        hears_of_it(expert)
        for phone in (expert, officer):
            assert phone.answered_elsewhere == []
            phone.close()
        assert expert_process.faults() + officer_process.faults() == []
        desk.close()


def sees_only_the_contract(phone: Phone) -> None:
    room(phone, "企业")
    phone.see("共 2 家")
    assert phone.sees(FIRM)
    assert phone.sees(OTHER_FIRM)
    assert not phone.sees(NOT_IN_CONTRACT)
    phone.fill("搜索企业", "恒利")
    phone.see("没有找到符合的企业")
    phone.fill("搜索企业", "fx")
    phone.see("共 1 家")


def begin(phone: Phone, colleague: str | None) -> None:
    """A short visit with whoever shows the way round."""
    phone.tap(FIRM)
    phone.tap("开始检查")
    phone.see("检查性质")
    if colleague:
        phone.tap(colleague)
        phone.gone("还差 1 名")
    else:
        assert phone.sees("技术服务")
        assert not phone.sees("执法检查")
        assert not phone.sees("责令")
    phone.fill("姓名", "何师傅")
    phone.tap("快速检查")
    phone.see("每张检查表约 12 项")


def rest_is_fine(phone: Phone, titles) -> None:
    for title in titles:
        phone.tap(title)
        phone.tap("其余符合")
        phone.see("已查 12/12")
        phone.back()


def advise(phone: Phone) -> None:
    begin(phone, None)
    look(phone, "service-01-start")
    phone.tap("开始检查")
    phone.see("发现的问题")
    phone.tap("用电安全")
    phone.tap("ELEC-03 不符合")
    phone.see("问题描述")
    photograph(phone)
    phone.fill("具体部位", PLACE)
    phone.tap("填好了")
    phone.see("已查 1/12")
    phone.back()
    rest_is_fine(phone, LISTS)
    phone.tap("结束检查")
    phone.see("签名确认")
    sign(phone, "王强")
    phone.tap("何师傅")
    phone.tap("拒绝签名")
    phone.tap("陪同人员不愿签字")
    phone.fill("见证人", "村干部 老吴")
    look(phone, "service-02-refusal")
    phone.tap("记录拒签")
    phone.see("内容齐全")
    look(phone, "service-03-ready")
    phone.tap("完成并保存")
    phone.see("办公室已收到")
    phone.tap("查看待上传")
    phone.see("已到办公室（1）")


def cannot_order_yet(desk: Desk) -> None:
    desk.press("服务建议")
    desk.see(PLACE)
    desk.shot("service-04-advice")
    desk.press("企业档案")
    desk.press(FIRM)
    desk.see(PLACE)
    desk.page.locator(".timeline a").click()
    desk.see("拒绝签名：陪同人员不愿签字")
    desk.see("村干部 老吴")
    assert desk.photos() == 2  # what was found, and the expert's signature
    desk.shot("service-05-visit", full=True)
    desk.page.locator("a[href^='/office/hazards/']").first.click()
    desk.see(REFUSAL)
    assert desk.page.locator(".moves a", has_text="责令整改").count() == 0
    desk.shot("service-06-blocked", full=True)


def see_again(phone: Phone) -> None:
    room(phone, "企业")
    phone.fill("搜索企业", "fxmq")
    phone.see("共 1 家")
    begin(phone, "刘洋")
    phone.tap("开始检查")
    phone.see("该企业未销号的隐患（1）")
    phone.tap("本次又见")
    phone.see("本次现场又见")
    photograph(phone)
    look(phone, "service-07-seen-again")
    phone.tap("填好了")  # leads to the item, which has failed by this
    phone.see("1 项不符合")
    phone.back()
    phone.see("已记入本次检查")
    rest_is_fine(phone, LISTS)
    phone.tap("结束检查")
    phone.see("签名确认")
    for name in ("李娜", "刘洋"):
        sign(phone, name)
    phone.tap("何师傅")
    phone.tap("手写签名")
    phone.draw("签名区", hand=9)
    phone.tap("确定")
    phone.see("内容齐全")
    phone.tap("完成并保存")
    phone.see("办公室已收到")
    phone.tap("查看待上传")
    phone.see("已到办公室（1）")


def order(desk: Desk) -> None:
    desk.page.reload()
    desk.see(PLACE)
    assert not desk.page.get_by_text(REFUSAL).count()
    desk.press("责令整改")
    desk.page.locator("[name=hazard]").check()
    desk.page.get_by_label("刘洋").check()
    desk.press("核对文书")
    desk.see("责令限期整改指令书")
    desk.press("确认下达")
    desk.see("文书已下达并正式编号")
    desk.press(FIRM)
    desk.see("已责令整改")
    desk.shot("service-08-ordered", full=True)


def hears_of_it(phone: Phone) -> None:
    sync(phone)
    room(phone, "企业")
    phone.see("共 2 家")  # the outbox has a card that begins with the same name
    phone.tap(FIRM)
    phone.see("已责令整改")
    look(phone, "service-09-ordered")
