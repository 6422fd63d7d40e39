"""What every drawn photo is made of: a room with depth, solid boxes, pipes, signs, and the eye of a cheap camera."""

import io
import random
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

W, H = 1280, 960  # what is drawn on
WIDE, HIGH = 1024, 768  # what the camera makes of it
FONT = Path(__file__).resolve().parents[3] / "assets" / "fonts" / "AnjianSans.otf"
WALLS = ((188, 192, 186), (176, 186, 196), (202, 196, 180), (170, 180, 172), (196, 188, 184), (160, 168, 178))
FLOORS = ((118, 122, 118), (96, 112, 104), (134, 128, 118), (108, 108, 116), (88, 116, 100), (126, 116, 104))
STEELS = ((104, 120, 132), (86, 104, 92), (140, 132, 116), (96, 98, 112), (122, 138, 126), (70, 92, 120))
CARTONS = ((176, 138, 92), (192, 154, 108), (160, 124, 84), (184, 150, 116))
YELLOW, RED, GREEN, BLACK, WHITE = (232, 190, 40), (190, 40, 36), (34, 128, 72), (34, 34, 36), (236, 236, 230)


def shade(color, factor: float):
    return tuple(max(0, min(255, int(part * factor))) for part in color)


@cache
def font(size: int):
    return ImageFont.truetype(str(FONT), size)


