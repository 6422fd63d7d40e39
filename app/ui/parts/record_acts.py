"""What can still be done with a frozen record: put it away when it was refused, or say what is wrong in it."""

import flet as ft

from app.ui.live import go, use_action, use_latest, use_services
from app.ui.parts.buttons import big_button, quiet_button, side_button
from app.ui.parts.fields import text_field
from app.ui.parts.says import problem_line, tell, use_question
from inspection.texts import LANGUAGES, speaker

WHOLE = "$"  # a correction in words speaks of the whole record


@ft.component
def Discard(item, look):  # noqa: ARG001 - drawn again when the look changes
    """Put a refused record away, with a reason; the office keeps both."""
    services = use_services()
    text = services.text
    asking, set_asking = ft.use_state(False)
    reason, set_reason, reason_now = use_latest("")

    def done(_) -> None:
        set_asking(False)
        tell(text("outbox.discarded"))

    discard, busy, problem = use_action(services.actions.void, then=done)
    fields = [text_field(text("outbox.reason"), reason, set_reason, lines=2)]
    send = big_button(text("outbox.discard"), lambda: discard(item.id, reason_now()), danger=True, busy=busy)
    ft.use_dialog(
        question(
            text,
            text("outbox.discard_title"),
            text("outbox.discard_words"),
            fields,
            problem,
            send,
            set_asking,
        )
        if asking
        else None
    )
    return side_button(
        text("outbox.discard"), lambda: set_asking(True), ft.Icons.DELETE_OUTLINE, key=f"discard:{item.id}"
    )


@ft.component
def Reopen(item, look):  # noqa: ARG001 - drawn again when the look changes
    """A refused visit is put right and handed in anew; what was refused stays on record."""
    services = use_services()
    text = services.text
    ask = use_question(text)
    why = speaker(LANGUAGES[0])("outbox.reopen_reason")  # evidence is written in Chinese
    reopen, busy, problem = use_action(
        services.actions.reopen_visit, then=lambda visit_id: go(f"/visits/{visit_id}")
    )

    def asked() -> None:
        yes = text("outbox.reopen")
        ask(text("outbox.reopen_title"), text("outbox.reopen_words"), yes, lambda: reopen(item.id, why))

    button = side_button(text("outbox.reopen"), asked, ft.Icons.EDIT, disabled=busy, key=f"reopen:{item.id}")
    return ft.Column(
        [button, problem_line(text, problem)], spacing=6, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


@ft.component
def Correct(item, look):  # noqa: ARG001
    """A frozen record is never edited: what is wrong in it is said in a further one, shown beside it."""
    services = use_services()
    text = services.text
    asking, set_asking = ft.use_state(False)
    words, set_words, words_now = use_latest("")
    reason, set_reason, reason_now = use_latest("")

    def done(_) -> None:
        set_asking(False)
        set_words("")
        set_reason("")
        tell(text("outbox.corrected"))

    correct, busy, problem = use_action(services.actions.amend_record, then=done)
    fields = [
        text_field(text("outbox.correction"), words, set_words, lines=3),
        text_field(text("outbox.reason"), reason, set_reason),
    ]
    send = big_button(
        text("outbox.correct"),
        lambda: correct(item.id, WHOLE, words_now(), reason_now()),
        busy=busy,
        key="send-correction",
    )
    ft.use_dialog(
        question(
            text,
            text("outbox.correct_title"),
            text("outbox.correct_words"),
            fields,
            problem,
            send,
            set_asking,
        )
        if asking
        else None
    )
    return side_button(
        text("outbox.correct"), lambda: set_asking(True), ft.Icons.EDIT_NOTE, key=f"correct:{item.id}"
    )


def question(text, title: str, words: str, fields, problem, send, set_asking) -> ft.AlertDialog:
    return ft.AlertDialog(
        modal=True,
        title=title,
        scrollable=True,
        on_dismiss=lambda: set_asking(False),
        content=ft.Column([ft.Text(words), *fields, problem_line(text, problem)], tight=True, spacing=12),
        actions=[quiet_button(text("say.not_now"), lambda: set_asking(False)), send],
    )
