"""A phone of the demo: it chains its records as the real one does and pushes them through the real door."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import insert

from inspection.canonical import CHAIN_START, digest
from inspection.days import to_text
from sync_server import receive, uploads
from sync_server.context import Context
from sync_server.demo import pictures
from sync_server.demo.chance import Chance
from sync_server.demo.pictures.signature import HIGH, WIDE, signature
from sync_server.people import Person
from sync_server.tables import device

BUFFER_AFTER = timedelta(minutes=2)  # from the end of a visit to its arrival, at the least
MODELS = ("红米 Note 13", "荣耀 X50", "vivo Y78", "OPPO A3")
OUT_AT_SEA = (29_400_000, 126_100_000)  # millionths of a degree; nobody lives there


class Phone:
    """One person's data on one phone."""

    def __init__(self, context: Context, person: Person, chance: Chance, at: datetime):
        self.context, self.person, self.chance = context, person, chance
        self.id = chance.new_id(at)
        self.model = chance.choice(MODELS)
        self.boot = f"{chance.getrandbits(64):016x}"
        self.started = at
        self.seq, self.prev = 0, CHAIN_START
        self.film: dict[str, bytes] = {}
        with context.store.write() as c:
            c.execute(
                insert(device).values(
                    id=self.id,
                    person_id=person.id,
                    name=f"{person.name}的手机（{self.model}）",
                    platform="android",
                    app_version="0.1.0",
                    state="active",
                    made_at=to_text(at),
                    seen_at=to_text(at),
                )
            )

    def new_id(self, at: datetime) -> str:
        return self.chance.new_id(at)

    def photo(self, scene: str, seed: str, at: datetime, after: bool = False, source: str = "taken") -> dict:
        """The manifest of a photo now on this phone."""
        content = pictures.photo(scene, seed, after)
        return self._held(content, "image/jpeg", pictures.SIZE, source, at) | {"position": self.position(at)}

    def signature(self, name: str, seed: str, at: datetime) -> dict:
        return self._held(signature(name, seed), "image/png", (WIDE, HIGH), "drawn", at)

    def _held(self, content: bytes, mime: str, size: tuple, source: str, at: datetime) -> dict:
        sha = hashlib.sha256(content).hexdigest()
        self.film[sha] = content
        return {
            "sha256": sha,
            "size": len(content),
            "mime": mime,
            "w": size[0],
            "h": size[1],
            "source": source,
            "taken_at": to_text(at),
            "position": None,
            "device": self.model,
        }

    def position(self, at: datetime) -> dict:
        lat, lon = (part + self.chance.randint(-9000, 9000) for part in OUT_AT_SEA)
        return {"lat_e6": lat, "lon_e6": lon, "acc_m": self.chance.randint(4, 40), "at": to_text(at)}

    def record(
        self,
        kind: str,
        entity: tuple[str, str],
        body: dict,
        photos,
        at: datetime,
        deps=(),
        seen_n: int | None = None,
    ) -> dict:
        """The next record of this phone's chain."""
        self.seq += 1
        value = {
            "id": self.new_id(at),
            "seq": self.seq,
            "prev": self.prev,
            "kind": kind,
            "v": 1,
            "entity": {"type": entity[0], "id": entity[1]},
            "base_rev": None,
            "seen_n": seen_n,
            "deps": list(deps),
            "at": {
                "wall": to_text(at),
                "mono": int((at - self.started).total_seconds() * 1000),
                "boot": self.boot,
                "offset": self.chance.randint(-900, 900),
            },
            "body": body,
            "photos": list({photo["sha256"]: photo for photo in photos}.values()),
        }
        self.prev = digest(value)
        return value

    def push(self, records: list[dict], at: datetime, without: frozenset = frozenset()) -> list[dict]:
        """The office's answers; then the photos follow, but for those in `without`, which never arrive."""
        answers = receive.receive(self.context.store, self.person, self.id, records, at)
        for record in records:
            for photo in record["photos"]:
                if photo["sha256"] not in without:
                    self._send(photo, at)
        return answers

    def _send(self, photo: dict, at: datetime) -> None:
        content = self.film.pop(photo["sha256"], None)
        if content is None or self.context.photos.has(photo["sha256"]):
            return
        self.context.photos.put(content)
        uploads.note_stored(self.context, photo["sha256"], len(content), photo["mime"], at)
