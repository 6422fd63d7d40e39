"""Signing in and out at the desk, and the language of the pages."""

from starlette.responses import RedirectResponse, Response

from inspection import roles
from inspection.problems import Problem
from inspection.texts import LANGUAGES
from sync_server import accounts, audit, people, sessions
from sync_server.office.cookies import LANGUAGE_COOKIE, SESSION_COOKIE, address_here
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.render import problem_sentence


def shown(desk: Desk) -> Response:
    if desk.person is not None:
        return desk.go("/office/")
    return desk.page("sign_in.html", login="", fault="", wanted=address_here(desk.query("next")))


def tried(desk: Desk) -> Response:
    """Who it is; the reason for a refusal is the same whether the name or the password was wrong."""
    login, wanted = desk.said("login", 60), address_here(desk.said("next"))
    store = desk.context.store
    try:
        person_id = accounts.sign_in(store, login, str(desk.form.get("password", "")), desk.origin, desk.at)
        person = people.by_id(desk.c, person_id)
        if person is None or person.role not in roles.AT_DESK:
            raise Problem("office.no_desk")
    except Problem as problem:
        status = 429 if problem.code == "sign_in.too_many" else 401
        fault = problem_sentence(desk.text, problem)
        if problem.code == "office.no_desk":  # a wrong password is noted where it is looked at
            facts = {"code": problem.code}
            with store.write() as c:
                audit.write(c, None, "sign_in.refused", "login", login, facts, desk.origin, desk.at)
        return desk.page("sign_in.html", status, login=login, fault=fault, wanted=wanted)
    with store.write() as c:
        token, _ = sessions.begin(c, person_id, desk.request.headers.get("user-agent", ""), desk.at)
        audit.write(c, person_id, "sign_in", "person", person_id, {}, desk.origin, desk.at)
    answer = RedirectResponse(wanted, 303)
    answer.set_cookie(
        SESSION_COOKIE, token, path="/", httponly=True, samesite="lax", secure=desk.context.config.secure
    )
    return answer


def ended(desk: Desk) -> Response:
    with desk.context.store.write() as c:
        sessions.end(c, desk.request.cookies.get(SESSION_COOKIE))
        audit.write(c, desk.person.id, "sign_out", "person", desk.person.id, {}, desk.origin, desk.at)
    answer = RedirectResponse("/office/sign-in", 303)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


def language(desk: Desk) -> Response:
    """The language is a matter of this browser and changes nothing in the office, so a link is enough."""
    chosen = desk.part("language")
    if chosen not in LANGUAGES:
        raise NoSuchPage
    answer = RedirectResponse(address_here(desk.query("back")), 303)
    answer.set_cookie(LANGUAGE_COOKIE, chosen, path="/", max_age=31536000, samesite="lax", httponly=True)
    return answer
