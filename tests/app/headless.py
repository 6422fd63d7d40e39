"""A Flet page without a client: real session, diff and encoding, and someone who taps, types and looks."""

import asyncio
import dataclasses
import inspect
from concurrent.futures import ThreadPoolExecutor

import flet as ft
import msgpack
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page, context
from flet.messaging.connection import Connection
from flet.messaging.protocol import MessageAction, configure_encode_object_for_msgpack
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

SPOKEN = (
    "value",
    "title",
    "content",
    "label",
    "text",
    "error",
    "helper",
    "tooltip",
    "semantics_label",
    "hint_text",
)
WAYS = ("on_click", "on_change", "on_select")
NAMES = ("content", "title", "tooltip", "label", "key")


class Line(Connection):
    """Stands where the browser would be; `answers` says what it answers to calls like `pick_files`."""

    def __init__(self, answers):
        super().__init__()
        self.loop = asyncio.get_running_loop()
        self.executor = ThreadPoolExecutor(2)
        self.pubsubhub = PubSubHub()
        self.page_url = "http://test"
        self.session = None
        self.answers = {"get_connectivity": ["wifi"]} | answers
        self.sent, self.crashes, self.asked = [], [], []

    def send_message(self, message):
        body = msgpack.packb(
            [message.action, message.body], default=configure_encode_object_for_msgpack(BaseControl)
        )
        self.sent.append(len(body))
        if message.action == MessageAction.SESSION_CRASHED:
            self.crashes.append(message.body.message)
        elif message.action == MessageAction.INVOKE_METHOD:
            self.loop.call_soon(lambda: asyncio.ensure_future(self.answer(message.body)))

    async def answer(self, call):
        self.asked.append((call.name, call.args))
        result = error = None
        try:
            if call.name == "push_route":  # what the client does
                self.session.apply_page_patch({"route": call.args["route"]})
                await self.session.dispatch_event(1, "route_change", {"route": call.args["route"]})
            else:
                result = self.answers.get(call.name)
                result = result(call.args) if callable(result) else result
                result = await result if inspect.isawaitable(result) else result
        except Exception as fault:  # the client would report it to the caller
            error = str(fault)
        self.session.handle_invoke_method_results(call.control_id, call.call_id, result, error)


class Page:
    """One open page of the app."""

    @classmethod
    async def open(cls, main, route="/", web=False, **answers):
        self = cls()
        self.line = Line(answers)
        self.session = self.line.session = Session(self.line)
        self.page = self.session.page
        self.session.apply_page_patch(
            {
                "platform": "android",
                "width": 412.0,
                "height": 915.0,
                "route": route,
                "web": web,
                "platform_brightness": "light",
            }
        )
        msgpack.packb(self.session.get_page_patch(), default=configure_encode_object_for_msgpack(BaseControl))
        _context_page.set(self.page)
        context.reset_auto_update()
        main(self.page)
        await self.session.after_event(self.page)
        await self.settle()
        return self

    async def settle(self, rounds=40):
        """Until nothing is sent any more."""
        quiet = 0
        while quiet < 3 and rounds:
            before = len(self.line.sent) + len(self.line.asked)
            for _ in range(5):
                await asyncio.sleep(0)
            quiet = quiet + 1 if before == len(self.line.sent) + len(self.line.asked) else 0
            rounds -= 1

    async def until(self, condition, seconds=5.0):
        """For what comes from threads. `condition` is a sentence to be seen, or a function."""
        wanted = (lambda: self.shows(condition)) if isinstance(condition, str) else condition
        end = asyncio.get_running_loop().time() + seconds
        while not wanted():
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"not seen: {condition}\n{self.words()}")
            await asyncio.sleep(0.01)
        await self.settle()

    # ── looking ────────────────────────────────────────────────────────────────────────────────
    def controls(self, root=None):
        """Everything on the page; what lies in the views below the top one is there too."""
        seen = set()

        def walk(value):
            if isinstance(value, (list, tuple)):
                for one in value:
                    yield from walk(one)
            elif isinstance(value, dict):
                yield from walk(list(value.values()))
            elif dataclasses.is_dataclass(value) and not isinstance(value, type) and id(value) not in seen:
                seen.add(id(value))
                if isinstance(value, BaseControl):
                    yield value
                for field in dataclasses.fields(value):
                    if not field.metadata.get("skip") and field.name != "_parent":
                        yield from walk(getattr(value, field.name, None))

        yield from walk(self.page if root is None else root)

    @property
    def top(self):
        return [c for c in self.controls() if isinstance(c, ft.View)][-1]

    def words(self, root=None) -> list[str]:
        """What can be read or heard on the top view and in dialogs."""
        shown = list(self.controls(self.top if root is None else root)) + list(
            self.controls(self.page._dialogs)
        )
        spoken = (getattr(c, name, None) for c in shown if getattr(c, "visible", True) for name in SPOKEN)
        return [word for word in spoken if isinstance(word, str) and word]

    def shows(self, sentence: str) -> bool:
        return any(sentence in word for word in self.words())

    def find(self, name: str):
        """The pressable thing, or the field, with this name, words or key; the topmost if there are several."""
        below = [
            c for c in self.controls() if has_name(c, name) and any(getattr(c, way, None) for way in WAYS)
        ]
        assert below, f"no {name!r} among {self.words()}"
        return below[-1]

    # ── doing ──────────────────────────────────────────────────────────────────────────────────
    async def event(self, control, name, value=None):
        await self.session.dispatch_event(control._i, name, value)
        await self.settle()

    async def tap(self, name):
        control = self.find(name) if isinstance(name, str) else name
        assert not getattr(control, "disabled", False), f"{name} is disabled"
        await self.event(control, "click")

    async def type(self, name, text):
        control = self.find(name)
        self.session.apply_patch(control._i, {"value": text})
        await self.event(control, "change", text)

    async def leave_field(self, name):
        await self.event(self.find(name), "blur")

    async def pick(self, name, value):
        control = self.find(name)
        self.session.apply_patch(control._i, {"value": value})
        await self.event(control, "select", value)

    async def go(self, route):
        self.page.navigate(route)
        await self.settle()

    async def back(self):
        top = self.top
        await (
            self.event(self.page, "view_pop", {"route": top.route})
            if top.can_pop
            else self.event(top, "confirm_pop")
        )

    async def close(self):
        self.session.close()
        self.line.executor.shutdown(wait=False)
        await asyncio.sleep(0)


def has_name(control, name: str) -> bool:
    if any(getattr(control, attribute, None) == name for attribute in NAMES):
        return True
    content = getattr(control, "content", None)
    return isinstance(content, ft.Text) and content.value == name
