"""A rescue bundle: what a phone has not brought to the office yet, in one zip file that anybody can carry there.

manifest.json says whose it is; records/ holds the frozen records as they would be pushed, in their order; photos/
holds photos named by their SHA-256. Whatever else lies in it is for people to read.
"""

import re
from dataclasses import asdict, dataclass

from inspection.problems import Problem
from inspection.shapes import Shape

FORMAT, VERSION = "anjian-bundle", 1
MANIFEST = "manifest.json"
MANIFEST_MOST_BYTES = 64 * 1024
PARTS_MOST = 50_000
_RECORD = re.compile(r"records/[0-9]{8,20}-[A-Za-z0-9\-_.]{1,64}\.json").fullmatch
_PHOTO = re.compile(r"photos/([0-9a-f]{64})").fullmatch


@dataclass(frozen=True)
class Manifest:
    """Whose phone it was. `records` and `photos` are how many there are; `made_at` is the phone's word."""

    device_id: str
    person_id: str
    person: str
    made_at: str
    app_version: str
    records: int
    photos: int

    def as_json(self) -> dict:
        return {"format": FORMAT, "version": VERSION} | asdict(self)


def record_name(seq: int, record_id: str) -> str:
    return f"records/{seq:08}-{record_id}.json"


def photo_name(sha256: str) -> str:
    return f"photos/{sha256}"


def read_manifest(value) -> Manifest:
    """Problems: bundle.not_one, bundle.newer, record.invalid."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise Problem("bundle.not_one")
    shape = Shape(value, f"{MANIFEST}:")
    if shape.whole("version", 1, 10**6) > VERSION:
        raise Problem("bundle.newer", version=value["version"], known=VERSION)
    shape.instant("made_at")
    return Manifest(
        shape.identity("device_id"),
        shape.identity("person_id"),
        shape.text("person", most=60, default=""),
        value["made_at"],
        shape.text("app_version", most=40, default=""),
        shape.whole("records", 0, PARTS_MOST),
        shape.whole("photos", 0, PARTS_MOST),
    )


def sorted_parts(names) -> tuple[list[str], dict[str, str]]:
    """(names of records in the order they were made, {sha256: name} of photos); what is neither is passed over.

    Problem bundle.too_many.
    """
    names = list(names)
    if len(names) > 2 * PARTS_MOST:
        raise Problem("bundle.too_many", most=PARTS_MOST)
    records = sorted(filter(_RECORD, names), key=lambda name: int(name[len("records/") :].partition("-")[0]))
    return records, {found[1]: name for name in names if (found := _PHOTO(name))}
