"""Photos to look at: only for who may, upright and small, and harmless whatever the bytes are."""

import io

import pillow_heif
import pytest
from PIL import Image
from sqlalchemy import select

from sync_server import tables
from tests.server.building import LINA, WANGQIANG
from tests.server.serving import Line, wait_for
from tests.server.test_uploads import code, manifest, named, phone_of, state_of

pillow_heif.register_heif_opener()


def encoded(picture: Image.Image, form: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def plain(w=640, h=480, colour="red") -> Image.Image:
    return Image.new("RGB", (w, h), colour)


@pytest.fixture(scope="module")
def lina(served):
    line = Line(served.url)
    line.sign_in("lina", "d-lina-photos")
    line.phone = phone_of(served, LINA, "d-lina-photos")
    return line


def kept(line, content: bytes) -> str:
    sha = named(line, content)
    assert line.offer(sha, len(content), content).status_code == 201
    return sha


def row_of(served, sha: str):
    with served.context.store.read() as c:
        return c.execute(select(tables.photo).where(tables.photo.c.sha256 == sha)).one()


def checked(served, sha: str):
    return wait_for(lambda: row if (row := row_of(served, sha)).checked_at else None)


def seen(line, sha: str, size: str = "screen") -> Image.Image:
    answer = line.get(f"/api/photos/{sha}?size={size}")
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content))


def test_a_photo_comes_in_three_sizes(served, lina):
    content = encoded(plain(3200, 2400), "JPEG")
    sha = kept(lina, content)
    assert seen(lina, sha, "thumb").size == (320, 240)
    assert seen(lina, sha, "screen").size == (1600, 1200)
    assert lina.get(f"/api/photos/{sha}?size=full").content == content
    assert code(lina.get(f"/api/photos/{sha}?size=huge")) == (404, "photo.not_found")


def test_a_photo_is_looked_at_after_it_is_kept(served, lina):
    row = checked(served, kept(lina, encoded(plain(801, 601), "PNG")))
    assert (row.state, row.w, row.h, row.mime) == ("stored", 801, 601, "image/png")


def test_who_may_not_see_a_photo_is_answered_as_if_there_were_none(served, lina):
    sha = kept(lina, encoded(plain(colour="blue"), "JPEG"))
    stranger = Line(served.url)
    stranger.sign_in("chenjie", "d-chenjie-photos")
    for size in ("thumb", "screen", "full"):
        forbidden, unknown = (stranger.get(f"/api/photos/{one}?size={size}") for one in (sha, "0" * 64))
        assert code(forbidden) == code(unknown) == (404, "photo.not_found")
    assert Line(served.url).get(f"/api/photos/{sha}").status_code == 401
    own = Line(served.url)
    own.sign_in("zhouli", "d-zhouli-photos")
    assert own.get(f"/api/photos/{sha}").status_code == 200


def test_the_expert_of_the_contract_sees_the_photo_of_a_hazard(served, lina):
    sha = kept(lina, encoded(plain(colour="green"), "JPEG"))
    expert = Line(served.url)
    expert.sign_in("wangqiang", "d-wangqiang-photos")
    expert.phone = phone_of(served, WANGQIANG, "d-wangqiang-photos")
    assert expert.get(f"/api/photos/{sha}?size=thumb").status_code == 200


def test_a_photo_is_for_this_browser_only_and_never_run(served, lina):
    sha = kept(lina, encoded(plain(colour="white"), "JPEG"))
    answer = lina.get(f"/api/photos/{sha}?size=thumb")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    again = lina.get(f"/api/photos/{sha}?size=thumb", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_named_photo_that_has_not_come_yet_says_so(lina):
    sha = named(lina, encoded(plain(colour="black"), "JPEG"))
    assert code(lina.get(f"/api/photos/{sha}")) == (404, "photo.not_stored")


def test_a_turned_photo_stands_upright_and_keeps_no_position(served, lina):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    sha = kept(lina, encoded(plain(400, 300), "JPEG", exif=exif))
    picture = seen(lina, sha)
    assert picture.size == (300, 400)
    assert not picture.getexif()
    assert (checked(served, sha).w, checked(served, sha).h) == (300, 400)


def test_heic_is_made_viewable(served, lina):
    content = encoded(plain(1200, 900), "HEIF")
    sha = kept(lina, content)
    assert seen(lina, sha).format == "JPEG"
    assert checked(served, sha).mime == "image/heic"
    full = lina.get(f"/api/photos/{sha}?size=full")
    assert full.content == content
    assert full.headers["Content-Disposition"].startswith("attachment")


def test_a_photo_of_fifty_million_pixels_works(served, lina):
    before = served.memory_mb()
    sha = kept(lina, encoded(Image.effect_noise((8192, 6144), 20), "JPEG", quality=60))
    assert seen(lina, sha).size == (1600, 1200)
    assert checked(served, sha).w == 8192
    assert served.memory_mb() - before < 20


BROKEN = {
    "half": encoded(Image.effect_noise((800, 600), 50), "JPEG")[:9_000],
    "text": b"not a picture at all",
    "page": b"<html><script>alert(1)</script></html>",
    "bomb": encoded(Image.new("1", (30_000, 30_000)), "PNG"),
    "moving": encoded(plain(20, 20), "GIF"),
    "vector": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_photo_is_kept_marked_and_never_shown(served, lina, what):
    content = BROKEN[what]
    sha = kept(lina, content)
    assert checked(served, sha).state == "undecodable"
    assert code(lina.get(f"/api/photos/{sha}?size=screen")) == (422, "photo.undecodable")
    full = lina.get(f"/api/photos/{sha}?size=full")
    assert full.content == content
    assert full.headers["Content-Type"].startswith("image/") or full.headers[
        "Content-Disposition"
    ].startswith("attachment")
    assert "html" not in full.headers["Content-Type"]
    assert "svg" not in full.headers["Content-Type"]
    assert lina.post("/api/photos/need", {"sha256": [sha]}).json()["have"] == [sha]


def test_a_page_behind_a_photo_stays_a_photo(served, lina):
    content = encoded(plain(50, 50), "JPEG") + b"<script>alert(1)</script>"
    sha = kept(lina, content)
    assert lina.get(f"/api/photos/{sha}?size=full").headers["Content-Type"] == "image/jpeg"
    assert b"script" not in lina.get(f"/api/photos/{sha}?size=screen").content


def test_the_same_photo_twice_is_one_file(served, lina):
    content = encoded(plain(colour="yellow"), "JPEG")
    sha = kept(lina, content)
    assert manifest(content)["sha256"] == sha
    assert named(lina, content) == sha
    assert lina.post("/api/photos/need", {"sha256": [sha]}).json()["have"] == [sha]
    assert state_of(served, sha) == "stored"
