"""Rows of lists: one block each, pressed as one."""

import flet as ft

from app.ui.live import go
from app.ui.parts.badges import badge, grade_badge, hazard_badges
from app.ui.parts.days import say_day, say_due
from app.ui.parts.frame import card, small
from inspection.hazard import OWED


def row_card(title: str, lines, *, badges=(), on_click=None, key=None) -> ft.Control:
    head = [
        ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_SMALL, weight=ft.FontWeight.W_600, expand=True)
    ]
    if on_click:
        head.append(ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT))
    below = [ft.Row(list(badges), wrap=True, spacing=6, run_spacing=6)] if badges else []
    return card(
        [ft.Row(head), *[small(words) for words in lines if words], *below], on_click=on_click, key=key
    )


def hazard_card(text, task, today) -> ft.Control:
    """A hazard with a task on it, as in lists."""
    hazard = task.hazard
    where = " · ".join(filter(None, [hazard.enterprise_name, hazard.place]))
    owed = hazard.state in OWED and not task.overdue_days  # a day counts once the firm was told of it
    due = say_due(text, hazard.due, today) if owed else ""
    return card(
        [
            ft.Row(
                [
                    ft.Text(
                        hazard.text,
                        theme_style=ft.TextThemeStyle.TITLE_SMALL,
                        weight=ft.FontWeight.W_600,
                        max_lines=2,
                        overflow=ft.TextOverflow.ELLIPSIS,
                        expand=True,
                    ),
                    ft.Icon(ft.Icons.CHEVRON_RIGHT),
                ]
            ),
            small(where),
            hazard_badges(text, hazard, task.overdue_days),
            *([small(due)] if due else []),
        ],
        on_click=lambda: go(f"/tasks/{hazard.id}"),
        key=f"task:{hazard.id}",
    )


def enterprise_card(text, row) -> ft.Control:
    marks = [grade_badge(text, row.grade)] if row.grade else []
    if row.open_hazards:
        marks.append(badge(text("enterprise.open", count=row.open_hazards)))
    if row.major_hazards:
        marks.append(
            badge(text("enterprise.major", count=row.major_hazards), (ft.Colors.ERROR, ft.Colors.ON_ERROR))
        )
    last = (
        text("enterprise.last_visit", day=say_day(text, row.last_visit))
        if row.last_visit
        else text("enterprise.never_visited")
    )
    return row_card(
        row.name,
        [f"{row.area_name} · {last}" if row.area_name else last],
        badges=marks,
        on_click=lambda: go(f"/enterprises/{row.id}"),
        key=f"enterprise:{row.id}",
    )
