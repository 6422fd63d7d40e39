"""The header of an open visit: people, track, purpose, mode, remark, where it was and where one stands."""

from app.storage import checklists as lists
from app.storage import findings, meta, signatures, visits
from app.storage.store import Store
from app.usecases.drafts import companion_of, named, open_visit, words
from inspection.problems import Problem
from inspection.roles import tracks_of
from inspection.visit import PURPOSES_OF

FIELDS = ("track", "purpose", "mode", "remark", "position", "checklists")


def set_people(store: Store, visit_id: str, participants, companion) -> None:
    """Who takes part, and who of the enterprise came along. Who is no longer named has not signed.

    Problems: visit.unknown, visit.not_open, text.too_long.
    """
    with store.write("visits") as s:
        row = open_visit(s, visit_id)
        people, escort = named(participants), companion_of(companion)
        for signer in signers(row.participants) - signers(people):
            signatures.clear(s, visit_id, "inspector", signer)
        if escort.name != row.companion.name:
            signatures.clear(s, visit_id, "companion")
        visits.change(s, visit_id, participants=people, companion=escort)


def signers(people) -> set[str]:
    return {signatures.signer_of(person.name, person.person_id) for person in people}


def set_visit(store: Store, visit_id: str, **fields) -> None:
    """Change track, purpose, mode, remark, position or checklists ([(code, version)]). A list with answers stays.

    Problems: visit.unknown, visit.not_open, visit.no_checklist, visit.track_not_yours, visit.track_told, text.too_long.
    """
    strangers = set(fields) - set(FIELDS)
    if strangers:
        raise TypeError(f"a visit has no {strangers}")
    with store.write("visits", "answers") as s:
        row = open_visit(s, visit_id)
        if "track" in fields:
            fields |= on_track(s, row, fields["track"], fields.get("purpose", row.purpose))
        if "remark" in fields:
            fields["remark"] = words(fields["remark"], 4000)
        if "checklists" in fields:
            chosen = {code: int(version) for code, version in fields["checklists"]}
            answered = {checklist for checklist, _ in visits.results(s, visit_id)}
            pinned = {code: version for code, version in row.checklists if code in chosen or code in answered}
            fields["checklists"] = list((chosen | pinned).items())  # what was begun keeps its version
            if any(lists.pinned(s, *one) is None for one in fields["checklists"]):
                raise Problem("visit.no_checklist")
        visits.change(s, visit_id, **fields)


def on_track(s, row: visits.VisitRow, track: str, purpose: str) -> dict:
    """The second officer did not come, say: what was begun as an inspection goes on as a technical service."""
    me = meta.person(s)
    if me and track not in tracks_of(me["role"]):
        raise Problem("visit.track_not_yours", track=track, role=me["role"])
    if track != row.track and any(one.sent_ahead for one in findings.of_visit(s, row.id)):
        raise Problem("visit.track_told")
    return {"track": track, "purpose": purpose if purpose in PURPOSES_OF[track] else PURPOSES_OF[track][0]}


def stand_at(
    store: Store, visit_id: str, checklist: str | None, item: str | None, finding: str | None = None
) -> None:
    """Where the inspector stands: the visit opens there again. Nothing is redrawn for it."""
    with store.write() as s:
        visits.change(s, visit_id, at_checklist=checklist, at_item=item, at_finding=finding)
