"""What to do now: what was begun first, then what is due, then what is planned, and how much is still on the phone."""

import flet as ft

from app.storage import hazards, notices, plans, visits
from app.ui.live import go, use_action, use_live, use_services
from app.ui.parts.badges import BAD, WARN, badge
from app.ui.parts.buttons import big_button, quiet_button
from app.ui.parts.days import say_day, say_near_day, say_time
from app.ui.parts.frame import card, column, line, page_view, section, small, use_marks
from app.ui.parts.progress import progress
from app.ui.parts.sync_badge import SyncBadge
from app.ui.parts.tiles import hazard_card, row_card
from app.ui.parts.warnings import Warnings

RECHECKS_SHOWN = 3


@ft.component
def Today():
    services = use_services()
    text, today = services.text, services.today()
    marks = use_marks()
    start = big_button(text("today.start"), lambda: go("/enterprises"), ft.Icons.ADD, key="start")
    return page_view(
        text("today.hello", name=services.person.name),
        Body(services.look, today),
        actions=[SyncBadge()],
        bottom=start if services.tracks else None,
        room="/",
        marks=marks,
        text=text,
    )


@ft.component
def _body(look, today):
    services = use_services()
    text = services.text
    told = use_live(lambda s: [n for n in notices.all(s) if not n.seen], "notices")
    begun = use_live(
        lambda s: [(v, visits.sections(s, v.id)) for v in visits.open_visits(s)], "visits", "answers"
    )
    due = use_live(lambda s: hazards.tasks(s, today, "recheck", limit=RECHECKS_SHOWN), "hazards")
    due_count = use_live(lambda s: hazards.count_tasks(s, today, "recheck"), "hazards")
    planned = use_live(lambda s: plans.upcoming(s, today), "plans", "visits", "enterprises")
    counts = use_live(visits.counts, "visits", "hazards", "outbox")
    parts = [say_day_line(text, today), Warnings(look)]
    if begun:
        parts.append(section(text("today.unfinished"), [visit_card(text, *one, today) for one in begun]))
    if told:
        parts.append(NoticeCard(told, look))
    if due:
        more = (
            quiet_button(text("today.all_tasks", count=due_count), lambda: go("/tasks"))
            if due_count > len(due)
            else None
        )
        parts.append(
            section(text("today.rechecks"), [hazard_card(text, task, today) for task in due], trailing=more)
        )
    if planned:
        parts.append(section(text("today.planned"), [plan_card(text, plan, today) for plan in planned]))
    if not (begun or due or planned):
        parts.append(card([line(ft.Icons.CHECK_CIRCLE_OUTLINE, text("today.nothing_due"))]))
    parts.append(count_row(text, counts))
    return column(parts, spacing=20)


Body = ft.memo(_body)


def say_day_line(text, today) -> ft.Control:
    return small(f"{say_day(text, today)} {text(f'weekday.{today.isoweekday()}')}")


@ft.component
def NoticeCard(told, look):  # noqa: ARG001
    """Messages of the office; put away by a tap, kept in the list of the records they speak of."""
    services = use_services()
    text = services.text
    put_away, busy, _ = use_action(services.notices_seen)
    shown = [
        card(
            [ft.Text(say_notice(text, notice)), small(say_time(text, notice.at, services.today()))],
            tone=ft.Colors.TERTIARY_CONTAINER,
            on_click=(lambda _, to=to: go(to)) if (to := route_to(notice.about)) else None,
            key=f"notice:{notice.id}",
        )
        for notice in told[:5]
    ]
    done = quiet_button(text("today.notices_seen"), lambda: put_away(), ft.Icons.DONE_ALL, disabled=busy)
    return section(text("today.notices", count=len(told)), shown, trailing=done)


def say_notice(text, notice) -> str:
    """Also of a kind that only a later version knows."""
    key = f"notice.{notice.code}"
    return text(key, **text.worded(notice.facts)) if key in text else text("today.notice_unknown")


def route_to(about: dict) -> str | None:
    room = {"hazard": "/tasks", "enterprise": "/enterprises"}.get(about.get("kind"))
    if room and about.get("id"):
        return f"{room}/{about['id']}"
    return "/outbox" if about.get("kind") in ("record", "visit") else None


def visit_card(text, visit, sections, today) -> ft.Control:
    asked, answered = sum(s.asked for s in sections), sum(s.answered for s in sections)
    failed = sum(s.failed for s in sections)
    done = text("today.answered", answered=answered, asked=asked)
    return card(
        [
            ft.Row(
                [
                    ft.Text(visit.enterprise_name, theme_style=ft.TextThemeStyle.TITLE_MEDIUM, expand=True),
                    ft.Icon(ft.Icons.CHEVRON_RIGHT),
                ]
            ),
            ft.Row(
                [
                    badge(text(f"track.{visit.track}")),
                    badge(text(f"purpose.{visit.purpose}")),
                    *([badge(text("today.failed", count=failed), BAD)] if failed else []),
                ],
                wrap=True,
                spacing=6,
                run_spacing=6,
            ),
            progress(answered, asked),
            small(f"{done} · {text('today.begun', time=say_time(text, visit.started_at, today))}"),
        ],
        on_click=lambda: go(f"/visits/{visit.id}"),
        tone=ft.Colors.PRIMARY_CONTAINER,
        key=f"visit:{visit.id}",
    )


def plan_card(text, plan, today) -> ft.Control:
    late = plan.overdue(today)
    return row_card(
        plan.enterprise_name or text("enterprise.unknown"),
        [
            f"{text(f'track.{plan.track}')} · {text(f'purpose.{plan.purpose}')}",
            *([plan.note] if plan.note else []),
        ],
        badges=[
            badge(
                say_near_day(text, plan.day, today),
                WARN if late else (ft.Colors.SURFACE_CONTAINER_HIGHEST, ft.Colors.ON_SURFACE),
            )
        ],
        on_click=lambda: go(f"/start/{plan.enterprise_id}?plan={plan.id}"),
        key=f"plan:{plan.id}",
    )


def count_row(text, counts) -> ft.Control:
    """草稿 / 待上传 / 已到办公室."""

    def one(number: int, name: str) -> ft.Control:
        return ft.Container(
            ft.Column(
                [
                    ft.Text(str(number), theme_style=ft.TextThemeStyle.HEADLINE_SMALL),
                    small(text(name), text_align=ft.TextAlign.CENTER),
                ],
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
                spacing=2,
            ),
            expand=True,
            padding=10,
            border_radius=14,
            bgcolor=ft.Colors.SURFACE_CONTAINER,
            ink=True,
            on_click=lambda _: go("/outbox"),
        )

    return ft.Row(
        [
            one(counts.draft, "count.draft"),
            one(counts.waiting, "count.waiting"),
            one(counts.at_office, "count.at_office"),
        ],
        spacing=8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
