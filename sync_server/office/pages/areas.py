"""The area tree at the desk: adding villages and grids, renaming, moving and ordering them."""

from starlette.responses import Response

from inspection.problems import Problem
from sync_server import areas as rules
from sync_server.office.desk import Desk
from sync_server.office.reads import areas

LIST = "/office/settings/areas"
MOST_AT_ONCE = 200
LAST_PLACE = 9999


def listed(desk: Desk) -> Response:
    rows = areas.counted(desk.c)
    return desk.page("areas.html", here="settings", rows=rows, kinds=rules.KINDS, street=rules.street(desk.c))


def added(desk: Desk) -> Response:
    text, kind, parent_id = desk.text, desk.said("kind"), desk.said("parent_id")
    if kind == "street":
        parent_id = ""
    names = list(dict.fromkeys(filter(None, map(str.strip, desk.said("names", 10_000).splitlines()))))
    if not names or len(names) > MOST_AT_ONCE:
        raise Problem("area.name_needed", most=rules.LONGEST)
    names = [rules.check(desk.c, name, kind, parent_id or None) for name in names]
    if not desk.sure:
        lines = [
            (text("setup.area.names"), text("office.comma").join(names)),
            (text("setup.area.kind"), text(f"area_kind.{kind}")),
            (text("setup.area.parent"), areas.names(desk.c).get(parent_id, "—")),
        ]
        return desk.ask(text("setup.area.add"), lines, LIST)
    for name in names:
        rules.add(desk.c, name, kind, parent_id, desk.person.id, desk.at, desk.context.new_id, desk.origin)
    return desk.go(LIST, "saved")


def ordered(desk: Desk) -> Response:
    """The numbers beside the names: areas under the same one stand in their order."""
    rows = areas.tree(desk.c)
    wanted = {row["id"]: _place(desk, row) for row in rows}
    moved = [row for row in rows if wanted[row["id"]] != row["place"]]
    if not moved:
        return desk.go(LIST, "nothing")
    if not desk.sure:
        lines = [(row["name"], f"{row['place']} → {wanted[row['id']]}") for row in moved]
        return desk.ask(desk.text("setup.area.order"), lines, LIST)
    for row in moved:
        rules.change(desk.c, row["id"], {"place": wanted[row["id"]]}, desk.person.id, desk.at, desk.origin)
    return desk.go(LIST, "saved")


def _place(desk: Desk, row: dict) -> int:
    said = desk.said(f"place_{row['id']}", 10)
    if not said:
        return row["place"]
    if not said.isdecimal() or int(said) > LAST_PLACE:
        raise Problem("area.wrong_number", name=row["name"], most=LAST_PLACE)
    return int(said)


def shown(desk: Desk) -> Response:
    row = rules.row_of(desk.c, desk.part("id"))
    tree = areas.tree(desk.c)
    above = [one for one in tree if rules.may_stand_under(row["kind"], one["kind"])]
    return desk.page(
        "area.html", here="settings", row=row, above=above, holds=rules.holds(desk.c, row["id"]), back=LIST
    )


def changed(desk: Desk) -> Response:
    row = rules.row_of(desk.c, desk.part("id"))
    parent_id = desk.said("parent_id") or None
    if row["kind"] == "street":
        parent_id = None
    name = rules.check(desk.c, desk.said("name"), row["kind"], parent_id, row["id"])
    text, names, lines = desk.text, areas.names(desk.c), []
    if name != row["name"]:
        lines.append((text("setup.area.name"), f"{row['name']} → {name}"))
    if parent_id != row["parent_id"]:
        both = (names.get(one, "—") for one in (row["parent_id"], parent_id))
        lines.append((text("setup.area.parent"), " → ".join(both)))
    if not lines:
        return desk.go(LIST, "nothing")
    if not desk.sure:
        warning = text("setup.area.moves") if parent_id != row["parent_id"] else ""
        title = text("office.enterprise.change_of", name=row["name"])
        return desk.ask(title, lines, f"{LIST}/{row['id']}", warning=warning)
    fields = {"name": name, "parent_id": parent_id}
    rules.change(desk.c, row["id"], fields, desk.person.id, desk.at, desk.origin)
    return desk.go(LIST, "saved")


def removed(desk: Desk) -> Response:
    row = rules.row_of(desk.c, desk.part("id"))
    held = rules.holds(desk.c, row["id"])
    if any(held.values()):
        raise Problem("area.not_empty", name=row["name"], **held)
    if not desk.sure:
        lines = [
            (desk.text("setup.area.name"), row["name"]),
            (desk.text("setup.area.kind"), desk.text(f"area_kind.{row['kind']}")),
        ]
        return desk.ask(desk.text("setup.area.remove"), lines, f"{LIST}/{row['id']}")
    rules.remove(desk.c, row["id"], desk.person.id, desk.at, desk.origin)
    return desk.go(LIST, "removed")
