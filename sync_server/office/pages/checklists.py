"""The checklists as published."""

from starlette.responses import Response

from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.reads import checklists


def listed(desk: Desk) -> Response:
    return desk.page("checklists.html", here="checklists", rows=checklists.listed(desk.c))


def shown(desk: Desk) -> Response:
    version = desk.part("version")
    row = (
        checklists.by_version(desk.c, desk.part("code"), int(version))
        if version.isdecimal() and len(version) < 9
        else None
    )
    if row is None:
        raise NoSuchPage
    return desk.page("checklist.html", here="checklists", row=row, english=desk.text.language == "en")
