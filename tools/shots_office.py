"""The pages of the office, one picture each."""

from pathlib import Path

from tests.browser.desk import Desk
from tools.demo import PASSWORD
from tools.shots_picture import LARGE, shrunk
from tools.shots_place import Places

TALL = 1500  # px, where a long page is cut off

TABLE = """企业名称,统一社会信用代码,所在村社区,企业地址,联系人,联系电话,从业人数
{known}
青禾新月标准件厂,,麦笛村,麦笛大道 18 号,吕晓,13900000031,26
青禾远帆包装有限公司,330106000012345,云梭村,云梭路 7 号,冯毅,13900000032,14
青禾新月标准件厂,,麦笛村,麦笛大道 18 号,吕晓,13900000031,26
青禾长风模具有限公司,91330106MA2BLANK0X,星芦村,星芦北路 3 号,丁一,13900000033,40
,,星芦村,星芦北路 5 号,,,
青禾晚舟食品厂,,河对岸村,渡口路 2 号,何苗,13900000034,62
"""


class OfficeShots:
    def __init__(self, browser, address: str, places: Places, into: Path):
        self.browser, self.address, self.places, self.into = browser, address, places, into

    def take(self, desk: Desk, name: str, tall: int = TALL) -> None:
        """The page from its top, every photo on it loaded."""
        desk.photos()
        desk.page.evaluate("scrollTo(0, 0)")
        png = desk.page.screenshot(full_page=True)
        (self.into / f"office-{name}.png").write_bytes(shrunk(png, LARGE, tall))

    def desk(self, login: str, language: str = "zh-CN") -> Desk:
        desk = Desk(self.browser, self.address, language=language)
        desk.sign_in(login, PASSWORD)
        return desk

    def all(self) -> None:
        places = self.places
        desk = self.desk("office1")
        for name, path, tall in (
            ("overview", "/office/", 1200),
            ("enterprise", f"/office/enterprises/{places.showpiece}", 1920),
            ("visit", f"/office/visits/{places.visit}", TALL),
            ("hazard", f"/office/hazards/{places.pair}", TALL),
            ("order", f"/office/documents/{places.paper}", 1250),
            ("attention", "/office/attention", 1000),
            ("hazards", "/office/hazards?state=open", 1000),
        ):
            desk.open(path)
            self.take(desk, name, tall)
        self.signatures(desk)
        self.preview(desk)
        desk.close()
        admin = self.desk("admin")
        for name, path in (("people", "/office/people"), ("areas", "/office/settings/areas")):
            admin.open(path)
            self.take(admin, name, 900)
        admin.close()
        english = self.desk("office1", "en")
        english.open("/office/language/en")
        english.open("/office/")
        self.take(english, "overview-en", 900)
        english.close()

    def signatures(self, desk: Desk) -> None:
        desk.open(f"/office/visits/{self.places.visit}")
        desk.photos()
        card = desk.page.locator("section.card:has(.signatures)")
        (self.into / "office-signatures.png").write_bytes(shrunk(card.screenshot(), LARGE))

    def preview(self, desk: Desk) -> None:
        """A messy table, looked at before anything is written."""
        known = "\n".join(f"{name},{code},,{place},,," for name, code, place in self.places.known)
        desk.open("/office/import")
        table = {
            "name": "企业名单.csv",
            "mimeType": "text/csv",
            "buffer": TABLE.format(known=known).encode("utf-8-sig"),
        }
        desk.page.locator("input[type=file]").set_input_files(table)
        desk.page.locator("main form button.main").click()
        desk.page.locator("main table").wait_for()
        desk.whole()
        self.take(desk, "import", 1000)
