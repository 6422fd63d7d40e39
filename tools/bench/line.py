"""A line between phone and office that counts what passes, and breaks when it is told to."""

import contextlib
import random
import socket
import struct
import threading

PIECE = 16 * 1024


class Line:
    """`address` is what the phone is given. With `cut_every` each connection breaks hard after about so many bytes up.

    `up` and `down` count bytes. Nothing is taken from the phone beyond the cut, so what was sent in vain is told.
    """

    def __init__(self, port: int, cut_every: int = 0):
        self.port, self.cut_every = port, cut_every
        self.up = self.down = self.cuts = 0
        self._chance, self._lock = random.Random(80), threading.Lock()  # noqa: S311 - the same cuts at every run
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_fault) -> None:
        self._door.close()

    def mended(self) -> None:
        self.cut_every = 0

    def _listen(self) -> None:
        while True:
            try:
                phone, _ = self._door.accept()
                server = socket.create_connection(("127.0.0.1", self.port), 10)
            except OSError:
                return
            for end in (phone, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            silent, over = threading.Event(), threading.Event()
            threading.Thread(target=self._upwards, args=(phone, server, silent, over), daemon=True).start()
            threading.Thread(target=self._downwards, args=(server, phone, silent, over), daemon=True).start()

    def _upwards(self, phone, server, silent, over) -> None:
        left = self._room()
        with contextlib.suppress(OSError):
            while piece := phone.recv(min(PIECE, left or PIECE)):
                left = left or self._room()  # also a connection from before the line became bad
                with self._lock:
                    self.up += len(piece)
                server.sendall(piece)
                if left is not None:
                    left -= len(piece)
                    if left <= 0:
                        with self._lock:
                            self.cuts += 1
                        silent.set()  # what was sent arrives before the phone is back; no answer reaches it
                        server.shutdown(socket.SHUT_WR)
                        over.wait(2)
                        reset(phone)
                        return
            server.shutdown(socket.SHUT_WR)

    def _room(self) -> int | None:
        """How many bytes a connection carries before it breaks."""
        if not self.cut_every:
            return None
        with self._lock:
            return int(self._chance.expovariate(1 / self.cut_every)) + 1

    def _downwards(self, server, phone, silent, over) -> None:
        with contextlib.suppress(OSError):
            while piece := server.recv(65536):
                with self._lock:
                    self.down += len(piece)
                if not silent.is_set():
                    phone.sendall(piece)
            if not silent.is_set():
                phone.shutdown(socket.SHUT_WR)
        server.close()
        over.set()


def reset(end: socket.socket) -> None:
    """Ends a connection as a lost signal does, without a word."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    end.close()
