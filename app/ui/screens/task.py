"""One hazard as a task: what is wrong, by when, what has happened, before beside after, and the moves open to me."""

import flet as ft

from app.storage import hazards, moves, photos
from app.ui.live import go, use_action, use_live, use_services
from app.ui.parts.badges import hazard_badges
from app.ui.parts.buttons import choice, quiet_button
from app.ui.parts.days import say_day, say_due, say_time
from app.ui.parts.frame import card, column, line, page_view, section, small
from app.ui.parts.office_photo import OfficePhoto
from app.ui.parts.photo_strip import photo_strip
from app.ui.parts.says import empty, note_box, problem_line, use_question
from app.ui.screens.task_recheck import RecheckForm
from app.ui.screens.task_report import ReportForm
from inspection.finding import AFTER
from inspection.hazard import OWED, moves_open_to
from inspection.roles import EXPERT, STATION

PAIR_HEIGHT = 170
RECHECK, REPORT = "recheck", "rectification"
RECHECK_MOVES = frozenset({"recheck_pass", "recheck_accept", "recheck_partly", "recheck_fail"})


@ft.component
def TaskPage():
    services = use_services()
    identity = ft.use_route_params()["hazard_id"]
    return page_view(services.text("task.title"), Body(identity, services.look, services.today()))


@ft.component
def _body(identity, look, today):
    services = use_services()
    text = services.text
    hazard = use_live(lambda s: hazards.by_id(s, identity), "hazards")
    open_forms = forms(services.role, hazard) if hazard else []
    picked, set_picked = ft.use_state(None)
    kind = picked if picked in open_forms else (open_forms[0] if open_forms else None)
    draft = use_live(lambda s: moves.draft_of(s, identity, kind) if kind else None, "hazards")
    after = use_live(lambda s: photos.of(s, kind, draft.id) if draft else [], "photos", "hazards")
    ask = use_question(text)
    dropped, set_dropped = ft.use_state(0)  # forms begin anew after it
    drop, _, not_dropped = use_action(
        services.actions.drop_move, then=lambda _: set_dropped(lambda now: now + 1)
    )
    if hazard is None:
        return empty(ft.Icons.HELP_OUTLINE, text("task.gone"))
    parts = [what(text, hazard, today), Pictures(hazard, after, look), problem_line(text, not_dropped)]
    if hazard.expected:
        parts.append(
            note_box(text("task.expected_note", state=text(f"state.{hazard.expected}")), ft.Icons.SCHEDULE)
        )
    elif not open_forms:
        parts.append(note_box(text("task.nothing_to_do"), ft.Icons.INFO_OUTLINE))
    if len(open_forms) > 1:
        parts.append(choice([(one, text(f"task.form.{one}")) for one in open_forms], kind, set_picked))
    if kind == RECHECK:
        parts.append(RecheckForm(hazard, draft, after, look, key=f"recheck:{dropped}"))
    elif kind == REPORT:
        parts.append(ReportForm(hazard, draft, after, look, key=f"report:{dropped}"))
    if draft:

        def ask_to_drop() -> None:
            yes = text("task.drop")
            ask(
                text("task.drop_title"),
                text("task.drop_words"),
                yes,
                lambda: drop(identity, kind),
                danger=True,
            )

        parts.append(quiet_button(text("task.drop"), ask_to_drop, ft.Icons.DELETE_OUTLINE, key="drop-draft"))
    parts.append(history(text, hazard))
    return column(parts, spacing=20)


Body = ft.memo(_body)


def forms(role: str, hazard) -> list[str]:
    """What this person may do here; nothing while a move of ours still waits for the office."""
    if hazard.expected:
        return []
    open_moves = set(moves_open_to(role, hazard.state))
    recheck = [RECHECK] if open_moves & RECHECK_MOVES else []
    if "rectify" in open_moves and role in (STATION, EXPERT):
        return [REPORT, *recheck] if role == STATION else [*recheck, REPORT]
    return recheck


def what(text, hazard, today) -> ft.Control:
    facts = [
        (ft.Icons.FACTORY_OUTLINED, hazard.enterprise_name),
        (ft.Icons.PLACE_OUTLINED, hazard.place),
        (ft.Icons.EVENT, due_line(text, hazard, today)),
        (
            ft.Icons.BUILD_OUTLINED,
            text("task.correction", words=hazard.correction) if hazard.correction else "",
        ),
        (ft.Icons.MENU_BOOK_OUTLINED, text("task.basis", words=hazard.basis) if hazard.basis else ""),
        (
            ft.Icons.DESCRIPTION_OUTLINED,
            text("task.order", number=hazard.order.get("number", "")) if hazard.order else "",
        ),
        (
            ft.Icons.TAG,
            " · ".join(
                filter(
                    None,
                    [
                        hazard.number,
                        hazard.found_on and text("task.found_on", day=say_day(text, hazard.found_on)),
                    ],
                )
            ),
        ),
    ]
    note = [note_box(text("task.note", words=hazard.note), ft.Icons.FORUM, warn=True)] if hazard.note else []
    return ft.Column(
        [
            card(
                [
                    hazard_badges(text, hazard, hazard.overdue_days(today)),
                    ft.Text(hazard.text, theme_style=ft.TextThemeStyle.TITLE_MEDIUM, selectable=True),
                    *[line(icon, words) for icon, words in facts if words],
                ]
            ),
            *note,
            quiet_button(
                text("task.enterprise"), lambda: go(f"/enterprises/{hazard.enterprise_id}"), ft.Icons.FACTORY
            ),
        ],
        spacing=8,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def due_line(text, hazard, today) -> str:
    """The day; what is left of it only while the enterprise owes something."""
    if not hazard.due:
        return ""
    left = [say_due(text, hazard.due, today)] if hazard.state in OWED else []
    return " · ".join([say_day(text, hazard.due), *left])


@ft.component
def Pictures(hazard, after, look):  # noqa: ARG001
    """Before beside after, so that eyes can compare."""
    text = use_services().text
    before = [photo for photo in hazard.photos if photo.role != AFTER]
    told_after = [photo for photo in hazard.photos if photo.role == AFTER]

    def side(name: str, pictures) -> ft.Control:
        return ft.Column(
            [small(text(name)), *pictures],
            spacing=6,
            expand=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )

    def of_office(uses, name: str) -> list:
        return [OfficePhoto(use.sha256, text(name), PAIR_HEIGHT, key=use.sha256) for use in uses[:3]]

    edge = PAIR_HEIGHT if len(after) == 1 else PAIR_HEIGHT // 2  # one alone is as large as the one beside it
    ours = [photo_strip(text, after, side=edge)] if after else []
    theirs = of_office(told_after, "task.after")
    return ft.Row(
        [
            side("task.before", of_office(before, "task.before") or [small(text("task.no_photo"))]),
            side("task.after", [*ours, *theirs] or [small(text("task.no_photo_yet"))]),
        ],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def history(text, hazard) -> ft.Control:
    rows = [
        line(
            ft.Icons.CIRCLE_OUTLINED,
            text(
                "task.move",
                move=text(f"move.{step.get('move')}"),
                state=text(f"state.{step.get('to')}"),
                by=step.get("by") or text("task.office"),
                time=say_time(text, step.get("at")),
            ),
            style=ft.TextThemeStyle.BODY_SMALL,
        )
        for step in hazard.history
    ]
    return section(text("task.history"), rows or [small(text("task.no_history"))])
