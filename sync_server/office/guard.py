"""What stands before every page: session, role, form token, one connection, and a sentence for every fault."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from inspection import roles
from inspection.problems import Problem
from inspection.texts import LANGUAGES, speaker
from sync_server import meta, sessions, troubles
from sync_server.office.cookies import LANGUAGE_COOKIE, SESSION_COOKIE
from sync_server.office.desk import Desk, NoSuchPage

FORM_MOST_FIELDS = 2000
TABLE_MOST_BYTES = 30 * 1024 * 1024
BUNDLE_MOST_BYTES = 1024 * 1024 * 1024
PLAIN_MOST_BYTES = 1024 * 1024  # of every other form: nobody has to be signed in to send one
SILENCE_S = 60  # between two pieces of a form

log = logging.getLogger("anjian.office")


@dataclass(frozen=True)
class Page:
    """`power` is a key of inspection.roles.POWERS, "" for everyone with a session, None for everyone.

    A POST reads until its form says `sure`, then it writes; `own` pages open their transactions themselves.
    `most` is how many bytes its form may have; more than a plain one only from whoever has the power.
    """

    method: str
    path: str
    answer: Callable[[Desk], Response]
    power: str | None
    own: bool = False
    most: int = PLAIN_MOST_BYTES


def route(context, page: Page) -> Route:
    async def endpoint(request: Request) -> Response:
        form, fault = FormData(), None
        if page.method == "POST":
            try:
                most = page.most if await _may_send_more(context, request, page) else PLAIN_MOST_BYTES
                form = await _form(request, most)
            # the first is what Starlette makes of the second
            except (HTTPException, MultiPartException, Problem) as found:
                fault = found if isinstance(found, Problem) else Problem("office.form_unreadable")
        try:
            return await run_in_threadpool(_serve, context, page, request, form, fault)
        finally:
            await form.close()

    return Route(page.path, endpoint, methods=[page.method])


async def _may_send_more(context, request: Request, page: Page) -> bool:
    if page.most <= PLAIN_MOST_BYTES:
        return False
    _, person = await run_in_threadpool(_who, context, request)
    return person is not None and roles.may(person.role, page.power)


async def _form(request: Request, most: int) -> FormData:
    """The form, read no further than it may be long: what a body says of its own length is not relied on."""
    left = most

    async def receive():
        nonlocal left
        try:
            async with asyncio.timeout(SILENCE_S):
                message = await request.receive()
        except TimeoutError:
            raise Problem("request.too_slow") from None
        left -= len(message.get("body", b""))
        if left < 0:
            raise Problem("office.file_too_large", most=most // 2**20)
        return message

    return await Request(request.scope, receive).form(max_files=1, max_fields=FORM_MOST_FIELDS)


def _serve(context, page: Page, request: Request, form: FormData, fault: Problem | None) -> Response:
    desk = Desk(
        context,
        request,
        speaker(_language(request, None)),
        None,
        "",
        {name: form.get(name) for name in form},
        form,
    )
    try:
        with context.store.read() as c:
            desk.office = meta.get(c, "office")
        session, person = _who(context, request)
        request.state.person = person
        if person is not None:
            desk.person, desk.csrf, desk.text = person, session.csrf, speaker(_language(request, person))
        if page.power is not None and person is None:
            return _to_sign_in(request)
        if page.power and not roles.may(person.role, page.power):
            raise NoSuchPage
        if fault is not None:
            raise fault
        if page.method == "POST":
            _demand_own_form(request, desk, session)
        return _answer(context, page, desk)
    except Problem as problem:
        return _said(desk, problem)
    except Exception as fault:
        if trouble := troubles.problem_of(fault):
            log.error("%s: %s", trouble.code, getattr(fault, "orig", fault))
            return _said(desk, trouble, troubles.STATUS[trouble.code])
        mark = context.new_id()[-8:]
        log.exception("office page %s failed, mark %s", page.path, mark)
        return _said(desk, Problem("office.fault", mark=mark), 500)


def _answer(context, page: Page, desk: Desk) -> Response:
    writes = page.method == "POST" and desk.sure and not page.own
    with context.store.write() if writes else context.store.read() as desk.c:
        return page.answer(desk)


def _who(context, request: Request):
    """(session, person); (None, None) without a good session, or for a role that has no desk."""
    session, person = sessions.of(context.store, request.cookies.get(SESSION_COOKIE), context.now()) or (
        None,
        None,
    )
    return (session, person) if person and person.role in roles.AT_DESK else (None, None)


def _language(request: Request, person) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return (person.language if person else "") or LANGUAGES[0]


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path if request.method == "GET" else ""
    if wanted and request.url.query:
        wanted += "?" + request.url.query
    return RedirectResponse(
        "/office/sign-in" + (f"?next={quote(wanted)}" if wanted not in ("", "/office/") else ""), 303
    )


def _demand_own_form(request: Request, desk: Desk, session) -> None:
    """A form must come from a page of ours: its token says so, and the browser, where it says anything."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise Problem("office.foreign_form")
    if session is not None and not session.csrf_fits(desk.said("csrf")):
        raise Problem("office.foreign_form")


def _said(desk: Desk, problem: Problem, status: int = 0) -> Response:
    """The page for a fault: one sentence, and the way back."""
    if not status:
        status = (
            404 if isinstance(problem, NoSuchPage) else 403 if problem.code == "office.foreign_form" else 409
        )
    back = urlsplit(desk.request.headers.get("referer", "")).path
    desk.c = None
    return desk.page(
        "problem.html", status, found=problem, back=back if back.startswith("/office/") else "/office/"
    )
