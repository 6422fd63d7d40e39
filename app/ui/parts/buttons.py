"""Things to press: large enough for gloves, and each with a name that a screen reader can say.

No button has a fixed height, so that large type is never cut; their padding makes them tall enough.
"""

import flet as ft

from app.ui.theme import TOUCH


def big_button(
    label: str,
    on_click,
    icon=None,
    *,
    disabled: bool = False,
    busy: bool = False,
    danger: bool = False,
    expand=None,
    key=None,
):
    """The one thing to do here; as wide as its place."""
    colours = {"bgcolor": ft.Colors.ERROR, "color": ft.Colors.ON_ERROR} if danger else {}
    return ft.FilledButton(
        label,
        icon=ft.Icons.HOURGLASS_EMPTY if busy else icon,
        on_click=on_click,
        disabled=disabled or busy,
        expand=expand,
        key=key,
        style=ft.ButtonStyle(padding=ft.Padding.symmetric(horizontal=20, vertical=18)),
        **colours,
    )


def side_button(label: str, on_click, icon=None, *, disabled: bool = False, expand=None, key=None):
    """Something else that may be done here."""
    return ft.OutlinedButton(label, icon=icon, on_click=on_click, disabled=disabled, expand=expand, key=key)


def quiet_button(label: str, on_click, icon=None, *, disabled: bool = False, key=None):
    return ft.TextButton(label, icon=icon, on_click=on_click, disabled=disabled, key=key)


def icon_button(icon, label: str, on_click, *, disabled: bool = False, badge: str | None = None, key=None):
    """`label` is said by screen readers and shown on a long press."""
    return ft.IconButton(
        icon=ft.Icon(icon, semantics_label=label),
        tooltip=label,
        on_click=on_click,
        disabled=disabled,
        width=TOUCH,
        height=TOUCH,
        badge=ft.Badge(label=badge) if badge else None,
        key=key,
    )


def choice(options: list[tuple], value, on_pick, *, columns: int = 2):
    """One of a few, all visible: big buttons, the chosen one filled. `options`: (value, label)."""
    cells = [
        ft.Container(
            col=12 // columns,
            content=ft.Semantics(
                selected=chosen == value,
                content=(ft.FilledButton if chosen == value else ft.OutlinedButton)(
                    ft.Text(label, text_align=ft.TextAlign.CENTER),
                    key=f"choice:{chosen}",
                    icon=ft.Icons.CHECK if chosen == value and columns < 3 else None,
                    style=ft.ButtonStyle(padding=ft.Padding.symmetric(horizontal=6, vertical=16)),
                    on_click=lambda _, chosen=chosen: on_pick(chosen),
                ),
            ),
        )
        for chosen, label in options
    ]
    return ft.ResponsiveRow(cells, spacing=8, run_spacing=8)
