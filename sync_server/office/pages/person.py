"""One person at the desk: joining, changing, leaving, and a new password that is shown once."""

from starlette.responses import Response

from inspection import roles
from inspection.problems import Problem
from inspection.texts import LANGUAGES
from sync_server import accounts, passwords, staffing
from sync_server.office.desk import Desk
from sync_server.office.reads import areas, people

LIST = "/office/people"
WITH_AREAS = (roles.OFFICER, roles.STATION)
PLAIN = ("name", "role", "post", "phone", "certificate_no", "certificate_until", "language")


def blank(desk: Desk) -> Response:
    row = dict.fromkeys(("id", "login", "organisation", *PLAIN), "")
    row |= {"role": roles.OFFICER, "language": LANGUAGES[0], "areas": [], "active": True}
    return _page(desk, row, [])


def shown(desk: Desk) -> Response:
    row = _own(desk)
    return _page(desk, row, [one for one in people.devices(desk.c) if one["person_id"] == row["id"]])


def _page(desk: Desk, row: dict, devices: list) -> Response:
    return desk.page(
        "person.html",
        here="settings",
        row=row,
        devices=devices,
        roles=roles.ROLES,
        areas=areas.tree(desk.c),
        companies=people.organisations(desk.c),
        languages=LANGUAGES,
    )


def _own(desk: Desk) -> dict:
    row = staffing.row_of(desk.c, desk.part("id"))
    row["organisation"] = people.organisations(desk.c).get(row["organisation_id"], "")
    return row


def _told(desk: Desk) -> dict:
    """The fields as filled in; the organisation still by its name."""
    fields = {name: desk.said(name, 200) for name in PLAIN} | {"areas": desk.all_said("areas")}
    fields = _named(desk, staffing.read, fields)
    if set(fields["areas"]) - set(areas.names(desk.c)):
        raise Problem("person.no_such_area", area="")
    return fields | {"organisation": desk.said("organisation", 100)}


def _named(desk: Desk, check, *given):
    """What `check` answers; a field that it refuses is called as the form calls it."""
    try:
        return check(*given)
    except Problem as problem:
        if problem.code != "person.invalid":
            raise
        raise Problem(
            problem.code, **problem.facts | {"field": _label(desk, problem.facts["field"])}
        ) from None


def _kept(desk: Desk, told: dict) -> dict:
    """The fields as the rules take them: an organisation that is new is added."""
    fields = {name: value for name, value in told.items() if name != "organisation"}
    if "organisation" not in told:
        return fields
    kind = "contractor" if desk.said("role") == roles.EXPERT else "office"
    named = told["organisation"] and accounts.organisation_named(
        desk.c, told["organisation"], kind, desk.context.new_id()
    )
    return fields | {"organisation_id": named or None}


def added(desk: Desk) -> Response:
    told, text = _told(desk), desk.text
    login = _named(desk, accounts.check_login, desk.c, desk.said("login", 60))
    if not desk.sure:
        lines = [(text("office.sign_in.login"), login)]
        lines += [(_label(desk, name), _said(desk, name, value)) for name, value in told.items() if value]
        return desk.ask(text("setup.person.add"), lines, LIST, warning=_lacking(desk, told))
    password = passwords.made()
    identity = staffing.add(
        desk.c, login, _kept(desk, told), password, desk.person.id, desk.at, desk.context.new_id, desk.origin
    )
    return _password_page(desk, identity, password)


def changed(desk: Desk) -> Response:
    row, told = _own(desk), _told(desk)
    page = f"{LIST}/{row['id']}"
    different = {name: value for name, value in told.items() if value != row[name]}
    if not different:
        return desk.go(page, "nothing")
    if not desk.sure:
        lines = [
            (_label(desk, name), f"{_said(desk, name, row[name])} → {_said(desk, name, value)}")
            for name, value in different.items()
        ]
        title = desk.text("office.enterprise.change_of", name=row["name"])
        return desk.ask(title, lines, page, warning=_lacking(desk, told))
    staffing.change(desk.c, row["id"], _kept(desk, different), desk.person.id, desk.at, desk.origin)
    return desk.go(page, "saved")


def _lacking(desk: Desk, told: dict) -> str:
    """What this role needs to be of use, and is not filled in."""
    if told["role"] in WITH_AREAS and not told["areas"]:
        return desk.text("setup.person.no_area")
    if told["role"] == roles.EXPERT and not told["organisation"]:
        return desk.text("setup.person.no_company")
    if told["role"] == roles.OFFICER and not told["certificate_no"]:
        return desk.text("setup.person.no_certificate")
    return ""


def moved(desk: Desk) -> Response:
    """Leaving, or coming back."""
    row = _own(desk)
    page, leaving = f"{LIST}/{row['id']}", desk.said("active") == "no"
    if bool(row["active"]) is not leaving:
        return desk.go(page, "nothing")
    text = desk.text
    if not desk.sure:
        waiting = [one for one in people.devices(desk.c) if one["person_id"] == row["id"]]
        held = sum(one["outbox"].get("records", 0) for one in waiting)
        lines = [(text("office.people.person"), row["name"]), (text("office.people.waiting"), str(held))]
        means = "setup.person.leave_means" if leaving else "setup.person.return_means"
        title = text("setup.person.leave" if leaving else "setup.person.return")
        return desk.ask(title, lines, page, warning=text(means))
    act = staffing.leave if leaving else staffing.come_back
    act(desk.c, row["id"], desk.person.id, desk.at, desk.origin)
    return desk.go(page, "saved")


def password_asked(desk: Desk) -> Response:
    return desk.page("person_password.html", here="settings", row=_own(desk), password="")


def password_set(desk: Desk) -> Response:
    row = _own(desk)
    if not desk.sure:
        return desk.go(f"{LIST}/{row['id']}/password")
    typed = str(desk.form.get("password", ""))
    password = typed or passwords.made()
    staffing.new_password(desk.c, row["id"], password, desk.person.id, desk.at, desk.origin)
    return desk.go(f"{LIST}/{row['id']}", "password") if typed else _password_page(desk, row["id"], password)


def _password_page(desk: Desk, identity: str, password: str) -> Response:
    return desk.page(
        "person_password.html", here="settings", row=staffing.row_of(desk.c, identity), password=password
    )


def _label(desk: Desk, name: str) -> str:
    return desk.text(f"setup.person.{name}")


def _said(desk: Desk, name: str, value) -> str:
    text = desk.text
    if name == "areas":
        named = areas.names(desk.c)
        return text("office.comma").join(named.get(one, one) for one in value) or "—"
    if name in ("role", "language") and value:
        return text(f"{name}.{value}")
    return value or "—"
