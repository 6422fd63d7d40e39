"""Photos to the office by their hash, after the records that name them, and only those it lacks.

Uploads follow tus 1.0.0 and go on at the byte where the line broke. A photo counts as arrived only when the
office itself names it under `have`.
"""

import hashlib
import time
from base64 import b64encode

from app.storage import photos
from app.sync.client import decode
from app.sync.errors import Offline, Refused

ASK_AT_ONCE = 100
AT_ONCE = (
    1024 * 1024
)  # a photo up to this size travels in one request; what of it arrives before a cut is kept there
PIECE, PIECE_MOST = 256 * 1024, 4 * 1024 * 1024
QUICK_S = 2.0  # while a piece takes less, the next is twice as long
TRIES = 5  # of one photo that is refused, before only the person's wish tries again
CUTS_IN_A_ROW, ROUGH_MOST = (
    2,
    5,
)  # without a byte of progress; how many smooth photos make a rough line smooth again
TURNS = 2000  # exchanges over one photo in one run; no end in sight is a fault
SUFFIX = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
}


def send(line, until: float, by_hand: bool = False, most: int | None = None) -> bool:
    """Upload until all is there (True) or `time.monotonic()` passes `until` (False); none larger than `most` bytes."""
    passed_over: set[str] = set()
    while True:
        with line.store.read() as s:
            waiting = [p for p in photos.to_send(s, 1000, most) if p.sha256 not in passed_over]
        waiting = [p for p in waiting if by_hand or p.tries < TRIES][:ASK_AT_ONCE]
        if not waiting:
            return True
        wanted = ask(line, [p.sha256 for p in waiting])
        for photo in waiting:
            if photo.sha256 in wanted["need"]:
                if time.monotonic() > until:
                    return False
                if not upload(line, photo):
                    passed_over.add(photo.sha256)
            elif photo.sha256 not in wanted["have"]:
                passed_over.add(photo.sha256)  # the office does not know of it: its record speaks first
        sent = [p.sha256 for p in waiting if p.sha256 in wanted["need"] and p.sha256 not in passed_over]
        if sent:
            passed_over.update(set(sent) - ask(line, sent)["have"])


def ask(line, hashes: list[str]) -> dict[str, set[str]]:
    """What the office needs and has of `hashes`; what it has is noted here as arrived."""
    said = line.post("/api/photos/need", {"sha256": hashes})
    told = {
        name: {sha for sha in said.get(name) or () if sha in set(hashes)}
        for name in ("need", "have", "unknown")
    }
    line.echoed += len(told["have"])
    if told["have"]:
        with line.store.write("photos", "outbox") as s:
            for sha in told["have"]:
                photos.echoed(s, sha, line.now().wall)
        line.progressed()
    return told


def upload(line, photo) -> bool:
    """Whether every byte of it was taken. Line faults are raised, and the upload goes on from there next time."""
    content = _own_bytes(line, photo)
    if content is None:
        return False
    address, offset, piece, broken, furthest = photo.upload, None, PIECE, 0, 0
    for _ in range(TURNS):
        try:
            if address is None:
                step = _begin(line, photo, content)
            elif offset is None:
                step = _where(line, address)
            else:
                began = time.monotonic()
                step = _continue(line, address, offset, content[offset : offset + piece])
                quick = time.monotonic() - began < QUICK_S
                piece = min(piece * 2, PIECE_MOST) if quick else max(piece // 2, PIECE)
        except Offline as fault:
            broken += 1
            line.client.cuts = min(line.client.cuts + 1, ROUGH_MOST)
            if broken > CUTS_IN_A_ROW or fault.code != "sync.offline":
                raise
            offset, piece = None, PIECE  # perhaps only this request broke: ask how far it came
            continue
        if isinstance(step, Refused):
            return _refused(line, photo, step)
        address, offset = step
        if offset and offset > furthest:
            broken, furthest = 0, offset
        with line.store.write("photos") as s:
            photos.note_progress(s, photo.sha256, address, offset or 0)
        if offset == len(content):
            line.client.cuts = max(line.client.cuts - 1, 0)
            return True
    return _refused(line, photo, Refused("photo.no_end"))


def _begin(line, photo, content: bytes):
    """(address, bytes the office has). On a smooth line bytes travel with the question."""
    name = f"{photo.sha256}.{SUFFIX.get(photo.mime, 'bin')}"
    told = {"sha256": photo.sha256, "filename": name, "filetype": photo.mime}
    headers = {
        "Upload-Length": str(len(content)),
        "Upload-Metadata": ",".join(
            f"{key} {b64encode(text.encode()).decode()}" for key, text in told.items()
        ),
    }
    first = b"" if line.client.cuts else content if len(content) <= AT_ONCE else content[:PIECE]
    if first:
        headers["Content-Type"] = "application/offset+octet-stream"
    answer, said = line.upload("POST", "/api/uploads", first, headers)
    if answer.status_code == 460:
        return Refused("photo.other_bytes", 460)
    if answer.status_code != 201:
        return _said(answer, said)
    offset = answer.headers.get("Upload-Offset", "0")
    made = answer.headers.get("Location", "").rstrip("/").rpartition("/")[2]  # never to another machine
    return f"/api/uploads/{made}" if made else None, int(offset) if offset.isdigit() else 0


def _where(line, address: str):
    answer, said = line.upload("HEAD", address, b"", {})
    offset = answer.headers.get("Upload-Offset", "")
    if answer.status_code in (200, 204) and offset.isdigit():
        return address, int(offset)
    if answer.status_code == 423:
        line.wait(2)
        return address, None
    if answer.status_code in (403, 404, 410):
        return None, None  # forgotten there: begin again
    return _said(answer, said)


def _continue(line, address: str, offset: int, piece: bytes):
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    answer, said = line.upload("PATCH", address, piece, headers)
    reached = answer.headers.get("Upload-Offset", "")
    if answer.status_code == 204 and reached.isdigit():
        return address, int(reached)
    if answer.status_code == 460:
        return Refused("photo.other_bytes", 460)
    if answer.status_code == 423:
        line.wait(2)
        return address, None
    if answer.status_code == 409:
        return address, None  # it has more or less than we thought: ask
    if answer.status_code in (404, 410):
        return None, None
    return _said(answer, said)


def _said(answer, content: bytes) -> Refused:
    told = decode(content)
    told = told if isinstance(told, dict) else {}
    return Refused(told.get("code") or "sync.refused", answer.status_code)


def _refused(line, photo, why: Refused) -> bool:
    """Whatever the reason, this photo steps aside for the others; wrong bytes here are named as such."""
    if why.status == 460:
        if _own_bytes(line, photo) is None:
            return False
        why = Refused("photo.broken_on_the_way", 460)
    with line.store.write("photos", "outbox") as s:
        photos.note_progress(s, photo.sha256, None, 0)
        photos.trouble(s, photo.sha256, why.code)
    return False


def _own_bytes(line, photo) -> bytes | None:
    """The photo's bytes if they are still those that were kept; a difference is noted and shown."""
    path = photos.path(line.store, photo.sha256)
    try:
        content = path.read_bytes() if path else None
    except OSError:
        content = None
    if content is not None and hashlib.sha256(content).hexdigest() == photo.sha256:
        return content
    with line.store.write("photos", "outbox") as s:
        photos.trouble(s, photo.sha256, photos.LOST if content is None else photos.DAMAGED)
    return None
