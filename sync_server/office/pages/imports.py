"""Importing enterprises: a file is kept, shown as it would be written, and written when that is confirmed."""

from starlette.responses import Response

from inspection.problems import Problem
from sync_server import enterprises_import
from sync_server.office import kept_uploads
from sync_server.office.desk import Desk, NoSuchPage

SHOWN_ROWS = 200
CREATE = "new"


def shown(desk: Desk) -> Response:
    return desk.page("import.html", here="import", fault=None)


def kept(desk: Desk) -> Response:
    """Keeping the upload changes nothing in the office: what it would do is shown next."""
    upload = desk.form.get("table")
    if upload is None or isinstance(upload, str) or not upload.filename:
        return desk.page("import.html", 409, here="import", fault=Problem("office.import_no_file"))
    content = upload.file.read()
    try:
        enterprises_import.read(content, upload.filename)
    except Problem as problem:
        return desk.page("import.html", 409, here="import", fault=problem)
    token = kept_uploads.keep(desk.context.config.data_dir, content, upload.filename, desk.person.id, desk.at)
    return desk.go(f"/office/import/{token}" + (f"?areas={CREATE}" if desk.said("areas") == CREATE else ""))


def _own(desk: Desk) -> tuple:
    found = kept_uploads.of(desk.context.config.data_dir, desk.part("token"), desk.person.id)
    if found is None:
        raise NoSuchPage
    content, facts = found
    sheet = enterprises_import.read(content, facts["filename"])
    return enterprises_import.preview(desk.c, sheet, _creates(desk)), facts


def _creates(desk: Desk) -> bool:
    """Whether villages that the list names and the office lacks are to be made."""
    return CREATE in (desk.query("areas"), desk.said("areas"))


def previewed(desk: Desk) -> Response:
    preview, facts = _own(desk)
    kind = desk.query("kind", enterprises_import.KINDS)
    rows = [row for row in preview.rows if row.kind == kind] if kind else preview.rows
    rows = sorted(rows, key=lambda row: (not row.reasons, row.number)) if not kind else rows
    return desk.page(
        "import_preview.html",
        here="import",
        token=desk.part("token"),
        facts=facts,
        preview=preview,
        told=enterprises_import.told_before(preview, desk.text),
        kind=kind,
        creates=_creates(desk),
        rows=rows[:SHOWN_ROWS],
        left_out=max(len(rows) - SHOWN_ROWS, 0),
    )


def written(desk: Desk) -> Response:
    preview, facts = _own(desk)
    if not desk.sure:
        return desk.go(f"/office/import/{desk.part('token')}")
    context = desk.context
    result = enterprises_import.write(
        context.store, preview, desk.person.id, desk.at, context.new_id, origin=desk.origin
    )
    with context.store.write() as desk.c:
        desk.note(
            "enterprises.import",
            "file",
            facts["filename"][:100],
            told=" ".join(enterprises_import.told_after(result, desk.text)),
        )
    kept_uploads.drop(context.config.data_dir, desk.part("token"))
    return desk.page(
        "import_result.html",
        here="import",
        facts=facts,
        told=enterprises_import.told_after(result, desk.text),
    )
