"""A line that breaks right after a burst of bytes: all of them arrived, so all of them count."""

import socket

import pytest

from sync_server import tables, uploads
from tests.server.building import Phone
from tests.server.serving import Line, wait_for
from tests.server.test_uploads import named, pattern

SIZE, BURST = 300_000, 40_000


@pytest.fixture(scope="module")
def lina(served):
    line = Line(served.url)
    line.sign_in("lina", "d-lina-bursts")
    line.phone = Phone.__new__(Phone)
    line.phone.store, line.phone.person_id, line.phone.device_id = (
        served.context.store,
        "p-lina",
        "d-lina-bursts",
    )
    line.phone.seq, line.phone.prev = 0, "0" * 64
    return line


def burst(served, line, address: str, content: bytes) -> None:
    """Everything at once, and then the line is dead."""
    told = {
        "Host": "127.0.0.1",
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(SIZE),
        "Authorization": line.session.headers["Authorization"],
    }
    head = f"PATCH {address} HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in told.items())
    with socket.create_connection(("127.0.0.1", served.port)) as end:
        end.sendall(head.encode() + b"\r\n" + content)
        end.shutdown(socket.SHUT_WR)
        while end.recv(65536):
            pass


@pytest.mark.parametrize("turn", range(5))
def test_what_arrived_in_one_burst_before_the_line_broke_is_kept(served, lina, turn):
    content = pattern(f"burst {turn}", SIZE)
    sha = named(lina, content)
    address = lina.offer(sha, SIZE).headers["Location"]
    burst(served, lina, address, content[:BURST])
    part = uploads.part(served.context, address.rpartition("/")[2])
    wait_for(
        lambda: part.exists() and part.stat().st_size == BURST
    )  # by its file: a question would take its turn
    assert lina.reached(address).headers["Upload-Offset"] == str(BURST)
    answer = lina.send(address, BURST, content[BURST:])
    assert answer.headers["Upload-Offset"] == str(SIZE)
    with served.context.store.read() as c:
        state = c.scalar(
            tables.photo.select().with_only_columns(tables.photo.c.state).where(tables.photo.c.sha256 == sha)
        )
    assert state == "stored"
