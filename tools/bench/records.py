"""Records as a phone freezes them: a whole visit of about 6 KB with one finding and its photo, chained."""

import base64
import gzip
import hashlib
import io
import json
import os
from dataclasses import dataclass

from PIL import Image

from inspection.canonical import CHAIN_START, digest
from tools.bench import load
from tools.bench.furnish import OFFICERS, enterprise_id

ANSWERS = 32
PICTURES = 4  # different pictures; every photo differs from all others in its last bytes
SIZE = (1600, 1200)
AT = "2026-11-23T02:{minute:02d}:00.000Z"


class Pictures:
    """JPEGs of about 300 KB. What makes each unique stands behind the end of the picture, so decoding is as ever."""

    def __init__(self):
        self.made = [self._picture(place) for place in range(PICTURES)]
        self.begun = [hashlib.sha256(content) for content in self.made]

    def _picture(self, place: int) -> bytes:
        ground = Image.effect_noise((200, 150), 60 + place).resize(SIZE, Image.Resampling.BICUBIC)
        grain = Image.effect_noise(SIZE, 9)
        image = Image.blend(ground, grain, 0.22).convert("RGB")
        out = io.BytesIO()
        image.save(out, "JPEG", quality=80)
        return out.getvalue()

    def photo(self, number: int) -> "Photo":
        own = os.urandom(16)
        taken = self.begun[number % PICTURES].copy()
        taken.update(own)
        return Photo(self.made[number % PICTURES], own, taken.hexdigest())


@dataclass(frozen=True)
class Photo:
    picture: bytes
    own: bytes
    sha256: str

    @property
    def size(self) -> int:
        return len(self.picture) + len(self.own)


@dataclass(frozen=True)
class Item:
    """A record and its photo as the two requests that carry them, ready to send."""

    push: tuple[bytes, bytes]
    upload: tuple[bytes, bytes, bytes]
    bytes: int
    plain: int  # of the record, before gzip


class Sender:
    """One phone: signed in, with a chain of its own."""

    made = 0

    def __init__(self, port: int, person: str, password: str):
        Sender.made += 1
        self.device = f"device-{os.getpid()}-{Sender.made}"
        self.person, self.seq, self.prev = person, 0, CHAIN_START
        told = {"id": self.device, "name": "测速手机", "platform": "android", "app_version": "0.1.0"}
        status, said = load.post(
            port, "/api/sign-in", {"login": person, "password": password, "device": told}
        )
        if status != 200:
            raise RuntimeError(f"sign-in: {said}")
        self.headers = {"Authorization": f"Bearer {said['access']}", "X-Anjian-Protocol": "1"}

    def item(self, photo: Photo, firm: int) -> Item:
        content = json.dumps({"records": [self.record(photo, firm)]}, ensure_ascii=False).encode()
        packed = gzip.compress(content, 6)
        words = {"Content_Type": "application/json", "Content_Encoding": "gzip", **self.headers}
        name = base64.b64encode(photo.sha256.encode()).decode()
        kind = base64.b64encode(b"image/jpeg").decode()
        tus = {
            "Tus_Resumable": "1.0.0",
            "Upload_Length": str(photo.size),
            "Upload_Metadata": f"sha256 {name},filetype {kind}",
            "Content_Type": "application/offset+octet-stream",
        }
        head = load.request("/api/uploads", photo.size, **tus, **self.headers)
        return Item(
            (load.request("/api/push", len(packed), **words), packed),
            (head, photo.picture, photo.own),
            photo.size + len(packed),
            len(content),
        )

    def record(self, photo: Photo, firm: int) -> dict:
        self.seq += 1
        own = f"{self.device}-{self.seq:05d}"
        value = {
            "id": f"r-{own}",
            "seq": self.seq,
            "prev": self.prev,
            "kind": "visit",
            "v": 1,
            "entity": {"type": "visit", "id": f"v-{own}"},
            "deps": [],
            "at": {"wall": AT.format(minute=59), "mono": self.seq, "boot": "b", "offset": 0},
            "body": _visit(own, enterprise_id(firm), photo.sha256),
            "photos": [
                {
                    "sha256": photo.sha256,
                    "size": photo.size,
                    "mime": "image/jpeg",
                    "w": SIZE[0],
                    "h": SIZE[1],
                    "source": "taken",
                    "taken_at": AT.format(minute=20),
                    "device": "测速手机",
                }
            ],
        }
        self.prev = digest(value)
        return value


def _visit(own: str, firm: str, sha256: str) -> dict:
    officers = [
        {"person_id": identity, "name": name, "role": role, "certificate_no": f"粤A-{place:04d}"}
        for place, (identity, name, role) in enumerate(OFFICERS[:2])
    ]
    answers = [
        {
            "checklist": "BASE",
            "item": f"BASE-{n + 1:02d}",
            "result": "fail" if n == 0 else "pass",
            "value": "",
            "note": "现场核对台账与实物，记录完整" if n % 3 == 0 else "",
            "at": AT.format(minute=n),
            "photos": [],
        }
        for n in range(ANSWERS)
    ]
    refused = {"who": "companion", "name": "吴厂长", "sha256": None, "refused": True, "reason": "负责人不在"}
    return {
        "visit_id": f"v-{own}",
        "enterprise_id": firm,
        "track": "inspection",
        "purpose": "routine",
        "mode": "full",
        "checklists": [{"code": "BASE", "version": 1}],
        "started_at": AT.format(minute=0),
        "finished_at": AT.format(minute=50),
        "participants": officers,
        "companion": {"name": "吴厂长", "post": "厂长", "phone": "13800000000"},
        "answers": answers,
        "findings": [_finding(own, sha256)],
        "sent_ahead": [],
        "signatures": [refused | {"witness": "孙莉", "at": AT.format(minute=49)}],
        "remark": "",
    }


def _finding(own: str, sha256: str) -> dict:
    return {
        "finding_id": f"f-{own}",
        "checklist": "BASE",
        "item": "BASE-01",
        "place": f"{own} 号车间东侧",  # each its own hazard
        "text": "安全出口被堆放的货物堵塞，通道宽度不足",
        "basis": "《消防法》第二十八条",
        "severity": "general",
        "major_rule": "",
        "correction": "立即清理，保持畅通",
        "deadline_days": 3,
        "seen_at": AT.format(minute=20),
        "photos": [{"sha256": sha256, "role": "before"}],
    }
