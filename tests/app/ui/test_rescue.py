"""The rescue bundle from the outbox: one tap, one file, and a sentence for every way it may go."""

import io
import zipfile

from tests.app.phone import busy_phone
from tests.app.ui.test_coming_in import told


def names_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return bundle.namelist()


def test_one_tap_hands_over_all_that_is_unsent(tmp_path):
    async def story(page):
        saved = []
        page.line.answers["save_file"] = lambda asked: saved.append(asked) or f"/phone/{asked['file_name']}"
        await page.tap("rescue")
        await page.until("应急包已存出")
        (asked,) = saved
        assert asked["file_name"].startswith("anjian-officer1-")
        names = names_in(asked["src_bytes"])
        assert names[0] == "manifest.json"
        assert len([name for name in names if name.startswith("records/")]) == 1
        assert page.shows("等待上传（1）")  # nothing has left the phone
        assert page.line.crashes == []

    told(busy_phone(tmp_path), story, "/outbox")


def test_a_device_that_cannot_save_files_says_so(tmp_path):
    async def story(page):
        def refuse(_asked):
            raise RuntimeError("no activity found")

        page.line.answers["save_file"] = refuse
        await page.tap("rescue")
        await page.until("应急包没有存出")
        assert page.line.crashes == []

    told(busy_phone(tmp_path), story, "/outbox")
