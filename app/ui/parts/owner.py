"""What a photo hangs on, as the address of the camera screen names it."""

from dataclasses import dataclass

from app.storage import findings


@dataclass(frozen=True)
class Owner:
    kind: str
    id: str
    role: str
    visit_id: str | None


def owner_of(s, kind: str, identity: str, role: str) -> Owner:
    """An answer is named visit~checklist~item in an address, because a slash would part it."""
    if kind == "answer":
        visit_id, checklist, item = [*identity.split("~", 2), "", ""][:3]
        return Owner(kind, f"{visit_id}/{checklist}/{item}", role, visit_id)
    if kind == "finding":
        row = findings.by_id(s, identity)
        return Owner(kind, identity, role, row.visit_id if row else None)
    return Owner(kind, identity, role, None)
