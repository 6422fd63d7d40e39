"""Forms larger than any form of ours: refused before they are read, also when nobody says how long they are."""

import asyncio

from sync_server.office.guard import PLAIN_MOST_BYTES, TABLE_MOST_BYTES
from tests.server.building import ZHAOMIN


def post_in_pieces(
    office, path: str, kind: str, piece: bytes, count: int, cookie: str = ""
) -> tuple[int, int]:
    """(status, bytes that were taken) of a body without a Content-Length."""
    left, answered = [count], []

    async def receive():
        if left[0] == 0:
            return {"type": "http.request", "body": b"", "more_body": False}
        left[0] -= 1
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message):
        answered.append(message)

    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "http_version": "1.1", "scheme": "http", "server": ("desk.test", 80), "client": ("192.0.2.1", 1),
        "headers": [(b"host", b"desk.test"), (b"content-type", kind.encode()), (b"cookie", cookie.encode())],
    }  # fmt: skip
    asyncio.run(office.app(scope, receive, send))
    return answered[0]["status"], (count - left[0]) * len(piece)


def test_a_form_without_end_is_read_no_further_than_a_form_of_ours_may_be(office):
    for piece in (b"a" * 65_536, b"a=1&" * 16_384):
        for path, wanted in (("/office/sign-in", 409), ("/office/hazards/x/moves/void", 303)):
            status, taken = post_in_pieces(office, path, "application/x-www-form-urlencoded", piece, 2000)
            assert status == wanted
            assert taken <= PLAIN_MOST_BYTES + 2 * len(piece)


def test_only_where_tables_are_imported_a_large_file_is_taken(office):
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    piece = head + b"a" * 2**20
    status, taken = post_in_pieces(office, "/office/sign-in", "multipart/form-data; boundary=x", piece, 60)
    assert (status, taken <= PLAIN_MOST_BYTES + 2 * len(piece)) == (409, True)
    browser = office.browser(ZHAOMIN)
    cookie = f"anjian_desk={browser.client.cookies['anjian_desk']}"
    _, taken = post_in_pieces(office, "/office/import", "multipart/form-data; boundary=x", piece, 60, cookie)
    assert PLAIN_MOST_BYTES < taken <= TABLE_MOST_BYTES + 2 * len(piece)
