"""Moves on a hazard made on site: the recheck of a rectification, and the report of one.

Written as a draft, tap by tap, then frozen at once. The state set here is what we expect; the
office's answer replaces it, whatever it is.
"""

from dataclasses import asdict

from app.storage import frozen, hazards, meta, moves, photos
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases import bodies
from app.usecases.drafts import named, words
from inspection.checklist import MAJOR
from inspection.finding import AFTER
from inspection.hazard import Standing, after, guard, recheck_move
from inspection.problems import Problem
from inspection.recheck import demand_evidence, read_recheck
from inspection.rectification import read_rectification
from inspection.roles import OFFICER, SERVICE
from inspection.visit import certified_officers

MOST = {"note": 2000, "no_photo_reason": 200, "done": 2000, "responsible": 60}
PLAIN = ("verdict", "new_due", "track", "visit_id")


def draft_move(store: Store, hazard_id: str, kind: str, *, at: Moment, new_id: str, **fields) -> str:
    """The draft's id, which owns its photos; `new_id` is used when there is none yet. `kind`: recheck | rectification.

    Fields: verdict, note, new_due, participants, track, visit_id, no_photo_reason | done, responsible.
    Problems: hazard.not_here, text.too_long.
    """
    strangers = set(fields) - {*MOST, *PLAIN, "participants"}
    if strangers or kind not in moves.KINDS:
        raise TypeError(f"a {kind} has no {strangers}")
    kept = {name: words(value, MOST[name]) if name in MOST else value for name, value in fields.items()}
    if "participants" in kept:
        kept["participants"] = [asdict(person) for person in named(kept["participants"])]
    with store.write("hazards") as s:
        known(s, hazard_id)
        draft = moves.draft_of(s, hazard_id, kind) or moves.MoveDraft(hazard_id, kind, new_id, at.wall)
        moves.put(s, moves.MoveDraft(hazard_id, kind, draft.id, at.wall, draft.fields | kept))
    return draft.id


def drop_move(store: Store, hazard_id: str, kind: str) -> None:
    """The draft and its photos are given up."""
    with store.write("hazards", "photos") as s:
        draft = moves.draft_of(s, hazard_id, kind)
        if draft:
            photos.take_down(s, kind, draft.id)
            moves.remove(s, hazard_id, kind)


def decide_recheck(store: Store, hazard_id: str, at: Moment, new_id: str) -> str:
    """The record's id. Problems: hazard.not_here, recheck.verdict_needed, recheck.after_photo_needed,
    recheck.reason_needed, visit.two_officers_needed, hazard.move_not_allowed, hazard.not_your_move, storage.full.
    """
    with store.write("hazards", "outbox") as s:
        hazard, me = known(s, hazard_id), meta.person(s)
        draft = moves.draft_of(s, hazard_id, "recheck")
        told = draft.fields if draft else {}
        if not told.get("verdict"):
            raise Problem("recheck.verdict_needed")
        uses = bodies.photo_uses(s, "recheck", draft.id)
        roles = [use["role"] for use in uses]
        demand_evidence(told["verdict"], roles, told.get("note", ""), told.get("no_photo_reason", ""))
        body = {
            "recheck_id": draft.id,
            "hazard_id": hazard_id,
            "enterprise_id": hazard.enterprise_id,
            "visit_id": told.get("visit_id"),
            "track": told.get("track") or (hazard.track if me.get("role") == OFFICER else SERVICE),
            "verdict": told["verdict"],
            "note": told.get("note", ""),
            "new_due": told.get("new_due"),
            "participants": told.get("participants") or [asdict(person) for person in named([me])],
            "checked_at": at.wall,
            "photos": uses,
            "no_photo_reason": told.get("no_photo_reason", ""),
        }
        recheck = read_recheck(body)
        move = recheck_move(recheck.verdict, me["role"], hazard.severity)
        expected = after(hazard.shown_state, move, by=me["role"])
        standing = Standing(
            hazard.severity,
            hazard.track,
            hazard.major_confirmed,
            has_after_photo=AFTER in roles,
            accepted=hazard.accepted,
        )
        guard(
            move,
            standing,
            me.get("id"),
            len(certified_officers(recheck.participants)),
            recheck.no_photo_reason,
        )
        return freeze_move(store, s, hazard, draft, body, expected, at, new_id)


def report_rectification(store: Store, hazard_id: str, at: Moment, new_id: str) -> str:
    """The record's id. Problems: hazard.not_here, rectification.words_needed, rectification.after_photo_needed,
    hazard.move_not_allowed, hazard.not_your_move, storage.full.
    """
    with store.write("hazards", "outbox") as s:
        hazard, me = known(s, hazard_id), meta.person(s)
        draft = moves.draft_of(s, hazard_id, "rectification")
        told = draft.fields if draft else {}
        uses = bodies.photo_uses(s, "rectification", draft.id) if draft else []
        if not told.get("done"):
            raise Problem("rectification.words_needed")
        if AFTER not in [use["role"] for use in uses]:
            raise Problem("rectification.after_photo_needed")
        body = {
            "rectification_id": draft.id,
            "hazard_id": hazard_id,
            "done": told["done"],
            "responsible": told.get("responsible", ""),
            "done_at": at.wall,
            "photos": uses,
        }
        read_rectification(body)
        return freeze_move(
            store, s, hazard, draft, body, after(hazard.shown_state, "rectify", by=me["role"]), at, new_id
        )


def known(s, hazard_id: str) -> hazards.Hazard:
    found = hazards.by_id(s, hazard_id)
    if found is None:
        raise Problem("hazard.not_here")
    return found


def freeze_move(store: Store, s, hazard, draft, body: dict, expected: str, at: Moment, new_id: str) -> str:
    shown = bodies.named_photos(body)
    frozen.freeze(
        s,
        store.folder,
        record_id=new_id,
        kind=draft.kind,
        entity=("hazard", hazard.id),
        body=body,
        photos=photos.manifest(s, shown),
        at=at,
        title=f"{hazard.enterprise_name} · {hazard.text[:30]}",
        enterprise_id=hazard.enterprise_id,
        visit_id=body.get("visit_id"),
        deps=frozen.unsettled(s, hazard.id, *moves.KINDS),
        seen_n=hazard.n,
        majors=shown if hazard.severity == MAJOR else (),
    )
    moves.remove(s, hazard.id, draft.kind)
    hazards.expect(s, hazard.id, expected)
    return new_id
