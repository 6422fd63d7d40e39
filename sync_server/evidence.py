"""The evidence of one visit as a zip that an outsider can check without us: records as they came, photos, hashes,
the chain around them, a verifier of the standard library only, and a page to read.
"""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspection.days import to_text
from sync_server.history import HASHED
from sync_server.photo_store import PhotoStore
from sync_server.tables import enterprise, finding, hazard_history, inbox, photo, photo_use, visit

FORMAT, VERSION = "anjian-evidence", 1
SHIPPED = Path(__file__).with_name("shipped")
BESIDE = {"verify.py": "verify_evidence.py", "style.css": "evidence.css"}  # name in the package → ours
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}


@dataclass(frozen=True)
class Evidence:
    manifest: dict
    raws: dict[str, bytes]  # name in the package → record as it came

    def written(self) -> bytes:
        """manifest.json, byte for byte."""
        return json.dumps(self.manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()

    def digest(self) -> str:
        """What the office notes when the package leaves: whoever holds one can compare."""
        return hashlib.sha256(self.written()).hexdigest()


def of_visit(
    c: Connection, photos: PhotoStore, visit_id: str, office: str, by: str, at: datetime
) -> Evidence:
    """What was refused is no part of the visit."""
    columns = ("id", "kind", "device_id", "person_id", "seq", "prev", "hash", "received_at", "outcome")
    wanted = select(inbox.c.raw, *(inbox.c[name] for name in columns))
    wanted = wanted.where(inbox.c.visit_id == visit_id, inbox.c.outcome != "refused")
    records, raws = [], {}
    for row in c.execute(wanted.order_by(inbox.c.device_id, inbox.c.seq, inbox.c.received_at)).mappings():
        name = f"records/{row['device_id'][:16]}-{row['seq']:06}-{row['id']}.json"
        raws[name] = bytes(row["raw"])
        records.append({"file": name} | {column: row[column] for column in columns})
    firm = select(enterprise.c.id, enterprise.c.name, enterprise.c.code)
    firm = firm.join(visit, visit.c.enterprise_id == enterprise.c.id).where(visit.c.id == visit_id)
    found = c.execute(firm).mappings().first()
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "office": office,
        "made_at": to_text(at),
        "made_by": by,
        "visit_id": visit_id,
        "enterprise": dict(found) if found else None,
        "records": records,
        "chain": _chain(c, records),
        "photos": _photos(c, photos, visit_id),
        "history": _history(c, visit_id),
    }
    return Evidence(manifest, raws)


def _chain(c: Connection, records: list[dict]) -> list[dict]:
    """Number and hashes of each phone's records from the one before the first of these to the one after the last."""
    spans: dict[str, tuple[int, int]] = {}
    for one in records:
        low, high = spans.get(one["device_id"], (one["seq"], one["seq"]))
        spans[one["device_id"]] = min(low, one["seq"]), max(high, one["seq"])
    links = []
    for device_id, (low, high) in sorted(spans.items()):
        columns = select(inbox.c.device_id, inbox.c.seq, inbox.c.prev, inbox.c.hash)
        within = columns.where(inbox.c.device_id == device_id, inbox.c.seq.between(max(low - 1, 1), high + 1))
        links += [dict(row) for row in c.execute(within.order_by(inbox.c.seq)).mappings()]
    return links


def _photos(c: Connection, photos: PhotoStore, visit_id: str) -> list[dict]:
    named = select(photo_use.c.sha256).where(photo_use.c.visit_id == visit_id)
    wanted = select(photo.c.sha256, photo.c.mime, photo.c.size, photo.c.stored_at)
    found = []
    for row in c.execute(wanted.where(photo.c.sha256.in_(named)).order_by(photo.c.sha256)).mappings():
        ending = ENDINGS.get(row["mime"], "bin")
        there = photos.has(row["sha256"])
        found.append(dict(row) | {"file": f"photos/{row['sha256']}.{ending}" if there else None})
    return found


def _history(c: Connection, visit_id: str) -> list[dict]:
    hazards = select(finding.c.hazard_id).where(finding.c.visit_id == visit_id)
    rows = select(hazard_history).where(hazard_history.c.hazard_id.in_(hazards))
    rows = rows.order_by(hazard_history.c.hazard_id, hazard_history.c.n)
    return [{name: row[name] for name in (*HASHED, "hash")} for row in c.execute(rows).mappings()]


def write(evidence: Evidence, photos: PhotoStore, page: str, to: BinaryIO) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("manifest.json", evidence.written())
        package.writestr("index.html", page)
        for name, own in BESIDE.items():
            package.writestr(name, (SHIPPED / own).read_bytes())
        for name, raw in evidence.raws.items():
            package.writestr(name, raw)
        for one in evidence.manifest["photos"]:
            if one["file"]:
                package.write(photos.path(one["sha256"]), one["file"], zipfile.ZIP_STORED)
