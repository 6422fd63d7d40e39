"""A field that saves itself: within a second of a key, and when it is left. There is no save button to forget."""

import asyncio

import flet as ft

from app.ui.live import KEEP_S, use_action, use_services
from app.ui.parts.fields import text_field


class Typing:
    """What is typed and not yet kept."""

    def __init__(self):
        self.pending: str | None = None
        self.due = False  # it will be kept in a moment
        self.focused = False

    def take(self) -> str | None:
        text, self.pending = self.pending, None
        return text


@ft.component
def SavedField(label, value, save, lines=1, error="", **more):
    """`save(text)` runs off the event loop. `value` is what is kept; a change of it from elsewhere is shown."""
    page, text = ft.context.page, use_services().text
    shown, set_shown = ft.use_state(None)  # None: what is kept
    typing = ft.use_ref(Typing).current

    def save_or_hold(typed: str) -> None:
        try:
            save(typed)
        except BaseException:  # a full phone, say: tried again at the next key and on leaving the field
            if typing.pending is None:
                typing.pending = typed
            raise

    keep, _, problem = use_action(save_or_hold, in_order=True, quiet=True)

    def flush() -> None:
        typed = typing.take()
        if typed is not None:
            keep(typed)

    async def soon():
        await asyncio.sleep(KEEP_S)
        typing.due = False
        flush()

    def type_(typed: str) -> None:
        set_shown(typed)
        typing.pending = typed
        if not typing.due:
            typing.due = True
            page.run_task(soon)

    def focus(_) -> None:
        typing.focused = True

    def blur(_) -> None:
        typing.focused = False
        flush()
        if shown == value:
            set_shown(None)

    def value_changed() -> None:
        if not typing.focused and typing.pending is None:
            set_shown(None)

    ft.use_effect(value_changed, [value])
    ft.use_effect(lambda: None, [], cleanup=flush)
    said = text.problem(problem.code, problem.facts) if problem else error
    return text_field(
        label,
        value if shown is None else shown,
        type_,
        lines=lines,
        error=said or None,
        on_focus=focus,
        on_blur=blur,
        **more,
    )
