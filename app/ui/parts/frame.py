"""The frame around a screen: bar on top, scrolling body, and below either one action or the five rooms."""

import flet as ft

from app.ui.live import go, use_live, use_services
from app.ui.theme import GAP

WIDE = ft.CrossAxisAlignment.STRETCH
ROOMS = (
    ("/", "nav.today", ft.Icons.TODAY_OUTLINED, ft.Icons.TODAY),
    ("/enterprises", "nav.enterprises", ft.Icons.FACTORY_OUTLINED, ft.Icons.FACTORY),
    ("/tasks", "nav.tasks", ft.Icons.ASSIGNMENT_OUTLINED, ft.Icons.ASSIGNMENT),
    ("/outbox", "nav.outbox", ft.Icons.OUTBOX_OUTLINED, ft.Icons.OUTBOX),
    ("/settings", "nav.settings", ft.Icons.SETTINGS_OUTLINED, ft.Icons.SETTINGS),
)


def page_view(
    title: str,
    body,
    *,
    actions=(),
    bottom=None,
    room: str | None = None,
    marks: dict | None = None,
    text=None,
    route: str | None = None,
    **more,
) -> ft.View:
    """A whole screen. `body` scrolls by itself (`column`, ListView); `bottom` stays within reach of the thumb.

    `room` is the route of one of the five rooms: it has the bar below and no way back. `marks`: numbers on it.
    """
    below = (
        [ft.Container(bottom, padding=ft.Padding.only(left=16, right=16, top=8, bottom=12))] if bottom else []
    )
    whole = ft.Column(
        [ft.Container(body, expand=True), *below], spacing=0, expand=True, horizontal_alignment=WIDE
    )
    return ft.View(
        route=route or ft.use_view_path(),
        padding=0,
        appbar=ft.AppBar(
            title=ft.Text(title, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS),
            actions=list(actions),
            automatically_imply_leading=room is None,
            center_title=False,
        ),
        navigation_bar=room_bar(text, room, marks or {}) if room else None,
        controls=[ft.SafeArea(expand=True, content=whole)],
        **more,
    )


def room_bar(text, room: str, marks: dict) -> ft.NavigationBar:
    routes = [route for route, *_ in ROOMS]

    def icon(which, route):
        return ft.Icon(which, badge=ft.Badge(label=str(marks[route])) if marks.get(route) else None)

    return ft.NavigationBar(
        selected_index=routes.index(room),
        on_change=lambda e: go(routes[int(e.data)]),  # a redraw meanwhile sets the bar itself back
        destinations=[
            ft.NavigationBarDestination(
                icon=icon(empty, route), selected_icon=icon(full, route), label=text(name)
            )
            for route, name, empty, full in ROOMS
        ],
    )


def column(controls, *, spacing: int = GAP, padding=None) -> ft.Control:
    """A body that scrolls when it is long."""
    return ft.ListView(
        controls=list(controls),
        spacing=spacing,
        expand=True,
        padding=padding if padding is not None else ft.Padding.only(left=16, right=16, top=8, bottom=24),
    )


def section(title: str, controls, *, trailing=None, key=None) -> ft.Control:
    """A heading and what belongs under it."""
    head = ft.Row(
        [
            ft.Semantics(
                heading_level=3,
                content=ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
                expand=True,
            ),
            *([trailing] if trailing else []),
        ]
    )
    return ft.Column([head, *controls], spacing=8, horizontal_alignment=WIDE, key=key)


def card(controls, *, on_click=None, tone=None, key=None) -> ft.Control:
    """A block of things that belong together; pressed as one, and said as one button, when `on_click` is given."""
    inside = ft.Container(
        ft.Column(list(controls), spacing=6, horizontal_alignment=WIDE),
        bgcolor=tone or ft.Colors.SURFACE_CONTAINER_LOW,
        border_radius=14,
        padding=14,
        ink=bool(on_click),
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        on_click=on_click,
        key=key,
    )
    return ft.Semantics(content=inside, button=True, container=True) if on_click else inside


def line(icon, words: str, *, color=None, style=ft.TextThemeStyle.BODY_MEDIUM) -> ft.Control:
    """An icon and words that may run over several lines."""
    return ft.Row(
        [
            ft.Icon(icon, size=20, color=color or ft.Colors.ON_SURFACE_VARIANT),
            ft.Text(words, color=color, theme_style=style, expand=True),
        ],
        vertical_alignment=ft.CrossAxisAlignment.START,
        spacing=8,
    )


def small(words: str, *, color=ft.Colors.ON_SURFACE_VARIANT, **more) -> ft.Text:
    return ft.Text(words, theme_style=ft.TextThemeStyle.BODY_SMALL, color=color, **more)


def use_marks() -> dict:
    """Numbers on the room bar: tasks due, records waiting or in need of someone."""
    from app.ui.parts.marks import count_marks  # reads tables; kept apart from drawing

    today = use_services().today()
    return use_live(lambda session: count_marks(session, today), "hazards", "outbox", "photos")
