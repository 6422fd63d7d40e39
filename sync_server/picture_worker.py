"""Decodes photos, one job a line, in a process that may not take much memory or time. Started by `viewing`."""

import contextlib
import json
import os
import resource
import sys
from pathlib import Path

from PIL import Image, ImageOps

MOST_PIXELS = 60_000_000
MOST_MEMORY = 1536 * 1024 * 1024  # of addresses; 50 million pixels of HEIC take 0.6 GiB of them
MOST_FILE = 64 * 1024 * 1024
SECONDS_EACH = 40
TIRED_KIB = 100 * 1024
FORMATS = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
}


def limit() -> None:
    os.nice(15)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE, MOST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_this_job() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS_EACH, resource.RLIM_INFINITY)
    )


def look(job: dict) -> dict:
    """{"w", "h", "mime", "why"}: size as it lies upright; `why` is empty when all went well."""
    largest = max((size["edge"] for size in job["sizes"]), default=320)
    try:
        with Image.open(job["photo"], formats=[name for name in FORMATS if name != "MPO"]) as photo:
            w, h, mime = *photo.size, FORMATS[photo.format]
            if w * h > MOST_PIXELS:
                return {"w": w, "h": h, "mime": mime, "why": "too_many_pixels"}
            turned = photo.getexif().get(0x0112) in (5, 6, 7, 8)
            small = shrunk(photo, largest)
    except MemoryError:
        return {"why": "too_much_memory"}
    except Exception as fault:  # decoders raise whatever they like over bytes that are no picture
        return {"why": type(fault).__name__}
    try:
        for size in sorted(job["sizes"], key=lambda size: -size["edge"]):
            write(shrunk(small, size["edge"]), Path(size["to"]))
    except OSError as fault:
        return {"why": "not_written", "mime": "", "w": 0, "h": 0} if fault.errno else {"why": "OSError"}
    return {"w": h if turned else w, "h": w if turned else h, "mime": mime, "why": ""}


def shrunk(photo: Image.Image, edge: int) -> Image.Image:
    """Upright, at most `edge` long. JPEGs are decoded at a fraction of their size, which still reads every byte."""
    scale = max(photo.size) / edge
    target = (max(1, round(photo.width / scale)), max(1, round(photo.height / scale)))
    if scale > 1 and photo.format in ("JPEG", "MPO"):
        photo.draft("RGB", target)
    photo.load()
    if photo.mode in ("P", "PA", "1"):
        photo = photo.convert("RGBA")
    return ImageOps.exif_transpose(photo.resize(target, Image.Resampling.BICUBIC) if scale > 1 else photo)


def write(picture: Image.Image, path: Path) -> None:
    """A JPEG without EXIF; what is see-through becomes white."""
    if picture.mode in ("RGBA", "LA"):
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        picture.convert("RGB").save(beside, "JPEG", quality=80, exif=b"")
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def main() -> None:
    with contextlib.suppress(ImportError):
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    limit()
    for line in sys.stdin:
        limit_this_job()
        sys.stdout.write(json.dumps(look(json.loads(line))) + "\n")
        sys.stdout.flush()
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > TIRED_KIB:
            break  # a large photo's memory goes back; the next one is given to a fresh process


if __name__ == "__main__":
    main()
