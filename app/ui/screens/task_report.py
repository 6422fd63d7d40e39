"""What the enterprise did about a hazard, as a station keeper or expert saw it, with after-photos."""

import flet as ft

from app.ui.live import go, use_action, use_services, use_typed
from app.ui.parts.buttons import big_button, side_button
from app.ui.parts.fields import text_field
from app.ui.parts.frame import section, small
from app.ui.parts.says import problem_line, tell

KIND = "rectification"


@ft.component
def ReportForm(hazard, draft, after, look):  # noqa: ARG001
    services = use_services()
    text = services.text
    kept = draft.fields if draft else {}
    keep, _, trouble = use_action(
        lambda **fields: services.actions.draft_move(hazard.id, KIND, **fields), in_order=True, quiet=True
    )
    shoot, _, no_shot = use_action(
        lambda: services.actions.draft_move(hazard.id, KIND),
        then=lambda identity: go(f"/camera/{KIND}/{identity}/after"),
    )
    done = use_typed(kept.get("done") or "", lambda words: keep(done=words))
    who = use_typed(kept.get("responsible") or "", lambda words: keep(responsible=words))

    def reported(_) -> None:
        tell(text("task.kept"))
        go("/tasks")

    def keep_and_report(done: str, responsible: str):
        services.actions.draft_move(hazard.id, KIND, done=done, responsible=responsible)
        return services.actions.report_rectification(hazard.id)

    report, busy, problem = use_action(keep_and_report, then=reported)

    def submit() -> None:
        report(done.settle(), who.settle())

    return section(
        text("task.report"),
        [
            side_button(
                text("task.take_after", count=len(after)),
                lambda: shoot(),  # the bare name would be given the event
                ft.Icons.PHOTO_CAMERA,
                key="take-after",
            ),
            text_field(text("task.done"), done.text, done.change, lines=3, on_blur=done.leave),
            text_field(text("task.responsible"), who.text, who.change, on_blur=who.leave),
            problem_line(text, problem or trouble or no_shot),
            big_button(text("task.send_report"), submit, ft.Icons.CHECK, busy=busy, key="report"),
            small(text("task.report_help")),
        ],
    )
