"""Photos on their way in, over lines that break: every byte that arrived counts, and only whole photos are kept."""

import gzip
import hashlib
import json
import socket
import threading
from base64 import b64encode

import pytest
from sqlalchemy import select, update

from sync_server import tables, uploads
from tests.server.building import AT, LINA, Phone, finding, use
from tests.server.serving import Line, Served, metadata, wait_for


@pytest.fixture(scope="module")
def lina(served):
    line = Line(served.url)
    line.sign_in("lina", "d-lina-uploads")
    line.phone = phone_of(served, LINA, "d-lina-uploads")
    return line


def phone_of(served, person_id, device_id):
    """A chain of records for a device that has signed in already."""
    phone = Phone.__new__(Phone)
    phone.store, phone.person_id, phone.device_id = served.context.store, person_id, device_id
    phone.seq, phone.prev = 0, "0" * 64
    return phone


def manifest(content: bytes) -> dict:
    sha256 = hashlib.sha256(content).hexdigest()
    return {"sha256": sha256, "size": len(content), "mime": "image/jpeg", "w": 0, "h": 0, "source": "taken"}


def named(line, content: bytes) -> str:
    """The hash of bytes that a pushed record names as a photo."""
    shot = manifest(content)
    record = line.phone.visit([finding(shots=[shot], photos=[use(shot)])])
    answer = line.post("/api/push", {"records": [record]}).json()["answers"][0]
    assert answer["outcome"] == "applied", answer
    return shot["sha256"]


def pattern(name: str, size: int) -> bytes:
    return (hashlib.sha256(name.encode()).digest() * (size // 32 + 1))[:size]


def state_of(served, sha: str) -> str:
    with served.context.store.read() as c:
        return c.scalar(select(tables.photo.c.state).where(tables.photo.c.sha256 == sha))


def code(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_photo_in_one_request_is_there_and_named(served, lina):
    content = pattern("one", 300_000)
    sha = named(lina, content)
    assert lina.post("/api/photos/need", {"sha256": [sha]}).json()["need"] == [sha]
    answer = lina.offer(sha, len(content), content)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(content)))
    assert served.context.photos.path(sha).read_bytes() == content
    assert lina.post("/api/photos/need", {"sha256": [sha]}).json()["have"] == [sha]
    assert list(served.context.photos.arriving.iterdir()) == []


def test_a_photo_in_pieces(served, lina):
    content = pattern("pieces", 700_000)
    sha = named(lina, content)
    address = lina.offer(sha, len(content)).headers["Location"]
    for start in range(0, len(content), 256_000):
        answer = lina.send(address, start, content[start : start + 256_000])
        assert answer.status_code == 204
    assert answer.headers["Upload-Offset"] == str(len(content))
    assert served.context.photos.has(sha)
    assert lina.reached(address).headers["Upload-Offset"] == str(len(content))


def test_a_photo_that_is_there_needs_nothing_more(served, lina):
    content = pattern("again", 10_000)
    sha = named(lina, content)
    lina.offer(sha, len(content), content)
    for body in (None, content):
        answer = lina.offer(sha, len(content), body)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(content)))


def test_nobody_may_send_a_photo_that_no_record_names(lina):
    assert code(lina.offer("a" * 64, 5, b"12345")) == (403, "photo.not_named")
    assert lina.post("/api/photos/need", {"sha256": ["a" * 64]}).json()["unknown"] == ["a" * 64]


def test_a_stranger_may_neither_send_nor_ask_for_anothers_photo(served, lina):
    content = pattern("lina's", 5_000)
    sha = named(lina, content)
    address = lina.offer(sha, len(content)).headers["Location"]
    stranger = Line(served.url)
    stranger.sign_in("chenjie", "d-chenjie-uploads")
    assert code(stranger.offer(sha, len(content), content)) == (403, "photo.not_named")
    assert stranger.reached(address).status_code == 404
    assert code(stranger.send(address, 0, content)) == (404, "upload.unknown")
    assert stranger.ask("DELETE", address).status_code == 404
    assert stranger.post("/api/photos/need", {"sha256": [sha]}).json()["unknown"] == [sha]


def cut(served, line, head: str, headers: dict, content: bytes, after: int) -> None:
    """Sends a request and lets the line break after `after` bytes of its body."""
    told = {
        "Host": "x",
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
    } | headers
    told |= {"Authorization": line.session.headers["Authorization"], "Content-Length": str(len(content))}
    with socket.create_connection(("127.0.0.1", served.port)) as wire:
        lines = [head, *(f"{name}: {value}" for name, value in told.items()), "", ""]
        wire.sendall("\r\n".join(lines).encode() + content[:after])


def test_what_arrived_before_the_line_broke_counts(served, lina):
    content = pattern("cut", 500_000)
    sha = named(lina, content)
    address = lina.offer(sha, len(content)).headers["Location"]
    cut(served, lina, f"PATCH {address} HTTP/1.1", {"Upload-Offset": "0"}, content, 200_000)
    wait_for(lambda: lina.reached(address).headers["Upload-Offset"] == "200000")
    assert lina.send(address, 200_000, content[200_000:]).status_code == 204
    assert served.context.photos.has(sha)


