"""Coming in: with name and password, on the server once and from then on also without a network."""

import flet as ft

from app.ui.live import bag, go, use_action, use_latest, use_topic
from app.ui.parts.buttons import big_button, icon_button, quiet_button
from app.ui.parts.fields import text_field
from app.ui.parts.frame import card, column, line, page_view, section, small
from app.ui.parts.says import note_box, problem_line
from inspection.texts import LANGUAGES, speaker


@ft.component
def SignIn():
    phone = bag().phone
    topics = bag().topics
    use_topic("settings")
    again = phone.services is not None  # an expired session: work goes on behind this screen
    look = phone.services.look if again else phone.look
    text = speaker(look.language)
    known = ft.use_memo(phone.door.accounts, [again])
    last = known[0] if known else None
    login, set_login, login_now = use_latest(last.login if last else "")
    password, set_password, password_now = use_latest("")
    server, set_server, server_now = use_latest((last.server if last else "") or phone.config.server)
    shown, set_shown = ft.use_state(False)
    more, set_more = ft.use_state(not server)
    enter, busy, problem = use_action(phone.sign_in, then=lambda _: go("/"))

    def speak(language: str) -> None:
        phone.speak(language)
        topics.bump(["settings"])

    def submit(_=None) -> None:
        enter(server_now().strip(), login_now().strip(), password_now())

    def be(account) -> None:
        set_login(account.login)
        set_server(account.server)
        set_password("")

    other = next(language for language in LANGUAGES if language != look.language)
    controls = [
        ft.Container(
            ft.Column(
                [
                    ft.Icon(ft.Icons.HEALTH_AND_SAFETY, size=64, color=ft.Colors.PRIMARY),
                    ft.Text(text("app.name"), theme_style=ft.TextThemeStyle.HEADLINE_MEDIUM),
                    small(phone.config.organisation, text_align=ft.TextAlign.CENTER),
                ],
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
                spacing=6,
            ),
            alignment=ft.Alignment.CENTER,
            padding=ft.Padding.only(top=8, bottom=8),
        ),
        *([note_box(text("sign_in.again"))] if again else []),
        *([people_here(text, known, login, be)] if known and not again else []),
        text_field(
            text("sign_in.login"),
            login,
            set_login,
            prefix_icon=ft.Icons.PERSON,
            autocorrect=False,
            autofill_hints=[ft.AutofillHint.USERNAME],
            read_only=again,
        ),
        text_field(
            text("sign_in.password"),
            password,
            set_password,
            prefix_icon=ft.Icons.LOCK,
            password=not shown,
            on_submit=submit,
            suffix_icon=icon_button(
                ft.Icons.VISIBILITY_OFF if shown else ft.Icons.VISIBILITY,
                text("sign_in.hide_password" if shown else "sign_in.show_password"),
                lambda: set_shown(not shown),
            ),
        ),
        problem_line(text, problem),
        big_button(
            text("sign_in.busy") if busy else text("sign_in.enter"),
            submit,
            ft.Icons.LOGIN,
            busy=busy,
            key="enter",
        ),
        line(ft.Icons.SIGNAL_WIFI_OFF, text("sign_in.offline_works"), style=ft.TextThemeStyle.BODY_SMALL),
        quiet_button(
            text("sign_in.less" if more else "sign_in.more"),
            lambda: set_more(not more),
            ft.Icons.EXPAND_LESS if more else ft.Icons.EXPAND_MORE,
        ),
        *(
            [
                text_field(
                    text("sign_in.server"),
                    server,
                    set_server,
                    prefix_icon=ft.Icons.DNS,
                    keyboard_type=ft.KeyboardType.URL,
                    autocorrect=False,
                    helper=text("sign_in.server_help"),
                )
            ]
            if more
            else []
        ),
    ]
    return page_view(
        text("sign_in.again_title") if again else "",
        column(
            [
                ft.AutofillGroup(
                    ft.Column(controls, spacing=14, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
                )
            ]
        ),
        actions=[quiet_button(text(f"language.{other}"), lambda: speak(other), ft.Icons.LANGUAGE)]
        if not again
        else [],
        route=None if again else "/sign-in",
    )


def people_here(text, known, login: str, be) -> ft.Control:
    """A shared phone: everyone who has signed in on it, each with data of their own."""
    return section(
        text("sign_in.people_here"),
        [
            card(
                [
                    ft.Row(
                        [
                            ft.Icon(
                                ft.Icons.CHECK_CIRCLE if account.login == login else ft.Icons.ACCOUNT_CIRCLE,
                                color=ft.Colors.PRIMARY,
                                size=30,
                            ),
                            ft.Column(
                                [
                                    ft.Text(account.name),
                                    small(f"{text(f'role.{account.role}')} · {account.login}"),
                                ],
                                spacing=0,
                                expand=True,
                            ),
                        ]
                    )
                ],
                on_click=lambda _, account=account: be(account),
                key=f"account:{account.login}",
                tone=ft.Colors.PRIMARY_CONTAINER if account.login == login else None,
            )
            for account in known
        ],
    )
