"""One frozen record on its way: where it stands, why, its photos, and the way out when it was refused."""

import flet as ft

from app.storage import photos
from app.ui.live import use_action, use_latest, use_live, use_services
from app.ui.parts.badges import BAD, CALM, GOOD, WARN, badge
from app.ui.parts.buttons import big_button, quiet_button, side_button
from app.ui.parts.days import say_time
from app.ui.parts.fields import text_field
from app.ui.parts.frame import card, small
from app.ui.parts.photo_strip import photo_strip
from app.ui.parts.says import note_box, problem_line, tell

TONES = {
    "voided": CALM,
    "waiting": CALM,
    "photos": CALM,
    "held": WARN,
    "applied": GOOD,
    "merged": GOOD,
    "refused": BAD,
}
SIGNS = {
    "voided": ft.Icons.DO_NOT_DISTURB,
    "waiting": ft.Icons.SCHEDULE,
    "photos": ft.Icons.PHOTO_LIBRARY,
    "held": ft.Icons.HOURGLASS_BOTTOM,
    "applied": ft.Icons.CHECK,
    "merged": ft.Icons.CHECK,
    "refused": ft.Icons.REPORT,
}


@ft.component
def RecordCard(item, look, today):
    services = use_services()
    text = services.text
    opened, set_opened = ft.use_state(item.state == "refused")
    pictures = use_live(lambda s: photos.of_record(s, item.id), "photos") if opened else []
    return card(
        [
            ft.Row(
                [
                    ft.Text(
                        item.title,
                        theme_style=ft.TextThemeStyle.TITLE_SMALL,
                        weight=ft.FontWeight.W_600,
                        expand=True,
                    ),
                    ft.Icon(ft.Icons.EXPAND_LESS if opened else ft.Icons.EXPAND_MORE),
                ]
            ),
            small(f"{text(f'record.kind.{item.kind}')} · {say_time(text, item.made_at, today)}"),
            ft.Row(
                [
                    badge(text(f"outbox.state.{item.state}"), TONES[item.state], SIGNS[item.state]),
                    *photo_count(text, item),
                ],
                wrap=True,
                spacing=6,
                run_spacing=6,
            ),
            *([small(reason)] if (reason := why(text, item)) else []),
            *(
                [photo_strip(text, pictures, side=72), *photo_problems(text, pictures)]
                if opened and pictures
                else []
            ),
            *([Discard(item, look)] if opened and item.state == "refused" else []),
        ],
        on_click=lambda: set_opened(not opened),
    )


def photo_count(text, item) -> list:
    if not item.photos_total:
        return []
    done = item.photos_sent >= item.photos_total
    return [
        badge(
            text("outbox.photos", sent=item.photos_sent, total=item.photos_total),
            GOOD if done else CALM,
            ft.Icons.PHOTO,
        )
    ]


def why(text, item) -> str:
    """The reason in plain words, with what to do about it."""
    code = item.code if item.state in ("refused", "held") else item.problem
    if code:
        return text.problem(code, item.facts)
    return text(f"outbox.what.{item.state}") if f"outbox.what.{item.state}" in text else ""


def photo_problems(text, pictures) -> list:
    said = {photo.problem for photo in pictures if photo.problem and not photo.echoed_at}
    return [note_box(text.problem(code), ft.Icons.BROKEN_IMAGE, warn=True) for code in sorted(said)]


@ft.component
def Discard(item, look):  # noqa: ARG001
    """Put a refused record away, with a reason; the office keeps both."""
    services = use_services()
    text = services.text
    asking, set_asking = ft.use_state(False)
    reason, set_reason, reason_now = use_latest("")

    def done(_) -> None:
        set_asking(False)
        tell(text("outbox.discarded"))

    discard, busy, problem = use_action(services.actions.void, then=done)
    ft.use_dialog(
        ft.AlertDialog(
            modal=True,
            title=text("outbox.discard_title"),
            scrollable=True,
            on_dismiss=lambda: set_asking(False),
            content=ft.Column(
                [
                    ft.Text(text("outbox.discard_words")),
                    text_field(text("outbox.reason"), reason, set_reason, lines=2),
                    problem_line(text, problem),
                ],
                tight=True,
                spacing=12,
            ),
            actions=[
                quiet_button(text("say.not_now"), lambda: set_asking(False)),
                big_button(
                    text("outbox.discard"), lambda: discard(item.id, reason_now()), danger=True, busy=busy
                ),
            ],
        )
        if asking
        else None
    )
    return side_button(
        text("outbox.discard"), lambda: set_asking(True), ft.Icons.DELETE_OUTLINE, key=f"discard:{item.id}"
    )
