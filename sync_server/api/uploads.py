"""/api/uploads: photos by tus 1.0.0 (creation, creation-with-upload, checksum, expiration, termination)."""

import hashlib
import hmac
import os
from base64 import b64decode
from binascii import Error as NotBase64
from contextlib import contextmanager
from datetime import UTC
from email.utils import format_datetime

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from inspection.problems import Problem
from inspection.record import PHOTO_MOST_BYTES
from inspection.shapes import HEX
from sync_server import uploads
from sync_server.api.ahead import Ahead, taken_in
from sync_server.api.answers import problem_answer
from sync_server.api.bodies import pieces
from sync_server.api.callers import Caller, bearer, caller
from sync_server.api.turns import Turn, Turns
from sync_server.context import Context
from sync_server.uploads import Upload

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CHECKSUMS = ("sha256", "sha1")
BYTES = "application/offset+octet-stream"

turns = Turns()


def answer(status: int, **headers: object) -> Response:
    told = {
        name.replace("_", "-").title(): str(value) for name, value in headers.items() if value is not None
    }
    return Response(
        status_code=status, headers={"Tus-Resumable": VERSION, "Cache-Control": "no-store", **told}
    )


async def options(_request: Request) -> Response:
    return answer(
        204,
        tus_version=VERSION,
        tus_extension=EXTENSIONS,
        tus_max_size=PHOTO_MOST_BYTES,
        tus_checksum_algorithm=",".join(CHECKSUMS),
    )


async def create(request: Request) -> Response:
    async with taken_in(request) as (read_ahead, ahead):
        return await _create(read_ahead, ahead)


async def _create(request: Request, ahead: Ahead) -> Response:
    context: Context = request.app.state.context
    bearer(request)  # who shows nothing is told nothing of what is wrong with the offer
    sha, size, mime = _offered(request)
    at = context.now()
    content = await ahead.whole(size) if request.headers.get("content-type", "") == BYTES else None

    def begin() -> Upload:
        who = caller(context, request, at, whole=False)
        one = uploads.begin(context, who.person_id, who.device_id, sha, size, mime, at)
        alone = not one.complete and not one.written and (one.person_id, sha) not in turns.coming
        return _kept_whole(context, request, one, content) if content and alone else one

    one = await run_in_threadpool(begin)
    if content and one.complete:
        request.app.state.checks.wake()
        return answer(201, location=_place(one, size), upload_offset=size)
    key = (one.person_id, sha)
    while not one.complete and (
        other := turns.coming.get(key)
    ):  # the same photo, its line perhaps just broken
        await turns.finished(other, lambda: uploads.part_size(context, other))
        one = await run_in_threadpool(begin)
    with_bytes = request.headers.get("content-type", "") == BYTES and not one.complete
    if with_bytes and request.headers.get("content-length", "") == str(size) and not one.written:
        turns.coming[key] = one.id
    elif not one.complete:
        await run_in_threadpool(uploads.write_row, context, one)
        one = _as_written(one)
    reached = uploads.reached(context, one)
    if with_bytes:
        try:
            async with turns.of(one.id) as turn:
                reached = uploads.reached(
                    context, one
                )  # bytes begun before stay; their twins are passed over
                one, reached = await _take(request, context, turn, one, reached, passed_over=reached)
        finally:
            if turns.coming.get(key) == one.id:
                del turns.coming[key]
    return answer(201, location=_place(one, reached), upload_offset=reached, upload_expires=_expires(one))


def _place(one: Upload, reached: int) -> str:
    """Where the upload goes on. One with nothing more to send may leave no row, but is still asked after."""
    return f"/api/uploads/{one.sha256 if reached == one.size else one.id}"


def _kept_whole(context: Context, request: Request, one: Upload, content: bytes) -> Upload:
    """The common case, a small photo all in one: nothing is noted on the way."""
    sums = _Sums(request, whole=True)
    sums.add(content)
    if not sums.fit():
        raise Problem("upload.checksum_wrong")
    return uploads.keep_whole(context, one, content, sums.of_whole(), context.now())


async def head(request: Request) -> Response:
    """Ends a connection that still sends, which may well be a dead one: what it has brought counts."""
    context: Context = request.app.state.context
    one = await _known(request, context)
    async with turns.of(one.id):
        reached = uploads.reached(context, one)
    return answer(200, upload_offset=reached, upload_length=one.size, upload_expires=_expires(one))


async def patch(request: Request) -> Response:
    async with taken_in(request) as (read_ahead, _):
        return await _patch(read_ahead)


async def _patch(request: Request) -> Response:
    context: Context = request.app.state.context
    if request.headers.get("content-type", "") != BYTES:
        raise Problem("upload.wrong_type", wanted=BYTES)
    offset = _number(request, "upload-offset")
    one = await _known(request, context)
    async with turns.of(one.id) as turn:
        reached = uploads.reached(context, one)
        if offset != reached:
            problem = Problem("upload.wrong_offset", offset=reached)
            return problem_answer(request, problem, {"Tus-Resumable": VERSION, "Upload-Offset": str(reached)})
        if not one.complete:
            one, reached = await _take(request, context, turn, one, reached)
    return answer(204, upload_offset=reached, upload_expires=_expires(one))


