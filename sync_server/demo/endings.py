"""How things stand on the last day: every state of a hazard, what waits for somebody, what came in wrong, what is planned."""

from sqlalchemy import func, select

from sync_server.context import Context
from sync_server.tables import enterprise, hazard, photo, visit


def prepare(cast, story, diary) -> None:
    pass


def finish(cast, story) -> None:
    pass


def counts(context: Context) -> dict:
    with context.store.read() as c:
        return {
            "firms": c.scalar(select(func.count()).select_from(enterprise)),
            "visits": c.scalar(select(func.count()).select_from(visit)),
            "hazards": c.scalar(select(func.count()).select_from(hazard)),
            "photos": c.scalar(select(func.count()).select_from(photo).where(photo.c.state == "stored")),
        }
