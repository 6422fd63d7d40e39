"""Pictures of screens as small files, and what the phone's camera sees while they are taken."""

import io
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps

from sync_server.demo.pictures import photo

SMALL = 120_000  # bytes, the most for a picture of the phone
FEW_COLOURS = 200
OFTEN = 24  # colours that are kept as they are: surfaces, buttons, words
LARGE = 260_000  # the most for a page of the office


def shrunk(png: bytes, most: int, tall: int | None = None) -> bytes:
    """The same picture with as many colours as fit into `most` bytes, cut off below `tall` pixels."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    if tall and image.height > tall:
        image = image.crop((0, 0, image.width, tall))
    for colours in (256, 160, 96, 64, 32):
        out = io.BytesIO()
        few = image.quantize(palette=palette(image, colours), dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        if out.tell() <= most:
            break
    return out.getvalue()


def palette(image: Image.Image, colours: int) -> Image.Image:
    """The most frequent colours exactly, so that a photo beside them does not tint a surface; for the rest those
    that cover most, which keeps a small dot of its own colour."""
    counted = sorted(image.getcolors(image.width * image.height), reverse=True)
    often = [one for _, one in counted[:OFTEN]]
    rest = image.quantize(
        colours - OFTEN if colours > 2 * OFTEN else colours // 2, Image.Quantize.MAXCOVERAGE
    )
    own = rest.getpalette() or []
    made = Image.new("P", (1, 1))
    flat = [part for one in often[: colours // 2] for part in one] + own
    made.putpalette((flat + flat[:3] * 256)[: 256 * 3])
    return made


def is_drawn(png: bytes) -> bool:
    """Not the mark of Flet's own start, which can outlast the first words of a screen on a busy machine."""
    return Image.open(io.BytesIO(png)).convert("RGB").getcolors(FEW_COLOURS) is None


def film(folder: Path, scene: str) -> Path:
    """A film of one scene, held upright by a hand that is never quite still: two shots are two photos."""
    path, wide = folder / "camera.mjpeg", Image.open(io.BytesIO(photo(scene, "camera")))
    wide = ImageOps.mirror(wide.filter(ImageFilter.GaussianBlur(1.5)))  # a browser's camera is a mirror
    high = wide.height - 16
    across = high * 3 // 4
    left = (wide.width - across) // 2
    with path.open("wb") as out:
        for shake in (0, 3, 7, 11, 15, 12, 8, 5):
            frame = wide.crop((left + shake, shake, left + shake + across, shake + high)).resize((720, 960))
            frame.save(out, "JPEG", quality=85)
    return path


def still(folder: Path, scene: str, after: bool = False) -> Path:
    """A photo as it lies in the phone's gallery."""
    path = folder / f"{scene}-{'after' if after else 'before'}.jpg"
    path.write_bytes(photo(scene, "gallery", after))
    return path
