"""GET /api/openapi.json: this interface as OpenAPI 3.1, made of the limits and shapes the code itself goes by.

What stands behind it, and the facts of every code, is told in docs/protocol.md.
"""

import gzip
from functools import cache

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from inspection.record import PROTOCOL
from sync_server import VERSION
from sync_server.api.described import answers, calls, records, told


@cache
def document() -> dict:
    schemas = answers.requests() | answers.answers() | records.schemas() | told.schemas()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Anjian (安检通)",
            "version": VERSION,
            "summary": f"How phones speak with the office, protocol {PROTOCOL}. In words: docs/protocol.md.",
        },
        "servers": [{"url": "/"}],
        "security": [{"access": []}],
        "paths": calls.paths(),
        "components": {
            "securitySchemes": {"access": {"type": "http", "scheme": "bearer"}},
            "schemas": dict(sorted(schemas.items())),
        },
    }


@cache
def _pages() -> tuple[bytes, bytes]:
    plain = msgspec.json.encode(document())
    return plain, gzip.compress(plain, 9)


async def openapi(request: Request) -> Response:
    plain, packed = _pages()
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(plain, 200, headers, "application/json")
    return Response(packed, 200, headers | {"Content-Encoding": "gzip"}, "application/json")
