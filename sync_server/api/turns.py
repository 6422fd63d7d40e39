"""One connection at a time writes to an upload, and the newest has the turn: the older one is mostly a dead line."""

import asyncio
from collections.abc import Coroutine
from contextlib import asynccontextmanager, suppress

from starlette.requests import ClientDisconnect

from inspection.problems import Problem

STALLED_S = 1


class Turn:
    """The time during which one request has an upload to itself."""

    def __init__(self):
        self.over = asyncio.Event()
        self.given_up = False
        self._reading: asyncio.Task | None = None

    async def read(self, reading: Coroutine) -> Exception | None:
        """Runs `reading` to its end; what broke it, if the line did or a newer connection. Other faults are raised."""
        if self.given_up:
            reading.close()
            return Problem("upload.locked")
        self._reading = asyncio.ensure_future(reading)
        try:
            await asyncio.wait({self._reading})
        finally:
            self._reading.cancel()
        if self._reading.cancelled():
            return Problem("upload.locked")
        fault = self._reading.exception()
        if (
            fault is None
            or isinstance(fault, ClientDisconnect)
            or getattr(fault, "code", "") == "request.too_slow"
        ):
            return fault
        raise fault

    def give_up(self) -> None:
        self.given_up = True
        if self._reading:
            self._reading.cancel()


class Turns:
    def __init__(self):
        self._held: dict[str, Turn] = {}
        self.coming: dict[tuple[str, str], str] = {}  # (person, hash) → an upload that has no row yet

    async def finished(self, upload_id: str, reached) -> None:
        """Waits for whoever has the turn; a connection that brings nothing for a second is ended."""
        turn, before = self._held.get(upload_id), -1
        while turn and not turn.over.is_set():
            if before == (before := reached()):
                turn.give_up()
                await turn.over.wait()
            else:
                with suppress(TimeoutError):
                    await asyncio.wait_for(turn.over.wait(), STALLED_S)

    @asynccontextmanager
    async def of(self, upload_id: str):
        turn, before = Turn(), self._held.get(upload_id)
        self._held[upload_id] = turn
        if before:
            before.give_up()
            await before.over.wait()
        try:
            yield turn
        finally:
            turn.over.set()
            if self._held.get(upload_id) is turn:
                del self._held[upload_id]
