"""A bad line between phone and server: a loopback port that loses, cuts, repeats and delays whole requests.

It understands just enough HTTP to know where a request ends. Each request travels on a connection of its
own, so that a fault strikes exactly the one it was meant for.
"""

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass

PORTAL = b"<html><body>Welcome to the guest network! Please sign in.</body></html>"


@dataclass
class Fault:
    """`what`: lose_answer | cut | repeat | portal. Strikes `times` requests with `where` in them, after `skip`."""

    what: str
    where: str
    times: int
    value: int = 0  # cut: bytes of the body that get through; repeat: how often it is delivered
    skip: int = 0


class BadLine:
    """`address` is what phones are given. `requests` lists the request lines that came; `sent_up` counts body bytes."""

    def __init__(self, port: int, host: str = "127.0.0.1"):
        self.target = (host, port)
        self.faults: list[Fault] = []
        self.requests: list[str] = []
        self.sent_up = 0
        self.up = True
        self._lock = threading.Lock()
        self._door = socket.create_server((host, 0))
        self.address = f"http://{host}:{self._door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    # ── what is to go wrong ─────────────────────────────────────────────────────────────────────
    def lose_answers(self, where: str, times: int = 1, skip: int = 0) -> None:
        """The server does as asked; the phone never hears of it."""
        self.faults.append(Fault("lose_answer", where, times, skip=skip))

    def cut(self, where: str, after: int, times: int = 1) -> None:
        """The line breaks when `after` bytes of the body are through."""
        self.faults.append(Fault("cut", where, times, after))

    def repeat(self, where: str, deliveries: int = 2, times: int = 1) -> None:
        """The same request arrives several times at once; the phone hears one of the answers."""
        self.faults.append(Fault("repeat", where, times, deliveries))

    def portal(self, times: int = 1, where: str = "/api/") -> None:
        """A guest network answers in the server's place."""
        self.faults.append(Fault("portal", where, times))

    def asked(self, where: str) -> int:
        return sum(where in line for line in self.requests)

    def close(self) -> None:
        self._door.close()

    # ── the line itself ─────────────────────────────────────────────────────────────────────────
    def _listen(self) -> None:
        while True:
            try:
                phone, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry_safely, args=(phone,), daemon=True).start()

    def _carry_safely(self, phone: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            phone.settimeout(60)
            self._carry(phone)
        phone.close()

    def _carry(self, phone: socket.socket) -> None:
        head, body = _read_head(phone)
        if not head:
            return
        line = head.split(b"\r\n", 1)[0].decode("latin-1")
        fault = self._strike(line)
        if not self.up:
            reset(phone)
            return
        if fault and fault.what == "portal":
            phone.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n")
            phone.sendall(b"Content-Length: %d\r\n\r\n" % len(PORTAL) + PORTAL)
            return
        length = _length(head)
        if fault and fault.what == "cut" and length > fault.value:
            self._cut(phone, head, body, fault.value)
            return
        while len(body) < length:
            piece = phone.recv(65536)
            if not piece:
                return
            body += piece
        self.sent_up += length
        answers = []
        deliveries = fault.value if fault and fault.what == "repeat" else 1
        carriers = [
            threading.Thread(target=self._deliver, args=(head, body, answers)) for _ in range(deliveries)
        ]
        for carrier in carriers:
            carrier.start()
        for carrier in carriers:
            carrier.join()
        if (fault and fault.what == "lose_answer") or not answers:
            reset(phone)
        else:
            phone.sendall(answers[-1])

    def _strike(self, line: str) -> Fault | None:
        with self._lock:
            self.requests.append(line)
            for fault in self.faults:
                if fault.times > 0 and fault.where in line:
                    if fault.skip:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    return fault
        return None

    def _deliver(self, head: bytes, body: bytes, answers: list[bytes]) -> None:
        with contextlib.suppress(OSError), socket.create_connection(self.target, 10) as server:
            server.settimeout(60)
            server.sendall(_alone(head) + body)
            said = b""
            while piece := server.recv(65536):
                said += piece
            if said:
                answers.append(said)

    def _cut(self, phone: socket.socket, head: bytes, body: bytes, after: int) -> None:
        with socket.create_connection(self.target, 10) as server:
            while len(body) < after and (piece := phone.recv(min(65536, after - len(body)))):
                body += piece
            self.sent_up += len(body[:after])
            server.sendall(_alone(head) + body[:after])
            with contextlib.suppress(OSError):  # let the server read what was sent, as a real line would
                server.shutdown(socket.SHUT_WR)
                server.settimeout(5)
                while server.recv(65536):
                    pass
        reset(phone)


def reset(end: socket.socket) -> None:
    """Ends a connection as a lost signal does, without a word."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()


def _read_head(phone: socket.socket) -> tuple[bytes, bytes]:
    said = b""
    while b"\r\n\r\n" not in said:
        piece = phone.recv(65536)
        if not piece:
            return b"", b""
        said += piece
    head, _, rest = said.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n", rest


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":", 1)[1])
    return 0


def _alone(head: bytes) -> bytes:
    """With the wish that the server closes afterwards, so that the end of the answer is its end."""
    lines = [
        line for line in head.rstrip(b"\r\n").split(b"\r\n") if not line.lower().startswith(b"connection:")
    ]
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n"
