"""A phone as a person holds it, without its screen: the same door, store, use-cases and exchange as the app."""

import io
import random
from pathlib import Path

from PIL import Image

from app.capture.shrink import drawn, shrink
from app.config import Config
from app.private_file import PrivateFile
from app.start import Clock, Door
from app.storage import checklists, hazards, outbox, visits
from inspection.days import china_day
from tests.journey.office import PASSWORD


class Phone:
    """`sync()` is one run of the exchange, there and then; nothing happens behind the test's back."""

    def __init__(self, folder: Path, server: str):
        self.folder, self.server = Path(folder), server
        self.folder.mkdir(parents=True, exist_ok=True)
        secrets = PrivateFile(self.folder / "secrets.json")
        self.door = Door(
            self.folder,
            Config(server=server, batch=50),
            Clock(),
            secrets.keep,
            secrets.fetch,
            in_background=lambda work: None,
        )
        self.services = self.door.resume()

    def sign_in(self, login: str, password: str = PASSWORD) -> "Phone":
        self.services = self.door.sign_in(self.server, login, password)
        return self

    def switched_off_and_on(self) -> "Phone":
        self.close()
        return Phone(self.folder, self.server)

    def close(self) -> None:
        self.door.close()

    @property
    def store(self):
        return self.services.store

    @property
    def do(self):
        return self.services.actions

    def sync(self, by_hand: bool = False):
        """The status after one run."""
        self.services.sync._by_hand = by_hand
        return self.services.sync.run()

    def read(self, query, *given, **named):
        with self.store.read() as s:
            return query(s, *given, **named)

    # ── a day's work ────────────────────────────────────────────────────────────────────────────
    def begin(self, firm: str, track: str = "inspection", purpose: str = "routine", people=None) -> str:
        base = next(one for one in self.read(checklists.current) if one.code == "BASE")
        if people is None:
            people = OFFICERS if track == "inspection" else None
        companion = {"name": "周厂长", "post": "厂长", "phone": "13800000000"}
        visit = self.do.start_visit(firm, track, purpose, "quick", [("BASE", base.version)], people, None)
        self.do.set_people(visit, people or [self.me()], companion)
        return visit

    def me(self) -> dict:
        person = self.services.person
        return {
            "person_id": person.id,
            "name": person.name,
            "role": person.role,
            "certificate_no": person.certificate_no,
        }

    def find(
        self, visit: str, text: str, place: str, severity="general", item=None, photos: int = 1, **more
    ) -> str:
        """A finding with its photos; its id."""
        finding = self.do.open_finding(visit, "BASE" if item else None, item)
        self.do.edit_finding(
            finding,
            text=text,
            place=place,
            severity=severity,
            basis="《安全生产法》",
            correction="立即整改",
            **more,
        )
        for _ in range(photos):
            self.do.keep_photo(a_photo(), "finding", finding, "before", visit)
        return finding

    def finish(self, visit: str) -> str:
        """All answers given, signed, frozen: the record's id."""
        sheet = self.read(visits.by_id, visit)
        for code, _ in sheet.checklists:
            self.do.sweep_section(visit, code)
            for row in self.read(visits.items, visit, code):
                if not row.result:
                    self.do.answer_item(visit, code, row.item.code, "na", "")
        for person in sheet.participants:
            self.do.sign(visit, "inspector", person.name, a_drawing())
        self.do.refuse_signature(visit, "companion", sheet.companion.name, "称须经负责人同意", "刘洋")
        return self.do.finish_visit(visit)

    def recheck(
        self, hazard: str, verdict: str = "pass", photos: int = 1, note: str = "已按要求整改", **more
    ) -> str:
        draft = self.do.draft_move(
            hazard, "recheck", verdict=verdict, note=note, participants=OFFICERS, **more
        )
        for _ in range(photos):
            self.do.keep_photo(a_photo(), "recheck", draft, "after", None)
        return self.do.decide_recheck(hazard)

    # ── what it shows ───────────────────────────────────────────────────────────────────────────
    def state_of(self, record: str) -> str:
        return self.read(outbox.by_id, record).state

    def tasks(self) -> list:
        return self.read(hazards.tasks, china_day(self.services.now().wall))

    def hazard(self, identity: str):
        return self.read(hazards.by_id, identity)


def ignore(work) -> None:
    """A test says itself when the exchange runs."""


OFFICERS = [
    {"person_id": "lina", "name": "李娜", "role": "officer", "certificate_no": "粤A-0101"},
    {"person_id": "liuyang", "name": "刘洋", "role": "officer", "certificate_no": "粤A-0102"},
]


def picture(edge: int = 640, noise: bool = False) -> bytes:
    """A JPEG unlike any other; with noise a heavy one."""
    size = (edge, edge * 3 // 4)
    image = (
        Image.frombytes("RGB", size, random.randbytes(size[0] * size[1] * 3))
        if noise
        else Image.new("RGB", size)
    )
    if not noise:
        image.paste(Image.frombytes("RGB", (64, 64), random.randbytes(64 * 64 * 3)), (8, 8))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def a_photo(edge: int = 640, noise: bool = False):
    return shrink(picture(edge, noise), 1600, 80, 240)


def a_drawing():
    image = Image.new("RGB", (300, 120), "white")
    image.putpixel((random.randrange(300), random.randrange(120)), (0, 0, 0))
    image.paste(Image.frombytes("RGB", (20, 20), random.randbytes(1200)), (20, 20))
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return drawn(kept.getvalue(), 300, 120)
