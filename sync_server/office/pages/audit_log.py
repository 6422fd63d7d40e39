"""What was done in the office, newest first."""

from starlette.responses import Response

from sync_server.office.desk import Desk
from sync_server.office.reads import audited, people
from sync_server.office.words import fact_lines


def listed(desk: Desk) -> Response:
    chosen = {"kind": desk.query("kind"), "target": desk.query("target"), "person": desk.query("person")}
    rows, further = audited.listed(
        desk.c, chosen["kind"], chosen["target"], chosen["person"], desk.query("after")
    )
    for row in rows:
        row["lines"] = fact_lines(desk.text, row["facts"])
    return desk.page(
        "audit.html", here="audit", rows=rows, further=further, chosen=chosen, people=people.listed(desk.c)
    )
