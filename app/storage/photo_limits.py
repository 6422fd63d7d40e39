"""How many photos a place and a visit may hold, so that what is frozen of them always fits into its records."""

from sqlalchemy import func, select

from app.storage import photos
from app.storage.tables import photo_use
from inspection.problems import Problem

OWNER_MOST = 200  # of one item, finding or recheck: what a record takes in one place
ITEMS_MOST = 300  # of all items of a visit together; findings travel in records of their own when need be
SPEAK_FROM = 240


def on_items(s, visit_id: str) -> int:
    """Photos that hang on the items of a visit."""
    here = (photo_use.c.visit_id == visit_id, photo_use.c.owner_kind == "answer")
    return s.scalar(select(func.count()).select_from(photo_use).where(*here))


def demand_room(s, owner_kind: str, owner_id: str, visit_id: str | None) -> None:
    """Problems: photo.too_many, visit.photos_full."""
    if photos.count(s, owner_kind, owner_id) >= OWNER_MOST:
        raise Problem("photo.too_many", most=OWNER_MOST)
    if owner_kind == "answer" and visit_id and on_items(s, visit_id) >= ITEMS_MOST:
        raise Problem("visit.photos_full", most=ITEMS_MOST)
