"""Strokes of a finger become a picture, at twice the size they were drawn in."""

import io

from app.capture.shrink import Shot, drawn

SCALE = 2
PEN = 3.2  # px on the screen


def signature(strokes, width: float, height: float) -> Shot:
    """`strokes`: lists of (x, y) in a field of `width` by `height`. Black on white, as a PNG."""
    from PIL import Image, ImageDraw

    w, h = max(round(width * SCALE), 1), max(round(height * SCALE), 1)
    image = Image.new("L", (w, h), 255)
    brush, thick = ImageDraw.Draw(image), round(PEN * SCALE)
    for stroke in strokes:
        points = [(x * SCALE, y * SCALE) for x, y in stroke]
        if len(points) > 1:
            brush.line(points, fill=0, width=thick, joint="curve")
        for x, y in (points[0], points[-1]):  # round ends; a dot is a stroke too
            brush.ellipse([x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2], fill=0)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return drawn(out.getvalue(), w, h)
