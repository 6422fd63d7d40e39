"""Hazards that hang on someone: rechecks first, then what the enterprises still owe, then what waits for the office."""

import flet as ft

from app.storage import hazards
from app.ui.live import use_live, use_services
from app.ui.parts.frame import page_view, section, use_marks
from app.ui.parts.says import empty
from app.ui.parts.sync_badge import SyncBadge
from app.ui.parts.tiles import hazard_card

PAGE = 50
NEAR_END = 800  # px from the end at which the next ones are fetched
KINDS = ("recheck", "follow", "expected")


@ft.component
def Tasks():
    services = use_services()
    text = services.text
    marks = use_marks()
    return page_view(
        text("tasks.title"),
        TaskList(services.look, services.today()),
        actions=[SyncBadge()],
        room="/tasks",
        marks=marks,
        text=text,
    )


@ft.component
def _task_list(look, today):  # noqa: ARG001
    text = use_services().text
    shown, set_shown = ft.use_state(PAGE)
    found = use_live(lambda s: hazards.tasks(s, today, limit=shown), "hazards", "enterprises")
    counts = use_live(lambda s: {kind: hazards.count_tasks(s, today, kind) for kind in KINDS}, "hazards")

    def grow(e: ft.OnScrollEvent) -> None:
        if e.max_scroll_extent - e.pixels < NEAR_END and len(found) == shown:
            set_shown(shown + PAGE)

    groups = [
        group
        for group in (
            ("overdue", [t for t in found if t.kind == "recheck" and t.overdue_days]),
            ("recheck", [t for t in found if t.kind == "recheck" and not t.overdue_days]),
            ("follow", [t for t in found if t.kind == "follow"]),
            ("expected", [t for t in found if t.kind == "expected"]),
        )
        if group[1]
    ]
    if not groups:
        return empty(ft.Icons.TASK_ALT, text("tasks.none"))
    return ft.ListView(
        expand=True,
        spacing=20,
        padding=ft.Padding.only(left=16, right=16, top=8, bottom=24),
        on_scroll=grow,
        scroll_interval=100,
        controls=[
            section(
                heading(text, kind, len(tasks), counts),
                [hazard_card(text, task, today) for task in tasks],
                key=f"group:{kind}",
            )
            for kind, tasks in groups
        ],
    )


def heading(text, kind: str, here: int, counts: dict) -> str:
    """With the number there are, not only of those on the screen."""
    return text(f"tasks.{kind}", count=counts.get(kind, here) if kind in ("follow", "expected") else here)


TaskList = ft.memo(_task_list)
