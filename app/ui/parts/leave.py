"""Out of a screen that lies over another, the way its cross leads."""

import flet as ft


def leave(page: ft.Page) -> None:
    """Flet's router knows what lies beneath; it is asked as if the cross had been pressed."""
    page.on_view_pop(None)
