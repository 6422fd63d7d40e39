"""The hooks, the guard, and several pages on one phone."""

import asyncio
import logging
import threading

import flet as ft
import pytest

from app.ui import guard
from app.ui.app import show
from app.ui.live import BAG, Bag, hang_bag, use_action, use_typed
from app.ui.topics import Topics
from inspection.problems import Problem
from tests.app.headless import Page
from tests.app.office_page import office_page
from tests.app.phone import begin_visit, make_phone


@pytest.fixture(autouse=True)
def guarded():
    guard.install()


def page_of(component):
    def main(page):
        hang_bag(page, Bag(None, None, Topics()))
        page.render_views(lambda: [component()])

    return main


def test_what_a_thread_writes_is_drawn_on_every_open_page(tmp_path):
    phone = make_phone(tmp_path, office=office_page())

    async def story():
        one, two = [await Page.open(lambda page: show(page, phone)) for _ in range(2)]
        assert one.shows("今天没有") is False
        assert not one.shows("未完成的检查")
        await asyncio.to_thread(begin_visit, phone.services)
        for page in (one, two):
            await page.until("未完成的检查")
            assert page.line.crashes == []
        await one.close()
        await two.close()

    asyncio.run(story())


def test_a_page_that_was_closed_is_no_longer_told(tmp_path):
    phone = make_phone(tmp_path, office=office_page())

    async def story():
        page = await Page.open(lambda page: show(page, phone))
        assert len(phone.services.store._listeners) == 2  # this page and the exchange
        await page.close()
        await asyncio.sleep(0)
        await page.until(lambda: len(phone.services.store._listeners) == 1)

    asyncio.run(story())


def test_a_refusal_is_said_and_a_fault_is_not_shown_raw():
    def refuse(code):
        if code == "bug":
            raise ValueError("secret detail")
        raise Problem(code)

    @ft.component
    def Screen():
        start, _, problem = use_action(refuse)
        return ft.View(
            controls=[
                ft.Text(problem.code if problem else "fine"),
                ft.Button("refuse", on_click=lambda: start("visit.unknown")),
                ft.Button("break", on_click=lambda: start("bug")),
            ]
        )

    async def story():
        page = await Page.open(page_of(Screen))
        await page.tap("refuse")
        await page.until("visit.unknown")
        await page.tap("break")
        await page.until("unexpected")
        assert page.line.crashes == []
        await page.close()

    asyncio.run(story())


def test_a_double_tap_acts_once_but_answers_in_a_row_all_count():
    gate, done = threading.Event(), []

    def slow(name):
        gate.wait(5)
        done.append(name)

    @ft.component
    def Screen():
        once, busy, _ = use_action(slow)
        each, _, _ = use_action(slow, in_order=True)
        return ft.View(
            controls=[
                ft.Text("busy" if busy else "idle"),
                ft.Button("once", on_click=lambda: once("once")),
                *(ft.Button(name, on_click=lambda _, name=name: each(name)) for name in "abc"),
            ]
        )

    async def story():
        page = await Page.open(page_of(Screen))
        await page.tap("once")
        await page.tap("once")
        await page.until("busy")
        for name in "abc":
            await page.tap(name)
        gate.set()
        await page.until(lambda: len(done) == 4)
        assert done.count("once") == 1
        assert [name for name in done if name != "once"] == ["a", "b", "c"]
        await page.until("idle")
        await page.close()

    asyncio.run(story())


def test_typing_is_kept_after_a_rest_on_leaving_the_field_and_on_leaving_the_screen():
    kept = []

    @ft.component
    def Field():
        words = use_typed("", kept.append)
        return ft.TextField(
            label="note",
            value=words.text,
            on_change=lambda e: words.change(e.control.value),
            on_blur=words.leave,
        )

    @ft.component
    def Screen():
        shown, set_shown = ft.use_state(True)
        return ft.View(
            controls=[*([Field()] if shown else []), ft.Button("away", on_click=lambda: set_shown(False))]
        )

    async def story():
        page = await Page.open(page_of(Screen))
        await page.type("note", "一")
        await page.until(lambda: kept == ["一"])
        await page.type("note", "一二")
        await page.leave_field("note")
        assert kept == ["一", "一二"]
        typed = "一二"
        while len(kept) == 2:  # someone who types on and on: kept all the same
            typed += "，"
            await page.type("note", typed)
            assert len(typed) < 5000
        kept[2:] = []
        await page.type("note", "一二三")
        await page.tap("away")
        await page.until(lambda: kept == ["一", "一二", "一二三"])
        await page.close()

    asyncio.run(story())


def test_a_fault_in_a_handler_or_while_drawing_leaves_the_screen_alive():
    @ft.component
    def Screen():
        count, set_count = ft.use_state(0)
        if count == 2:
            raise ValueError("while drawing")

        def fail():
            raise ValueError("in a handler")

        return ft.View(
            controls=[
                ft.Text(f"count {count}"),
                ft.Button("fail", on_click=fail),
                ft.Button("up", on_click=lambda: set_count(count + 1)),
                ft.Button("three", on_click=lambda: set_count(3)),
            ]
        )

    async def story():
        page = await Page.open(page_of(Screen))
        await page.tap("fail")
        assert page.line.crashes == []
        assert page.shows("这一步没有完成")
        await page.tap("up")
        await page.until("count 1")
        await page.tap("up")  # the drawing of 2 fails: 1 stays
        assert page.shows("count 1")
        await page.tap("three")
        await page.until("count 3")
        assert page.line.crashes == []
        await page.close()

    asyncio.run(story())


def test_a_tab_that_closed_while_it_was_sent_something_is_no_fault_in_the_log(caplog):
    from starlette.websockets import WebSocketDisconnect

    web_server = logging.getLogger(guard.WEB_SERVER)
    for fault in (WebSocketDisconnect(1006), ValueError("a real one")):
        web_server.error("Exception in ASGI application", exc_info=fault)
    assert [entry.exc_info[0] for entry in caplog.records] == [ValueError]


def test_a_screen_below_another_rests_and_is_up_to_date_when_it_is_on_top_again(tmp_path):
    phone = make_phone(tmp_path, office=office_page())

    async def story():
        page = await Page.open(lambda page: show(page, phone))
        await page.go("/outbox")
        today = page.page.session.store.get(BAG).topics.of("/")
        before = {name: topic.n for name, topic in today.items()}
        await asyncio.to_thread(begin_visit, phone.services)
        await page.until(lambda: today.missed)
        assert {name: topic.n for name, topic in today.items()} == before
        await page.go("/")
        await page.until("未完成的检查")
        assert not today.missed
        assert page.line.crashes == []
        await page.close()

    asyncio.run(story())


def test_at_an_address_that_no_screen_has_every_screen_hears_everything():
    at = ["/"]
    topics = Topics(lambda: at[0])
    today, tasks = topics.of("/"), topics.of("/tasks")
    heard = today["visits"], tasks["visits"], topics["visits"]
    topics.bump(["visits"])
    assert [one.n for one in heard] == [1, 0, 1]
    at[0] = "/elsewhere"
    topics.bump(["visits"])
    assert [one.n for one in heard] == [2, 1, 2]
    at[0] = "/tasks"
    topics.come_up()
    assert [one.n for one in heard] == [2, 2, 2]
