"""One official visit as it is tapped: two failures, something forgotten, three signatures. No network is needed."""

from tests.browser.phone import Phone
from tests.browser.steps import look, photograph, sign

FIRM = "顺达五金制品厂"
BASE = "企业主体责任与基础管理（通用）"
EXIT, AIR = "二楼东侧楼梯口", "污水池入口"


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
