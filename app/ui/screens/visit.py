"""The visit under way: its checklists and how far they have come, what was found, who is there, and how it ends."""

import flet as ft

from app.storage import findings, hazards, visits
from app.storage.photo_limits import ITEMS_MOST, SPEAK_FROM, on_items
from app.ui.live import go, use_action, use_live, use_services
from app.ui.parts.badges import BAD, GOOD, badge, severity_badge
from app.ui.parts.buttons import big_button, icon_button, quiet_button, side_button
from app.ui.parts.days import say_time
from app.ui.parts.frame import card, column, line, page_view, section, small
from app.ui.parts.progress import progress
from app.ui.parts.saved_field import SavedField
from app.ui.parts.says import empty, note_box, problem_line, use_question
from app.ui.parts.tiles import row_card
from app.ui.screens.visit_done import VisitDone


@ft.component
def VisitPage():
    visit_id = ft.use_route_params().get("visit_id", "")
    services = use_services()
    text = services.text
    visit = use_live(lambda s: visits.by_id(s, visit_id), "visits")
    ask = use_question(text)
    drop, _, problem = use_action(services.actions.drop_visit, then=lambda _: go("/"))
    restore, _, _ = use_action(services.actions.restore_visit)
    if visit is None:
        return page_view(text("visit.title"), empty(ft.Icons.SEARCH_OFF, text.problem("visit.unknown")))
    if visit.state == visits.FROZEN:
        return page_view(visit.enterprise_name, VisitDone(visit_id, services.look))
    if visit.state == visits.DROPPED:
        back = side_button(
            text("visit.restore"), lambda _: restore(visit_id), ft.Icons.RESTORE_FROM_TRASH, key="restore"
        )
        return page_view(visit.enterprise_name, empty(ft.Icons.DELETE_OUTLINE, text("visit.dropped"), back))

    def ask_to_drop(_) -> None:
        ask(
            text("visit.drop_title"),
            text("visit.drop_words"),
            text("visit.drop"),
            lambda: drop(visit_id),
            danger=True,
        )

    return page_view(
        visit.enterprise_name,
        Body(visit_id, services.look, problem),
        actions=[icon_button(ft.Icons.DELETE_OUTLINE, text("visit.drop"), ask_to_drop, key="drop")],
        bottom=big_button(
            text("visit.finish"),
            lambda _: go(f"/visits/{visit_id}/finish"),
            ft.Icons.FACT_CHECK,
            key="finish",
        ),
    )


@ft.component
def _body(visit_id, look, problem):  # noqa: ARG001 - drawn again when the look changes
    services = use_services()
    text = services.text
    visit = use_live(lambda s: visits.by_id(s, visit_id), "visits")
    sections = use_live(lambda s: visits.sections(s, visit_id), "visits", "answers")
    opened = use_live(lambda s: findings.of_visit(s, visit_id), "findings", "photos")
    many = use_live(lambda s: on_items(s, visit_id), "photos")
    known = use_live(lambda s: hazards.of_enterprise(s, visit.enterprise_id, open_only=True), "hazards")
    to_finding = lambda finding_id: go(f"/visits/{visit_id}/findings/{finding_id}")  # noqa: E731 - a handler
    add, adding, refused = use_action(services.actions.open_finding, then=to_finding)
    parts = [
        head(text, visit, services.today()),
        problem_line(text, problem or refused),
        *(
            [note_box(text("visit.photos_many", count=many, most=ITEMS_MOST), warn=True)]
            if many >= SPEAK_FROM
            else []
        ),
        *([stand(text, visit)] if visit.at_item or visit.at_finding else []),
        section(
            text("visit.sections"),
            [section_card(text, visit_id, one) for one in sections],
            trailing=quiet_button(
                text("visit.more_lists"), lambda _: go(f"/visits/{visit_id}/people"), ft.Icons.PLAYLIST_ADD
            ),
        ),
        section(
            text("visit.findings", count=len(opened)),
            [
                *(finding_card(text, one) for one in opened),
                side_button(
                    text("visit.free_finding"),
                    lambda _: add(visit_id, None, None),
                    ft.Icons.ADD_A_PHOTO,
                    disabled=adding,
                    key="free-finding",
                ),
            ],
        ),
    ]
    if known:
        seen = {one.hazard_id: one.id for one in opened if one.hazard_id}
        parts.append(
            section(
                text("visit.known_hazards", count=len(known)),
                [
                    small(text("visit.known_about")),
                    *(
                        known_card(
                            text,
                            visit_id,
                            one,
                            seen.get(one.id),
                            lambda _, one=one: add(visit_id, None, None, hazard_id=one.id),
                        )
                        for one in known
                    ),
                ],
            )
        )
    parts.append(people_card(text, visit))
    parts.append(
        SavedField(
            text("visit.remark"),
            visit.remark,
            lambda said: services.actions.set_visit(visit_id, remark=said),
            2,
            key=f"remark:{visit_id}",
        )
    )
    return column(parts, spacing=20)


