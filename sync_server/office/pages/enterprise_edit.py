"""Adding an enterprise and changing the basic fields of one; what will change is shown before it does."""

from starlette.responses import Response

from sync_server import enterprises as rules
from sync_server import scope
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.reads import areas, checklists, enterprises

FIELDS = (
    "name",
    "code",
    "kind",
    "area_id",
    "address",
    "scope",
    "grade",
    "status",
    "legal_person",
    "contact",
    "contact_phone",
)


def blank(desk: Desk) -> Response:
    row = dict.fromkeys(FIELDS, "") | {"kind": "production", "status": "operating", "tags": [], "id": ""}
    return _form(desk, row)


def shown(desk: Desk) -> Response:
    return _form(desk, _own(desk))


def _form(desk: Desk, row: dict) -> Response:
    return desk.page(
        "enterprise_form.html",
        here="enterprises",
        row=row,
        areas=areas.offered(desk.c, desk.seen),
        kinds=rules.KINDS,
        grades=[grade for grade in rules.GRADES if grade],
        statuses=rules.STATUSES,
        tags=sorted({*checklists.tags(desk.c), *row["tags"]}),
    )


def _own(desk: Desk) -> dict:
    row = enterprises.by_id(desk.c, scope.enterprises_of(desk.person), desk.part("id"))
    if row is None:
        raise NoSuchPage
    return row


def _told(desk: Desk) -> dict:
    """The fields as filled in; an area outside one's own may not be given."""
    fields = {name: desk.said(name, 4000) for name in FIELDS} | {"tags": desk.all_said("tags")}
    if desk.seen is not None and fields["area_id"] not in desk.seen:
        raise NoSuchPage
    return rules.read_fields(desk.c, fields)


def added(desk: Desk) -> Response:
    fields = _told(desk)
    if not desk.sure:
        return desk.ask(
            desk.text("office.enterprise.new"),
            _lines(desk, {}, fields),
            "/office/enterprises",
            warning=_same_name(desk, fields),
        )
    identity = rules.add(desk.c, fields, desk.person.id, desk.at, desk.context.new_id, desk.origin)
    return desk.go(f"/office/enterprises/{identity}", "saved")


def _same_name(desk: Desk, fields: dict) -> str:
    twin = enterprises.twin(desk.c, fields["name"], fields["code"])
    return desk.text("office.enterprise.twin", name=twin) if twin else ""


def changed(desk: Desk) -> Response:
    row, fields = _own(desk), _told(desk)
    file = f"/office/enterprises/{row['id']}"
    different = {name: value for name, value in fields.items() if value != row[name]}
    if not different:
        return desk.go(file, "nothing")
    if not desk.sure:
        return desk.ask(
            desk.text("office.enterprise.change_of", name=row["name"]),
            _lines(desk, row, different),
            file + "/edit",
        )
    rules.change(desk.c, row["id"], different, desk.person.id, desk.at, desk.origin)
    return desk.go(file, "saved")


def _lines(desk: Desk, row: dict, fields: dict) -> list[tuple[str, str]]:
    """Each field as (name, before → after)."""
    found = []
    for name, value in fields.items():
        after = _said(desk, name, value)
        if row:
            after = f"{_said(desk, name, row[name])} → {after}"
        elif not value:
            continue
        found.append((desk.text(f"office.field.{name}"), after))
    return found


def _said(desk: Desk, name: str, value) -> str:
    text = desk.text
    if name == "tags":
        return (
            "、".join(text(f"office.tag.{tag}") if f"office.tag.{tag}" in text else tag for tag in value)
            or "—"
        )
    if name == "area_id":
        return areas.names(desk.c).get(value, "—")
    if name == "grade":
        return text(f"grade.{value or 'none'}")
    if name in ("kind", "status"):
        return text(f"office.{name}.{value}") if value else "—"
    return value or "—"
