"""Answers as JSON: each carries the server's time and the database's epoch, each refusal a code and its facts."""

import gzip

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from inspection.days import to_text
from inspection.problems import Problem
from sync_server import troubles

WORTH_GZIP = 4096  # bytes
STATUS = {
    "sign_in.wrong": 401,
    "sign_in.too_many": 429,
    "sign_in.no_phone": 403,
    "token.expired": 401,
    "token.revoked": 401,
    "device.blocked": 403,
    "device.upload_only": 403,
    "device.belongs_to_another": 409,
    "app.too_old": 426,
    "push.too_large": 413,
    "request.too_large": 413,
    "request.too_slow": 408,
    "request.wrong_host": 421,
    "upload.too_large": 413,
    "upload.unknown": 404,
    "upload.expired": 410,
    "upload.wrong_offset": 409,
    "upload.locked": 423,
    "upload.hash_wrong": 460,
    "upload.checksum_wrong": 460,
    "upload.wrong_type": 415,
    "upload.other_version": 412,
    "photo.not_named": 403,
    "photo.not_found": 404,
    "photo.not_stored": 404,
    "photo.undecodable": 422,
    "server.no_such_page": 404,
    "server.no_such_method": 405,
    "server.fault": 500,
} | troubles.STATUS


def json_answer(request: Request, body: dict, status: int = 200, headers: dict | None = None) -> Response:
    state = request.app.state
    content = msgspec.json.encode({**body, "server_time": to_text(state.context.now()), "epoch": state.epoch})
    headers = {"Cache-Control": "no-store", **(headers or {})}
    if len(content) >= WORTH_GZIP and "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, 5)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(content, status, headers, "application/json")


def problem_answer(request: Request, problem: Problem, headers: dict | None = None) -> Response:
    status = STATUS.get(problem.code, 400)
    headers = dict(headers or {})
    if status in (503, 507) or "wait_s" in problem.facts:
        headers["Retry-After"] = str(problem.facts.get("wait_s", troubles.RETRY_S))
    if request.url.path.startswith("/api/uploads"):
        headers["Tus-Resumable"] = "1.0.0"
        headers |= {"Tus-Version": "1.0.0"} if status == 412 else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return json_answer(request, {"code": problem.code, "facts": problem.facts}, status, headers)
