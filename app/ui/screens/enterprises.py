"""Finding an enterprise: by any part of its name, by pinyin initials, by code; by area and risk colour."""

import asyncio

import flet as ft

from app.storage import areas, enterprises
from app.ui.live import go, use_live, use_services
from app.ui.parts.badges import GRADES
from app.ui.parts.buttons import icon_button, side_button
from app.ui.parts.fields import pick_one, search_field
from app.ui.parts.frame import WIDE, page_view, small, use_marks
from app.ui.parts.says import empty
from app.ui.parts.sync_badge import SyncBadge
from app.ui.parts.tiles import enterprise_card

PAGE = 50
REST_S = 0.15  # of typing, before the list follows
NEAR_END = 800  # px from the end at which the next ones are fetched


@ft.component
def Enterprises():
    services = use_services()
    text = services.text
    typed, set_typed = ft.use_state("")
    wanted, set_wanted = ft.use_state("")  # what is looked for: follows the typing at a small distance
    latest = ft.use_ref(lambda: "")
    area, set_area = ft.use_state("")
    grade, set_grade = ft.use_state("")
    filtering, set_filtering = ft.use_state(False)
    marks = use_marks()
    page = ft.context.page

    async def follow(words: str) -> None:
        await asyncio.sleep(REST_S)
        if latest.current == words:
            set_wanted(words)

    def type_in(words: str) -> None:
        latest.current = words
        set_typed(words)
        page.run_task(follow, words)

    top = [
        search_field(text, text("enterprises.search"), typed, type_in, helper=text("enterprises.search_by"))
    ]
    if filtering:
        top.append(Filters(services.look, area, set_area, grade, set_grade))
    chosen = text("enterprises.filtered") if area or grade else None
    body = ft.Column(
        [
            ft.Container(
                ft.Column(top, spacing=10, horizontal_alignment=WIDE),
                padding=ft.Padding.only(left=16, right=16, top=8, bottom=8),
            ),
            Found(services.look, wanted, area, grade),
        ],
        spacing=0,
        expand=True,
        horizontal_alignment=WIDE,
    )
    return page_view(
        text("enterprises.title"),
        body,
        actions=[
            SyncBadge(),
            icon_button(
                ft.Icons.FILTER_ALT if chosen else ft.Icons.FILTER_ALT_OUTLINED,
                chosen or text("enterprises.filter"),
                lambda: set_filtering(not filtering),
                key="filter",
            ),
        ],
        room="/enterprises",
        marks=marks,
        text=text,
    )


@ft.component
def Filters(look, area, set_area, grade, set_grade):  # noqa: ARG001
    text = use_services().text
    known = use_live(areas.all, "enterprises")
    every = [("", text("enterprises.everywhere")), *((one.id, one.name) for one in known)]
    colours = [("", text("enterprises.every_grade")), *((name, text(f"grade.{name}")) for name in GRADES)]
    return ft.Column(
        [
            pick_one(text("enterprises.area"), every, area, set_area, key="area"),
            pick_one(text("enterprises.grade"), colours, grade, set_grade, key="grade"),
        ],
        spacing=10,
    )


@ft.component
def _found(look, wanted, area, grade):  # noqa: ARG001
    services = use_services()
    text = services.text
    shown, set_shown = ft.use_state(PAGE)
    ft.use_effect(lambda: set_shown(PAGE), [wanted, area, grade])

    def query(session):
        inside = areas.below(session, area) if area else None
        rows = enterprises.search(session, wanted, inside, grade or None, limit=shown)
        return rows, enterprises.count(session, wanted, inside, grade or None)

    rows, total = use_live(query, "enterprises", "hazards")

    def grow(e: ft.OnScrollEvent) -> None:
        if e.max_scroll_extent - e.pixels < NEAR_END and len(rows) < total:
            set_shown(shown + PAGE)

    register = side_button(
        text("enterprises.not_listed"), lambda: go("/enterprises/new"), ft.Icons.ADD_BUSINESS, key="register"
    )
    if not rows:
        said = "enterprises.none_found" if wanted or area or grade else "enterprises.none_yet"
        return ft.Column(
            [empty(ft.Icons.SEARCH_OFF, text(said), register if services.tracks else None)],
            expand=True,
            scroll=ft.ScrollMode.AUTO,
        )
    last = [register] if services.tracks and len(rows) == total else []
    return ft.ListView(
        expand=True,
        spacing=10,
        padding=ft.Padding.only(left=16, right=16, bottom=24),
        on_scroll=grow,
        scroll_interval=100,
        controls=[
            small(text("enterprises.count", count=total)),
            *(enterprise_card(text, row) for row in rows),
            *last,
        ],
    )


Found = ft.memo(_found)
