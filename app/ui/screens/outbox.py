"""What this phone has made and where each of it stands: in plain words, and what to do when something is stuck."""

import flet as ft

from app.storage import hazards, moves, outbox, visits
from app.ui.live import go, use_live, use_services, use_topic
from app.ui.parts.buttons import big_button, side_button
from app.ui.parts.days import say_time
from app.ui.parts.frame import card, page_view, section, small, use_marks
from app.ui.parts.record_card import RecordCard
from app.ui.parts.rescue import Rescue
from app.ui.parts.says import empty, note_box
from app.ui.parts.sync_badge import ICONS, say_status
from app.ui.parts.tiles import row_card

PAGE = 50
NEAR_END = 800  # px from the end at which the next ones are fetched


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
    written = use_live(
        lambda s: [(one, hazards.by_id(s, one.hazard_id)) for one in moves.drafts(s)], "hazards"
    )
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
    begun = [visit_draft(text, one, today) for one in drafts]
    begun += [move_draft(text, one, hazard, today) for one, hazard in written]
    if begun:
        parts.append(section(text("outbox.drafts", count=len(begun)), begun))
    parts += [
        section(text(name, count=len(found)), [RecordCard(one, look, today, key=one.id) for one in found])
        for name, found in groups
        if found
    ]
    if any(row.state in ("waiting", "photos") for row in rows):
        parts.append(Rescue(look))
    if not rows and not begun:
        parts.append(empty(ft.Icons.OUTBOX, text("outbox.none")))
    return ft.ListView(
        expand=True,
        spacing=20,
        padding=ft.Padding.only(left=16, right=16, top=8, bottom=24),
        controls=parts,
        on_scroll=grow,
        scroll_interval=100,
    )


Body = ft.memo(_body)


def visit_draft(text, visit, today) -> ft.Control:
    begun = text("today.begun", time=say_time(text, visit.started_at, today))
    return row_card(
        visit.enterprise_name,
        [f"{text('record.kind.visit')} · {begun}"],
        on_click=lambda: go(f"/visits/{visit.id}"),
        key=f"draft:{visit.id}",
    )


def move_draft(text, draft, hazard, today) -> ft.Control:
    """A recheck or a report being written; its hazard may have left this phone's list meanwhile."""
    said = " · ".join(filter(None, [hazard.enterprise_name, hazard.place])) if hazard else text("task.gone")
    return row_card(
        hazard.text if hazard else text("task.title"),
        [f"{text(f'record.kind.{draft.kind}')} · {say_time(text, draft.changed_at, today)}", said],
        on_click=lambda: go(f"/tasks/{draft.hazard_id}"),
        key=f"draft:{draft.id}",
    )


@ft.component
def SyncCard(look):  # noqa: ARG001
    """How the exchange stands, and the button. Offline is grey: nothing is wrong with it."""
    use_topic("sync")
    services = use_services()
    text, status = services.text, services.sync.status
    running = status.state == "running"
    reason = (
        text.problem(status.code, status.facts)
        if status.code and status.state in ("paused", "problem")
        else ""
    )
    sign_in = status.state == "paused" and (status.code or "").startswith(
        ("sync.sign_in", "token.", "sign_in.")
    )
    controls = [
        ft.Row(
            [
                ft.Icon(ICONS[status.state], size=32, color=ft.Colors.ON_SURFACE_VARIANT),
                ft.Text(say_status(text, status, services.today()), expand=True),
            ]
        ),
        *(
            [
                ft.ProgressBar(
                    value=status.sent / status.total if status.total else None, bar_height=8, border_radius=4
                )
            ]
            if running
            else []
        ),
        *([note_box(reason, ft.Icons.INFO_OUTLINE, warn=True)] if reason else []),
        *([small(text("outbox.for_wifi", count=status.for_wifi))] if status.for_wifi else []),
        small(text("outbox.kept_here"))
        if status.state == "offline"
        else small(text("outbox.automatic", minutes=services.config.every_minutes)),
        big_button(text("outbox.sign_in"), lambda: go("/sign-in"), ft.Icons.LOGIN, key="sign-in")
        if sign_in
        else side_button(
            text("outbox.sync_now"),
            lambda: services.sync.sync_now(),
            ft.Icons.SYNC,
            disabled=running,
            key="sync-now",
        ),
    ]
    return card(controls)
