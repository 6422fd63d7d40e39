"""Files that somebody handed in to look at before importing: kept under a token for a day, for that person only."""

import io
import json
import re
import secrets
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from inspection.days import to_instant, to_text

KEPT_FOR = timedelta(days=1)
TOKEN = re.compile(r"[0-9a-f]{32}")


def keep(data_dir: Path, content: bytes, filename: str, person_id: str, at: datetime) -> str:
    return keep_file(data_dir, io.BytesIO(content), filename, person_id, at)


def keep_file(data_dir: Path, file: BinaryIO, filename: str, person_id: str, at: datetime) -> str:
    """The token of what `file` holds."""
    folder = _folder(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder, at)
    token = secrets.token_hex(16)
    try:
        with (folder / f"{token}.table").open("wb") as kept:
            shutil.copyfileobj(file, kept, 2**20)
            size = kept.tell()
    except OSError:
        (folder / f"{token}.table").unlink(missing_ok=True)
        raise
    facts = {"filename": filename[:200], "person_id": person_id, "at": to_text(at), "bytes": size}
    (folder / f"{token}.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    return token


def of(data_dir: Path, token: str, person_id: str) -> tuple[bytes, dict] | None:
    """(content, facts) of an upload of this person; None when there is none."""
    found = file_of(data_dir, token, person_id)
    return found and (found[0].read_bytes(), found[1])


def file_of(data_dir: Path, token: str, person_id: str) -> tuple[Path, dict] | None:
    """(where it lies, facts)."""
    facts_file = _folder(data_dir) / f"{token}.json"
    if not TOKEN.fullmatch(token) or not facts_file.is_file():
        return None
    facts = json.loads(facts_file.read_text("utf-8"))
    if facts["person_id"] != person_id:
        return None
    return facts_file.with_suffix(".table"), facts


def drop(data_dir: Path, token: str) -> None:
    for ending in ("json", "table"):
        (_folder(data_dir) / f"{token}.{ending}").unlink(missing_ok=True)


def _sweep(folder: Path, at: datetime) -> None:
    for facts_file in folder.glob("*.json"):
        facts = json.loads(facts_file.read_text("utf-8"))
        if at - to_instant(facts["at"]) > KEPT_FOR:
            facts_file.with_suffix(".table").unlink(missing_ok=True)
            facts_file.unlink(missing_ok=True)


def _folder(data_dir: Path) -> Path:
    return Path(data_dir) / "imports"
