"""Phones that do nothing but send: a thread and a kept connection for each, requests made before the clock starts."""

import json
import socket
import threading
import time
from dataclasses import dataclass, field

from tools.bench.figures import percentile


class Wire:
    """One connection, spoken to in plain HTTP/1.1 so that the client costs as little as can be."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.kept = b""

    def ask(self, *parts: bytes) -> tuple[int, bytes, bytes]:
        """(status, head in lower case, body) of the answer to a request given in pieces."""
        for part in parts:
            self.socket.sendall(part)
        while b"\r\n\r\n" not in self.kept:
            self._more()
        head, _, self.kept = self.kept.partition(b"\r\n\r\n")
        head = head.lower()
        size = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        while len(self.kept) < size:
            self._more()
        body, self.kept = self.kept[:size], self.kept[size:]
        return int(head[9:12]), head, body

    def _more(self) -> None:
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the server hung up")
        self.kept += piece

    def close(self) -> None:
        self.socket.close()


def request(path: str, size: int, **headers: str) -> bytes:
    """The head of a POST."""
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n{told}\r\n".encode()


def post(port: int, path: str, body: dict, **headers: str) -> tuple[int, dict]:
    """A single question, off the clock."""
    wire, content = Wire(port), json.dumps(body).encode()
    try:
        status, _, said = wire.ask(
            request(path, len(content), Content_Type="application/json", **headers), content
        )
        return status, json.loads(said)
    finally:
        wire.close()


@dataclass
class Load:
    """What came of it: seconds in all, seconds of each item, and what went wrong."""

    seconds: float = 0.0
    each: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def per_s(self) -> float:
        return len(self.each) / self.seconds if self.each else 0.0

    def ms(self, percent: float) -> float:
        return percentile(self.each, percent) * 1000


def together(port: int, phones: list[list], act) -> Load:
    """Every phone goes through its own items at the same time: `act(wire, item)`; a fault is noted, not raised."""
    load, lock = Load(), threading.Lock()
    ready = threading.Barrier(len(phones) + 1)

    def phone(items: list) -> None:
        wire, mine, faults = Wire(port), [], []
        ready.wait()
        for item in items:
            began = time.perf_counter()
            try:
                act(wire, item)
                mine.append(time.perf_counter() - began)
            except (OSError, ValueError, AssertionError) as fault:
                faults.append(f"{type(fault).__name__}: {fault}")
                wire.close()
                wire = Wire(port)
        wire.close()
        with lock:
            load.each += mine
            load.faults += faults

    threads = [threading.Thread(target=phone, args=(items,), daemon=True) for items in phones]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - began
    return load
