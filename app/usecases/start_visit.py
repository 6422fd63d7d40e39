"""A visit begins: from now on every tap is kept under it."""

from app.storage import checklists as lists
from app.storage import enterprises, meta, visits
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drafts import companion_of, named
from inspection.problems import Problem
from inspection.roles import tracks_of


def start_visit(
    store: Store,
    enterprise_id: str,
    track: str,
    purpose: str,
    mode: str,
    checklists,
    participants,
    plan_id: str | None,
    *,
    at: Moment,
    new_id: str,
    companion=None,
) -> str:
    """The visit's id. `checklists`: [(code, version)]; without participants the person of this phone takes part.

    Problems: visit.track_not_yours, visit.no_checklist, enterprise.not_here.
    """
    with store.write("visits", "plans") as s:
        me = meta.person(s)
        if me and track not in tracks_of(me["role"]):
            raise Problem("visit.track_not_yours", track=track, role=me["role"])
        chosen = list(dict.fromkeys((code, int(version)) for code, version in checklists))
        if any(lists.pinned(s, code, version) is None for code, version in chosen):
            raise Problem("visit.no_checklist")
        name = enterprises.name_of(s, enterprise_id)
        if not name:
            raise Problem("enterprise.not_here")
        visits.add(
            s,
            {
                "id": new_id,
                "enterprise_id": enterprise_id,
                "enterprise_name": name,
                "track": track,
                "purpose": purpose,
                "mode": mode,
                "state": visits.OPEN,
                "plan_id": plan_id,
                "checklists": chosen,
                "participants": named(participants or ([me] if me else [])),
                "companion": companion_of(companion),
                "remark": "",
                "started_at": at.wall,
            },
        )
    return new_id
