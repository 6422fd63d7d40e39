"""Records that were held or refused: why, what they wait for, what was sent, and judging them again."""

from starlette.responses import Response

from sync_server import receive
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.evidence import holes_said
from sync_server.office.reads import inbox


def listed(desk: Desk) -> Response:
    outcome = desk.query("outcome", inbox.NEEDY)
    rows, further = inbox.listed(desk.c, desk.seen, outcome, desk.query("after"))
    holes = holes_said(desk.c, desk.text, desk.at) if desk.seen is None else []
    return desk.page(
        "attention.html",
        here="attention",
        rows=rows,
        further=further,
        outcome=outcome,
        outcomes=inbox.NEEDY,
        holes=holes,
    )


def _own(desk: Desk) -> dict:
    record = inbox.by_id(desk.c, desk.seen, desk.part("id"))
    if record is None:
        raise NoSuchPage
    return record


def shown(desk: Desk) -> Response:
    return desk.page("record.html", here="attention", record=_own(desk))


def judged_again(desk: Desk) -> Response:
    record = _own(desk)
    address = f"/office/attention/{record['id']}"
    if record["outcome"] != "held":
        return desk.go(address, "nothing")
    if not desk.sure:
        lines = [
            (desk.text("office.record.id"), record["id"]),
            (desk.text("office.record.kind"), desk.text(f"office.record.kind.{record['kind']}")),
        ]
        return desk.ask(desk.text("office.record.again"), lines, address)
    store = desk.context.store
    outcome = receive.rejudge_one(store, record["id"], desk.at)
    with store.write() as desk.c:
        desk.note(
            "record.again",
            "record",
            record["id"],
            before=record["outcome"],
            after=outcome or record["outcome"],
        )
    return desk.go(address, "judged")
