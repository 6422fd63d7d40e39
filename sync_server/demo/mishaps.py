"""What came in and could not stand: refused records, records that wait, a correction, premises no list knew."""

from datetime import datetime, timedelta

from sqlalchemy import select

from sync_server.demo.sights import one as sight_of
from sync_server.demo.visits import attend
from sync_server.tables import hazard


def bring(at: datetime, story) -> None:
    """All of it, through the real door."""
    too_late(at, story)
    not_an_officer(at + timedelta(minutes=5), story)
    photo_missing(at + timedelta(minutes=10), story)
    hazard_unknown(at + timedelta(minutes=15), story)
    corrected(at + timedelta(minutes=20), story)
    found_on_the_street(at + timedelta(minutes=25), story)


def _cases(story, state: str, track: str, pictured: bool | None = None) -> list:
    """Cases in this state, the newest last."""
    with story.cast.context.store.read() as c:
        ids = c.scalars(
            select(hazard.c.id)
            .where(hazard.c.state == state, hazard.c.track == track)
            .order_by(hazard.c.found_on, hazard.c.id)
        ).all()
    known = [story.cases[one] for one in ids if one in story.cases]
    return [case for case in known if pictured is None or case.pictured == pictured]


def too_late(at: datetime, story) -> None:
    """A phone that was off the net for days fails a hazard that has meanwhile been closed."""
    case = _cases(story, "closed", "service")[-1]
    record = story.repairs.recheck_record(at, case, ["expert2"], "fail", None)
    story.cast.phones["expert2"].push([record], at)


def not_an_officer(at: datetime, story) -> None:
    """An expert's phone claims an official visit."""
    cast = story.cast
    firm = next(one for one in cast.firms if one.kind == "production")
    attended = attend(
        cast, firm, ["expert3"], "service", "routine", at, [sight_of("FIRE-03", None, cast.chance)]
    )
    record = attended.record
    body = record["body"] | {"track": "inspection", "participants": [
        {"person_id": cast.people[login].id, "name": cast.people[login].name, "role": "officer",
         "certificate_no": cast.people[login].certificate_no} for login in ("officer1", "officer2")
    ]}  # fmt: skip
    phone = cast.phones["expert3"]
    phone.seq, phone.prev = record["seq"] - 1, record["prev"]
    phone.push(
        [phone.record("visit", ("visit", attended.visit_id), body, record["photos"], attended.finished)], at
    )


def photo_missing(at: datetime, story) -> None:
    """A recheck is here, its photo still on the phone."""
    cases = _cases(story, "ordered", "inspection", True) + _cases(story, "rectifying", "inspection", True)
    cases += _cases(story, "rectified_pending", "inspection", True)
    if not cases:
        return
    case = cases[-1]
    logins = story.desk.officers(case.firm)
    phone = story.cast.phones[logins[0]]
    photo = phone.photo(case.sight.scene, case.sight.seed + "b", at, after=True)
    record = story.repairs.recheck_record(at, case, logins, "pass", None, photo)
    phone.push([record], at, without=frozenset({photo["sha256"]}))


def hazard_unknown(at: datetime, story) -> None:
    """A second phone speaks of a hazard whose finding has not come in yet."""
    case = _cases(story, "advised", "service")[-1]
    record = story.repairs.recheck_record(at, case, ["expert2"], "fail", None)
    phone = story.cast.phones["expert2"]
    phone.seq, phone.prev = record["seq"] - 1, record["prev"]
    unknown = phone.new_id(at)
    body = record["body"] | {"hazard_id": unknown}
    phone.push([phone.record("recheck", ("hazard", unknown), body, [], at)], at)


def corrected(at: datetime, story) -> None:
    """An officer sets a place right that he had written down wrongly."""
    cast = story.cast
    firm = next(one for one in reversed(cast.firms) if one.kind == "production")
    logins = story.desk.officers(firm)
    phone = cast.phones[logins[0]]
    attended = attend(
        cast, firm, logins, "inspection", "routine", at, [sight_of("ELEC-08", "二号车间配电箱", cast.chance)]
    )
    body = {
        "amends": attended.record["id"],
        "path": "findings[0].place",
        "text": "三号车间配电箱",
        "reason": "车间编号记错",
    }
    amendment = phone.record("amendment", ("record", attended.record["id"]), body, [], at)
    phone.push([attended.record, amendment], at)
    story.follow(at, firm, attended.found, "inspection")


def found_on_the_street(at: datetime, story) -> None:
    cast = story.cast
    phone = cast.phones["station3"]
    identity = phone.new_id(at)
    body = {
        "enterprise_id": identity,
        "name": "云梭大道无名修车铺",
        "code": "",
        "area_id": cast.people["station3"].areas[0],
        "address": "云梭大道 88 号旁",
        "contact": "店主",
        "phone": "13900000088",
        "kind": "small",
        "position": phone.position(at),
    }
    phone.push([phone.record("new_enterprise", ("enterprise", identity), body, [], at)], at)
