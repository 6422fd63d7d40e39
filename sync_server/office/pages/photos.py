"""One photo: its picture for the pages, and what is known of it."""

from starlette.responses import FileResponse, Response

from inspection.problems import Problem
from sync_server import scope
from sync_server.office.desk import Desk, NoSuchPage
from sync_server.office.reads import photos

SIZES = ("thumb", "screen", "full")


def _own(desk: Desk) -> str:
    sha256 = desk.part("sha256")
    if not scope.sees_photo(desk.c, desk.person, sha256):
        raise NoSuchPage
    return sha256


def image(desk: Desk) -> Response:
    sha256, size = _own(desk), desk.query("size", SIZES) or "screen"
    keep = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
    try:
        if size == "full":
            return _original(desk, sha256, keep)
        return FileResponse(desk.context.photos.viewable(sha256, size), media_type="image/jpeg", headers=keep)
    except Problem:
        return Response(status_code=404)


def _original(desk: Desk, sha256: str, keep: dict) -> Response:
    if not desk.context.photos.has(sha256):
        raise Problem("photo.not_stored", sha256=sha256)
    mime = (photos.one(desk.c, sha256) or {}).get("mime") or "application/octet-stream"
    ending = mime.partition("/")[2].replace("jpeg", "jpg")
    return FileResponse(
        desk.context.photos.path(sha256),
        media_type=mime,
        headers=keep,
        filename=f"{sha256[:16]}.{ending}",
        content_disposition_type="attachment",
    )


def about(desk: Desk) -> Response:
    sha256 = _own(desk)
    return desk.page(
        "photo.html",
        here="",
        photo=photos.one(desk.c, sha256),
        uses=photos.uses_of(desk.c, sha256, scope.photo_uses_of(desk.person)),
    )
