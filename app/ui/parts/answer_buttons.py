"""The three big answers. Colour, sign and word say the same, so that neither sunlight nor a weak eye loses it."""

import flet as ft

from inspection.checklist import FAIL, NOT_APPLICABLE, PASS

LOOKS = {
    PASS: (ft.Icons.CHECK, ft.Colors.PRIMARY, ft.Colors.ON_PRIMARY),
    FAIL: (ft.Icons.CLOSE, ft.Colors.ERROR, ft.Colors.ON_ERROR),
    NOT_APPLICABLE: (ft.Icons.REMOVE, ft.Colors.ON_SURFACE_VARIANT, ft.Colors.SURFACE),
}


def answer_buttons(
    text, item: str, given: str, on_answer, results=(PASS, FAIL, NOT_APPLICABLE)
) -> ft.Control:
    """`on_answer(result)`; the chosen one stands out filled."""
    return ft.Row(
        [answer_button(text, item, result, result == given, on_answer) for result in results], spacing=8
    )


def answer_button(text, item: str, result: str, chosen: bool, on_answer) -> ft.Control:
    icon, strong, on_strong = LOOKS[result]
    front = on_strong if chosen else strong
    name = text(f"result.{result}")
    inside = ft.Column(
        [
            ft.Icon(icon, color=front, size=26),
            ft.Text(
                text(f"answer.{result}"),
                color=front,
                theme_style=ft.TextThemeStyle.LABEL_LARGE,
                semantics_label=f"{item} {name}",
                text_align=ft.TextAlign.CENTER,
                max_lines=1,
                overflow=ft.TextOverflow.VISIBLE,
                no_wrap=True,
            ),
        ],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.Semantics(
        expand=True,
        selected=chosen,
        content=ft.FilledButton(
            inside,
            key=f"answer:{item}:{result}",
            on_click=lambda _: on_answer(result),
            style=ft.ButtonStyle(
                bgcolor=strong if chosen else ft.Colors.SURFACE,
                side=ft.BorderSide(2, strong),
                padding=ft.Padding.symmetric(horizontal=2, vertical=9),
                shape=ft.RoundedRectangleBorder(radius=12),
            ),
        ),
    )
