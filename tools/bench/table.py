"""The figures as a table for people, aligned also where Chinese characters are two columns wide."""

from unicodedata import east_asian_width

HEADINGS = ("figure", "图", "value", "unit", "baseline", "ratio", "reach", "")
TO_THE_RIGHT = {2, 4, 5, 6}
MARKS = {True: "✓", False: "✗", None: ""}


def width(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def padded(text: str, columns: int, right: bool = False) -> str:
    space = " " * (columns - width(text))
    return space + text if right else text + space


def number(value: float | None) -> str:
    if value is None:
        return "—"
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def row(figure) -> tuple[str, ...]:
    ratio = f"×{number(figure.ratio)}" if figure.ratio is not None else "—"
    reach = str(figure.reach) if figure.reach else ""
    told = (number(figure.value), figure.unit, number(figure.baseline), ratio, reach, MARKS[figure.ok])
    return (figure.name, figure.chinese, *told)


def lines(figures) -> list[str]:
    rows = [row(figure) for figure in figures]
    columns = [max(width(line[place]) for line in [HEADINGS, *rows]) for place in range(len(HEADINGS))]
    rule = "  ".join("─" * wide for wide in columns)
    return [joined(HEADINGS, columns), rule, *(joined(line, columns) for line in rows)]


def joined(line, columns) -> str:
    cells = (
        padded(text, wide, place in TO_THE_RIGHT)
        for place, (text, wide) in enumerate(zip(line, columns, strict=True))
    )
    return "  ".join(cells).rstrip()


def markdown(figures) -> list[str]:
    """The same for a page of the docs."""
    heading = "| " + " | ".join(HEADINGS) + " |"
    rule = "|" + "|".join("---:" if place in TO_THE_RIGHT else "---" for place in range(len(HEADINGS))) + "|"
    return [heading, rule, *("| " + " | ".join(row(figure)) + " |" for figure in figures)]
