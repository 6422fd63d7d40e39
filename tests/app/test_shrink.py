"""Photos as phones make them become photos as they are kept: upright, small, nameless."""

import io
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest
from PIL import Image

from app.capture.shrink import PIXELS_MOST, drawn, shrink
from inspection.problems import Problem

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(size=(400, 300), form="JPEG", mode="RGB", exif=None, **options) -> bytes:
    """Red above, blue below, with a white corner top left."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (0, size[1] // 2, size[0], size[1]))
    image.paste((255, 255, 255), (0, 0, size[0] // 4, size[1] // 4))
    out = io.BytesIO()
    image.convert(mode).save(out, form, **options, **({"exif": exif} if exif else {}))
    return out.getvalue()


def exif(turn=None, taken=None, offset=None) -> Image.Exif:
    told = Image.Exif()
    if turn:
        told[0x0112] = turn
    if taken:
        told.get_ifd(0x8769)[0x9003] = taken
    if offset:
        told.get_ifd(0x8769)[0x9011] = offset
    told[0x010F] = "Maker"
    return told


def seen(shot) -> Image.Image:
    return Image.open(io.BytesIO(shot.bytes))


def near(pixel, colour) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_turn_of_the_camera_comes_out_upright(turn):
    upright = Image.open(io.BytesIO(picture()))
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    out = io.BytesIO()
    (upright.transpose(back[turn]) if turn in back else upright).save(out, "JPEG", exif=exif(turn))
    shot = shrink(out.getvalue(), 200, 80, 60)
    image = seen(shot)
    assert (shot.w, shot.h) == image.size == (200, 150)
    assert near(image.getpixel((10, 10)), (255, 255, 255))
    assert near(image.getpixel((150, 20)), RED)
    assert near(image.getpixel((100, 130)), BLUE)
    assert Image.open(io.BytesIO(shot.thumb)).size == (60, 45)


def test_nothing_about_the_camera_is_left_in_the_file():
    shot = shrink(picture(exif=exif(6, "2026:11:23 10:02:11")), 1600, 80, 240, "IMG_1.jpg")
    image = seen(shot)
    assert not image.getexif()
    assert {"exif", "icc_profile", "comment"}.isdisjoint(image.info)
    assert b"Maker" not in shot.bytes
    assert (shot.mime, shot.original_name) == ("image/jpeg", "IMG_1.jpg")


@pytest.mark.parametrize(
    ("taken", "offset", "instant"),
    [
        ("2026:11:23 10:02:11", None, "2026-11-23T02:02:11.000+00:00"),
        ("2026:11:23 10:02:11", "+09:00", "2026-11-23T01:02:11.000+00:00"),
        ("0000:00:00 00:00:00", None, None),
        ("gestern", None, None),
        (None, None, None),
    ],
)
def test_the_time_a_picture_tells_is_read(taken, offset, instant):
    assert shrink(picture(exif=exif(1, taken, offset)), 1600, 80, 240).taken_at == instant


def test_a_small_photo_is_not_blown_up_and_a_large_one_keeps_its_shape():
    assert (shrink(picture((320, 200)), 1600, 80, 240).w, shrink(picture((320, 200)), 1600, 80, 240).h) == (
        320,
        200,
    )
    large = shrink(picture((4000, 3000)), 1600, 80, 240)
    assert (large.w, large.h) == (1600, 1200)
    thin = shrink(picture((5000, 7)), 1600, 80, 240)
    assert (thin.w, thin.h) == (1600, 3)  # the decoder halves 7 lines to 4 first


@pytest.mark.parametrize(
    ("form", "mode", "options"),
    [
        ("PNG", "RGB", {}),
        ("PNG", "P", {}),
        ("PNG", "L", {}),
        ("PNG", "RGBA", {}),
        ("PNG", "1", {}),
        ("WEBP", "RGB", {}),
        ("WEBP", "RGBA", {}),
        ("JPEG", "L", {}),
        ("JPEG", "CMYK", {}),
        ("JPEG", "RGB", {"progressive": True}),
    ],
)
def test_other_kinds_become_jpeg(form, mode, options):
    shot = shrink(picture(form=form, mode=mode, **options), 200, 80, 60)
    assert (shot.mime, seen(shot).format, seen(shot).mode) == ("image/jpeg", "JPEG", "RGB")
    assert (shot.w, shot.h) == (200, 150)


def test_what_was_clear_is_white():
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert near(seen(shrink(out.getvalue())).getpixel((20, 20)), (255, 255, 255))


def refused(content: bytes) -> str:
    with pytest.raises(Problem) as refusal:
        shrink(content)
    return refusal.value.code


def test_a_file_that_is_no_photo_is_refused_with_a_sentence():
    assert refused(b"") == "photo.not_a_photo"
    assert refused(b"%PDF-1.7 not a photo at all" * 100) == "photo.not_a_photo"
    assert refused("隐患照片.jpg".encode() * 50) == "photo.not_a_photo"


def test_a_photo_cut_off_anywhere_is_refused_as_broken():
    whole = picture((1200, 900), quality=95)
    for part in range(2, 10):
        assert refused(whole[: len(whole) * part // 10]) in ("photo.broken", "photo.not_a_photo")
    assert refused(picture(form="PNG")[:300]) == "photo.broken"


def test_a_bomb_is_refused_before_it_is_decoded():
    out = io.BytesIO()
    Image.new("1", (20_000, 8_000)).save(out, "PNG")
    assert PIXELS_MOST < 20_000 * 8_000
    assert refused(out.getvalue()) == "photo.too_large"


def test_heic_is_decoded_where_there_is_a_decoder():
    pillow_heif = pytest.importorskip("pillow_heif")
    pillow_heif.register_heif_opener()
    shot = shrink(picture((640, 480), form="HEIF"), 320, 80, 60)
    assert (shot.mime, shot.w, shot.h) == ("image/jpeg", 320, 240)
    assert near(seen(shot).getpixel((160, 200)), BLUE)


def test_heic_is_kept_as_taken_where_there_is_none(monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    content = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 500
    shot = shrink(content, name="IMG_0001.HEIC")
    assert (shot.bytes, shot.mime, shot.w, shot.h, shot.thumb) == (content, "image/heic", 0, 0, None)


def test_a_drawing_is_kept_as_it_is():
    png = picture((300, 100), "PNG")
    shot = drawn(png, 300, 100)
    assert (shot.bytes, shot.mime, shot.w, shot.h) == (png, "image/png", 300, 100)


def test_fifty_megapixels_take_little_memory():
    """Peak memory above idle, measured in a process of its own."""
    script = textwrap.dedent("""
        import io, resource, sys
        from PIL import Image
        from app.capture.shrink import shrink
        content = open(sys.argv[1], "rb").read()
        Image.init()
        shrink(open(sys.argv[2], "rb").read())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        shot = shrink(content)
        print(shot.w, shot.h, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    """)

    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder, "large.jpg"), Path(folder, "small.jpg")
        large.write_bytes(picture((8160, 6120), quality=85))
        small.write_bytes(picture())
        told = subprocess.run(
            [sys.executable, "-c", script, large, small], capture_output=True, text=True, check=True
        ).stdout
    w, h, extra = (int(n) for n in told.split())
    assert (w, h) == (1600, 1200)
    assert extra < 60


def test_pillow_is_not_loaded_before_the_first_photo():
    script = "import sys, app.capture.shrink; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
