"""What an inspector does on the phone, in the words of the screens (Chinese)."""

from tests.browser.looks import boxes, shot_path, untranslated
from tests.browser.phone import Phone
from tests.journey.office import PASSWORD


def sign_in(phone: Phone, login: str, name: str) -> None:
    """Until all that the office gives has arrived."""
    phone.fill("账号", login)
    phone.fill("密码", PASSWORD)
    phone.tap("登录")
    phone.see(f"{name}，您好")
    phone.see("已与办公室同步")


def room(phone: Phone, name: str) -> None:
    """今日, 企业, 任务, 待上传, 设置: the bar below."""
    phone.page.get_by_role("tab", name=name).or_(
        phone.page.locator(f'[flt-tappable][aria-label^="{name}\\n"]')
    ).first.dispatch_event("click")
    phone.no_crash()


def look(phone: Phone, name: str) -> None:
    """A screenshot to look at, and nothing on it that should not be there."""
    said = "\n".join(phone.words())
    assert untranslated(said) == []
    assert boxes(said) == set()
    phone.shot(shot_path(name))


def photograph(phone: Phone, button: str = "拍照", shots: int = 1, had: int = 0) -> None:
    phone.tap(button)
    for number in range(had + 1, had + shots + 1):
        phone.tap("按快门")
        phone.see(f"已有 {number} 张")
        phone.gone("正在保存")
    phone.tap("完成")


def sign(phone: Phone, name: str) -> None:
    """An inspector is handed the pad at once; whoever may refuse is asked first."""
    phone.tap(name)
    phone.see("签名区")
    phone.draw("签名区", hand=4 + sum(map(ord, name)) % 5)
    phone.tap("确定")
    phone.gone("签名区")
    phone.see("签名确认")


def sync(phone: Phone) -> None:
    room(phone, "待上传")
    phone.tap("立即同步")
