"""A photo as it comes from camera or gallery becomes the photo that is kept: upright, no longer than the
configured edge, without metadata, named by its SHA-256. Pillow is loaded at the first photo, not at start.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module

from inspection.problems import Problem

PIXELS_MOST = 120_000_000  # beyond every phone camera; what claims more is a decompression bomb
BYTES_MOST = 30 * 1024 * 1024  # what the office takes of a photo kept as taken
CHINA = timezone(timedelta(hours=8))
FORMATS = ("JPEG", "PNG", "WEBP")
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
ORIENTATION, EXIF_IFD, TAKEN, TAKEN_OFFSET, CHANGED = 0x0112, 0x8769, 0x9003, 0x9011, 0x0132


@dataclass(frozen=True)
class Shot:
    """What is kept. `taken_at` is what the picture itself tells (ISO 8601, UTC); w, h and thumb are empty where
    this device cannot decode it."""

    sha256: str
    bytes: bytes
    mime: str
    w: int
    h: int
    thumb: "bytes | None"
    taken_at: str | None
    original_name: str = ""


def shrink(
    content: bytes, long_edge: int = 1600, quality: int = 80, thumb_edge: int = 240, name: str = ""
) -> Shot:
    """Problems: photo.not_a_photo, photo.broken, photo.too_large."""
    if is_heic(content):
        return heic(content, long_edge, quality, thumb_edge, name)
    from PIL import Image

    image = opened(Image, io.BytesIO(content), FORMATS)
    return kept(Image, image, long_edge, quality, thumb_edge, name)


def drawn(png: bytes, w: int, h: int) -> Shot:
    """A drawing made in the app (a signature), kept as it is."""
    return Shot(hashlib.sha256(png).hexdigest(), png, "image/png", w, h, None, None)


def is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS


def heic(content: bytes, long_edge: int, quality: int, thumb_edge: int, name: str) -> Shot:
    """Decoded where there is a decoder, else kept as taken: the office makes it viewable."""
    try:
        decoder = import_module("pillow_heif")  # no phone carries it; a desktop may
        from PIL import Image
    except ImportError:
        if len(content) > BYTES_MOST:
            raise Problem("photo.too_large", bytes=len(content), most=BYTES_MOST) from None
        return Shot(hashlib.sha256(content).hexdigest(), content, "image/heic", 0, 0, None, None, name)
    decoder.register_heif_opener()
    return kept(Image, opened(Image, io.BytesIO(content), ("HEIF",)), long_edge, quality, thumb_edge, name)


def opened(pillow, file, formats):
    """The picture, its header read and nothing decoded."""
    pillow.MAX_IMAGE_PIXELS = None  # judged below, with a sentence instead of a warning
    try:
        image = pillow.open(file, formats=formats)
    except pillow.UnidentifiedImageError:
        raise Problem("photo.not_a_photo") from None
    except Exception:  # a header can be broken in as many ways as there are bytes
        raise Problem("photo.broken") from None
    if image.width * image.height > PIXELS_MOST:
        raise Problem("photo.too_large", pixels=image.width * image.height, most=PIXELS_MOST)
    return image


def kept(pillow, image, long_edge: int, quality: int, thumb_edge: int, name: str) -> Shot:
    try:
        turn, taken_at = told_by_exif(image)
        # The target must have the picture's own proportions, or the decoder does not scale at all; it then
        # decodes at 1/2, 1/4, 1/8, which is what keeps a 50-megapixel photo small in memory.
        image.draft("RGB", fitted(image.size, long_edge))
        image.load()
        image = plain(pillow, image)
        image.thumbnail((long_edge, long_edge), pillow.Resampling.BICUBIC, reducing_gap=None)
        image = turned(pillow, image, turn)
        content = jpeg(image, quality)
        size = image.size
        image.thumbnail((thumb_edge, thumb_edge), pillow.Resampling.BICUBIC, reducing_gap=2.0)
        thumb = jpeg(image, 70)
    except Problem:
        raise
    except MemoryError:
        raise Problem("photo.too_large", pixels=image.width * image.height, most=PIXELS_MOST) from None
    except Exception:  # truncated, bit-rotten: every decoder has its own words for it
        raise Problem("photo.broken") from None
    return Shot(hashlib.sha256(content).hexdigest(), content, "image/jpeg", *size, thumb, taken_at, name)


def fitted(size: tuple[int, int], edge: int) -> tuple[int, int]:
    scale = min(edge / max(size), 1)
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def plain(pillow, image):
    """RGB without palette or transparency; what was clear is white."""
    if image.mode == "RGB":
        return image
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = pillow.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")


def turned(pillow, image, turn: int):
    """Upright, from the EXIF orientation 1 to 8 (CIPA DC-008, tag 0x0112)."""
    way = pillow.Transpose
    turns = {
        2: way.FLIP_LEFT_RIGHT,
        3: way.ROTATE_180,
        4: way.FLIP_TOP_BOTTOM,
        5: way.TRANSPOSE,
        6: way.ROTATE_270,
        7: way.TRANSVERSE,
        8: way.ROTATE_90,
    }
    return image.transpose(turns[turn]) if turn in turns else image


def jpeg(image, quality: int) -> bytes:
    image.info = {}  # no EXIF, no profile, no comment: what they tell is kept in the database
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def told_by_exif(image) -> tuple[int, str | None]:
    """(orientation, time taken). Broken EXIF tells nothing and breaks nothing."""
    try:
        exif = image.getexif()
        inner = exif.get_ifd(EXIF_IFD)
        turn = exif.get(ORIENTATION, 1)
        return (turn if isinstance(turn, int) else 1), instant(
            inner.get(TAKEN) or exif.get(CHANGED), inner.get(TAKEN_OFFSET)
        )
    except Exception:
        return 1, None


def instant(said: str | None, offset: str | None) -> str | None:
    """'2026:11:23 10:02:11' with '+08:00' as ISO 8601 in UTC; without an offset it is China's time."""
    try:
        moment = datetime.strptime(str(said).strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=CHINA)
        if offset and offset.strip("\0 "):
            moment = moment.replace(tzinfo=datetime.strptime(offset.strip("\0 "), "%z").tzinfo)
        return moment.astimezone(UTC).isoformat(timespec="milliseconds") if moment.year >= 1990 else None
    except (ValueError, OverflowError):
        return None
