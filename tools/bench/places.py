"""Where the bench works: in build/, on the disk the project lies on, because memory is no disk to be measured."""

import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"


@contextmanager
def folder():
    """An empty folder that is gone afterwards."""
    BUILD.mkdir(exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def tell(words: str) -> None:
    """Progress, beside the figures."""
    print(f"  · {words}", file=sys.stderr, flush=True)
