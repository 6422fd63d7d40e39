"""What is odd about the phone itself, said on the first screen: a clock that is off, a full phone, data mended."""

import flet as ft

from app.storage import meta, photo_files, settings
from app.ui.live import use_action, use_live, use_services
from app.ui.parts.buttons import quiet_button
from app.ui.parts.says import note_box

CLOCK_OFF_MS = 5 * 60 * 1000
SEEN = "mended_seen"
SPACE_LOW = 100 * 1000 * 1000  # a visit's photos at the most


@ft.component
def Warnings(look):  # noqa: ARG001 - drawn again when the look changes
    services = use_services()
    text = services.text
    offset = use_live(lambda s: int(meta.get(s, "clock_offset") or 0), "sync")
    free = use_live(lambda _: photo_files.free(services.store.folder), "photos", "resumed")
    mended = use_live(lambda s: mended_unseen(s), "settings")
    keep, _, _ = use_action(services.keep_setting)
    said = []
    if abs(offset) > CLOCK_OFF_MS:
        minutes = round(abs(offset) / 60_000)
        way = "today.clock_behind" if offset > 0 else "today.clock_ahead"
        said.append(note_box(text(way, minutes=minutes), ft.Icons.SCHEDULE, warn=True))
    if free < SPACE_LOW:
        words = text("today.space_low", mb=free // 1_000_000)
        said.append(note_box(words, ft.Icons.SD_CARD_ALERT, warn=True))
    if mended:
        said.append(note_box(text("today.mended"), ft.Icons.BUILD_OUTLINED, warn=True))
        said.append(
            quiet_button(
                text("today.notices_seen"), lambda: keep(SEEN, str(mended)), ft.Icons.CHECK, key="mended-seen"
            )
        )
    return ft.Column(said, spacing=8, visible=bool(said), horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def mended_unseen(s) -> int:
    """The number of the last mending of this phone's data, 0 when it was acknowledged."""
    number = meta.get_json(s, "mended", {}).get("number", 0)
    return number if str(number) != settings.get(s, SEEN, "0") else 0
