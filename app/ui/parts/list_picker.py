"""Which checklists a visit walks: those for everyone locked, those the enterprise calls for ticked, others below."""

import flet as ft

from app.ui.parts.frame import section, small
from app.ui.parts.people_picker import tick_row


def list_picker(text, known, fitting, chosen, toggle, begun=()) -> ft.Control:
    """`fitting`: codes suggested; `chosen`: codes now; `toggle(code)`; `begun`: codes with answers, which stay."""

    def row(one) -> ft.Control:
        locked = one.always or one.code in begun
        return tick_row(
            one.title(text.language),
            text("lists.about", code=one.code, count=len(one.items)),
            locked or one.code in chosen,
            lambda _: toggle(one.code),
            locked=locked,
            key=f"list:{one.code}",
        )

    near = [one for one in known if one.always or one.code in fitting]
    others = [one for one in known if one not in near]
    parts = [section(text("lists.suggested"), [row(one) for one in near] or [small(text("lists.none"))])]
    if others:
        parts.append(section(text("lists.others"), [row(one) for one in others]))
    return ft.Column(parts, spacing=20, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
