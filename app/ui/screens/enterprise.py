"""One enterprise's file on the phone: who it is, what is open, what was seen before."""

import flet as ft

from app.storage import enterprises, hazards, past_visits, visits
from app.ui.live import go, use_live, use_services
from app.ui.parts.badges import badge, grade_badge
from app.ui.parts.buttons import big_button, quiet_button
from app.ui.parts.days import say_day
from app.ui.parts.frame import card, column, line, page_view, section, small
from app.ui.parts.says import empty, note_box
from app.ui.parts.tiles import hazard_card, row_card
from inspection import credit_code
from inspection.hazard import ENDED
from inspection.problems import Problem

PAST_SHOWN = 5


@ft.component
def EnterprisePage():
    services = use_services()
    text = services.text
    identity = ft.use_route_params()["enterprise_id"]
    name = use_live(lambda s: enterprises.name_of(s, identity), "enterprises")
    begun = use_live(
        lambda s: next((v for v in visits.open_visits(s) if v.enterprise_id == identity), None), "visits"
    )
    bottom = None
    if name and begun:
        bottom = big_button(
            text("enterprise.go_on"), lambda: go(f"/visits/{begun.id}"), ft.Icons.PLAY_ARROW, key="go-on"
        )
    elif name and services.tracks:
        bottom = big_button(
            text("enterprise.start"), lambda: go(f"/start/{identity}"), ft.Icons.PLAY_ARROW, key="start"
        )
    return page_view(
        name or text("enterprise.title"), Body(identity, services.look, services.today()), bottom=bottom
    )


@ft.component
def _body(identity, look, today):  # noqa: ARG001
    services = use_services()
    text = services.text
    whole = use_live(lambda s: enterprises.by_id(s, identity), "enterprises")
    known = use_live(lambda s: hazards.of_enterprise(s, identity), "hazards")
    past = use_live(lambda s: past_visits.of_enterprise(s, identity), "enterprises", "visits", "hazards")
    every, set_every = ft.use_state(False)
    if whole is None:
        return empty(ft.Icons.DOMAIN_DISABLED, text("enterprise.gone"))
    open_ones = [one for one in known if one.state not in ENDED]
    ended = len(known) - len(open_ones)
    tasks = [hazards.Task(one, one.overdue_days(today), "") for one in open_ones]
    parts = [profile(text, whole)]
    parts.append(
        section(
            text("enterprise.open_hazards", count=len(open_ones)),
            [hazard_card(text, task, today) for task in tasks] or [small(text("enterprise.no_hazards"))],
            trailing=small(text("enterprise.ended", count=ended)) if ended else None,
        )
    )
    shown = past if every else past[:PAST_SHOWN]
    more = (
        []
        if every or len(past) <= PAST_SHOWN
        else [
            quiet_button(
                text("enterprise.more_visits", count=len(past) - PAST_SHOWN), lambda: set_every(True)
            )
        ]
    )
    parts.append(
        section(
            text("enterprise.past_visits"),
            [past_card(text, one) for one in shown] or [small(text("enterprise.never_visited"))],
        )
    )
    return column([*parts, *more], spacing=20)


Body = ft.memo(_body)


def profile(text, whole) -> ft.Control:
    marks = [grade_badge(text, whole.grade)] if whole.grade else []
    if whole.kind:
        marks.append(badge(text(f"enterprise.kind.{whole.kind}")))
    if whole.major_hazards:
        marks.append(
            badge(text("enterprise.major", count=whole.major_hazards), (ft.Colors.ERROR, ft.Colors.ON_ERROR))
        )
    facts = [
        (ft.Icons.BADGE_OUTLINED, whole.code or text("enterprise.no_code")),
        (ft.Icons.PLACE_OUTLINED, " · ".join(filter(None, [whole.area_name, whole.address]))),
        (
            ft.Icons.PERSON_OUTLINE,
            text("enterprise.legal", name=whole.legal_person) if whole.legal_person else "",
        ),
        (ft.Icons.CALL_OUTLINED, " ".join(filter(None, [whole.contact, whole.contact_phone]))),
        (ft.Icons.PRECISION_MANUFACTURING_OUTLINED, "、".join(whole.sectors)),
        (
            ft.Icons.WARNING_AMBER,
            "、".join(text(f"tag.{tag}") if f"tag.{tag}" in text else tag for tag in whole.tags),
        ),
        (ft.Icons.DESCRIPTION_OUTLINED, whole.scope),
    ]
    rows = [line(icon, words, style=ft.TextThemeStyle.BODY_MEDIUM) for icon, words in facts if words]
    return ft.Column(
        [
            card([ft.Row(marks, wrap=True, spacing=6, run_spacing=6), *rows]),
            *(
                [note_box(warning, ft.Icons.WARNING_AMBER, warn=True)]
                if (warning := code_warning(text, whole.code))
                else []
            ),
        ],
        spacing=8,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def code_warning(text, code: str) -> str | None:
    """A code that fails its check is shown and kept, never refused."""
    if credit_code.kind_of(code) != "odd":
        return None
    try:
        credit_code.parse_credit_code(code)
    except Problem as odd:
        return text.problem(odd.code, odd.facts)
    return None


def past_card(text, past) -> ft.Control:
    here = text("enterprise.photos_here", here=past.photos_here, photos=past.photos) if past.photos else ""
    return row_card(
        say_day(text, past.day),
        [
            f"{text(f'track.{past.track}')} · {text(f'purpose.{past.purpose}')} · {'、'.join(past.people) or past.by}",
            " · ".join(filter(None, [text("enterprise.findings", count=past.findings), here])),
        ],
        key=f"past:{past.id}",
    )
