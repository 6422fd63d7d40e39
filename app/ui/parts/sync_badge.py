"""How the exchange with the office stands, calmly: being offline is the normal state of a cellar."""

import flet as ft

from app.ui.live import go, use_services, use_topic
from app.ui.parts.days import say_time

ICONS = {
    "idle": ft.Icons.CLOUD_DONE_OUTLINED,
    "running": ft.Icons.CLOUD_UPLOAD_OUTLINED,
    "offline": ft.Icons.CLOUD_OFF_OUTLINED,
    "paused": ft.Icons.PAUSE_CIRCLE_OUTLINE,
    "problem": ft.Icons.CLOUD_QUEUE,
    "never": ft.Icons.CLOUD_QUEUE,
}


def say_status(text, status, today) -> str:
    if status.state == "running":
        return (
            text("sync.running_of", sent=status.sent, total=status.total)
            if status.total
            else text("sync.running")
        )
    if status.state == "idle":
        return (
            text("sync.done", time=say_time(text, status.last_ok_at, today))
            if status.last_ok_at
            else text("sync.never")
        )
    return text(f"sync.{status.state}")


@ft.component
def SyncBadge():
    """A line in the app bar; pressed, it opens what is waiting."""
    use_topic("sync")
    services = use_services()
    status = services.sync.status
    calm = status.state in ("idle", "running", "offline")
    colour = ft.Colors.ON_SURFACE_VARIANT if calm else ft.Colors.TERTIARY
    named = "never" if status.state == "idle" and not status.last_ok_at else status.state
    words = services.text(f"sync.short.{named}")
    return ft.Semantics(
        button=True,
        container=True,
        label=say_status(services.text, status, services.today()),
        content=ft.Container(
            ft.Row(
                [
                    ft.Icon(ICONS[named], size=22, color=colour),
                    ft.Text(words, color=colour, theme_style=ft.TextThemeStyle.BODY_SMALL),
                ],
                spacing=6,
                tight=True,
            ),
            padding=ft.Padding.symmetric(horizontal=12, vertical=14),
            border_radius=12,
            ink=True,
            on_click=lambda _: go("/outbox"),
        ),
    )
