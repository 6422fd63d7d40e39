"""Who takes part: colleagues to be ticked, each with the certificate number that the law asks for."""

import flet as ft

from app.ui.parts.frame import small
from app.ui.theme import TOUCH
from inspection.visit import OFFICERS_NEEDED, Participant, certified_officers


def as_participant(person) -> Participant:
    """A colleague, or whoever is signed in, as taking part."""
    return Participant(person.id, person.name, person.role, person.certificate_no or "")


def officers_lacking(people) -> int:
    """How many certified officers an official inspection still needs. `people` are participants."""
    return max(OFFICERS_NEEDED - len(certified_officers(people)), 0)


def toggled(chosen, one) -> tuple:
    return tuple(other for other in chosen if other != one) if one in chosen else (*chosen, one)


def colleague_picker(text, colleagues, chosen, toggle) -> ft.Control:
    """`chosen`: ids; `toggle(id)`. Those chosen stand first, so that a long list never hides them."""
    if not colleagues:
        return small(text("people.no_colleagues"))
    return ft.Column(
        [
            tick_row(
                one.name,
                " · ".join(
                    filter(
                        None,
                        [
                            text(f"role.{one.role}"),
                            one.organisation,
                            one.certificate_no or text("people.no_certificate"),
                        ],
                    )
                ),
                one.id in chosen,
                lambda _, one=one: toggle(one.id),
                key=f"colleague:{one.id}",
            )
            for one in sorted(colleagues, key=lambda one: one.id not in chosen)
        ],
        spacing=6,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def tick_row(
    title: str, below: str, ticked: bool, on_click, *, locked: bool = False, key=None, trailing=None
) -> ft.Control:
    """A line to be ticked, as high as a glove needs; locked ones are ticked for good."""
    icon = ft.Icons.LOCK if locked else ft.Icons.CHECK_BOX if ticked else ft.Icons.CHECK_BOX_OUTLINE_BLANK
    tone = ft.Colors.ON_PRIMARY_CONTAINER if ticked else ft.Colors.ON_SURFACE
    words = [ft.Text(title, color=tone), *([small(below, color=tone)] if below else [])]
    inside = ft.Container(
        ft.Row(
            [
                ft.Icon(icon, color=tone),
                ft.Column(words, spacing=0, expand=True),
                *([trailing] if trailing else []),
            ],
            spacing=12,
        ),
        bgcolor=ft.Colors.PRIMARY_CONTAINER if ticked else ft.Colors.SURFACE_CONTAINER_LOW,
        border_radius=12,
        padding=ft.Padding.symmetric(horizontal=14, vertical=10),
        ink=not locked,
        on_click=None if locked else on_click,
        key=key,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        height=None if below else TOUCH,
    )
    return ft.Semantics(content=inside, checked=ticked, button=not locked, container=True)
