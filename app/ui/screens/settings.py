"""How the app looks and behaves for this person on this phone, and who works here."""

import asyncio

import flet as ft

from app.services import SCALES, THEMES
from app.storage import outbox, visits
from app.storage.size import folder_size
from app.ui.live import bag, go, use_action, use_live, use_services
from app.ui.parts.buttons import choice, quiet_button, side_button
from app.ui.parts.days import say_bytes, say_day, say_time
from app.ui.parts.frame import card, column, line, page_view, section, small, use_marks
from app.ui.parts.says import problem_line, tell, use_question
from app.ui.parts.server_move import ServerMove
from app.ui.parts.tiles import row_card
from inspection.texts import LANGUAGES

MOBILE = ("1024", "0")  # KB, the largest photo sent over a mobile network; 0 for any
EDGES = ("1280", "1600", "2400")  # px, long edge of a kept photo


@ft.component
def Settings():
    services = use_services()
    text = services.text
    marks = use_marks()
    keep, _, problem = use_action(services.keep_setting, in_order=True, quiet=True)
    look = services.look
    body = column(
        [
            Me(look),
            section(
                text("settings.language"),
                [
                    choice(
                        [(one, text(f"language.{one}")) for one in LANGUAGES],
                        look.language,
                        lambda v: keep("language", v),
                    )
                ],
            ),
            section(
                text("settings.size"),
                [
                    choice(
                        [(one, text(f"settings.size.{one}")) for one in SCALES],
                        look.scale,
                        lambda v: keep("scale", str(v)),
                        columns=3,
                    ),
                    small(text("settings.size_help")),
                ],
            ),
            section(
                text("settings.theme"),
                [
                    choice(
                        [(one, text(f"settings.theme.{one}")) for one in THEMES],
                        look.theme,
                        lambda v: keep("theme", v),
                        columns=3,
                    )
                ],
            ),
            section(
                text("settings.photo"),
                [
                    choice(
                        [(one, text(f"settings.photo.{one}")) for one in EDGES],
                        str(services.config.long_edge_px),
                        lambda v: keep("long_edge_px", v),
                        columns=3,
                    ),
                    small(text("settings.photo_help")),
                ],
            ),
            section(
                text("settings.mobile"),
                [
                    choice(
                        [(one, text(f"settings.mobile.{one}")) for one in MOBILE],
                        str(services.config.mobile_photo_kb),
                        lambda v: keep("mobile_photo_kb", v),
                    ),
                    small(text("settings.mobile_help")),
                ],
            ),
            problem_line(text, problem),
            Bin(look, services.today()),
            About(look),
        ],
        spacing=24,
    )
    return page_view(text("settings.title"), body, room="/settings", marks=marks, text=text)


@ft.component
def Me(look):  # noqa: ARG001
    """Who works here, and the way out."""
    phone = bag().phone
    services = use_services()
    text, me = services.text, services.person
    ask = use_question(text)
    held = use_live(outbox.holds, "outbox", "photos")
    left = held["records"] + held["photos"]

    def gone(_) -> None:
        go("/")

    leave, busy, problem = use_action(phone.sign_out, then=gone)
    words = text("settings.leave_waiting", count=left) if left else text("settings.leave_words")
    return card(
        [
            ft.Row(
                [
                    ft.Icon(ft.Icons.ACCOUNT_CIRCLE, size=44, color=ft.Colors.PRIMARY),
                    ft.Column(
                        [
                            ft.Text(me.name, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
                            small(
                                f"{text(f'role.{me.role}')} · {me.organisation or services.config.organisation}"
                            ),
                        ],
                        spacing=2,
                        expand=True,
                    ),
                ]
            ),
            *([line(ft.Icons.BADGE_OUTLINED, certificate(text, me))] if me.certificate_no else []),
            problem_line(text, problem),
            side_button(
                text("settings.leave"),
                lambda: ask(text("settings.leave_title"), words, text("settings.leave"), leave),
                ft.Icons.LOGOUT,
                disabled=busy,
                key="sign-out",
            ),
        ]
    )


def certificate(text, me) -> str:
    if me.certificate_until:
        return text(
            "settings.certificate_until",
            number=me.certificate_no,
            day=say_day(text, me.certificate_until[:10]),
        )
    return text("settings.certificate", number=me.certificate_no)


@ft.component
def Bin(look, today):  # noqa: ARG001
    """Visits that were dropped, for thirty days."""
    services = use_services()
    text = services.text
    dropped = use_live(visits.dropped_visits, "visits")

    def back(_) -> None:
        tell(text("settings.restored"))

    restore, busy, problem = use_action(services.actions.restore_visit, then=back)
    rows = [
        ft.Column(
            [
                row_card(
                    v.enterprise_name, [f"{text(f'track.{v.track}')} · {say_time(text, v.started_at, today)}"]
                ),
                quiet_button(
                    text("settings.restore"),
                    lambda _, v=v: restore(v.id),
                    ft.Icons.RESTORE,
                    disabled=busy,
                    key=f"restore:{v.id}",
                ),
            ],
            spacing=0,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
        for v in dropped
    ]
    return section(
        text("settings.bin"), [*(rows or [small(text("settings.bin_empty"))]), problem_line(text, problem)]
    )


@ft.component
def About(look):  # noqa: ARG001
    services = use_services()
    text = services.text
    used, set_used = ft.use_state(None)

    async def measure():
        set_used(await asyncio.to_thread(folder_size, services.store.folder))

    ft.use_effect(measure, [])
    return section(
        text("settings.about"),
        [
            line(ft.Icons.DNS_OUTLINED, text("settings.server", server=services.server)),
            line(
                ft.Icons.SD_STORAGE_OUTLINED,
                text("settings.storage", size=say_bytes(used) if used is not None else "…"),
            ),
            line(ft.Icons.INFO_OUTLINE, text("settings.version", version=services.config.version)),
            line(ft.Icons.FONT_DOWNLOAD_OUTLINED, text("settings.font")),
            ServerMove(services.look),
        ],
    )
