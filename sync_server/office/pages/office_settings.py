"""What the office sets about itself: its names and how orders are numbered."""

from starlette.responses import Response

from sync_server import settings
from sync_server.office.desk import Desk
from sync_server.office.reads import documents

PAGE = "/office/settings/office"


def shown(desk: Desk) -> Response:
    values = settings.of_office(desk.c)
    example = documents.next_number(desk.c, desk.today.year)
    return desk.page("office_settings.html", here="settings", values=values, example=example)


def changed(desk: Desk) -> Response:
    before = settings.of_office(desk.c)
    after = settings.read({name: desk.said(name, 300) for name in before})
    different = [name for name in before if before[name] != after[name]]
    if not different:
        return desk.go(PAGE, "nothing")
    if not desk.sure:
        lines = [
            (desk.text(f"setup.office.{name}"), f"{before[name] or '—'} → {after[name] or '—'}")
            for name in different
        ]
        example = documents.next_number(desk.c, desk.today.year, after)
        lines.append((desk.text("setup.office.example"), example))
        return desk.ask(desk.text("setup.office.title"), lines, PAGE)
    settings.change(desk.c, after, desk.person.id, desk.at, desk.origin)
    return desk.go(PAGE, "saved")
