"""Contracts at the desk: the company, the days, and the enterprises its experts are to see."""

from urllib.parse import urlencode

from starlette.responses import Response

from inspection.problems import Problem
from sync_server import accounts
from sync_server import contracts as rules
from sync_server import enterprises as register
from sync_server.office.desk import Desk
from sync_server.office.reads import areas, contracts, people

LIST = "/office/settings/contracts"
INSIDE = ("in", "out")
ACTS = ("ticked", "all", "none")
PLAIN = ("name", "starts_on", "ends_on")


def listed(desk: Desk) -> Response:
    rows = contracts.listed(desk.c, desk.today)
    return desk.page("contracts.html", here="settings", rows=rows)


def blank(desk: Desk) -> Response:
    row = dict.fromkeys(("id", "company", *PLAIN), "") | {"starts_on": desk.today.isoformat()}
    return desk.page("contract_form.html", here="settings", row=row, companies=_companies(desk))


def _companies(desk: Desk) -> list[str]:
    return sorted(people.organisations(desk.c, "contractor").values())


def _told(desk: Desk) -> dict:
    """The fields as filled in, the company by its name."""
    told = {name: desk.said(name, 200) for name in (*PLAIN, "company")}
    if not told["company"]:
        raise Problem("contract.company_needed")
    if not told["name"]:
        raise Problem("contract.name_needed", most=rules.LONGEST)
    rules.check_days(told["starts_on"], told["ends_on"])
    return told


def _fields(desk: Desk, told: dict) -> dict:
    company = accounts.organisation_named(desk.c, told["company"], "contractor", desk.context.new_id())
    return {name: told[name] for name in PLAIN} | {"organisation_id": company}


def added(desk: Desk) -> Response:
    told = _told(desk)
    if not desk.sure:
        lines = [(desk.text(f"setup.contract.{name}"), value or "—") for name, value in told.items()]
        new = "" if told["company"] in _companies(desk) else desk.text("setup.contract.new_company")
        return desk.ask(desk.text("setup.contract.add"), lines, LIST, warning=new)
    identity = rules.add(
        desk.c, _fields(desk, told), desk.person.id, desk.at, desk.context.new_id, desk.origin
    )
    return desk.go(f"{LIST}/{identity}", "saved")


def shown(desk: Desk) -> Response:
    row = contracts.one(desk.c, desk.part("id"), desk.today)
    chosen = _chosen(desk)
    rows, further, count = contracts.offered(desk.c, row["id"], after=desk.query("after"), **_filter(desk))
    return desk.page(
        "contract.html",
        here="settings",
        row=row,
        rows=rows,
        further=further,
        count=count,
        chosen=chosen,
        filters=urlencode(chosen),
        areas=areas.tree(desk.c),
        area_names=areas.names(desk.c),
        kinds=register.KINDS,
        inside=INSIDE,
    )


def _chosen(desk: Desk) -> dict:
    return {
        "q": desk.query("q"),
        "area": desk.query("area"),
        "kind": desk.query("kind", register.KINDS),
        "inside": desk.query("inside", INSIDE),
    }


def _filter(desk: Desk) -> dict:
    chosen = _chosen(desk)
    within = areas.within(desk.c, chosen["area"], None) if chosen["area"] else None
    return {"text": chosen["q"], "areas": within, "kind": chosen["kind"], "inside": chosen["inside"]}


def edited(desk: Desk) -> Response:
    row = contracts.one(desk.c, desk.part("id"), desk.today)
    return desk.page("contract_form.html", here="settings", row=row, companies=_companies(desk))


def changed(desk: Desk) -> Response:
    row, told = contracts.one(desk.c, desk.part("id"), desk.today), _told(desk)
    page = f"{LIST}/{row['id']}"
    different = {name: value for name, value in told.items() if value != row[name]}
    if not different:
        return desk.go(page, "nothing")
    if not desk.sure:
        lines = [
            (desk.text(f"setup.contract.{name}"), f"{row[name] or '—'} → {value or '—'}")
            for name, value in different.items()
        ]
        title = desk.text("office.enterprise.change_of", name=row["name"])
        return desk.ask(title, lines, page, warning=desk.text("setup.contract.reaches_phones"))
    rules.change(desk.c, row["id"], _fields(desk, told), desk.person.id, desk.at, desk.origin)
    return desk.go(page, "saved")


def ended(desk: Desk) -> Response:
    row = contracts.one(desk.c, desk.part("id"), desk.today)
    page, day = f"{LIST}/{row['id']}", desk.said("last_day", 10)
    rules.check_days(row["starts_on"], day)
    if not desk.sure:
        lines = [
            (desk.text("setup.contract.name"), f"{row['company']} · {row['name']}"),
            (desk.text("setup.contract.last_day"), day or "—"),
        ]
        return desk.ask(
            desk.text("setup.contract.end"), lines, page, warning=desk.text("setup.contract.end_means")
        )
    rules.end(desk.c, row["id"], day, desk.person.id, desk.at, desk.origin)
    return desk.go(page, "saved")


def enterprises_chosen(desk: Desk) -> Response:
    """`ticked`: as the boxes of this page stand; `all` and `none`: everything the filter finds."""
    row = contracts.one(desk.c, desk.part("id"), desk.today)
    act, page = desk.said("act"), f"{LIST}/{row['id']}?" + urlencode(_chosen(desk))
    inside = set(rules.enterprises_of(desk.c, row["id"]))
    adds, drops = _wanted(desk, row["id"], act, inside)
    if not adds and not drops:
        return desk.go(page, "nothing")
    if not desk.sure:
        text, lines = desk.text, [(desk.text("setup.contract.name"), f"{row['company']} · {row['name']}")]
        for name, ids in (("coming", adds), ("going", drops)):
            if ids:
                named = text("office.comma").join(contracts.some_names(desk.c, ids))
                told = text("setup.contract.some", count=len(ids), names=named)
                lines.append((text(f"setup.contract.{name}"), told))
        return desk.ask(
            text("setup.contract.enterprises"), lines, page, warning=text("setup.contract.reaches_phones")
        )
    rules.set_enterprises(desk.c, row["id"], adds, drops, desk.person.id, desk.at, desk.origin)
    return desk.go(page, "saved")


def _wanted(desk: Desk, identity: str, act: str, inside: set[str]) -> tuple[list[str], list[str]]:
    if act == "ticked":
        here, ticked = desk.all_said("here"), set(desk.all_said("ticked"))
        adds = [one for one in here if one in ticked and one not in inside]
        return adds, [one for one in here if one not in ticked and one in inside]
    if act not in ACTS:
        raise Problem("office.form_unreadable")
    found = contracts.all_offered(desk.c, identity, **_filter(desk))
    if act == "all":
        return [one for one in found if one not in inside], []
    return [], [one for one in found if one in inside]
