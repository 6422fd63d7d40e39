"""A finished visit: saved on this phone, and on its way to the office whenever there is a network."""

import flet as ft

from app.storage import outbox, visits
from app.ui.live import go, use_live, use_services
from app.ui.parts.buttons import big_button, side_button
from app.ui.parts.days import say_time
from app.ui.parts.frame import card, column, line, small
from app.ui.parts.visit_summary import summary_card

ICONS = {
    "waiting": ft.Icons.SCHEDULE,
    "photos": ft.Icons.PHOTO_LIBRARY_OUTLINED,
    "held": ft.Icons.HOURGLASS_EMPTY,
    "applied": ft.Icons.CLOUD_DONE_OUTLINED,
    "merged": ft.Icons.CLOUD_DONE_OUTLINED,
    "refused": ft.Icons.ERROR_OUTLINE,
}


@ft.component
def VisitDone(visit_id, look):  # noqa: ARG001 - drawn again when the look changes
    services = use_services()
    text = services.text
    summary = use_live(lambda s: visits.summary(s, visit_id), "visits", "findings")
    sent = use_live(lambda s: outbox.by_id(s, summary.visit.record_id), "outbox", "photos")
    state = sent.state if sent else "waiting"
    finished = say_time(text, summary.visit.finished_at, services.today())
    return column(
        [
            ft.Container(
                ft.Column(
                    [
                        ft.Icon(ft.Icons.CHECK_CIRCLE, size=72, color=ft.Colors.PRIMARY),
                        ft.Text(
                            text("done.saved"),
                            theme_style=ft.TextThemeStyle.HEADLINE_SMALL,
                            text_align=ft.TextAlign.CENTER,
                        ),
                        small(text("done.finished", time=finished), text_align=ft.TextAlign.CENTER),
                    ],
                    horizontal_alignment=ft.CrossAxisAlignment.CENTER,
                    spacing=8,
                ),
                alignment=ft.Alignment.CENTER,
                padding=ft.Padding.symmetric(vertical=12),
            ),
            card(
                [
                    line(ICONS.get(state, ft.Icons.SCHEDULE), text(f"done.state_{state}")),
                    *(
                        [small(text("done.photos", sent=sent.photos_sent, total=sent.photos_total))]
                        if sent and sent.photos_total
                        else []
                    ),
                ]
            ),
            summary_card(text, summary),
            big_button(text("done.home"), lambda _: go("/"), ft.Icons.HOME, key="home"),
            side_button(text("done.outbox"), lambda _: go("/outbox"), ft.Icons.OUTBOX),
        ],
        spacing=16,
    )
