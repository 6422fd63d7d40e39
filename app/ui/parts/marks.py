"""The numbers that stand on the room bar."""

from datetime import date

from app.storage import hazards, outbox


def count_marks(session, today: date) -> dict[str, int]:
    """By route; 0 shows no number."""
    return {
        "/tasks": hazards.count_tasks(session, today, "recheck"),
        "/outbox": len(outbox.attention(session)),
    }
