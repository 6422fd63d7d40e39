"""Draws assets/icon.png and assets/splash.png: a shield with a check mark."""

from pathlib import Path

from PIL import Image, ImageDraw

ASSETS = Path(__file__).resolve().parents[1] / "assets"
TEAL, DEEP, WHITE = (15, 118, 110), (11, 88, 82), (255, 255, 255)
SIZE, FINE = 1024, 4  # drawn four times as large, then shrunk: smooth edges

# The right half of a shield in a square of 1 by 1 around its middle: start, then cubic curves.
START = (0.0, -0.500)
CURVES = [
    ((0.110, -0.425), (0.245, -0.375), (0.400, -0.365)),
    ((0.425, -0.363), (0.430, -0.350), (0.430, -0.325)),
    ((0.440, 0.060), (0.320, 0.340), (0.000, 0.500)),
]
CHECK = [(-0.195, 0.005), (-0.055, 0.145), (0.205, -0.150)]
STROKE = 0.085


def outline() -> list[tuple[float, float]]:
    points, last = [START], START
    for one, two, end in CURVES:
        for step in range(1, 61):
            t = step / 60
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            points.append(tuple(a * last[i] + b * one[i] + c * two[i] + d * end[i] for i in (0, 1)))
        last = end
    return points + [(-x, y) for x, y in reversed(points[1:-1])]


def placed(points, size: float) -> list[tuple[float, float]]:
    middle = SIZE * FINE / 2
    return [(middle + x * size * SIZE * FINE, middle + y * size * SIZE * FINE) for x, y in points]


def draw(ground: Image.Image, size: float, shield, check) -> Image.Image:
    pen = ImageDraw.Draw(ground)
    pen.polygon(placed(outline(), size), fill=shield)
    stroke, points = STROKE * size * SIZE * FINE, placed(CHECK, size)
    pen.line(points, fill=check, width=round(stroke), joint="curve")
    for x, y in (points[0], points[-1]):  # round ends
        pen.ellipse((x - stroke / 2, y - stroke / 2, x + stroke / 2, y + stroke / 2), fill=check)
    return ground.resize((SIZE, SIZE), Image.LANCZOS)


def slope() -> Image.Image:
    """A ground that grows a little deeper downwards."""
    column = Image.linear_gradient("L").resize((1, SIZE * FINE))
    mixed = Image.composite(Image.new("RGB", column.size, DEEP), Image.new("RGB", column.size, TEAL), column)
    return mixed.resize((SIZE * FINE, SIZE * FINE))


def main() -> None:
    ASSETS.mkdir(exist_ok=True)
    draw(slope(), 0.62, WHITE, TEAL).save(ASSETS / "icon.png", optimize=True)
    clear = Image.new("RGBA", (SIZE * FINE, SIZE * FINE), (*TEAL, 0))
    draw(clear, 0.56, (*TEAL, 255), (*WHITE, 255)).save(ASSETS / "splash.png", optimize=True)


if __name__ == "__main__":
    main()
