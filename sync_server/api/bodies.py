"""Reading what was sent: never more than allowed, never forever, and a gzip bomb no further than its limit."""

import asyncio
import zlib

import msgspec
from starlette.requests import Request

from inspection.problems import Problem

SILENCE_S = 60  # between two pieces of a body
SMALL = 256 * 1024


async def pieces(request: Request):
    """The body as it comes; ClientDisconnect when the line breaks. Problem request.too_slow after silence."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(SILENCE_S) as patience:
            async for piece in request.stream():
                patience.reschedule(loop.time() + SILENCE_S)
                if piece:
                    yield piece
    except TimeoutError:
        raise Problem("request.too_slow") from None


async def read(request: Request, most: int, too_large: str = "request.too_large") -> bytes:
    """The whole body, unpacked when it is gzip."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise Problem(too_large, most=most)
    unpack = _unpacking(request)
    body = bytearray()
    async for piece in pieces(request):
        body += unpack.decompress(piece, most + 1 - len(body)) if unpack else piece
        if len(body) > most or (unpack and unpack.unconsumed_tail):
            raise Problem(too_large, most=most)
    if unpack and not unpack.eof:
        raise Problem("request.unreadable", why="gzip")
    return bytes(body)


class _Gzip:
    """zlib's own, with its faults as a Problem."""

    def __init__(self):
        self._inner = zlib.decompressobj(wbits=31)

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def decompress(self, piece: bytes, most: int) -> bytes:
        try:
            return self._inner.decompress(piece, max(1, most))
        except zlib.error:
            raise Problem("request.unreadable", why="gzip") from None


def _unpacking(request: Request) -> _Gzip | None:
    packing = request.headers.get("content-encoding", "identity").lower()
    if packing == "gzip":
        return _Gzip()
    if packing != "identity":
        raise Problem("request.unreadable", why="content-encoding")
    return None


def decode(body: bytes, shape: type, unreadable: str = "request.unreadable"):
    """The JSON in `body` as a msgspec struct."""
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise Problem(unreadable, why=str(fault)[:200]) from None


async def read_json(request: Request, shape: type, most: int = SMALL):
    return decode(await read(request, most), shape)
