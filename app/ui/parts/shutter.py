"""The big round button that takes a photo."""

import flet as ft

SIDE = 84


def shutter(text, on_click, *, ready: bool) -> ft.Control:
    return ft.IconButton(
        icon=ft.Icon(
            ft.Icons.PHOTO_CAMERA, size=40, color=ft.Colors.ON_PRIMARY, semantics_label=text("camera.shoot")
        ),
        tooltip=text("camera.shoot"),
        on_click=on_click,
        disabled=not ready,
        width=SIDE,
        height=SIDE,
        key="shutter",
        style=ft.ButtonStyle(
            bgcolor={ft.ControlState.DEFAULT: ft.Colors.PRIMARY, ft.ControlState.DISABLED: ft.Colors.OUTLINE},
            shape=ft.CircleBorder(),
            side=ft.BorderSide(4, ft.Colors.PRIMARY_CONTAINER),
        ),
    )
