"""An issued document as a page for the printer."""

from starlette.responses import Response

from sync_server import people, scope
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.reads import enterprises


def shown(desk: Desk) -> Response:
    document = enterprises.document(desk.c, scope.enterprises_of(desk.person), desk.part("id"))
    if document is None:
        raise NoSuchPage
    row = enterprises.by_id(desk.c, scope.enterprises_of(desk.person), document["enterprise_id"])
    return desk.page(
        "document.html",
        here="enterprises",
        document=document,
        row=row,
        officers=_officers(desk, document["body"]),
    )


def _officers(desk: Desk, body: dict) -> list[dict]:
    """Officers as they stand in the document; a bare id is looked up."""
    found = []
    for officer in body.get("officers", ()):
        if isinstance(officer, str):
            person = people.by_id(desk.c, officer)
            officer = (
                {"name": person.name, "certificate_no": person.certificate_no}
                if person
                else {"name": officer, "certificate_no": ""}
            )
        found.append(officer)
    return found
