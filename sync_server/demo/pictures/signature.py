"""A name as a finger writes it on a phone: each character tilted and pulled about, in one dark line."""

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

from sync_server.demo.pictures.canvas import font

WIDE, HIGH = 600, 220


@cache
def signature(name: str, seed: str) -> bytes:
    """A PNG on white."""
    rng = random.Random(f"{name}|{seed}")
    image = Image.new("L", (WIDE, HIGH), 255)
    size = min(150, 520 // max(len(name), 1))
    x = rng.randint(20, 60)
    for character in name:
        tile = Image.new("L", (size + 60, size + 60), 255)
        ImageDraw.Draw(tile).text((30, 16), character, 0, font(size))
        side = size + 60
        pull = [rng.randint(-size // 7, size // 7) for _ in range(8)]
        quad = (
            pull[0],
            pull[1],
            pull[2],
            side + pull[3],
            side + pull[4],
            side + pull[5],
            side + pull[6],
            pull[7],
        )
        tile = tile.transform(
            (side, side), Image.Transform.QUAD, quad, Image.Resampling.BILINEAR, fillcolor=255
        )
        tile = tile.rotate(rng.uniform(-9, 9), Image.Resampling.BILINEAR, fillcolor=255)
        tile = tile.filter(ImageFilter.MaxFilter(3))
        image.paste(0, (x, rng.randint(0, HIGH - side) if side < HIGH else 0), tile.point(_inverted))
        x += int(size * rng.uniform(0.78, 0.95))
    if rng.random() < 0.6:
        pen = ImageDraw.Draw(image)
        y = rng.randint(150, 200)
        pen.line(
            [(step, y + rng.randint(-6, 6)) for step in range(50, min(x + 80, WIDE - 10), 40)], 0, 4, "curve"
        )
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


_inverted = [255 - value for value in range(256)]
