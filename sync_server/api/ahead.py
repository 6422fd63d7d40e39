"""Takes in what a phone sends while it is still being found out who it is.

The web server forgets what has arrived but was not yet asked for when a line breaks; a phone would have to
send those bytes again.
"""

import asyncio
from collections import deque
from contextlib import asynccontextmanager

from starlette.requests import Request
from uvicorn.protocols.http import httptools_impl

ROOM = 512 * 1024  # bytes taken in before somebody wants them
STALLED_S = 0.5  # after which a line is taken for a slow one


class Cycle(httptools_impl.RequestResponseCycle):
    """One request and its answer in uvicorn; a broken line is told only after what came before it."""

    async def receive(self):
        message = await super().receive()
        if message["type"] == "http.disconnect" and self.body and not self.response_complete:
            came, self.body = bytes(self.body), bytearray()
            return {"type": "http.request", "body": came, "more_body": True}
        return message


httptools_impl.RequestResponseCycle = Cycle  # uvicorn has no other place to say so


@asynccontextmanager
async def taken_in(request: Request):
    """(the request, its body read ahead as far as there is room; what is read ahead)."""
    ahead = Ahead(request.receive)
    reading = asyncio.ensure_future(ahead.read())
    try:
        yield Request(request.scope, ahead.receive), ahead
    finally:
        reading.cancel()


class Ahead:
    def __init__(self, receive):
        self._receive, self._held, self._bytes = receive, deque(), 0
        self._came, self._went = asyncio.Event(), asyncio.Event()
        self._ended = False

    async def read(self) -> None:
        more = True
        while more:
            message = await self._receive()
            more = message["type"] == "http.request" and message.get("more_body", False)
            self._bytes += len(message.get("body", b""))
            self._held.append(message)
            self._ended = not more
            self._came.set()
            while more and self._bytes > ROOM:
                self._went.clear()
                await self._went.wait()

    async def whole(self, size: int) -> bytes | None:
        """The body when all of its `size` bytes come in without a break; None, and it stays to be read, otherwise."""
        while not self._ended and self._bytes <= size <= ROOM:
            self._came.clear()
            try:
                await asyncio.wait_for(self._came.wait(), STALLED_S)
            except TimeoutError:
                return None
        good = self._ended and self._bytes == size and self._held[-1]["type"] == "http.request"
        return b"".join(message["body"] for message in self._held) if good else None

    async def receive(self) -> dict:
        while not self._held:
            self._came.clear()
            await self._came.wait()
        message = self._held.popleft()
        self._bytes -= len(message.get("body", b""))
        self._went.set()
        return message