def test_a_creation_whose_answer_was_lost_goes_on_where_it_was(served, lina):
    content = pattern("lost answer", 400_000)
    sha = named(lina, content)
    told = {"Upload-Length": str(len(content)), "Upload-Metadata": metadata(sha)}
    cut(served, lina, "POST /api/uploads HTTP/1.1", told, content, 150_000)
    begun = wait_for(lambda: int(lina.offer(sha, len(content)).headers["Upload-Offset"]))
    assert begun == 150_000
    assert lina.offer(sha, len(content), content).headers["Upload-Offset"] == str(len(content))
    assert served.context.photos.path(sha).read_bytes() == content


def test_wrong_bytes_are_refused_and_forgotten(served, lina):
    content = pattern("right", 50_000)
    sha = named(lina, content)
    assert code(lina.offer(sha, len(content), pattern("wrong", 50_000))) == (460, "upload.hash_wrong")
    assert not served.context.photos.has(sha)
    assert lina.offer(sha, len(content), content).status_code == 201
    assert served.context.photos.has(sha)


def test_a_piece_with_a_wrong_checksum_is_thrown_away(lina):
    content = pattern("checksum", 60_000)
    sha = named(lina, content)
    address = lina.offer(sha, len(content)).headers["Location"]
    right = "sha256 " + b64encode(hashlib.sha256(content[:30_000]).digest()).decode()
    answer = lina.send(address, 0, b"x" + content[1:30_000], **{"Upload-Checksum": right})
    assert code(answer) == (460, "upload.checksum_wrong")
    assert lina.reached(address).headers["Upload-Offset"] == "0"
    assert lina.send(address, 0, content[:30_000], **{"Upload-Checksum": right}).status_code == 204
    assert code(lina.send(address, 30_000, b"", **{"Upload-Checksum": "md5 eA=="})) == (400, "upload.invalid")


def test_a_wrong_offset_is_told_the_right_one(lina):
    content = pattern("offset", 9_000)
    sha = named(lina, content)
    address = lina.offer(sha, len(content)).headers["Location"]
    lina.send(address, 0, content[:4_000])
    answer = lina.send(address, 5_000, content[5_000:])
    assert code(answer) == (409, "upload.wrong_offset")
    assert answer.headers["Upload-Offset"] == "4000"
    assert code(lina.send(address, 4_000, content)) == (413, "upload.too_large")


