"""The two hooks that carry every screen: `use_live` draws the database, `use_action` calls a use-case."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import flet as ft

from app.services import Phone, Services
from app.ui.topics import Topics
from inspection.problems import Problem

log = logging.getLogger(__name__)
BAG = "bag"
KEEP_S = 0.8  # at the latest so long after a key what was typed is kept, also while one types on
PICTURES = ThreadPoolExecutor(3, "pictures")


@dataclass
class Bag:
    """What every component of one page may ask for.

    It hangs on the page and not in a Flet context: a memoised component that is skipped loses its link to
    the context above it, and what lies below it would find nothing (Flet 1.0.5).
    """

    phone: Phone
    services: Services | None
    topics: Topics


def hang_bag(page: ft.Page, bag: Bag) -> None:
    page.session.store.set(BAG, bag)


def bag() -> Bag:
    return ft.context.page.session.store.get(BAG)


def use_services() -> Services:
    """The services of the person signed in; redraws when a setting (language, type size) changes."""
    use_topic("settings")
    return bag().services


def use_topic(name: str) -> None:
    topics, address = bag().topics, ft.use_view_path()
    screen = ft.use_ref(lambda: address).current  # of the first drawing: later the way up may be lost
    topics.come_up()
    ft.use_state(topics.of(screen)[name])  # subscribing is the point


def use_live(query: Callable, *topics: str):
    """The result of `query(session)`, run again whenever one of `topics` changes.

    It runs on the event loop while drawing, so keep it to indexed reads (a few ms).
    """
    for name in topics:
        use_topic(name)
    with bag().services.store.read() as session:
        return query(session)


def use_action(action: Callable, then: Callable | None = None, in_order: bool = False, quiet: bool = False):
    """`(start, busy, problem)` around a use-case, which runs off the event loop.

    `start(…)` takes what `action` takes and may be used as a plain handler: Flet awaits only coroutine
    functions, and drops `lambda _: coroutine()` without a word. `then(result)` follows on the event loop.
    A start while one is under way is left out (a double tap), or with `in_order` waits for its turn.
    With `quiet` the component is not drawn again for being busy: what it shows does not depend on that.
    """
    page = ft.context.page
    busy, set_busy = ft.use_state(False)
    problem, set_problem = ft.use_state(None)
    under_way = ft.use_ref(lambda: 0)
    turn = ft.use_ref(asyncio.Lock)

    async def run(*given, **named):
        try:
            if not quiet:
                set_busy(True)
            set_problem(None)
            async with turn.current:
                result = await asyncio.to_thread(action, *given, **named)
                if then:
                    then(result)
        except Problem as refusal:
            set_problem(refusal)
        except Exception:
            log.exception("unexpected in %s", getattr(action, "__name__", action))
            set_problem(Problem("unexpected"))
        finally:
            under_way.current -= 1
            if not under_way.current and not quiet:
                set_busy(False)

    def start(*given, **named) -> None:
        if under_way.current and not in_order:
            return
        under_way.current += 1
        page.run_task(run, *given, **named)

    return start, busy, problem


async def fetched(work: Callable, *given):
    """What may wait for the network, on threads of its own: those that keep what a person does are never held up."""
    return await asyncio.get_running_loop().run_in_executor(PICTURES, work, *given)


@dataclass(frozen=True)
class Typed:
    """A text being typed: `change` and `leave` belong to the field's on_change and on_blur.

    `settle()` is for the button that sends the whole form and keeps the text itself: it answers what was
    typed last, also when a fast finger was ahead of the drawing.
    """

    text: str
    change: Callable[[str], None]
    leave: Callable
    settle: Callable[[], str]


def use_typed(kept: str, save: Callable[[str], None]) -> Typed:
    """A field that is kept while one types: within a second, on leaving it, on leaving the screen.

    `save(text)` starts an action.
    """
    page = ft.context.page
    text, set_text = ft.use_state(kept)
    latest = ft.use_ref(lambda: kept)
    saved = ft.use_ref(lambda: kept)
    due = ft.use_ref(lambda: False)

    def settle() -> str:
        saved.current = latest.current
        return latest.current

    def leave(_=None) -> None:
        if latest.current != saved.current:
            settle()
            save(latest.current)

    async def soon() -> None:
        await asyncio.sleep(KEEP_S)
        due.current = False
        leave()

    def change(words: str) -> None:
        latest.current = words
        set_text(words)
        if not due.current:
            due.current = True
            page.run_task(soon)

    ft.use_effect(lambda: None, [], cleanup=leave)
    return Typed(text, change, leave, settle)


def use_latest(value):
    """`(value, change, latest)`: like `use_state`, but `latest()` is true also before the screen was redrawn.

    For buttons that send what was typed: a tap may arrive before the last letter has been drawn.
    """
    shown, show = ft.use_state(lambda: value)
    box = ft.use_ref(lambda: value)

    def change(new) -> None:
        box.current = new
        show(new)

    return shown, change, lambda: box.current


def go(route: str) -> None:
    """To another screen. From handlers only (the event loop's thread)."""
    ft.context.page.navigate(route)
