"""Beginning a visit: on which track, what for, with which checklists, and who is there. One big button."""

from urllib.parse import parse_qs, urlparse

import flet as ft

from app.storage import checklists, enterprises, people, plans
from app.ui.live import go, use_action, use_latest, use_live, use_services
from app.ui.parts.buttons import big_button, choice
from app.ui.parts.fields import text_field
from app.ui.parts.frame import column, page_view, section, small
from app.ui.parts.list_picker import list_picker
from app.ui.parts.people_picker import as_participant, colleague_picker, officers_lacking, toggled
from app.ui.parts.says import empty, note_box, problem_line
from inspection.checklist import suggested
from inspection.roles import INSPECTION, OFFICER
from inspection.visit import MODES

PURPOSES = {
    INSPECTION: ("routine", "special", "recheck", "report", "joint"),
    "service": ("advice", "routine", "special", "recheck"),
}


@ft.component
def StartVisit():
    enterprise_id = ft.use_route_params().get("enterprise_id", "")
    asked = parse_qs(urlparse(ft.context.page.route or "").query)
    services = use_services()
    whole = use_live(lambda s: enterprises.by_id(s, enterprise_id), "enterprises")
    plan = use_live(lambda s: plans.by_id(s, asked["plan"][0]) if "plan" in asked else None, "plans")
    if whole is None:
        return page_view(
            services.text("start.title"), empty(ft.Icons.DOMAIN_DISABLED, services.text("enterprise.gone"))
        )
    return StartForm(whole, plan, services.look)


@ft.component
def StartForm(whole, plan, look):  # noqa: ARG001 - drawn again when the look changes
    services = use_services()
    text, me, page = services.text, services.person, ft.context.page
    known = use_live(checklists.current, "checklists")
    colleagues = use_live(lambda s: [one for one in people.colleagues(s) if one.id != me.id], "enterprises")
    track, set_track = ft.use_state(
        lambda: plan.track if plan and plan.track in services.tracks else next(iter(services.tracks), "")
    )
    purpose, set_purpose = ft.use_state(lambda: plan.purpose if plan else PURPOSES[track][0] if track else "")
    mode, set_mode = ft.use_state("full")
    fitting = [one.code for one in suggested(known, whole.tags, whole.sectors)]
    chosen, set_chosen = ft.use_state(None)  # None: what is suggested
    chosen_now = fitting if chosen is None else chosen
    with_me, set_with_me = ft.use_state(())  # ids of colleagues
    companion, set_companion, companion_now = use_latest(
        {"name": whole.contact, "post": "", "phone": whole.contact_phone}
    )

    def begun(visit_id: str) -> None:
        def keep(position) -> None:
            remember(visit_id, position=position)

        services.capture.position.warm_up(page, services.now, keep)
        go(f"/visits/{visit_id}")

    remember, _, _ = use_action(services.actions.set_visit)
    begin, busy, problem = use_action(services.actions.start_visit, then=begun)

    def start(_) -> None:
        there = [me, *(one for one in colleagues if one.id in with_me)]
        begin(
            whole.id,
            track,
            purpose,
            mode,
            [(one.code, one.version) for one in known if one.code in chosen_now],
            [as_participant(one) for one in there],
            plan.id if plan else None,
            companion=companion_now(),
        )

    def change_track(now: str) -> None:
        set_track(now)
        if purpose not in PURPOSES[now]:
            set_purpose(PURPOSES[now][0])

    def field(name, **more):
        return text_field(
            text(f"people.companion_{name}"),
            companion[name],
            lambda said: set_companion(companion_now() | {name: said}),
            **more,
        )

    partners = [one for one in colleagues if one.role == OFFICER] if track == INSPECTION else colleagues
    lacking = (
        officers_lacking([as_participant(one) for one in (me, *colleagues) if one.id in {me.id, *with_me}])
        if track == INSPECTION
        else 0
    )
    parts = [
        ft.Text(whole.name, theme_style=ft.TextThemeStyle.TITLE_LARGE),
        section(
            text("start.track"),
            [
                choice([(one, text(f"track.{one}")) for one in services.tracks], track, change_track),
                small(text(f"start.about_{track}")),
            ],
        ),
        section(
            text("start.purpose"),
            [choice([(one, text(f"purpose.{one}")) for one in PURPOSES[track]], purpose, set_purpose)],
        ),
        section(
            text("start.people"),
            [
                small(
                    text(
                        "start.me",
                        name=me.name,
                        certificate=me.certificate_no or text("people.no_certificate"),
                    )
                ),
                colleague_picker(
                    text, partners, with_me, lambda one: set_with_me(lambda now: toggled(now, one))
                ),
                *(
                    [note_box(text("start.officers_lacking", count=lacking), ft.Icons.GROUP_ADD, warn=True)]
                    if lacking
                    else []
                ),
            ],
        ),
        section(
            text("people.companion"),
            [field("name"), field("post"), field("phone", keyboard_type=ft.KeyboardType.PHONE)],
        ),
        section(
            text("start.mode"),
            [
                choice([(one, text(f"mode.{one}")) for one in MODES], mode, set_mode),
                small(text(f"start.about_{mode}")),
            ],
        ),
        list_picker(
            text,
            known,
            fitting,
            chosen_now,
            lambda code: set_chosen(lambda now: toggled(fitting if now is None else now, code)),
        ),
        problem_line(text, problem),
    ]
    if not track:
        parts = [empty(ft.Icons.BLOCK, text("start.not_for_you"))]
    return page_view(
        text("start.title"),
        column(parts, spacing=20),
        bottom=big_button(
            text("start.begin"),
            start,
            ft.Icons.PLAY_ARROW,
            busy=busy,
            disabled=not (track and chosen_now),
            key="begin",
        ),
    )
