"""What the enterprise did about a hazard, with after-photos. Judged by a recheck."""

from dataclasses import dataclass

from inspection.finding import AFTER, PhotoUse, read_photo_uses
from inspection.shapes import Shape


@dataclass(frozen=True)
class Rectification:
    id: str
    hazard_id: str
    done: str
    responsible: str  # who of the enterprise saw to it
    done_at: str
    photos: tuple[PhotoUse, ...]


def read_rectification(body: dict) -> Rectification:
    """Problems: record.invalid. At least one after-photo is asked for."""
    shape = Shape(body)
    shape.instant("done_at")
    rectification = Rectification(
        shape.identity("rectification_id"),
        shape.identity("hazard_id"),
        shape.text("done", most=2000, least=1),
        shape.text("responsible", most=60, default=""),
        body["done_at"],
        read_photo_uses(shape),
    )
    if not any(use.role == AFTER for use in rectification.photos):
        raise shape.wrong("photos", "after_photo_missing")
    return rectification
