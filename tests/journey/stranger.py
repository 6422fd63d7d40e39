"""A client of the office written from docs/protocol.md alone, with nothing but the standard library.

It stands for the app that somebody else writes: what it needs and does not find on that page is missing there.
"""

import gzip
import hashlib
import http.client
import json
import secrets
import time
import uuid
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

FIRST = "0" * 64
BYTES = "application/offset+octet-stream"
CHINA = timezone(timedelta(hours=8))


class Refused(Exception):
    def __init__(self, status: int, code: str = "", facts: dict | None = None):
        super().__init__(f"{status} {code}")
        self.status, self.code, self.facts = status, code, facts or {}


def canonical(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def now() -> str:
    return datetime.now(CHINA).isoformat(timespec="milliseconds")


class Stranger:
    """One person's data on one phone."""

    def __init__(self, address: str, device_id: str = ""):
        self.address, self.device_id = address, device_id or str(uuid.uuid4())
        self.access, self.refresh, self.nonce = "", "", ""
        self.seq, self.prev, self.offset = 0, FIRST, 0
        self.epoch, self.cursors, self.told = "", {}, {}
        self.made: dict[str, dict] = {}  # records by id, in their order
        self.outcomes: dict[str, dict] = {}
        self.photos: dict[str, bytes] = {}

    # ── asking ──────────────────────────────────────────────────────────────────────────────────
    def ask(self, method: str, path: str, content: bytes = b"", headers: dict | None = None):
        """(status, headers, content) of one exchange."""
        place = urlsplit(self.address)
        line = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
        told = {"X-Anjian-Protocol": "1", "Accept-Encoding": "gzip"} | (headers or {})
        if self.access:
            told["Authorization"] = f"Bearer {self.access}"
        try:
            line.request(method, path, content, told)
            answer = line.getresponse()
            said = answer.read()
        finally:
            line.close()
        if answer.headers.get("Content-Encoding") == "gzip":
            said = gzip.decompress(said)
        return answer.status, answer.headers, said

    def post(self, path: str, body: dict, renewing: bool = True) -> dict:
        content = gzip.compress(json.dumps(body, ensure_ascii=False).encode())
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        began = time.monotonic()
        status, _, said = self.ask("POST", path, content, headers)
        told = believed(status, said)
        theirs = datetime.fromisoformat(told["server_time"])
        half = (time.monotonic() - began) / 2
        self.offset = round(((theirs - datetime.now(CHINA)).total_seconds() + half) * 1000)
        if status == 401 and told["code"] == "token.expired" and renewing and self.refresh:
            self.renew()
            return self.post(path, body, renewing=False)
        if status != 200:
            raise Refused(status, told["code"], told["facts"])
        return told

    # ── signing in ──────────────────────────────────────────────────────────────────────────────
    def sign_in(self, login: str, password: str) -> dict:
        self.access = self.refresh = ""
        device = {"id": self.device_id, "name": "a stranger", "platform": "python", "app_version": "0"}
        said = self.post("/api/sign-in", {"login": login, "password": password, "device": device})
        self.access, self.refresh = said["access"], said["refresh"]
        return said

    def renew(self) -> None:
        self.nonce = self.nonce or secrets.token_hex(16)
        said = self.post("/api/token", {"refresh": self.refresh, "nonce": self.nonce}, renewing=False)
        self.access, self.refresh, self.nonce = said["access"], said["refresh"], ""

    # ── records ─────────────────────────────────────────────────────────────────────────────────
    def record(self, kind: str, about: tuple[str, str], body: dict, photos: list[dict] = (), deps=()) -> dict:
        """Frozen, numbered and bound to the one before."""
        self.seq += 1
        made = {
            "id": str(uuid.uuid4()),
            "seq": self.seq,
            "prev": self.prev,
            "kind": kind,
            "v": 1,
            "entity": {"type": about[0], "id": about[1]},
            "deps": list(deps),
            "at": {"wall": now(), "mono": time.monotonic_ns() // 10**6, "boot": "s", "offset": self.offset},
            "body": body,
            "photos": list(photos),
        }
        self.prev = digest(made)
        self.made[made["id"]] = made
        return made

    def photo(self, content: bytes, source: str = "taken") -> dict:
        """A photo kept here, as `photos` of a record names it."""
        sha = sha256(content)
        self.photos[sha] = content
        return {
            "sha256": sha,
            "size": len(content),
            "mime": "image/jpeg",
            "source": source,
            "taken_at": now(),
        }

    def push(self, *records: dict) -> list[dict]:
        """The answers to these records, or to all that wait."""
        waiting = list(records) or [one for one in self.made.values() if one["id"] not in self.outcomes]
        found = []
        for start in range(0, len(waiting), 100):
            body = {"records": waiting[start : start + 100], "holds": {"records": len(waiting)}}
            found += self.post("/api/push", body)["answers"]
        for one in found:
            self.outcomes.setdefault(one["id"], one)
        return found

    def status(self, *ids: str) -> dict:
        return self.post("/api/records/status", {"ids": list(ids)})["records"]

    # ── photos ──────────────────────────────────────────────────────────────────────────────────
    def need(self, *hashes: str) -> dict:
        return self.post("/api/photos/need", {"sha256": list(hashes)})

    def send_photos(self) -> list[str]:
        """Brings what the office needs; the hashes that it has then."""
        for sha in self.need(*self.photos)["need"]:
            self.upload(sha, self.photos[sha])
        return self.need(*self.photos)["have"]

    def offer(self, sha: str, size: int) -> tuple[str, int]:
        """(where, how far it has come)."""
        named = {"sha256": sha, "filename": f"{sha}.jpg", "filetype": "image/jpeg"}
        metadata = ",".join(f"{name} {b64encode(word.encode()).decode()}" for name, word in named.items())
        headers = self._tus({"Upload-Length": str(size), "Upload-Metadata": metadata})
        answer = self._took(*self.ask("POST", "/api/uploads", b"", headers), 201)
        return answer["Location"], int(answer["Upload-Offset"])

    def reached(self, place: str) -> int:
        return int(self._took(*self.ask("HEAD", place, b"", self._tus()), 200)["Upload-Offset"])

    def upload(self, sha: str, content: bytes, piece: int = 64 * 1024, pieces: int = 10**6) -> str:
        """Where it was sent; not more than `pieces` of it."""
        place, offset = self.offer(sha, len(content))
        while offset < len(content) and pieces:
            part = content[offset : offset + piece]
            sums = f"sha256 {b64encode(hashlib.sha256(part).digest()).decode()}"
            headers = {"Upload-Offset": str(offset), "Content-Type": BYTES, "Upload-Checksum": sums}
            answer = self._took(*self.ask("PATCH", place, part, self._tus(headers)), 204)
            offset, pieces = int(answer["Upload-Offset"]), pieces - 1
        return place

    def picture(self, sha: str, size: str = "screen") -> bytes:
        status, headers, content = self.ask("GET", f"/api/photos/{sha}?size={size}")
        self._took(status, headers, content, 200)
        return content

    def _tus(self, more: dict | None = None) -> dict:
        return {"Tus-Resumable": "1.0.0"} | (more or {})

    def _took(self, status: int, headers, said: bytes, wanted: int):
        if status == wanted:
            return headers
        told = believed(status, said) if said else {}
        raise Refused(status, told.get("code", ""), told.get("facts"))

    # ── changes ─────────────────────────────────────────────────────────────────────────────────
    def pull(self, limit: int = 500) -> int:
        """How many changes came."""
        count, more = 0, True
        while more:
            said = self.post("/api/pull", {"buckets": self.cursors, "limit": limit})
            if self.epoch and self.epoch != said["epoch"]:
                self.begin_anew()
                self.epoch = said["epoch"]
                continue
            gone = {*said["drop"], *said["reset"]}
            self.told = {key: body for key, body in self.told.items() if key[0] not in gone}
            for one in said["changes"]:
                self.told.pop((one["bucket"], one["kind"], one["id"]), None)
                if not one["deleted"]:
                    self.told[(one["bucket"], one["kind"], one["id"])] = one["body"]
            self.cursors, self.epoch, more = said["cursors"], said["epoch"], said["more"]
            count += len(said["changes"])
        return count

    def begin_anew(self) -> None:
        """The office was restored: everything it gave is forgotten, what it lost waits again."""
        self.cursors, self.told = {}, {}
        for identity, known in self.status(*self.outcomes).items():
            if known is None:
                del self.outcomes[identity]

    def things(self, kind: str) -> dict[str, dict]:
        return {key[2]: body for key, body in self.told.items() if key[1] == kind}


def believed(status: int, said: bytes) -> dict:
    """JSON that names its epoch; anything else is somebody else's page."""
    try:
        told = json.loads(said)
    except ValueError:
        told = None
    if not isinstance(told, dict) or "epoch" not in told:
        raise Refused(status)
    return told
