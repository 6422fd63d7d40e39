"""What this phone has made and where each of it stands: in plain words, and what to do when something is stuck."""

import flet as ft

from app.storage import outbox, photos, visits
from app.ui.live import go, use_action, use_live, use_services, use_topic
from app.ui.parts.badges import BAD, CALM, GOOD, WARN, badge
from app.ui.parts.buttons import big_button, quiet_button, side_button
from app.ui.parts.days import say_time
from app.ui.parts.fields import text_field
from app.ui.parts.frame import card, page_view, section, small, use_marks
from app.ui.parts.photo_strip import photo_strip
from app.ui.parts.says import empty, note_box, problem_line, tell
from app.ui.parts.sync_badge import ICONS, say_status

PAGE = 50
NEAR_END = 800  # px from the end at which the next ones are fetched
TONES = {"voided": CALM, "waiting": CALM, "photos": CALM, "held": WARN, "applied": GOOD, "merged": GOOD, "refused": BAD}
SIGNS = {"voided": ft.Icons.DO_NOT_DISTURB, "waiting": ft.Icons.SCHEDULE, "photos": ft.Icons.PHOTO_LIBRARY, "held": ft.Icons.HOURGLASS_BOTTOM, "applied": ft.Icons.CHECK,
         "merged": ft.Icons.CHECK, "refused": ft.Icons.REPORT}  # fmt: skip


@ft.component
def Outbox():
    services = use_services()
    text = services.text
    marks = use_marks()
    return page_view(text("outbox.title"), Body(services.look), room="/outbox", marks=marks, text=text)


@ft.component
def _body(look):
    services = use_services()
    text, today = services.text, services.today()
    shown, set_shown = ft.use_state(PAGE)
    drafts = use_live(visits.open_visits, "visits")
    rows = use_live(lambda s: outbox.items(s, limit=shown), "outbox", "photos")

    def grow(e: ft.OnScrollEvent) -> None:
        if e.max_scroll_extent - e.pixels < NEAR_END and len(rows) == shown:
            set_shown(shown + PAGE)

    groups = [
        ("outbox.refused", [r for r in rows if r.state == "refused"]),
        ("outbox.waiting", [r for r in rows if r.state == "waiting"]),
        ("outbox.underway", [r for r in rows if r.state in ("photos", "held")]),
        ("outbox.at_office", [r for r in rows if r.state in ("applied", "merged")]),
        ("outbox.voided", [r for r in rows if r.state == "voided"]),
    ]
    parts = [SyncCard(look)]
    if drafts:
        parts.append(
            side_button(text("outbox.drafts", count=len(drafts)), lambda: go(f"/visits/{drafts[0].id}"), ft.Icons.EDIT_NOTE)
        )
    parts += [
        section(text(name, count=len(found)), [RecordCard(one, look, today, key=one.id) for one in found]) for name, found in groups if found
    ]
    if not rows:
        parts.append(empty(ft.Icons.OUTBOX, text("outbox.none")))
    return ft.ListView(
        expand=True, spacing=20, padding=ft.Padding.only(left=16, right=16, top=8, bottom=24), controls=parts,
        on_scroll=grow, scroll_interval=100,
    )  # fmt: skip


Body = ft.memo(_body)


@ft.component
def SyncCard(look):  # noqa: ARG001
    """How the exchange stands, and the button. Offline is grey: nothing is wrong with it."""
    use_topic("sync")
    services = use_services()
    text, status = services.text, services.sync.status
    running = status.state == "running"
    reason = text.problem(status.code, status.facts) if status.code and status.state in ("paused", "problem") else ""
    sign_in = status.state == "paused" and (status.code or "").startswith(("sync.sign_in", "token.", "sign_in."))
    controls = [
        ft.Row(
            [
                ft.Icon(ICONS[status.state], size=32, color=ft.Colors.ON_SURFACE_VARIANT),
                ft.Text(say_status(text, status, services.today()), expand=True),
            ]
        ),
        *([ft.ProgressBar(value=status.sent / status.total if status.total else None, bar_height=8, border_radius=4)] if running else []),
        *([note_box(reason, ft.Icons.INFO_OUTLINE, warn=True)] if reason else []),
        small(text("outbox.kept_here")) if status.state == "offline" else small(text("outbox.automatic", minutes=services.config.every_minutes)),
        big_button(text("outbox.sign_in"), lambda: go("/sign-in"), ft.Icons.LOGIN, key="sign-in") if sign_in
        else side_button(text("outbox.sync_now"), lambda: services.sync.sync_now(), ft.Icons.SYNC, disabled=running, key="sync-now"),
    ]  # fmt: skip
    return card(controls)


@ft.component
def RecordCard(item, look, today):  # noqa: ARG001
    services = use_services()
    text = services.text
    opened, set_opened = ft.use_state(item.state == "refused")
    pictures = use_live(lambda s: photos.of_record(s, item.id), "photos") if opened else []
    return card(
        [
            ft.Row(
                [
                    ft.Text(item.title, theme_style=ft.TextThemeStyle.TITLE_SMALL, weight=ft.FontWeight.W_600, expand=True),
                    ft.Icon(ft.Icons.EXPAND_LESS if opened else ft.Icons.EXPAND_MORE),
                ]
            ),
            small(f"{text(f'record.kind.{item.kind}')} · {say_time(text, item.made_at, today)}"),
            ft.Row([badge(text(f"outbox.state.{item.state}"), TONES[item.state], SIGNS[item.state]), *photo_count(text, item)],
                   wrap=True, spacing=6, run_spacing=6),
            *([small(reason)] if (reason := why(text, item)) else []),
            *([photo_strip(text, pictures, side=72), *photo_problems(text, pictures)] if opened and pictures else []),
            *([Discard(item, look)] if opened and item.state == "refused" else []),
        ],
        on_click=lambda: set_opened(not opened), label=item.title,
    )  # fmt: skip


def photo_count(text, item) -> list:
    if not item.photos_total:
        return []
    done = item.photos_sent >= item.photos_total
    return [badge(text("outbox.photos", sent=item.photos_sent, total=item.photos_total), GOOD if done else CALM, ft.Icons.PHOTO)]


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
    reason, set_reason = ft.use_state("")

    def done(_) -> None:
        set_asking(False)
        tell(text("outbox.discarded"))

    discard, busy, problem = use_action(services.actions.void, then=done)
    ft.use_dialog(
        ft.AlertDialog(
            modal=True, title=text("outbox.discard_title"), scrollable=True, on_dismiss=lambda: set_asking(False),
            content=ft.Column(
                [ft.Text(text("outbox.discard_words")), text_field(text("outbox.reason"), reason, set_reason, lines=2), problem_line(text, problem)],
                tight=True, spacing=12,
            ),
            actions=[
                quiet_button(text("say.not_now"), lambda: set_asking(False)),
                big_button(text("outbox.discard"), lambda: discard(item.id, reason), danger=True, busy=busy, disabled=not reason.strip()),
            ],
        ) if asking else None
    )  # fmt: skip
    return side_button(text("outbox.discard"), lambda: set_asking(True), ft.Icons.DELETE_OUTLINE, key=f"discard:{item.id}")
