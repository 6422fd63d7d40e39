"""How much is measured: as much as the promises speak of, or just enough to see that measuring works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    answers: int = 2000  # single answers saved
    items: int = 300  # of the long checklist
    openings: int = 20  # how often it is read, and opened in the browser
    enterprises: int = 20_000  # on the phone, and of the first fetch
    keystrokes: int = 300
    photos: int = 12  # shrunk, each a round with its baseline
    pushed: int = 500  # records with a photo, for each number of phones
    phones: tuple[int, ...] = (1, 4, 16)
    duplicated: int = 40  # records that arrive eight times at once
    resumed: int = 20  # photos over the line that breaks
    findings: int = 1_000_000  # in the office whose pages are opened; BENCH_FINDINGS changes it
    findings_before: int = 10_000  # in the small office beside it
    page_rounds: int = 15  # how often each page is opened
    imported: int = 5000  # rows of the messy list
    demo: bool = True
    browser: bool = True
    postgres: bool = True


FULL = Scale()
QUICK = Scale(
    answers=100,
    openings=3,
    enterprises=2000,
    keystrokes=40,
    photos=2,
    pushed=24,
    phones=(1, 4),
    duplicated=5,
    resumed=3,
    findings=20_000,
    findings_before=2000,
    page_rounds=3,
    imported=300,
    demo=False,
)