Body = ft.memo(_body)


def head(text, visit, today) -> ft.Control:
    marks = [
        badge(
            text(f"track.{visit.track}"),
            GOOD,
            ft.Icons.GAVEL if visit.track == "inspection" else ft.Icons.HANDSHAKE,
        ),
        badge(text(f"purpose.{visit.purpose}")),
        badge(text(f"mode.{visit.mode}")),
    ]
    return ft.Column(
        [
            ft.Row(marks, wrap=True, spacing=6, run_spacing=6),
            small(text("visit.begun", time=say_time(text, visit.started_at, today))),
        ],
        spacing=6,
    )


def stand(text, visit) -> ft.Control:
    """Back to the place of the last tap, also after the phone was switched off."""
    if visit.at_finding:
        words, route = text("visit.stand_finding"), f"/visits/{visit.id}/findings/{visit.at_finding}"
    else:
        words, route = (
            text("visit.stand_item", item=visit.at_item),
            f"/visits/{visit.id}/lists/{visit.at_checklist}",
        )
    return big_button(words, lambda _: go(route), ft.Icons.ARROW_FORWARD, key="stand")


def section_card(text, visit_id: str, one) -> ft.Control:
    whole = one.asked and one.answered == one.asked
    marks = [
        badge(
            text("visit.section_done")
            if whole
            else text("visit.progress", done=one.answered, asked=one.asked),
            GOOD if whole else (ft.Colors.SURFACE_CONTAINER_HIGHEST, ft.Colors.ON_SURFACE),
            ft.Icons.CHECK if whole else None,
        )
    ]
    if one.failed:
        marks.append(badge(text("visit.failed", count=one.failed), BAD, ft.Icons.CLOSE))
    title = one.title(text.language)
    return card(
        [
            ft.Row(
                [
                    ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_SMALL, expand=True),
                    ft.Icon(ft.Icons.CHEVRON_RIGHT),
                ]
            ),
            progress(one.answered, one.asked, 6),
            ft.Row(marks, wrap=True, spacing=6, run_spacing=6),
        ],
        on_click=lambda _: go(f"/visits/{visit_id}/lists/{one.code}"),
        key=f"section:{one.code}",
    )


def finding_card(text, one) -> ft.Control:
    marks = [
        severity_badge(text, one.severity),
        badge(text("photo.count", count=len(one.photo_roles)), icon=ft.Icons.PHOTO_CAMERA),
    ]
    if one.fixed_on_site:
        marks.append(badge(text("finding.fixed_short"), GOOD, ft.Icons.CHECK))
    if one.sent_ahead:
        marks.append(badge(text("finding.sent_short"), GOOD, ft.Icons.SEND))
    return row_card(
        one.text or text("finding.no_text"),
        [" · ".join(filter(None, [one.item, one.place]))],
        badges=marks,
        on_click=lambda _: go(f"/visits/{one.visit_id}/findings/{one.id}"),
        key=f"finding:{one.id}",
    )


def known_card(text, visit_id: str, hazard, finding_id: str | None, see_again) -> ft.Control:
    """A hazard from earlier. Officers who see it themselves confirm what was only advice."""
    where = " · ".join(filter(None, [hazard.number, hazard.place]))
    button = (
        side_button(
            text("visit.seen_already"),
            lambda _: go(f"/visits/{visit_id}/findings/{finding_id}"),
            ft.Icons.CHECK,
        )
        if finding_id
        else side_button(text("visit.seen_again"), see_again, ft.Icons.VISIBILITY, key=f"seen:{hazard.id}")
    )
    return card(
        [
            ft.Text(hazard.text),
            small(where),
            ft.Row(
                [severity_badge(text, hazard.severity), badge(text(f"state.{hazard.shown_state}"))],
                wrap=True,
                spacing=6,
                run_spacing=6,
            ),
            button,
        ]
    )


def people_card(text, visit) -> ft.Control:
    said = [
        line(ft.Icons.BADGE_OUTLINED, f"{one.name} {one.certificate_no}".strip())
        for one in visit.participants
    ]
    escort = visit.companion
    said.append(
        line(ft.Icons.PERSON_OUTLINE, " ".join(filter(None, [escort.name, escort.post, escort.phone])))
        if escort.name
        else note_box(text("visit.no_companion"), ft.Icons.PERSON_ADD, warn=True)
    )
    change = quiet_button(
        text("visit.change_people"), lambda _: go(f"/visits/{visit.id}/people"), ft.Icons.EDIT, key="people"
    )
    return section(text("visit.people"), [card(said)], trailing=change)
