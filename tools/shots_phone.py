"""The screens of the phone: an officer's day from signing in to a visit that waits for the network."""

import re
from pathlib import Path

from sync_server.checklists_import import shipped
from tests.browser.phone import Phone
from tests.browser.steps import room, sign
from tools.demo import PASSWORD
from tools.shots_picture import SMALL, is_drawn, shrunk, still
from tools.shots_place import Places, scene

ME = "李娜"


class PhoneShots:
    """`office` is the running server, as it can be stopped and started."""

    def __init__(self, browser, url: str, places: Places, into: Path, scratch: Path):
        self.browser, self.url, self.places, self.into, self.scratch = browser, url, places, into, scratch
        self.phone = Phone(browser, url)
        self.second = next(name for name in places.officers if name != ME)
        self.visit = ""  # its address

    def take(self, name: str, phone: Phone | None = None) -> None:
        path, phone = self.scratch / "shot.png", phone or self.phone
        phone.shot(path)
        for _ in range(20):
            if is_drawn(path.read_bytes()):
                break
            phone.page.wait_for_timeout(500)
            phone.shot(path)
        (self.into / f"phone-{name}.png").write_bytes(shrunk(path.read_bytes(), SMALL))

    # ── before the visit, with a network ──
    def begin(self) -> None:
        phone = self.phone
        phone.fill("账号", "officer1")
        self.take("sign-in")
        phone.fill("密码", PASSWORD)
        phone.tap("登录")
        phone.see(f"{ME}，您好")
        phone.see("已与办公室同步")
        room(phone, "企业")
        phone.fill("搜索企业", "jsdm")
        phone.gone("共 142 家")
        self.take("enterprises")
        phone.open(f"{self.url}/enterprises/{self.places.showpiece}")
        phone.see("未销号隐患")
        self.take("enterprise")

    def tasks(self) -> None:
        phone = self.phone
        phone.open(self.url)
        room(phone, "任务")
        phone.see("已逾期")
        self.take("tasks")
        phone.open(f"{self.url}/tasks/{self.places.task}")
        phone.see("整改前")
        phone.tap("拍整改后照片（已拍 0）")
        phone.pick("从相册选取", still(self.scratch, scene(self.places.task_item), after=True))
        phone.see("已有 1 张")
        phone.tap("完成")
        phone.see("（已拍 1）")
        phone.tap("已整改")
        phone.see("将提交")
        phone.scroll(-20_000)
        self.take("task")
        phone.scroll(560)
        self.take("recheck")

    # ── the visit ──
    def walk(self) -> None:
        phone = self.phone
        phone.open(f"{self.url}/start/{self.places.planned}?plan={self.places.plan}")
        phone.see("检查性质")
        phone.tap(self.second)
        phone.gone("还差 1 名")
        self.take("start")
        phone.tap("开始检查")
        phone.see("发现的问题")
        self.visit = phone.page.url
        phone.tap("消防安全")
        phone.tap("FIRE-01 不符合")
        phone.see("问题描述")
        phone.tap("拍照")
        phone.tap("按快门")
        phone.see("已有 1 张")
        phone.gone("正在保存")
        self.take("camera")
        phone.tap("完成")
        phone.tap("拍照")
        phone.tap("按快门")
        phone.see("已有 2 张")
        phone.tap("完成")
        phone.fill("问题描述", "安全出口上锁，门前堆放纸箱")
        phone.fill("具体部位", "二楼东侧楼梯口")
        phone.scroll(-20_000)
        self.take("finding")
        phone.tap("填好了")
        phone.tap("FIRE-02 不涉及")
        phone.tap("FIRE-03 符合")
        phone.see("已查 3/20")
        phone.scroll(-20_000)
        self.take("checklist")
        phone.back()
        self.measure()

    def measure(self) -> None:
        phone = self.phone
        phone.tap("有限空间作业")
        phone.fill("CONF-15 数值", "18.2")
        phone.see("超出限值，已记为不符合")
        phone.tap("登记 CONF-15 的问题")
        phone.tap("拍照")
        phone.pick("从相册选取", still(self.scratch, "pit"))
        phone.see("已有 1 张")
        phone.tap("完成")
        phone.fill("具体部位", "污水池入口")
        phone.tap("填好了")
        phone.fill("CONF-16 数值", "2")
        phone.see("已查 2/23")
        phone.scroll(-190)
        self.take("measured")
        phone.back()
        self.take("visit")

    def looks(self) -> None:
        """The same in the dark, and in English."""
        phone = self.phone
        phone.open(self.url)
        phone.see("未完成的检查")
        self.take("today")
        dark = Phone(self.browser, self.url, dark=True)
        dark.see("未完成的检查")
        self.take("today-dark", dark)
        dark.open(f"{self.visit}/lists/FIRE")
        dark.see("FIRE-02")
        self.take("checklist-dark", dark)
        dark.close()
        room(phone, "设置")
        phone.see("文字大小")
        self.take("settings")
        phone.tap("English")
        phone.see("Text size")
        phone.open(self.url)
        phone.see("Unfinished")
        self.take("today-en")
        phone.open(f"{self.visit}/lists/FIRE")
        phone.see("FIRE-02")
        self.take("checklist-en")
        phone.open(f"{self.url}/settings")
        phone.tap("中文")
        phone.see("文字大小")

    # ── its end, without a network ──
    def finish(self) -> None:
        phone = self.phone
        phone.open(self.visit)
        phone.tap("结束检查")
        phone.see("还缺")
        self.take("finish")
        self.complete()
        phone.see("签名确认")
        sign(phone, ME)
        sign(phone, self.second)
        phone.tap(self.places.companion)
        phone.tap("手写签名")
        phone.draw("签名区")
        self.take("sign")
        phone.tap("确定")
        phone.gone("签名区")
        phone.see("内容齐全")
        phone.scroll(-20_000)
        self.take("summary")
        phone.tap("完成并保存")
        phone.see("已保存在这部手机上")
        self.take("saved")
        phone.tap("查看待上传")
        phone.see("等待上传（1）")
        self.take("outbox")

    def complete(self) -> None:
        """Every list that is named as missing something: the rest is fine, what would be measured is not there."""
        phone = self.phone
        phone.see("结束检查")
        measured = {
            one["title_zh"]: [item["code"] for item in one["items"] if item["answer"] != "pass_fail_na"]
            for one in shipped()
        }
        for turn in ("swept", "measured"):
            for title in re.findall(r"检查表 (.+?) 还有", "\n".join(phone.words())):
                phone.tap(f"检查表 {title}")
                if turn == "swept":
                    phone.tap("其余符合")
                    phone.see("一并记为符合")
                else:
                    for item in set(measured[title]) - {"CONF-15", "CONF-16"}:
                        phone.tap(f"{item} 不涉及")
                phone.back()
                phone.tap("结束检查")
                phone.see("本次检查")
