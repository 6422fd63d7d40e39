"""The recheck form of a task: after-photos, verdict, words, the second officer. Kept as it is filled in."""

import flet as ft

from app.storage import people
from app.ui.live import go, use_action, use_live, use_services, use_typed
from app.ui.parts.buttons import big_button, choice, side_button
from app.ui.parts.days import say_day
from app.ui.parts.fields import text_field
from app.ui.parts.frame import section, small
from app.ui.parts.people_picker import colleague_picker
from app.ui.parts.says import note_box, problem_line, tell
from inspection.days import day_after
from inspection.hazard import recheck_move
from inspection.recheck import VERDICTS
from inspection.roles import INSPECTION, OFFICER

KIND = "recheck"
MORE_DAYS = (3, 7, 15, 30)  # offered as a new due day


@ft.component
def RecheckForm(hazard, draft, after, look):  # noqa: ARG001
    services = use_services()
    text, today = services.text, services.today()
    kept = draft.fields if draft else {}
    verdict = kept.get("verdict") or ""
    official = hazard.track == INSPECTION and services.role == OFFICER
    officers = use_live(lambda s: people.colleagues(s, OFFICER) if official else [], "enterprises")

    keep, _, trouble = use_action(
        lambda **fields: services.actions.draft_move(hazard.id, KIND, **fields), in_order=True, quiet=True
    )
    shoot, _, no_shot = use_action(
        lambda: services.actions.draft_move(hazard.id, KIND),
        then=lambda identity: go(f"/camera/{KIND}/{identity}/after"),
    )
    note = use_typed(kept.get("note") or "", lambda words: keep(note=words))
    reason = use_typed(kept.get("no_photo_reason") or "", lambda words: keep(no_photo_reason=words))

    def decided(_) -> None:
        tell(text("task.kept"))
        go("/tasks")

    def keep_and_decide(note: str, no_photo_reason: str):
        services.actions.draft_move(hazard.id, KIND, note=note, no_photo_reason=no_photo_reason)
        return services.actions.decide_recheck(hazard.id)

    decide, busy, problem = use_action(keep_and_decide, then=decided)

    def submit() -> None:
        decide(note.settle(), reason.settle())

    me = participant(services.person)
    there = [p.get("person_id") for p in kept.get("participants") or []]
    second = next((one for one in there if one != me["person_id"]), None)
    others = [one for one in officers if one.id != me["person_id"]]

    def with_second(person_id: str) -> None:
        found = [participant(one) for one in others if one.id == person_id]
        keep(participants=[me, *found])

    leads = text(f"move.{recheck_move(verdict, services.role, hazard.severity)}") if verdict else ""
    new_due = [(day_after(today, days).isoformat(), text("task.more_days", days=days)) for days in MORE_DAYS]
    needs_reason = verdict == "pass" and not after
    return section(
        text("task.recheck"),
        [
            side_button(
                text("task.take_after", count=len(after)),
                lambda: shoot(),  # the bare name would be given the event
                ft.Icons.PHOTO_CAMERA,
                key="take-after",
            ),
            choice(
                [(one, text(f"verdict.{one}")) for one in VERDICTS],
                verdict,
                lambda v: keep(verdict=v),
                columns=3,
            ),
            *([small(text("task.leads_to", move=leads))] if leads else []),
            text_field(
                text("task.note_label" if verdict in ("", "pass") else "task.note_needed"),
                note.text,
                note.change,
                lines=2,
                on_blur=note.leave,
            ),
            *(
                [text_field(text("task.no_photo_reason"), reason.text, reason.change, on_blur=reason.leave)]
                if needs_reason
                else []
            ),
            *(
                [
                    small(text("task.new_due")),
                    choice(new_due, kept.get("new_due"), lambda day: keep(new_due=day), columns=4),
                    *([small(say_day(text, kept["new_due"]))] if kept.get("new_due") else []),
                ]
                if verdict in ("partly", "fail")
                else []
            ),
            *(
                [
                    small(text("task.second_officer")),
                    colleague_picker(
                        text, others, {second}, lambda one: with_second("" if one == second else one)
                    ),
                ]
                if official and others
                else []
            ),
            *([note_box(text("task.no_officers"), ft.Icons.INFO_OUTLINE)] if official and not others else []),
            problem_line(text, problem or trouble or no_shot),
            big_button(text("task.decide"), submit, ft.Icons.CHECK, busy=busy, key="decide"),
            small(text("task.decide_help")),
        ],
    )


def participant(person) -> dict:
    return {
        "person_id": person.id,
        "name": person.name,
        "role": person.role,
        "certificate_no": person.certificate_no or "",
    }
