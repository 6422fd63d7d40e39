"""Things to fill in. Every field is controlled (`value` and `on_change`): Flet empties the others when it redraws."""

import flet as ft

from app.ui.parts.buttons import icon_button
from inspection.texts import Speaker


def outline(radius: int = 12) -> ft.OutlineInputBorder:
    return ft.OutlineInputBorder(border_radius=radius, side=ft.BorderSide(color=ft.Colors.OUTLINE))


def text_field(label: str, value: str, on_change, *, lines: int = 1, **more) -> ft.Control:
    """`on_change` takes the text."""
    return ft.TextField(
        label=label,
        value=value,
        on_change=lambda e: on_change(e.control.value or ""),
        multiline=lines > 1,
        min_lines=lines,
        max_lines=lines + 4 if lines > 1 else 1,
        border=outline(),
        filled=True,
        fill_color=ft.Colors.SURFACE_CONTAINER_LOW,
        helper_max_lines=3,
        error_max_lines=3,
        **more,
    )


def search_field(
    text: Speaker, label: str, value: str, on_change, *, helper: str | None = None
) -> ft.Control:
    return ft.TextField(
        label=label,
        helper=helper,
        helper_max_lines=2,
        value=value,
        on_change=lambda e: on_change(e.control.value or ""),
        border=outline(28),
        filled=True,
        fill_color=ft.Colors.SURFACE_CONTAINER,
        autocorrect=False,
        enable_suggestions=False,
        prefix_icon=ft.Icons.SEARCH,
        suffix_icon=icon_button(ft.Icons.CLOSE, text("search.clear"), lambda: on_change(""))
        if value
        else None,
    )


def pick_one(label: str, options: list[tuple[str, str]], value: str, on_pick, key=None) -> ft.Control:
    """A list that opens. `options`: (value, label). Dropdown says no name by itself, hence Semantics."""
    return ft.Semantics(
        label=label,
        content=ft.Row(
            [
                ft.Dropdown(
                    label=label,
                    value=value,
                    options=[ft.DropdownOption(key=k, text=t) for k, t in options],
                    key=key,
                    expand=True,
                    on_select=lambda e: on_pick(e.control.value or ""),
                    border=outline(),
                    menu_height=420,
                )
            ]
        ),
    )
