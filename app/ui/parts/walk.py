"""Above and below the rows of a checklist: how far it has come, the stroke for the rest, and the way on."""

import flet as ft

from app.storage import visits
from app.ui.live import go, use_action, use_live, use_services
from app.ui.parts.buttons import big_button, icon_button, quiet_button
from app.ui.parts.frame import small
from app.ui.parts.progress import progress
from app.ui.parts.says import problem_line


@ft.component
def SheetHead(sheet, visit_id, code, look):  # noqa: ARG001 - drawn again when the look changes
    """Also brings the rows up to date, since it is what hears of changes."""
    services = use_services()
    text, acts = services.text, services.actions
    rows = use_live(lambda s: visits.items(s, visit_id, code), "answers", "findings", "photos")
    ft.use_effect(lambda: sheet.take(rows), [rows])
    sweep, sweeping, problem = use_action(acts.sweep_section)
    undo, _, not_undone = use_action(acts.undo_sweep)
    done = sum(bool(row.result) for row in rows)
    failed = sum(row.result == "fail" for row in rows)
    open_ones = [
        row
        for row in rows
        if not row.result and row.item.answer == "pass_fail_na" and not row.value and not row.findings
    ]
    strokes = [row.sweep for row in rows if row.sweep]
    said = text("checklist.progress", done=done, asked=len(rows))
    if failed:
        said += " · " + text("visit.failed", count=failed)
    below = []
    if strokes:
        below.append(
            ft.Container(
                ft.Row(
                    [
                        small(
                            text("checklist.swept", count=strokes.count(strokes[-1])),
                            expand=True,
                            color=ft.Colors.ON_SECONDARY_CONTAINER,
                        ),
                        quiet_button(
                            text("checklist.undo_sweep"),
                            lambda _: undo(visit_id, strokes[-1]),
                            ft.Icons.UNDO,
                            key="undo-sweep",
                        ),
                    ]
                ),
                bgcolor=ft.Colors.SECONDARY_CONTAINER,
                border_radius=12,
                padding=ft.Padding.only(left=14),
            )
        )
    rest = quiet_button(
        text("checklist.sweep"),
        lambda _: sweep(visit_id, code),
        ft.Icons.DONE_ALL,
        disabled=sweeping or not open_ones,
        key="sweep",
    )
    return ft.Container(
        ft.Column(
            [
                ft.Row(
                    [
                        ft.Semantics(
                            content=ft.Text(said, theme_style=ft.TextThemeStyle.TITLE_SMALL),
                            live_region=True,
                            expand=True,
                        ),
                        rest,
                    ]
                ),
                progress(done, len(rows)),
                *below,
                problem_line(text, problem or not_undone),
            ],
            spacing=6,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=ft.Padding.only(left=16, right=16),
    )


@ft.component
def WalkBar(visit_id, code, look, jump):  # noqa: ARG001 - drawn again when the look changes
    """One list back, the next open item, one list on."""
    text = use_services().text
    visit = use_live(lambda s: visits.by_id(s, visit_id), "visits")
    left = use_live(
        lambda s: sum(one.asked - one.answered for one in visits.sections(s, visit_id)), "visits", "answers"
    )
    codes = [one for one, _ in visit.checklists]
    at = codes.index(code) if code in codes else 0

    def to(step: int):
        return lambda _: go(f"/visits/{visit_id}/lists/{codes[at + step]}")

    middle = (
        big_button(
            text("checklist.next_open", count=left),
            lambda _: jump(),
            ft.Icons.SKIP_NEXT,
            expand=True,
            key="next-open",
        )
        if left > 0
        else big_button(
            text("visit.finish"),
            lambda _: go(f"/visits/{visit_id}/finish"),
            ft.Icons.FACT_CHECK,
            expand=True,
            key="finish",
        )
    )
    return ft.Container(
        ft.Row(
            [
                icon_button(
                    ft.Icons.CHEVRON_LEFT,
                    text("checklist.previous"),
                    to(-1) if at else None,
                    disabled=at == 0,
                ),
                middle,
                icon_button(
                    ft.Icons.CHEVRON_RIGHT,
                    text("checklist.following"),
                    to(1) if at + 1 < len(codes) else None,
                    disabled=at + 1 >= len(codes),
                ),
            ]
        ),
        padding=ft.Padding.only(left=8, right=8, bottom=8),
    )
