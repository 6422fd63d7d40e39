"""Sentences on the screen: what is wrong, what there is none of, and the question before something happens."""

import flet as ft

from app.ui.parts.buttons import big_button, quiet_button
from app.ui.parts.frame import line
from inspection.problems import Problem
from inspection.texts import Speaker


def problem_line(text: Speaker, problem: Problem | None) -> ft.Control:
    """The sentence of a refusal; nothing when there is none. Put it where the eye is, beside the button."""
    if problem is None:
        return ft.Container(visible=False)
    return note_box(text.problem(problem.code, problem.facts), ft.Icons.ERROR_OUTLINE, bad=True)


def note_box(words: str, icon=ft.Icons.INFO_OUTLINE, *, bad: bool = False, warn: bool = False) -> ft.Control:
    back, front = ft.Colors.SURFACE_CONTAINER_HIGH, ft.Colors.ON_SURFACE
    if bad:
        back, front = ft.Colors.ERROR_CONTAINER, ft.Colors.ON_ERROR_CONTAINER
    elif warn:
        back, front = ft.Colors.TERTIARY_CONTAINER, ft.Colors.ON_TERTIARY_CONTAINER
    return ft.Semantics(
        live_region=True,
        content=ft.Container(line(icon, words, color=front), bgcolor=back, border_radius=12, padding=12),
    )


def empty(icon, words: str, action=None) -> ft.Control:
    """Nothing here, and what that means."""
    said = [
        ft.Icon(icon, size=48, color=ft.Colors.OUTLINE),
        ft.Text(words, text_align=ft.TextAlign.CENTER, color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    return ft.Container(
        ft.Column(
            [*said, *([action] if action else [])],
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            spacing=12,
        ),
        padding=32,
        alignment=ft.Alignment.CENTER,
    )


def use_question(text: Speaker):
    """`ask(title, words, yes, on_yes, danger=False)`: asks once, does it only on yes."""
    question, set_question = ft.use_state(None)

    def ask(title: str, words: str, yes: str, on_yes, *, danger: bool = False) -> None:
        set_question((title, words, yes, on_yes, danger))

    def answer(agreed: bool) -> None:
        on_yes = question[3]
        set_question(None)
        if agreed:
            on_yes()

    dialog = None
    if question:
        title, words, yes, _, danger = question
        dialog = ft.AlertDialog(
            modal=True,
            title=title,
            content=ft.Text(words),
            on_dismiss=lambda: set_question(None),
            actions=[
                quiet_button(text("say.not_now"), lambda: answer(False)),
                big_button(yes, lambda: answer(True), danger=danger),
            ],
        )
    ft.use_dialog(dialog)
    return ask


def tell(words: str) -> None:
    """A short confirmation that goes by itself. From handlers only."""
    ft.context.page.show_dialog(ft.SnackBar(ft.Text(words), duration=4000))
