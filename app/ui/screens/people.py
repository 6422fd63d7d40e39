"""Who takes part, who of the enterprise comes along, what for, and which checklists: to be mended during the visit."""

import threading
from dataclasses import replace

import flet as ft

from app.storage import checklists, enterprises, people, visits
from app.ui.live import use_action, use_live, use_services
from app.ui.parts.buttons import choice
from app.ui.parts.frame import column, line, page_view, section, small
from app.ui.parts.list_picker import list_picker
from app.ui.parts.people_picker import as_participant, colleague_picker, officers_lacking, toggled
from app.ui.parts.saved_field import SavedField
from app.ui.parts.says import empty, note_box, problem_line
from app.ui.screens.start_visit import PURPOSES
from inspection.checklist import suggested
from inspection.roles import INSPECTION, OFFICER


@ft.component
def PeoplePage():
    visit_id = ft.use_route_params().get("visit_id", "")
    services = use_services()
    text = services.text
    visit = use_live(lambda s: visits.by_id(s, visit_id), "visits")
    if visit is None or visit.state != visits.OPEN:
        return page_view(text("people.title"), empty(ft.Icons.SEARCH_OFF, text.problem("visit.not_open")))
    return page_view(text("people.title"), Body(visit_id, services.look))


@ft.component
def _body(visit_id, look):  # noqa: ARG001 - drawn again when the look changes
    services = use_services()
    text, acts, me = services.text, services.actions, services.person
    visit = use_live(lambda s: visits.by_id(s, visit_id), "visits")
    colleagues = use_live(lambda s: [one for one in people.colleagues(s) if one.id != me.id], "enterprises")
    known = use_live(checklists.current, "checklists")
    whole = use_live(lambda s: enterprises.by_id(s, visit.enterprise_id), "enterprises")
    begun = use_live(lambda s: {code for code, _ in visits.results(s, visit_id)}, "answers")
    turn = ft.use_ref(threading.Lock).current  # two fields left at once: neither overwrites the other
    put_visit, _, refused = use_action(acts.set_visit, in_order=True, quiet=True)
    there = visit.participants
    chosen = tuple(one.person_id for one in there if one.person_id and one.person_id != me.id)

    def change(new) -> None:
        """`new(visit)` answers (participants, companion), from what is kept and not from what was drawn."""
        with turn:
            with services.store.read() as s:
                now = visits.by_id(s, visit_id)
            acts.set_people(visit_id, *new(now))

    def toggle_person(identity: str) -> None:
        def new(now):
            others = [one for one in now.participants if one.person_id != identity]
            if len(others) == len(now.participants):
                others += [as_participant(one) for one in colleagues if one.id == identity]
            return others, now.companion

        change(new)

    def toggle_list(code: str) -> None:
        with turn:
            with services.store.read() as s:
                now = [one for one, _ in visits.by_id(s, visit_id).checklists]
            wanted = [(one, versions[one]) for one in toggled(now, code) if one in versions]
            acts.set_visit(visit_id, checklists=wanted)

    def keep_companion(name: str):
        return lambda said: change(lambda now: (now.participants, replace(now.companion, **{name: said})))

    def keep_certificate(person_id: str):
        def new(now, said: str):
            told = [
                replace(one, certificate_no=said) if one.person_id == person_id else one
                for one in now.participants
            ]
            return told, now.companion

        return lambda said: change(lambda now: new(now, said))

    switch_person, _, problem = use_action(toggle_person, in_order=True, quiet=True)
    switch_list, _, not_switched = use_action(toggle_list, in_order=True, quiet=True)

    def field(name: str, **more) -> ft.Control:
        kept = getattr(visit.companion, name)
        return SavedField(
            text(f"people.companion_{name}"), kept, keep_companion(name), key=f"companion:{name}", **more
        )

    official = visit.track == INSPECTION
    lacking = officers_lacking(there) if official else 0
    codes = [code for code, _ in visit.checklists]
    versions = {one.code: one.version for one in known} | dict(visit.checklists)
    fitting = [one.code for one in suggested(known, whole.tags, whole.sectors)] if whole else codes
    certified = {one.id for one in (me, *colleagues) if one.certificate_no}
    mine = [one for one in there if one.person_id == me.id or one.person_id is None]
    return column(
        [
            problem_line(text, problem or refused or not_switched),
            *([track_choice(text, services.tracks, visit, put_visit)] if len(services.tracks) > 1 else []),
            section(
                text("start.people"),
                [
                    *(
                        line(
                            ft.Icons.BADGE_OUTLINED,
                            f"{one.name} {one.certificate_no or text('people.no_certificate')}",
                        )
                        for one in mine
                    ),
                    *(
                        SavedField(
                            text("people.certificate_of", name=one.name),
                            one.certificate_no,
                            keep_certificate(one.person_id),
                            key=f"certificate:{one.person_id}",
                        )
                        for one in there
                        if official and one.role == OFFICER and one.person_id not in certified
                    ),
                    colleague_picker(
                        text,
                        [one for one in colleagues if not official or one.role == OFFICER],
                        chosen,
                        switch_person,
                    ),
                    *(
                        [
                            note_box(
                                text("start.officers_lacking", count=lacking), ft.Icons.GROUP_ADD, warn=True
                            )
                        ]
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
                text("start.purpose"),
                [
                    choice(
                        [(one, text(f"purpose.{one}")) for one in PURPOSES[visit.track]],
                        visit.purpose,
                        lambda one: put_visit(visit_id, purpose=one),
                    )
                ],
            ),
            list_picker(text, known, {*fitting, *codes}, codes, switch_list, begun),
        ],
        spacing=20,
    )


Body = ft.memo(_body)


def track_choice(text, tracks, visit, put_visit) -> ft.Control:
    """An inspection whose second officer did not come goes on as a technical service."""
    return section(
        text("start.track"),
        [
            choice(
                [(one, text(f"track.{one}")) for one in tracks],
                visit.track,
                lambda one: put_visit(visit.id, track=one),
            ),
            small(text(f"start.about_{visit.track}")),
        ],
    )