@cache
def _grain(number: int) -> Image.Image:
    """Camera noise, made once from a seed and shifted about for every photo."""
    rng = random.Random(number)
    coarse = Image.frombytes("L", (WIDE // 2, HIGH // 2), rng.randbytes(WIDE * HIGH // 4))
    fine = Image.frombytes("L", (WIDE, HIGH), rng.randbytes(WIDE * HIGH))
    both = Image.blend(coarse.resize((WIDE, HIGH), Image.Resampling.BILINEAR), fine, 0.3)
    return Image.merge("RGB", (both.point([int(128 + (v - 128) * 0.28) for v in range(256)]),) * 3)


@cache
def _corners() -> Image.Image:
    """Light falls off towards the corners."""
    round_light = ImageChops.invert(Image.radial_gradient("L")).point(lambda v: min(255, 128 + v))
    return round_light.resize((WIDE, HIGH), Image.Resampling.BILINEAR).convert("RGB")


class Scene:
    """A picture under work. Coordinates are pixels of a 1280 x 960 frame."""

    def __init__(self, seed: str):
        self.rng = random.Random(seed)
        self.image = Image.new("RGB", (W, H), WHITE)
        self.draw = ImageDraw.Draw(self.image)
        self.horizon = self.rng.randint(500, 590)

    def pick(self, options):
        return self.rng.choice(options)

    def about(self, value: int, spread: int = 24) -> int:
        return value + self.rng.randint(-spread, spread)

    def room(self, wall=None, floor=None, windows: bool = True) -> None:
        """Back wall with a painted base, floor in strips towards the eye, perhaps windows."""
        wall, floor = wall or self.pick(WALLS), floor or self.pick(FLOORS)
        self.draw.rectangle((0, 0, W, self.horizon), wall)
        base = self.about(130)
        self.draw.rectangle((0, self.horizon - base, W, self.horizon), shade(wall, 0.82))
        if windows and self.rng.random() < 0.6:
            self._windows(wall)
        for strip in range(12):
            top = self.horizon + (H - self.horizon) * strip // 12
            self.draw.rectangle((0, top, W, H), shade(floor, 0.86 + 0.025 * strip))
        vanish = self.about(W // 2, 200)
        for place in range(-6, 19):
            self.draw.line((place * 110, H, vanish + (place - 6) * 26, self.horizon), shade(floor, 0.9), 2)
        for _ in range(self.rng.randint(4, 10)):
            x, y = self.rng.randint(0, W), self.rng.randint(self.horizon + 20, H)
            wide = self.rng.randint(20, 130)
            self.draw.ellipse((x, y, x + wide, y + wide // 4), shade(floor, self.rng.uniform(0.8, 0.95)))

    def _windows(self, wall) -> None:
        left, wide = self.about(120, 80), self.about(230, 40)
        for place in range(self.rng.randint(2, 4)):
            x = left + place * (wide + 60)
            self.draw.rectangle((x, 60, x + wide, 260), shade(wall, 0.6))
            self.draw.rectangle((x + 8, 68, x + wide - 8, 252), self.pick(((206, 220, 228), (220, 226, 220))))
            self.draw.line((x + wide // 2, 68, x + wide // 2, 252), shade(wall, 0.6), 8)

    def box(self, x: int, y: int, w: int, h: int, color, depth: int = 40) -> None:
        """A cuboid whose front's lower left corner is (x, y)."""
        d = self.draw
        d.polygon(
            (x, y - h, x + depth, y - h - depth // 2, x + w + depth, y - h - depth // 2, x + w, y - h),
            shade(color, 1.16),
        )
        d.polygon(
            (x + w, y - h, x + w + depth, y - h - depth // 2, x + w + depth, y - depth // 2, x + w, y),
            shade(color, 0.72),
        )
        d.rectangle((x, y - h, x + w, y), color)
        d.rectangle((x, y - h, x + w, y), outline=shade(color, 0.7), width=2)

    def carton(self, x: int, y: int, w: int, h: int) -> None:
        color = self.pick(CARTONS)
        self.box(x, y, w, h, color, depth=w // 4)
        self.draw.rectangle((x + w // 2 - 8, y - h, x + w // 2 + 8, y), shade(color, 1.12))
        if self.rng.random() < 0.5:
            self.draw.rectangle((x + 12, y - h // 2, x + w // 3, y - h // 2 + 22), shade(color, 1.3))

    def pile(self, x: int, y: int, across: int, up: int, size: int = 120) -> None:
        """Cartons, the upper rows a little out of line."""
        for row in range(up):
            for column in range(across - (row > 1)):
                high = self.about(size * 3 // 4, 8)
                self.carton(
                    x + column * (size + 6) + self.rng.randint(-9, 9) * row,
                    y - row * size * 3 // 4,
                    size,
                    high,
                )

    def pipe(self, points, color, width: int = 18) -> None:
        self.draw.line(points, shade(color, 0.7), width + 4, joint="curve")
        self.draw.line(points, color, width, joint="curve")
        self.draw.line(
            [(x - width // 5, y - width // 5) for x, y in points], shade(color, 1.25), max(width // 4, 2)
        )

    def wire(self, start, end, color, sag: int = 90, width: int = 8) -> None:
        """A cable that hangs or lies in curves."""
        (x0, y0), (x1, y1) = start, end
        middle = ((x0 + x1) / 2 + self.rng.randint(-120, 120), (y0 + y1) / 2 + sag)
        points = []
        for step in range(25):
            t = step / 24
            x = (1 - t) ** 2 * x0 + 2 * t * (1 - t) * middle[0] + t * t * x1
            y = (1 - t) ** 2 * y0 + 2 * t * (1 - t) * middle[1] + t * t * y1
            points.append((x, y))
        self.draw.line(points, color, width, joint="curve")

    def sign(self, x: int, y: int, text: str, back, fore=WHITE, size: int = 40) -> None:
        wide = int(self.draw.textlength(text, font=font(size))) + size
        self.draw.rectangle((x, y, x + wide, y + size * 3 // 2), back, outline=shade(back, 0.6), width=3)
        self.draw.text((x + size // 2, y + size // 6), text, fore, font(size))

    def warning(self, x: int, y: int, text: str, size: int = 90) -> None:
        """The yellow triangle with its words below."""
        d = self.draw
        d.rectangle((x - 14, y - 12, x + size + 14, y + size + 46), WHITE, outline=BLACK, width=2)
        d.polygon((x, y + size, x + size // 2, y, x + size, y + size), YELLOW, outline=BLACK, width=5)
        d.line((x + size // 2, y + size * 2 // 5, x + size // 2, y + size * 7 // 10), BLACK, 8)
        d.ellipse((x + size // 2 - 5, y + size * 8 // 10, x + size // 2 + 5, y + size * 8 // 10 + 10), BLACK)
        d.text((x - 4, y + size + 6), text, BLACK, font(max(22, (size + 10) // max(len(text), 1))))

    def floor_line(self, x0: int, x1: int, y: int, lean: int = 60) -> None:
        """A painted yellow line on the floor."""
        self.draw.polygon((x0, y, x1, y, x1 + lean, y + 14, x0 + lean, y + 14), YELLOW)

    def taken(self, bright: float = 1.0, quality: int = 60) -> bytes:
        """The JPEG as a phone would have taken it: slightly askew, grainy, darker in the corners."""
        lean = self.rng.uniform(-0.03, 0.03)
        near = self.rng.uniform(0.92, 0.97) * W / WIDE
        aside, below = (W - WIDE * near) / 2 - lean * HIGH / 2, (H - HIGH * near) / 2 + lean * WIDE / 2
        turn = (near, lean, aside, -lean, near, below)
        image = self.image.transform((WIDE, HIGH), Image.Transform.AFFINE, turn)
        grain = ImageChops.offset(
            _grain(self.rng.randint(0, 2)), self.rng.randint(0, WIDE), self.rng.randint(0, HIGH)
        )
        image = ImageChops.multiply(ImageChops.overlay(image, grain), _corners())
        light = bright * self.rng.uniform(0.95, 1.2)
        image = image.point([min(255, int(value * light)) for value in range(256)] * 3)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        return out.getvalue()
