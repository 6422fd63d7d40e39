"""Who has signed a visit, and who would not."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.storage import photos
from app.storage.tables import signature


def put(s, visit_id: str, who: str, name: str, at: str, **values) -> None:
    """In place of what this person signed before. A visit has one companion."""
    clear(s, visit_id, who, None if who == "companion" else name)
    row = {
        "visit_id": visit_id,
        "who": who,
        "name": name,
        "sha256": None,
        "refused": 0,
        "reason": "",
        "witness": "",
        "at": at,
    }
    s.execute(insert(signature).values(row | values))


def clear(s, visit_id: str, who: str, name: str | None = None) -> None:
    """Without a name: whoever signed as `who`. The drawing goes with it."""
    theirs = [
        signature.c.visit_id == visit_id,
        signature.c.who == who,
        *([] if name is None else [signature.c.name == name]),
    ]
    for signer in list(s.scalars(select(signature.c.name).where(*theirs))):
        photos.take_down(s, "signature", owner_id(visit_id, who, signer))
    s.execute(signature.delete().where(*theirs))


def owner_id(visit_id: str, who: str, name: str) -> str:
    """The owner_id under which the drawing hangs."""
    return f"{visit_id}/{who}/{name}"
