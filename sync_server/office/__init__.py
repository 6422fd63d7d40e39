"""The office pages: drawn on the server, printable, and every one of them works as a plain form."""

from pathlib import Path

from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sync_server.office import guard
from sync_server.office.desk import NoSuchPage
from sync_server.office.page_table import PAGES

STATIC = Path(__file__).parent / "static"
FONTS = Path(__file__).parents[2] / "assets" / "fonts"


def routes(context) -> list[BaseRoute]:
    """All routes of the office, to be mounted at the root."""
    found: list[BaseRoute] = [guard.route(context, page) for page in PAGES]
    found += [
        Mount("/office/static", StaticFiles(directory=STATIC), name="office_static"),
        Mount("/office/fonts", StaticFiles(directory=FONTS, check_dir=False), name="office_fonts"),
        Route("/office", _home),
        Route("/", _home),
        guard.route(
            context, guard.Page("GET", "/office/{rest:path}", _no_such_page, None)
        ),  # last: nothing else fits
    ]
    return found


def _no_such_page(desk) -> RedirectResponse:
    """A person mistyped an address: they are told on a page, not in JSON."""
    path = desk.request.url.path
    if path.endswith("/"):
        return RedirectResponse(path.rstrip("/"), 302)
    raise NoSuchPage


async def _home(_request) -> RedirectResponse:
    return RedirectResponse("/office/", 302)
