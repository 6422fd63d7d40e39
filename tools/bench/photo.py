"""A photo from the camera is shrunk, hashed and stored; in a process of its own, so that its memory can be told.

`python -m tools.bench.photo FOLDER MEGAPIXELS ROUNDS` does the work and prints what it took as JSON.
"""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image

from tools.bench.figures import Figure, at_most, median
from tools.bench.meter import status_mb
from tools.bench.places import ROOT, folder

SIZES = {12: (4000, 3000), 50: (8688, 5792)}
TILE = 1000
EDGE, QUALITY, THUMB = 1600, 80, 240


def measure(scale):
    with folder() as place:
        usual = _child(place / "usual", 12, scale.photos)
        large = _child(place / "large", 50, 1)
    yield Figure(
        "12 MP photo shrunk, hashed, stored", "1200 万像素照片 存妥", usual["ours"], "ms", usual["bare"],
        at_most(1.5, "ratio"),
    )  # fmt: skip
    yield Figure(
        "12 MP photo, memory above idle",
        "1200 万像素照片 内存",
        usual["above"],
        "MB",
        usual["bare_above"],
        at_most(60),
    )
    yield Figure(
        "50 MP photo shrunk, hashed, stored", "5000 万像素照片 存妥", large["ours"], "ms", large["bare"]
    )
    yield Figure(
        "50 MP photo, memory above idle", "5000 万像素照片 内存", large["above"], "MB", large["bare_above"]
    )


def _child(place: Path, megapixels: int, rounds: int) -> dict:
    command = [sys.executable, "-m", "tools.bench.photo", str(place), str(megapixels), str(rounds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


def picture(megapixels: int) -> bytes:
    """As heavy as a camera's: soft shapes with grain over them, the same tile again and again."""
    soft = Image.effect_noise((50, 50), 70).resize((TILE, TILE), Image.Resampling.BILINEAR)
    tile = Image.blend(soft, Image.effect_noise((TILE, TILE), 20), 0.3).convert("RGB")
    image = Image.new("RGB", SIZES[megapixels])
    for x in range(0, image.width, TILE):
        for y in range(0, image.height, TILE):
            image.paste(tile, (x, y))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def _bare(content: bytes) -> bytes:
    """The least Pillow can do for a small JPEG of a large one."""
    image = Image.open(io.BytesIO(content))
    scale = EDGE / max(image.size)
    image.draft("RGB", (round(image.width * scale), round(image.height * scale)))
    image.thumbnail((EDGE, EDGE), Image.Resampling.BICUBIC, reducing_gap=None)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _above_idle(act) -> float:
    """MB at the highest point of `act` over what this process held before."""
    Path("/proc/self/clear_refs").write_text("5")  # the high-water mark begins anew
    before = status_mb("self", "VmRSS")
    act()
    return max(0.0, status_mb("self", "VmHWM") - before)


def work(place: Path, megapixels: int, rounds: int) -> dict:
    from app.capture.shrink import shrink
    from app.usecases.keep_photo import keep_photo
    from tests.app import field

    place.mkdir(parents=True)
    file = place / "camera.jpg"
    subprocess.run(  # made elsewhere: the memory of making it is not what is measured
        [sys.executable, "-c", _MAKING, str(megapixels), str(file)], cwd=ROOT, check=True
    )
    store = field.phone(place / "phone")
    visit = field.begun(store)

    def ours(turn: int) -> None:
        content = file.read_bytes() + turn.to_bytes(4, "big")
        keep_photo(
            store, shrink(content, EDGE, QUALITY, THUMB), "answer", f"{visit}/BASE/BASE-{turn % 6 + 1:02}", "detail",
            visit, field.at(turn),
        )  # fmt: skip

    small = Image.new("RGB", (64, 64))
    small.save(io.BytesIO(), "JPEG")  # Pillow and its codec are there before the count begins
    found = {
        "bare_above": _above_idle(lambda: _bare(file.read_bytes())),
        "above": _above_idle(lambda: ours(0)),
    }
    mine, theirs = [], []
    for turn in range(1, rounds + 1):
        began = time.perf_counter()
        _bare(file.read_bytes())
        middle = time.perf_counter()
        ours(turn)
        theirs.append((middle - began) * 1000)
        mine.append((time.perf_counter() - middle) * 1000)
    store.close()
    return found | {"ours": median(mine), "bare": median(theirs)}


_MAKING = (
    "import sys, pathlib\nfrom tools.bench.photo import picture\n"
    "pathlib.Path(sys.argv[2]).write_bytes(picture(int(sys.argv[1])))"
)

if __name__ == "__main__":
    print(json.dumps(work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
