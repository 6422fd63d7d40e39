"""The evidence of a visit, handed out as a package that others can check; who took one stands in the audit."""

import os
import tempfile

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from sync_server import evidence
from sync_server.office.desk import Desk
from sync_server.office.evidence import chain_said
from sync_server.office.pages.visits import own
from sync_server.office.reads import hazards, photos
from sync_server.office.render import draw, second


def handed_out(desk: Desk) -> Response:
    context = desk.context
    with context.store.read() as desk.c:
        visit = own(desk)
        if not desk.sure:
            return desk.go(f"/office/visits/{visit['id']}")
        made = evidence.of_visit(desk.c, context.photos, visit["id"], desk.office, desk.person.name, desk.at)
        page = draw(
            "evidence.html",
            desk.text,
            manifest=made.manifest,
            digest=made.digest(),
            visit=visit,
            findings=hazards.of_visit(desk.c, visit["id"]),
            chain=chain_said(desk.c, desk.text, visit["id"]),
            uses=_captions(desk, visit["id"]),
        )
    file, path = tempfile.mkstemp(prefix="evidence-", suffix=".zip", dir=context.config.data_dir)
    try:
        with os.fdopen(file, "wb") as to:
            evidence.write(made, context.photos, page, to)
        with context.store.write() as desk.c:
            desk.note(
                "evidence.export",
                "visit",
                visit["id"],
                manifest=made.digest(),
                records=len(made.raws),
                photos=len(made.manifest["photos"]),
            )
    except BaseException:
        os.unlink(path)
        raise
    name = f"anjian-evidence-{visit['day']}-{visit['id'][-8:]}.zip"
    return FileResponse(
        path, media_type="application/zip", filename=name, background=BackgroundTask(os.unlink, path)
    )


def _captions(desk: Desk, visit_id: str) -> dict[str, list[str]]:
    """{sha256: lines}: what the photo shows, when and how it was taken."""
    lines: dict[str, list[str]] = {}
    for use in photos.of_visit(desk.c, visit_id):
        told = use["manifest"]
        said = [desk.text(f"office.photo.{use['role']}")]
        if told.get("taken_at"):
            said.append(second(told["taken_at"]))
        if told.get("source"):
            said.append(desk.text(f"office.source.{told['source']}"))
        lines.setdefault(use["sha256"], []).append(" · ".join(said))
    return lines
