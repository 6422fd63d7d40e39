"""Words for the terminal: a sentence in both languages, and a box that stays straight with Chinese in it."""

import sys
import unicodedata


class Stop(Exception):
    """Something the user has to know, as sentences; printed, never raised to the terminal."""

    def __init__(self, *sentences: str):
        super().__init__("\n".join(sentences))


def say(*sentences: str) -> None:
    print("\n".join(sentences), flush=True)


def complain(*sentences: str) -> None:
    print("\n".join(sentences), file=sys.stderr, flush=True)


def width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two, combining marks none."""
    columns = 0
    for character in text:
        if not unicodedata.combining(character):
            columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def box(lines: list[str], fancy: bool = True) -> str:
    """`lines` in a frame; an empty line becomes a rule."""
    across, down, corners = ("─", "│", "┌┐├┤└┘") if fancy else ("-", "|", "++++++")
    inner = max(map(width, lines)) + 2
    drawn = [corners[0] + across * inner + corners[1]]
    for line in lines:
        if line:
            drawn.append(f"{down} {line}{' ' * (inner - width(line) - 1)}{down}")
        else:
            drawn.append(corners[2] + across * inner + corners[3])
    drawn.append(corners[4] + across * inner + corners[5])
    return "\n".join(drawn)


def speaks_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
