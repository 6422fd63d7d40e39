"""Smaller pieces of the camera screen: what the lens sees, what stands in its place, where a photo comes from."""

from pathlib import Path

import flet as ft

from app.ui.parts.buttons import big_button, side_button
from app.ui.parts.says import empty, note_box
from inspection.problems import Problem


def finder(camera, ready: bool) -> ft.Control:
    """What the lens sees."""
    wait = ft.Container(ft.ProgressRing(color=ft.Colors.WHITE), alignment=ft.Alignment.CENTER, expand=True)
    return ft.Stack(
        [
            ft.Container(camera.view(), expand=True, bgcolor=ft.Colors.BLACK, alignment=ft.Alignment.CENTER),
            *([] if ready else [wait]),
        ],
        expand=True,
        fit=ft.StackFit.EXPAND,
    )


def no_camera(text, pick, again) -> ft.Control:
    """In the place of the picture; `again` is None where there can be no camera."""
    ways = [big_button(text("camera.gallery"), pick, ft.Icons.PHOTO_LIBRARY, key="gallery-big")]
    if again:
        ways.append(side_button(text("camera.again"), again, ft.Icons.REFRESH))
    column = ft.Column(ways, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return empty(ft.Icons.NO_PHOTOGRAPHY, text("camera.off"), column)


def camera_says(text, fault, refused) -> list[ft.Control]:
    """What is wrong with the camera, and of each file what was wrong with it."""
    camera = (
        [note_box(text.problem(fault.code, fault.facts), ft.Icons.NO_PHOTOGRAPHY, warn=True)] if fault else []
    )
    files = [
        note_box(
            f"{name} {text.problem(one.code, one.facts)}".strip(), ft.Icons.BROKEN_IMAGE_OUTLINED, bad=True
        )
        for name, one in refused
    ]
    return camera + files


def content_of(file) -> bytes:
    """One at a time, and from the device's own file where there is one: thirty photos at once would fill the memory."""
    if file.bytes is not None:
        return file.bytes
    try:
        return Path(file.path or "").read_bytes()
    except OSError:
        raise Problem("photo.not_read") from None


def device_of(page: ft.Page, config) -> str:
    """What took it, as far as the phone tells."""
    kind = getattr(page.platform, "value", "") or ""
    return f"{kind}{' web' if page.web else ''} · {config.version}".strip()
