"""Charts as shapes for the templates to draw: numbers become places in a fixed field, nothing else."""

HEIGHT, LEFT, TOP, BOTTOM = 350, 40, 16, 30
GROUP = 56  # width of one month


def months(rows: list[dict]) -> dict:
    """Bars of found and closed by month, with a scale of round numbers."""
    top = nice(max([row["found"] for row in rows] + [row["closed"] for row in rows] + [1]))
    field = HEIGHT - TOP - BOTTOM

    def bar(value, left):
        tall = round(field * value / top, 1)
        return {"x": left, "y": round(TOP + field - tall, 1), "h": tall, "value": value, "middle": left + 9}

    bars = []
    for place, row in enumerate(rows):
        left = LEFT + place * GROUP + 8
        bars.append(
            row | {"f": bar(row["found"], left), "c": bar(row["closed"], left + 20), "middle": left + 19}
        )
    lines = [{"y": round(TOP + field * (1 - part / 4), 1), "value": top * part // 4} for part in range(5)]
    return {
        "width": LEFT + len(rows) * GROUP + 8,
        "height": HEIGHT,
        "bars": bars,
        "lines": lines,
        "floor": TOP + field,
        "left": LEFT,
    }


def nice(value: int) -> int:
    """The next round number that four lines divide."""
    step = 4
    while True:
        for factor in (1, 2, 3, 5):
            if step * factor >= value:
                return step * factor
        step *= 10


def share(part: int, whole: int) -> dict:
    """A rate with its numerator; no rate at all where nothing was found."""
    if not whole:
        return {"text": "—", "part": part, "whole": whole, "width": 0}
    return {
        "text": f"{part * 100 / whole:.1f}%",
        "part": part,
        "whole": whole,
        "width": round(part * 100 / whole, 1),
    }
