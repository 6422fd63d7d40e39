"""What calls are given and what they answer, as JSON Schema; requests come from the structs that read them."""

import msgspec

from inspection import roles
from inspection.record import BATCH_MOST_RECORDS
from sync_server.api import photos, records, sign_in
from sync_server.api.described.fields import (
    choice,
    each,
    flag,
    identity,
    instant,
    named,
    perhaps,
    text,
    whole,
    whole_of,
)
from sync_server.arrival import APPLIED, HELD, MERGED, REFUSED

OUTCOMES = (APPLIED, MERGED, HELD, REFUSED)
REQUESTS = (sign_in.SignIn, sign_in.Renew, records.Push, records.Pull, records.Status, photos.Need)
_EVERY = {"server_time": instant(), "epoch": text()}
_OUTCOME = {"outcome": choice(*OUTCOMES), "code": perhaps(text()), "facts": {"type": "object"}}


def requests() -> dict[str, dict]:
    _, made = msgspec.json.schema_components(REQUESTS, ref_template="#/components/schemas/{name}")
    made["Device"]["properties"]["id"] |= identity()
    made["Push"]["properties"]["records"] |= {
        "maxItems": BATCH_MOST_RECORDS,
        "items": {"anyOf": [named("Record"), {"description": "Anything else is kept too, and refused."}]},
    }
    made["Status"]["properties"]["ids"]["maxItems"] = records.IDS_MOST
    made["Need"]["properties"]["sha256"]["maxItems"] = photos.HASHES_MOST
    for name in ("Push", "Pull", "Status", "Need"):
        made[name]["properties"]["holds"] = perhaps(named("Holds"))
    return made


def answers() -> dict[str, dict]:
    person = {
        name: text() for name in ("id", "login", "name", "certificate_no", "language", "organisation")
    } | {"role": choice(*roles.WITH_PHONE), "certificate_until": perhaps(text())}
    return {
        "Holds": {
            "type": "object",
            "description": "What this phone still holds: records, photos, bytes, refused (numbers), oldest_at.",
        },
        "Problem": whole_of({"code": text(), "facts": {"type": "object"}} | _EVERY),
        "Signed": whole_of(
            {
                "access": text(),
                "access_until": instant(),
                "refresh": text(),
                "person": whole_of(person),
                "tracks": each(choice(*roles.TRACKS)),
                "buckets": each(text()),
                "office": whole_of({"name": text()}),
                "protocol": whole(1),
            }
            | _EVERY
        ),
        "Pushed": whole_of(
            {"answers": each(whole_of({"id": perhaps(text())} | _OUTCOME | {"dup": flag()}))} | _EVERY
        ),
        "Pulled": whole_of(
            {
                "changes": each(named("Change"), records.PAGE_MOST),
                "cursors": {"type": "object", "additionalProperties": whole(0)},
                "drop": each(text()),
                "reset": each(text()),
                "more": flag(),
                "buckets": each(text()),
            }
            | _EVERY
        ),
        "Statuses": whole_of(
            {"records": {"type": "object", "additionalProperties": perhaps(named("Outcome"))}} | _EVERY
        ),
        "Outcome": whole_of(_OUTCOME),
        "Needed": whole_of(
            {name: each(text(), photos.HASHES_MOST) for name in ("need", "have", "unknown")} | _EVERY
        ),
        "Health": whole_of(
            {name: flag() for name in ("ok", "database", "photos", "disk")}
            | {"disk_free_mb": whole(0), "version": text()}
            | _EVERY
        ),
    }
