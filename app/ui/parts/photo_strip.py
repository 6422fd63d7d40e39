"""Photos in a row, as thumbs: a list never ships a whole photo."""

import flet as ft

from app.ui.live import go
from inspection.texts import Speaker

SIDE = 96


def thumb(text: Speaker, photo, number: int, side: int = SIDE, on_click=None) -> ft.Control:
    """One thumb; `photo` has sha256 and thumb (bytes or None). Pressed, it opens the photo."""
    name = text("photo.number", number=number)
    picture = (
        ft.Image(
            src=photo.thumb,
            width=side,
            height=side,
            fit=ft.BoxFit.COVER,
            gapless_playback=True,
            semantics_label=name,
        )
        if photo.thumb
        else no_picture(text, side)
    )
    tile = ft.Container(
        picture,
        width=side,
        height=side,
        border_radius=10,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        ink=True,
        on_click=on_click or (lambda: go(f"/photos/{photo.sha256}")),
        key=f"photo:{photo.sha256}",
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
    )
    return ft.Semantics(content=tile, button=True, container=True)


def no_picture(text: Speaker, side: int = SIDE) -> ft.Control:
    """A photo that this phone has no small picture of."""
    return ft.Container(
        ft.Icon(
            ft.Icons.IMAGE_OUTLINED, size=32, color=ft.Colors.OUTLINE, semantics_label=text("photo.not_here")
        ),
        width=side,
        height=side,
        alignment=ft.Alignment.CENTER,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
        border_radius=10,
    )


def photo_strip(text: Speaker, photos, *, side: int = SIDE, add=None) -> ft.Control:
    """`add`: what the last tile does (the camera), if photos may be added here."""
    tiles = [thumb(text, photo, n, side) for n, photo in enumerate(photos, 1)]
    if add:
        tile = ft.Container(
            ft.Column(
                [
                    ft.Icon(ft.Icons.PHOTO_CAMERA, size=30, color=ft.Colors.ON_PRIMARY_CONTAINER),
                    ft.Text(
                        text("photo.take"),
                        theme_style=ft.TextThemeStyle.BODY_SMALL,
                        color=ft.Colors.ON_PRIMARY_CONTAINER,
                    ),
                ],
                alignment=ft.MainAxisAlignment.CENTER,
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
                spacing=2,
            ),
            width=side,
            height=side,
            border_radius=10,
            bgcolor=ft.Colors.PRIMARY_CONTAINER,
            ink=True,
            on_click=add,
            key="add-photo",
        )
        tiles.append(ft.Semantics(content=tile, button=True, container=True))
    return ft.Row(tiles, wrap=True, spacing=8, run_spacing=8)
