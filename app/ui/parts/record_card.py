"""One frozen record on its way: where it stands, why, its photos, and the way out when it was refused."""

import flet as ft

from app.storage import outbox, photos, visits
from app.ui.live import go, use_live, use_services
from app.ui.parts.badges import BAD, CALM, GOOD, WARN, badge
from app.ui.parts.buttons import side_button
from app.ui.parts.days import say_time
from app.ui.parts.frame import card, small
from app.ui.parts.photo_strip import thumb
from app.ui.parts.record_acts import Correct, Discard, Reopen

CORRECTED = (
    "visit",
    "finding",
    "rectification",
    "recheck",
    "new_enterprise",
)  # what a correction may speak of
STANDING = ("waiting", "photos", "held", "applied", "merged")
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
    may_open = use_live(lambda s: item.state == "refused" and visits.reopenable(s, item), "visits")
    pictures = use_live(lambda s: photos.of_record(s, item.id), "photos") if opened else []
    hazard = use_live(lambda s: outbox.hazard_of(s, item.id) if item.state == "refused" else None, "outbox")
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
                [
                    photo_line(text, photo, number, item.state == "waiting")
                    for number, photo in enumerate(pictures, 1)
                ]
            ),
            *(
                [side_button(text("outbox.to_hazard"), lambda: go(f"/tasks/{hazard}"), ft.Icons.TASK_ALT)]
                if opened and hazard
                else []
            ),
            *([Reopen(item, look)] if opened and may_open else []),
            *([Discard(item, look)] if opened and item.state == "refused" else []),
            *([Correct(item, look)] if opened and item.kind in CORRECTED and item.state in STANDING else []),
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


def photo_line(text, photo, number: int, words_first: bool) -> ft.Control:
    """One photo with its own state, and what stands in its way."""
    if photo.echoed_at:
        state, tone = text("outbox.photo.there"), GOOD
    elif photo.problem:
        state, tone = text("outbox.photo.stuck"), BAD
    elif words_first:
        state, tone = text("outbox.photo.after_words"), CALM
    else:
        state, tone = text("outbox.photo.sent", percent=100 * photo.sent_bytes // max(photo.size, 1)), CALM
    reason = text.problem(photo.problem) if photo.problem and not photo.echoed_at else ""
    said = [ft.Row([badge(state, tone)], wrap=True), *([small(reason)] if reason else [])]
    return ft.Row([thumb(text, photo, number, 64), ft.Column(said, spacing=4, expand=True)], spacing=12)