def test_the_newest_connection_takes_over_from_a_dead_one(served, lina):
    content = pattern("takeover", 300_000)
    sha = named(lina, content)
    address = lina.offer(sha, len(content)).headers["Location"]
    with socket.create_connection(("127.0.0.1", served.port)) as wire:  # sends a third and then falls silent
        told = {"Host": "x", "Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
        told |= {"Authorization": lina.session.headers["Authorization"], "Upload-Offset": "0"}
        lines = [
            f"PATCH {address} HTTP/1.1",
            *(f"{k}: {v}" for k, v in told.items()),
            "Content-Length: 300000",
            "",
            "",
        ]
        wire.sendall("\r\n".join(lines).encode() + content[:100_000])
        part = uploads.part(served.context, address.rpartition("/")[2])
        wait_for(lambda: part.exists() and part.stat().st_size == 100_000)
        assert lina.send(address, 100_000, content[100_000:]).status_code == 204
        assert b"423" in wire.recv(100)
    assert served.context.photos.path(sha).read_bytes() == content


def test_eight_at_once_leave_one_whole_photo(served, lina):
    content = pattern("eight", 200_000)
    sha = named(lina, content)
    answers = []

    def send():
        line = Line(served.url)
        line.session.headers.update(lina.session.headers)
        answers.append(line.offer(sha, len(content), content).status_code)

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert answers == [201] * 8
    assert served.context.photos.path(sha).read_bytes() == content


def test_an_upload_ends_when_asked_and_when_its_time_is_over(served, lina):
    content = pattern("ends", 8_000)
    sha = named(lina, content)
    address = lina.offer(sha, len(content)).headers["Location"]
    lina.send(address, 0, content[:10])
    assert lina.ask("DELETE", address).status_code == 204
    assert lina.reached(address).status_code == 404
    other = lina.offer(sha, len(content)).headers["Location"]
    lina.send(other, 0, content[:10])
    upload = tables.upload
    with served.context.store.write() as c:
        old = {"made_at": "2026-01-01T00:00:00.000+00:00", "expires_at": "2026-01-08T00:00:00.000+00:00"}
        c.execute(update(upload).where(upload.c.id == other.rpartition("/")[2]).values(**old))
    assert lina.reached(other).status_code == 410
    assert uploads.sweep(served.context, AT) >= 1
    assert not uploads.part(served.context, other.rpartition("/")[2]).exists()
    assert lina.reached(other).status_code == 404


def test_uploads_say_what_they_can_do(lina):
    answer = lina.ask("OPTIONS", "/api/uploads")
    assert answer.headers["Tus-Extension"] == "creation,creation-with-upload,checksum,expiration,termination"
    assert lina.offer("a" * 64, 5, **{"Tus-Resumable": "0.2.2"}).status_code == 412
    assert code(lina.offer("a" * 64, 31 * 2**20)) == (413, "upload.too_large")
    assert code(lina.offer("../../etc", 5)) == (400, "upload.invalid")
    assert lina.send("/api/uploads/x", 0, b"1", **{"Content-Type": "text/plain"}).status_code == 415


def test_a_kept_photo_survives_a_server_that_ended_before_noting_it(served, lina):
    content = pattern("unnoted", 20_000)
    sha = named(lina, content)
    served.context.photos.put(content)
    assert state_of(served, sha) == "named"
    assert lina.offer(sha, len(content)).headers["Upload-Offset"] == str(len(content))
    assert state_of(served, sha) != "named"


def test_half_a_photo_survives_a_killed_server(tmp_path):
    from tests.server.serving import furnished

    context = furnished(tmp_path)
    office = Served(tmp_path).start()
    office.context = context
    line = Line(office.url)
    line.sign_in("lina", "d-killed")
    line.phone = phone_of(office, LINA, "d-killed")
    content = pattern("killed", 3_000_000)
    sha = named(line, content)
    address = line.offer(sha, len(content)).headers["Location"]
    line.send(address, 0, content[:1_000_000])
    office.kill()
    office.start()
    assert line.reached(address).headers["Upload-Offset"] == "1000000"
    assert line.send(address, 1_000_000, content[1_000_000:]).status_code == 204
    assert context.photos.path(sha).read_bytes() == content
    assert office.stop() == 0
    context.close()


# ── pushes ───────────────────────────────────────────────────────────────────────────────────────


def test_a_packed_push_is_taken(lina):
    packed = gzip.compress(json.dumps({"records": []}).encode())
    answer = lina.ask("POST", "/api/push", data=packed, headers={"Content-Encoding": "gzip"})
    assert answer.json()["answers"] == []


def test_a_gzip_bomb_gets_no_further_than_the_limit(served, lina):
    before = served.memory_mb()
    bomb = gzip.compress(b" " * 300_000_000, 9)
    answer = lina.ask("POST", "/api/push", data=bomb, headers={"Content-Encoding": "gzip"})
    assert code(answer) == (413, "push.too_large")
    assert served.memory_mb() - before < 30


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", (400, "push.unreadable")),
        (b"[]", (400, "push.unreadable")),
        (b'{"records": 5}', (400, "push.unreadable")),
        (b"[" * 200_000, (400, "push.unreadable")),
        (b'{"records": [' + b"1," * 100 + b"1]}", (413, "push.too_large")),
        (b'{"records": ["' + b"x" * 4_300_000 + b'"]}', (413, "push.too_large")),
    ],
    ids=["half", "list", "number", "deep", "too many", "too long"],
)
def test_a_push_that_is_none_is_refused_with_a_code(lina, body, expected):
    assert code(lina.ask("POST", "/api/push", data=body)) == expected


def test_half_a_packed_body_is_refused(lina):
    packed = gzip.compress(json.dumps({"records": []}).encode())[:-9]
    answer = lina.ask("POST", "/api/push", data=packed, headers={"Content-Encoding": "gzip"})
    assert code(answer) == (400, "request.unreadable")


def test_what_is_no_record_is_answered_for_itself(lina):
    answers = lina.post("/api/push", {"records": [5, None, {"id": "odd"}]}).json()["answers"]
    assert [one["outcome"] for one in answers] == ["refused"] * 3


def test_an_app_from_another_time_may_push_but_not_pull(lina):
    headers = {"X-Anjian-Protocol": "99"}
    assert lina.post("/api/push", {"records": []}, headers=headers).status_code == 200
    assert code(lina.post("/api/pull", {"buckets": {}}, headers=headers)) == (426, "app.too_old")


def test_the_office_sees_what_a_phone_still_holds(served, lina):
    holds = {
        "records": 3,
        "photos": 2,
        "bytes": 99,
        "oldest_at": "2026-11-22T01:00:00.000+00:00",
        "more": "x",
    }
    with served.context.store.write() as c:
        c.execute(update(tables.device).where(tables.device.c.id == "d-lina-uploads").values(seen_at=""))
    lina.post("/api/push", {"records": [], "holds": holds})
    with served.context.store.read() as c:
        row = c.execute(select(tables.device).where(tables.device.c.id == "d-lina-uploads")).one()
    assert json.loads(row.outbox) == {k: v for k, v in holds.items() if k != "more"}
    assert row.seen_at
    lina.post("/api/push", {"records": [], "holds": {"records": 0, "photos": 0}})
    with served.context.store.read() as c:
        outbox = c.scalar(select(tables.device.c.outbox).where(tables.device.c.id == "d-lina-uploads"))
    assert json.loads(outbox) == {"records": 0, "photos": 0}
