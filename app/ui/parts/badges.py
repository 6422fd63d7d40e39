"""Small coloured words: how bad, how far, how late. The word says it; the colour only helps."""

import flet as ft

from inspection.checklist import MAJOR
from inspection.hazard import CLOSED, ENDED, FAILED, OWED
from inspection.texts import Speaker

CALM = (ft.Colors.SURFACE_CONTAINER_HIGHEST, ft.Colors.ON_SURFACE)
GOOD = (ft.Colors.PRIMARY_CONTAINER, ft.Colors.ON_PRIMARY_CONTAINER)
WARN = (ft.Colors.TERTIARY_CONTAINER, ft.Colors.ON_TERTIARY_CONTAINER)
BAD = (ft.Colors.ERROR_CONTAINER, ft.Colors.ON_ERROR_CONTAINER)
LOUD = (ft.Colors.ERROR, ft.Colors.ON_ERROR)


def badge(label: str, tone: tuple = CALM, icon=None) -> ft.Control:
    back, front = tone
    word = ft.Text(label, color=front, theme_style=ft.TextThemeStyle.BODY_SMALL)
    inside = ft.Row([ft.Icon(icon, size=16, color=front), word], spacing=4, tight=True) if icon else word
    return ft.Container(
        inside, bgcolor=back, border_radius=8, padding=ft.Padding.symmetric(horizontal=8, vertical=3)
    )


def severity_badge(text: Speaker, severity: str) -> ft.Control:
    return badge(text(f"severity.{severity}"), LOUD if severity == MAJOR else WARN)


def state_badge(text: Speaker, state: str) -> ft.Control:
    tone = GOOD if state == CLOSED else BAD if state == FAILED else WARN if state in OWED else CALM
    return badge(text(f"state.{state}"), tone, ft.Icons.CHECK if state in ENDED else None)


def hazard_badges(text: Speaker, hazard, overdue_days: int = 0) -> ft.Control:
    """State as the office knows it, and beside it what our own move is expected to lead to."""
    shown = [severity_badge(text, hazard.severity), state_badge(text, hazard.state)]
    if hazard.expected:
        shown.append(
            badge(text("task.expected", state=text(f"state.{hazard.expected}")), GOOD, ft.Icons.SCHEDULE)
        )
    if overdue_days:
        shown.append(badge(text("due.overdue", days=overdue_days), LOUD, ft.Icons.ALARM))
    if hazard.repeat_of:
        shown.append(badge(text("hazard.repeat"), BAD, ft.Icons.REPEAT))
    return ft.Row(shown, spacing=6, run_spacing=6, wrap=True)


# the colours of the law itself, the same in light and dark
GRADES = {
    "red": ("#C01818", "#FFFFFF"),
    "orange": ("#C24A00", "#FFFFFF"),
    "yellow": ("#F7D038", "#1C1600"),
    "blue": ("#155FB8", "#FFFFFF"),
}


def grade_badge(text: Speaker, grade: str) -> ft.Control:
    """The risk colour of an enterprise (红橙黄蓝)."""
    return badge(text(f"grade.{grade}"), GRADES.get(grade, CALM))
