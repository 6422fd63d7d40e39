"""The end of a visit: exactly what is missing, the whole at a glance, signatures, and one button."""

import flet as ft

from app.storage import visits
from app.ui.live import go, use_action, use_live, use_services
from app.ui.parts.buttons import big_button
from app.ui.parts.frame import card, column, page_view, section, small
from app.ui.parts.says import empty, note_box, problem_line
from app.ui.parts.sign_row import sign_rows
from app.ui.parts.visit_summary import summary_card
from app.ui.screens.visit_done import VisitDone

SIGNATURES = ("signature", "companion_signature")


@ft.component
def FinishPage():
    visit_id = ft.use_route_params().get("visit_id", "")
    services = use_services()
    text = services.text
    visit = use_live(lambda s: visits.by_id(s, visit_id), "visits")
    lacks = use_live(lambda s: visits.lacks(s, visit_id), "visits", "answers", "findings", "photos")
    finish, busy, problem = use_action(services.actions.finish_visit)
    if visit is None or visit.state == visits.DROPPED:
        return page_view(text("finish.title"), empty(ft.Icons.SEARCH_OFF, text.problem("visit.not_open")))
    if visit.state == visits.FROZEN:
        return page_view(visit.enterprise_name, VisitDone(visit_id, services.look), route=ft.use_view_path())
    return page_view(
        text("finish.title"),
        Body(visit_id, services.look, problem),
        bottom=big_button(
            text("finish.finish"),
            lambda _: finish(visit_id),
            ft.Icons.TASK_ALT,
            busy=busy,
            disabled=bool(lacks),
            key="finish-visit",
        ),
    )


@ft.component
def _body(visit_id, look, problem):  # noqa: ARG001 - drawn again when the look changes
    services = use_services()
    text = services.text
    lacks = use_live(lambda s: visits.lacks(s, visit_id), "visits", "answers", "findings", "photos")
    summary = use_live(lambda s: visits.summary(s, visit_id), "visits", "answers", "findings", "photos")
    stand, _, _ = use_action(services.actions.stand_at, in_order=True, quiet=True)
    missing = [one for one in lacks if one.code not in SIGNATURES]
    titles = {one.code: one.title(text.language) for one in summary.sections}

    def say(one) -> str:
        named = {"checklist": titles[code]} if (code := one.facts.get("checklist")) in titles else {}
        return text(f"lack.{one.code}", **(one.facts | named))

    def lead(where: dict) -> None:
        if where.get("people"):
            go(f"/visits/{visit_id}/people")
        elif "finding" in where:
            go(f"/visits/{visit_id}/findings/{where['finding']}")
        elif "checklist" in where:
            stand(visit_id, where["checklist"], where["item"])
            go(f"/visits/{visit_id}/lists/{where['checklist']}")

    parts = [problem_line(text, problem)]
    if missing:
        parts.append(
            section(
                text("finish.missing", count=len(missing)),
                [
                    card(
                        [
                            ft.Row(
                                [
                                    ft.Icon(ft.Icons.RADIO_BUTTON_UNCHECKED, color=ft.Colors.TERTIARY),
                                    ft.Text(say(one), expand=True),
                                    ft.Icon(ft.Icons.CHEVRON_RIGHT),
                                ]
                            )
                        ],
                        on_click=lambda _, one=one: lead(one.where),
                        key=f"lack:{number}",
                    )
                    for number, one in enumerate(missing)
                ],
            )
        )
    parts.append(section(text("finish.summary"), [summary_card(text, summary)]))
    if missing:
        parts.append(note_box(text("finish.sign_later"), ft.Icons.DRAW_OUTLINED))
    else:
        parts.append(
            section(text("finish.signatures"), [small(text("finish.sign_about")), *sign_rows(text, summary)])
        )
        if not lacks:
            parts.append(note_box(text("finish.ready"), ft.Icons.CHECK_CIRCLE_OUTLINE))
    return column(parts, spacing=20)


Body = ft.memo(_body)
