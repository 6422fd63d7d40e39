"""Smaller pieces of the finding screen: hints on how bad it is, places to tap, and how it reads once it is sent."""

import flet as ft

from app.ui.parts.badges import severity_badge
from app.ui.parts.frame import card, column, small
from app.ui.parts.photo_strip import photo_strip
from app.ui.parts.says import note_box
from app.ui.theme import TOUCH

DAYS = (0, 1, 3, 7, 15, 30)


def say_days(text, days: int) -> str:
    if days == 0:
        return text("finding.at_once")
    return text("finding.one_day") if days == 1 else text("finding.days", days=days)


def hazard_note(text) -> ft.Control:
    return note_box(text("finding.known_hazard"), ft.Icons.REPEAT)


def major_notes(text, item, one) -> list[ft.Control]:
    """Whether something else decides on how bad it is; the phone only proposes."""
    notes = []
    if item and item.major_check:
        notes.append(
            note_box(text("item.major_check_of", regime=item.major_check), ft.Icons.GAVEL, warn=True)
        )
    if one.major_rule:
        notes.append(small(text("finding.major_rule", rule=one.major_rule)))
    elif one.severity == "major":
        notes.append(small(text("finding.major_unnamed")))
    return notes


def device_switch(text, one, on_change) -> ft.Control:
    return ft.Switch(
        label=text("finding.device_failed"),
        value=one.device_failed,
        key="device-failed",
        on_change=lambda e: on_change(bool(e.control.value)),
    )


def place_chips(text, places, place: str, on_pick) -> ft.Control:
    """Places of this visit, one tap each."""
    return ft.Row(
        [
            ft.Semantics(
                button=True,
                container=True,
                label=text("finding.at_place", place=one),
                content=ft.Container(
                    ft.Text(one, color=ft.Colors.ON_SECONDARY_CONTAINER),
                    bgcolor=ft.Colors.SECONDARY_CONTAINER,
                    border_radius=TOUCH / 2,
                    padding=ft.Padding.symmetric(horizontal=16, vertical=12),
                    ink=True,
                    on_click=lambda _, one=one: on_pick(one),
                    key=f"place:{one}",
                ),
            )
            for one in places
            if one != place
        ],
        wrap=True,
        spacing=8,
        run_spacing=8,
    )


def sent_ahead(text, one, photos) -> ft.Control:
    """Frozen: read, no longer written."""
    days = say_days(text, one.deadline_days)
    said = [
        ("text", one.text),
        ("place", one.place),
        ("basis", one.basis),
        ("correction", one.correction),
        ("deadline", days),
    ]
    rows = [
        ft.Column([small(text(f"finding.{name}")), ft.Text(words)], spacing=0)
        for name, words in said
        if words
    ]
    return column(
        [
            note_box(text("finding.frozen"), ft.Icons.LOCK_OUTLINE),
            card([ft.Row([severity_badge(text, one.severity)]), *rows]),
            photo_strip(text, photos),
        ]
    )
