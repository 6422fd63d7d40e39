"""How far something has come, drawn. Screen readers hear the words beside it; a bar would take the card's name."""

import flet as ft


def progress(done: int, asked: int, height: int = 8) -> ft.Control:
    bar = ft.ProgressBar(value=done / asked if asked else 0, bar_height=height, border_radius=height / 2)
    return ft.Semantics(content=bar, exclude_semantics=True)
