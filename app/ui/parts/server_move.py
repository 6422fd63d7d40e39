"""The office has another address: changed with the password by whoever is signed in; nothing on the phone is lost."""

import flet as ft

from app.ui.live import bag, use_action, use_latest, use_services
from app.ui.parts.buttons import big_button, quiet_button, side_button
from app.ui.parts.fields import text_field
from app.ui.parts.says import problem_line, tell


@ft.component
def ServerMove(look):  # noqa: ARG001 - drawn again when the look changes
    phone = bag().phone
    services = use_services()
    text = services.text
    asking, set_asking = ft.use_state(False)
    address, set_address, address_now = use_latest(services.server)
    password, set_password, password_now = use_latest("")

    def done(_) -> None:
        set_asking(False)
        set_password("")
        tell(text("settings.moved"))

    move, busy, problem = use_action(phone.move, then=done)
    ft.use_dialog(
        ft.AlertDialog(
            modal=True,
            title=text("settings.move"),
            scrollable=True,
            on_dismiss=lambda: set_asking(False),
            content=ft.Column(
                [
                    ft.Text(text("settings.move_words")),
                    text_field(
                        text("settings.move_address"),
                        address,
                        set_address,
                        keyboard_type=ft.KeyboardType.URL,
                        autocorrect=False,
                    ),
                    text_field(text("sign_in.password"), password, set_password, password=True),
                    problem_line(text, problem),
                ],
                tight=True,
                spacing=12,
            ),
            actions=[
                quiet_button(text("say.not_now"), lambda: set_asking(False)),
                big_button(
                    text("settings.move"),
                    lambda: move(address_now(), password_now()),
                    busy=busy,
                    key="move-server",
                ),
            ],
        )
        if asking
        else None
    )
    return side_button(text("settings.move"), lambda: set_asking(True), ft.Icons.DNS, key="ask-server")
