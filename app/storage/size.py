"""How much of the device a person's data takes."""

import os
from pathlib import Path


def folder_size(folder: Path | str) -> int:
    """Bytes of all files below `folder`; what vanishes meanwhile is left out."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(place, name)).st_size
            except OSError:
                continue
    return total
