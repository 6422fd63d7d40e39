"""The way out when nothing else reaches the office: all that is unsent in one file, for a person to carry."""

import asyncio

import flet as ft

from app.ui.live import use_action, use_services
from app.ui.parts.buttons import side_button
from app.ui.parts.frame import small
from app.ui.parts.says import problem_line, tell


@ft.component
def Rescue(look):  # noqa: ARG001 - drawn again when the look changes
    services = use_services()
    text, page = services.text, ft.context.page
    picker = ft.use_ref(ft.FilePicker).current
    refused, set_refused = ft.use_state(False)

    async def hand_over(file) -> None:
        content = await asyncio.to_thread(file.read_bytes)
        try:
            saved = await picker.save_file(file_name=file.name, src_bytes=content)
        except (RuntimeError, ValueError, TimeoutError):  # a device without such a dialog
            set_refused(True)
            return
        set_refused(False)
        if saved or page.web:  # a browser does not say where it put it
            tell(text("rescue.saved", name=file.name))

    make, busy, problem = use_action(
        lambda: services.actions.make_bundle(services.config.version),
        then=lambda file: page.run_task(hand_over, file),
    )
    return ft.Column(
        [
            small(text("rescue.means")),
            side_button(text("rescue.make"), lambda: make(), ft.Icons.SAVE_ALT, disabled=busy, key="rescue"),
            problem_line(text, problem),
            *([small(text("rescue.no_dialog"), color=ft.Colors.ERROR)] if refused else []),
        ],
        spacing=8,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
