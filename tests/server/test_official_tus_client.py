"""tuspy, an official client of tus, uploads photos as it would to any server."""

import random
from hashlib import sha256
from io import BytesIO

import pytest
from tusclient import client
from tusclient.exceptions import TusCommunicationError

from inspection.canonical import CHAIN_START
from tests.server import building
from tests.server.serving import Line

MIB = 1024 * 1024


@pytest.fixture
def lina(served, request):
    line = Line(served.url)
    assert line.sign_in("lina", f"d-{request.node.name}").status_code == 200
    return line


def named(line: Line, name: str, size: int = MIB) -> bytes:
    """Bytes of a photo that a record of 李娜 names."""
    content = random.Random(name).randbytes(size)
    manifest = {"sha256": sha256(content).hexdigest(), "size": size, "mime": "image/jpeg", "source": "taken"}
    made = building.finding(place=name, shots=[manifest])
    body = {
        "finding": made["body"],
        "visit_id": "v-tus",
        "enterprise_id": building.WORKS,
        "track": "inspection",
    }
    told = {"id": f"r-{made['id']}", "seq": 1, "prev": CHAIN_START, "kind": "finding", "v": 1, "body": body}
    told |= {"entity": {"type": "finding", "id": made["id"]}, "at": {"wall": "2026-11-23T10:00:00+08:00"}}
    answers = line.post("/api/push", {"records": [told | {"photos": [manifest]}]}).json()["answers"]
    assert answers[0]["outcome"] == "applied"
    return content


def uploader(line: Line, content: bytes, **more):
    speaker = client.TusClient(
        f"{line.url}/api/uploads", headers={"Authorization": line.session.headers["Authorization"]}
    )
    told = {"sha256": sha256(content).hexdigest(), "filename": "照片.jpg", "filetype": "image/jpeg"}
    return speaker.uploader(
        file_stream=BytesIO(content), chunk_size=100_000, metadata=told, upload_checksum=True, **more
    )


def stored(line: Line, content: bytes) -> bool:
    sha = sha256(content).hexdigest()
    return line.post("/api/photos/need", {"sha256": [sha]}).json()["have"] == [sha]


def test_it_uploads_a_photo(lina):
    content = named(lina, "whole")
    uploader(lina, content).upload()
    assert stored(lina, content)
    assert lina.get(f"/api/photos/{sha256(content).hexdigest()}?size=full").content == content


def test_it_goes_on_after_a_cut(lina):
    content = named(lina, "cut")
    first = uploader(lina, content)
    first.upload(stop_at=300_000)
    again = uploader(lina, content, url=first.url)
    assert again.offset == 300_000
    again.upload()
    assert stored(lina, content)


def test_it_goes_on_even_when_it_has_forgotten_where(lina):
    content = named(lina, "forgotten")
    uploader(lina, content).upload(stop_at=500_000)
    again = uploader(lina, content, retries=1, retry_delay=0)
    again.upload_chunk()
    assert again.offset == 600_000  # not a byte of the first half a second time
    again.upload()
    assert stored(lina, content)


def test_it_sends_nothing_of_a_photo_that_is_there(lina):
    content = named(lina, "twice")
    uploader(lina, content).upload()
    again = uploader(lina, content, retries=1, retry_delay=0)
    again.upload()
    assert again.get_offset() == len(content)
    assert again.request._content_length == 0


def test_it_is_told_of_a_photo_nobody_named(lina):
    with pytest.raises(TusCommunicationError) as refused:
        uploader(lina, b"nobody named me").upload()
    assert refused.value.status_code == 403


def test_wrong_bytes_are_refused_and_right_ones_taken_after_that(lina):
    content = named(lina, "wrong", 250_000)
    wrong = uploader(lina, content)
    wrong.file_stream = BytesIO(content[:-1] + b"?")
    with pytest.raises(Exception, match="460"):
        wrong.upload()
    assert not stored(lina, content)
    uploader(lina, content).upload()
    assert stored(lina, content)
