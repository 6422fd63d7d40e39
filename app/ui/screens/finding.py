"""What is wrong, told while standing before it: words, place, how bad, by when, photos. Everything is kept as typed."""

import flet as ft

from app.storage import findings, photos, visits
from app.ui.live import go, use_action, use_live, use_services
from app.ui.parts.buttons import big_button, choice, icon_button, side_button
from app.ui.parts.finding_parts import (
    DAYS,
    device_switch,
    hazard_note,
    major_notes,
    place_chips,
    say_days,
    sent_ahead,
)
from app.ui.parts.frame import column, page_view, section, small
from app.ui.parts.photo_strip import photo_strip
from app.ui.parts.saved_field import SavedField
from app.ui.parts.says import empty, problem_line, tell, use_question
from inspection.checklist import GENERAL, MAJOR
from inspection.finding import AFTER, BEFORE


@ft.component
def FindingPage():
    params = ft.use_route_params()
    visit_id, finding_id = params.get("visit_id", ""), params.get("finding_id", "")
    services = use_services()
    text = services.text
    one = use_live(lambda s: findings.by_id(s, finding_id), "findings")
    visit = use_live(lambda s: visits.by_id(s, visit_id), "visits")
    back = f"/visits/{visit_id}" + (f"/lists/{one.checklist}" if one and one.item else "")
    removed, set_removed = ft.use_state(False)
    ask = use_question(text)

    def gone(_) -> None:
        set_removed(True)
        go(back)

    remove, _, problem = use_action(services.actions.remove_finding, then=gone)
    if one is None or visit is None:
        said = small("") if removed else empty(ft.Icons.SEARCH_OFF, text.problem("finding.unknown"))
        return page_view(text("finding.title"), said)
    still_open = visit.state == visits.OPEN and not one.sent_ahead

    def ask_to_remove(_) -> None:
        ask(
            text("finding.remove_title"),
            text("finding.remove_words"),
            text("finding.remove"),
            lambda: remove(one.id),
            danger=True,
        )

    actions = (
        [icon_button(ft.Icons.DELETE_OUTLINE, text("finding.remove"), ask_to_remove, key="remove")]
        if still_open
        else []
    )
    return page_view(
        one.item or text("finding.title"),
        Body(finding_id, visit_id, still_open, services.look, problem, key=finding_id),
        actions=actions,
        bottom=big_button(text("finding.done"), lambda _: go(back), ft.Icons.CHECK, key="done"),
    )


@ft.component
def _body(finding_id, visit_id, still_open, look, refused):  # noqa: ARG001 - drawn again when the look changes
    services = use_services()
    text, acts = services.text, services.actions
    one = use_live(lambda s: findings.by_id(s, finding_id), "findings")
    shown = use_live(lambda s: photos.of(s, "finding", finding_id), "photos")
    item = use_live(
        lambda s: (
            visits.item_of(s, visits.by_id(s, visit_id), one.checklist, one.item)
            if one and one.item
            else None
        ),
        "visits",
    )
    places = use_live(lambda s: places_of(s, visit_id), "findings")
    ask = use_question(text)
    edit, _, problem = use_action(acts.edit_finding, in_order=True, quiet=True)
    another, adding, not_added = use_action(
        acts.open_finding, then=lambda made: go(f"/visits/{visit_id}/findings/{made}")
    )
    send, sending, not_sent = use_action(acts.send_finding_ahead, then=lambda _: tell(text("finding.sent")))
    if one is None:
        return small("")
    if not still_open:
        return sent_ahead(text, one, shown)

    def field(name: str, lines: int = 1, **more) -> ft.Control:
        return SavedField(
            text(f"finding.{name}"),
            getattr(one, name),
            lambda said: acts.edit_finding(finding_id, **{name: said}),
            lines,
            key=f"{name}:{finding_id}",
            **more,
        )

    def strip(role: str) -> ft.Control:
        these = [photo for photo in shown if photo.role == role or (role == BEFORE and photo.role != AFTER)]
        return photo_strip(text, these, add=lambda _: go(f"/camera/finding/{finding_id}/{role}"))

    def ask_to_send(_) -> None:
        ask(
            text("finding.send_title"),
            text("finding.send_words"),
            text("finding.send"),
            lambda: send(finding_id),
        )

    parts = [
        problem_line(text, refused or problem or not_added or not_sent),
        *([small(item.text(text.language))] if item else []),
        *([hazard_note(text)] if one.hazard_id else []),
        section(text("finding.photos"), [strip(BEFORE)]),
        *([] if shown else [field("no_photo_reason")]),
        field("text", 3),
        ft.Column(
            [
                field("place", autofocus=False),
                place_chips(text, places, one.place, lambda place: edit(finding_id, place=place)),
            ],
            spacing=6,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        section(
            text("finding.severity"),
            [
                choice(
                    [(level, text(f"severity.{level}")) for level in (GENERAL, MAJOR)],
                    one.severity,
                    lambda level: edit(finding_id, severity=level),
                ),
                *major_notes(text, item, one),
                *(
                    [device_switch(text, one, lambda on: edit(finding_id, device_failed=on))]
                    if item and item.major_rules
                    else []
                ),
            ],
        ),
        field("correction", 2),
        section(
            text("finding.deadline"),
            [
                choice(
                    [(days, say_days(text, days)) for days in days_with(one.deadline_days)],
                    one.deadline_days,
                    lambda days: edit(finding_id, deadline_days=days),
                    columns=3,
                )
            ],
        ),
        section(
            text("finding.on_site"),
            [
                ft.Switch(
                    label=text("finding.fixed"),
                    value=one.fixed_on_site,
                    key="fixed",
                    on_change=lambda e: edit(finding_id, fixed_on_site=bool(e.control.value)),
                ),
                *(
                    [small(text("finding.after_needed")), strip(AFTER)]
                    if one.fixed_on_site or any(p.role == AFTER for p in shown)
                    else []
                ),
            ],
        ),
        field("basis", 2),
    ]
    if one.severity == MAJOR:
        parts.append(
            side_button(text("finding.send"), ask_to_send, ft.Icons.SEND, disabled=sending, key="send")
        )
    if one.item:
        parts.append(
            side_button(
                text("finding.another"),
                lambda _: another(visit_id, one.checklist, one.item),
                ft.Icons.ADD,
                disabled=adding,
                key="another",
            )
        )
    return column(parts, spacing=18)


Body = ft.memo(_body)


def places_of(s, visit_id: str) -> list[str]:
    """Places named on this visit, the newest first."""
    named = [one.place for one in findings.of_visit(s, visit_id) if one.place]
    return list(dict.fromkeys(reversed(named)))[:6]


def days_with(days: int) -> list[int]:
    return sorted({*DAYS, days})