async def delete(request: Request) -> Response:
    context: Context = request.app.state.context
    one = await _known(request, context)
    async with turns.of(one.id):
        await run_in_threadpool(uploads.remove, context, one)
    return answer(204)


async def _known(request: Request, context: Context) -> Upload:
    _demand_version(request)
    at = context.now()

    def find() -> Upload:
        who: Caller = caller(context, request, at, whole=False)
        find_it = uploads.stored if is_hash(request.path_params["id"]) else uploads.by_id
        return find_it(context, who.person_id, request.path_params["id"], at)

    return await run_in_threadpool(find)


async def _take(
    request: Request, context: Context, turn: Turn, one: Upload, reached: int, passed_over: int = 0
) -> tuple[Upload, int]:
    """Writes what comes behind the `reached` bytes, and keeps the photo when it is whole.

    Whatever has come stays, however the line breaks: (the upload, how far it has come now).
    """
    sums, begun = _Sums(request, whole=reached == 0), one
    with _nothing_left_behind(context, begun):
        one, reached, broke = await _kept(request, context, turn, one, reached, passed_over, sums)
    if broke is not None and reached < one.size:
        raise broke
    return one, reached


@contextmanager
def _nothing_left_behind(context: Context, one: Upload):
    """When the disk is full or the bytes are wrong, a file of which no row speaks would only take up room."""
    try:
        yield
    except (OSError, SQLAlchemyError, Problem):
        if not one.written:
            uploads.part(context, one.id).unlink(missing_ok=True)
        raise


async def _kept(request, context, turn, one, reached, passed_over, sums):
    """(the upload, how far it has come, what broke the line)."""
    file = os.open(uploads.part(context, one.id), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        broke = await turn.read(_write(request, file, one.size - reached, sums, passed_over))
        reached = os.fstat(file).st_size
        if broke is None and not sums.fit():
            os.ftruncate(file, sums.began_at(reached))
            raise Problem("upload.checksum_wrong")
        if reached < one.size:
            await run_in_threadpool(os.fsync, file)
    finally:
        os.close(file)
    if reached == one.size:
        await run_in_threadpool(uploads.finish, context, one, sums.of_whole(), context.now())
        request.app.state.checks.wake()
    elif not one.written:
        await run_in_threadpool(uploads.write_row, context, one)
        one = _as_written(one)
    return one, reached, broke


async def _write(request: Request, file: int, room: int, sums: "_Sums", passed_over: int) -> None:
    async for piece in pieces(request):
        sums.add(piece)
        if passed_over:
            piece, passed_over = piece[passed_over:], max(0, passed_over - len(piece))
        if len(piece) > room:
            raise Problem("upload.too_large", most=room)
        room -= len(piece)
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(file, rest) :]


class _Sums:
    """Hashes taken while the bytes pass: of a photo that comes in one piece, and the one a phone announced."""

    def __init__(self, request: Request, whole: bool):
        self.count = 0
        self.own = hashlib.sha256() if whole else None
        self.told, self.wanted = None, b""
        if announced := request.headers.get("upload-checksum"):
            kind, _, text = announced.partition(" ")
            if kind not in CHECKSUMS:
                raise Problem("upload.invalid", field="Upload-Checksum")
            self.told, self.wanted = (
                hashlib.new(kind, usedforsecurity=False),
                _base64(text, "Upload-Checksum"),
            )

    def add(self, piece: bytes) -> None:
        self.count += len(piece)
        for one in (self.own, self.told):
            if one is not None:
                one.update(piece)

    def fit(self) -> bool:
        return self.told is None or hmac.compare_digest(self.told.digest(), self.wanted)

    def began_at(self, reached: int) -> int:
        return max(0, reached - self.count)

    def of_whole(self) -> str:
        return self.own.hexdigest() if self.own else ""


def _offered(request: Request) -> tuple[str, int, str]:
    """(sha256, size, mime) out of the headers."""
    _demand_version(request)
    told = {}
    for word in request.headers.get("upload-metadata", "").split(","):
        name, _, text = word.strip().partition(" ")
        if name:
            told[name] = _base64(text, f"Upload-Metadata {name}").decode("utf-8", "replace")
    sha = told.get("sha256", "")
    if not is_hash(sha):
        raise Problem("upload.invalid", field="Upload-Metadata sha256")
    size = _number(request, "upload-length")
    if size < 1:
        raise Problem("upload.invalid", field="Upload-Length")
    return sha, size, told.get("filetype", "")[:60]


def is_hash(told: str) -> bool:
    return len(told) == 64 and set(told) <= HEX


def _number(request: Request, name: str) -> int:
    told = request.headers.get(name, "")
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        raise Problem("upload.invalid", field=name.title())
    return int(told)


def _base64(text: str, field: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise Problem("upload.invalid", field=field) from None


def _demand_version(request: Request) -> None:
    if request.headers.get("tus-resumable", VERSION) != VERSION:
        raise Problem("upload.other_version", wanted=VERSION)


def _as_written(one: Upload) -> Upload:
    return Upload(
        one.id, one.sha256, one.size, one.mime, one.device_id, one.person_id, one.made_at, one.complete
    )


def _expires(one: Upload) -> str | None:
    return None if one.complete else format_datetime(one.expires_at.astimezone(UTC), usegmt=True)
