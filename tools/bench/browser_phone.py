"""`python -m tools.bench.browser_phone FOLDER ITEMS`: the folder of a phone that asks so many things, signed in."""

import sys
from pathlib import Path

from tests.app.field import checklist
from tests.app.office_page import change, office_page
from tests.browser.furnished import furnish


def main(place: Path, items: int) -> None:
    page = office_page()
    body = checklist("BASE", 1, items) | {"current": True, "always": True}
    rest = [one for one in page["changes"] if one["kind"] != "checklist"]
    furnish(place, office=page | {"changes": [*rest, change("ref", "checklist", body, "BASE@1")]})


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
