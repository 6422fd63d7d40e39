"""The office's tables, the same on SQLite and PostgreSQL. Instants are ISO texts in UTC, days are ISO texts.

JSON columns are texts written by `json.dumps(…, ensure_ascii=False)`; ids are texts given by whoever
made the thing. `change.pos` is written by `changes.number` and by nothing else.
"""

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint
from sqlalchemy import text as _sql

from sync_server.columns import flag as _flag
from sync_server.columns import metadata as metadata
from sync_server.columns import number as _number
from sync_server.columns import table as _table
from sync_server.columns import text as _text

meta = _table("meta", _text("k", primary_key=True), _text("v"))  # epoch, created_at, office name …

# ── institution and people ─────────────────────────────────────────────────────────────────────
area = _table(
    "area",
    _text("id", primary_key=True),
    _text("parent_id", nullable=True),
    _text("name"),
    _text("kind"),  # street | village | grid
    _number("place"),  # order in lists
)
organisation = _table(
    "organisation",
    _text("id", primary_key=True),
    _text("name"),
    _text("kind"),  # office | contractor
)
person = _table(
    "person",
    _text("id", primary_key=True),
    _text("login", unique=True),
    _text("name"),
    _text("role"),
    _text("organisation_id", nullable=True),
    _text("post"),
    _text("phone"),
    _text("certificate_no"),
    _text("certificate_until", nullable=True),
    _text("password"),  # argon2id
    _text("language"),
    _flag("active"),
    _text("changed_at"),
)
person_area = _table("person_area", _text("person_id", primary_key=True), _text("area_id", primary_key=True))
contract = _table(
    "contract",
    _text("id", primary_key=True),
    _text("organisation_id"),
    _text("name"),
    _text("starts_on"),
    _text("ends_on"),
)
contract_enterprise = _table(
    "contract_enterprise",
    _text("contract_id", primary_key=True),
    _text("enterprise_id", primary_key=True),
    Index("ix_contract_enterprise_enterprise", "enterprise_id"),
)
device = _table(
    "device",
    _text("id", primary_key=True),  # one person's data on one phone
    _text("person_id"),
    _text("name"),
    _text("platform"),
    _text("app_version"),
    _text("state"),  # active | upload_only | blocked
    _text("made_at"),
    _text("seen_at"),
    _text("outbox"),  # JSON: what the phone last said it still holds
    _number("last_seq"),
    Index("ix_device_person", "person_id"),
)
token = _table(
    "token",
    _text("hash", primary_key=True),  # SHA-256 of the token
    _text("device_id"),
    _text("kind"),  # access | refresh
    _number("generation"),
    _text("made_at"),
    _text("expires_at"),
    _text("nonce", nullable=True),  # of the refresh that made it
    _text("family_at"),  # the last sign-in with a password: rotation reaches no further than a year after it
    _text("used_at", nullable=True),  # first use; from then on the generation before is over
    Index("ix_token_device", "device_id"),
)
desk_session = _table(
    "desk_session",
    _text("hash", primary_key=True),
    _text("person_id"),
    _text("csrf"),
    _text("made_at"),
    _text("seen_at"),
    _text("expires_at"),
    _text("agent"),
    Index("ix_desk_session_person", "person_id"),
)
throttle = _table(
    "throttle", _text("k", primary_key=True), _number("failures"), _text("until"), _text("last_at")
)

# ── what is inspected ──────────────────────────────────────────────────────────────────────────
enterprise = _table(
    "enterprise",
    _text("id", primary_key=True),
    _text("code"),  # unified social credit code, old number, or TEMP-…
    _text("code_kind"),  # credit | old | odd | temporary
    _text("name"),
    _text("name_key"),  # folded, for finding the same name again
    _text("initials"),  # pinyin initials, lower case
    _text("kind"),  # production | small
    _text("area_id"),
    _text("address"),
    _text("scope"),  # 经营范围
    _text("sectors"),  # JSON list
    _text("tags"),  # JSON list of hazard tags
    _text("grade"),  # red | orange | yellow | blue | ""
    _text("status"),  # operating | suspended | closed | moved | reported (seen by a phone, not yet confirmed)
    _text("legal_person"),
    _text("contact"),
    _text("contact_phone"),
    _text("profile"),  # JSON: everything else of domain 4.2
    _number("rev"),
    _text("made_at"),
    _text("changed_at"),
    Index("ix_enterprise_code", "code"),
    Index("ix_enterprise_name_key", "name_key"),
    Index("ix_enterprise_area_name", "area_id", "name"),
)
checklist = _table(
    "checklist",
    _text("code", primary_key=True),
    _number("version", primary_key=True),
    _text("title_zh"),
    _text("title_en"),
    _text("body"),  # JSON of inspection.checklist
    _flag("current"),
    _text("published_at"),
)
plan = _table(
    "plan",
    _text("id", primary_key=True),
    _text("enterprise_id"),
    _text("person_id"),
    _text("day"),
    _text("track"),
    _text("purpose"),
    _text("note"),
    _text("state"),  # planned | done | dropped
    _text("visit_id", nullable=True),
    _text("made_by"),
    _text("made_at"),
    Index("ix_plan_person", "person_id", "state"),
    Index("ix_plan_enterprise", "enterprise_id"),
)

# ── evidence: kept as it came ──────────────────────────────────────────────────────────────────
inbox = _table(
    "inbox",
    _text("id", primary_key=True),
    _text("device_id"),
    _text("person_id"),
    _number("seq"),
    _text("prev"),
    _text("hash"),
    _text("kind"),
    Column("raw", LargeBinary, nullable=False),  # the canonical bytes the hash was taken of
    _text("received_at"),
    _text("outcome"),  # applied | merged | held | refused
    _text("code", nullable=True),
    _text("facts"),  # JSON
    _text("judged_at"),
    _text("enterprise_id", nullable=True),
    _text("visit_id", nullable=True),
    Index("ix_inbox_device_seq", "device_id", "seq"),
    Index("ix_inbox_outcome", "outcome", "received_at"),
    Index("ix_inbox_visit", "visit_id"),
)
waiting = _table(
    "waiting",  # what a held record waits for
    _text("record_id", primary_key=True),
    _text("kind", primary_key=True),  # record | photo | hazard | enterprise
    _text("awaited_id", primary_key=True),
    Index("ix_waiting_awaited", "kind", "awaited_id"),
)
visit = _table(
    "visit",
    _text("id", primary_key=True),
    _text("enterprise_id"),
    _text("record_id"),
    _text("device_id"),
    _text("person_id"),
    _text("track"),
    _text("purpose"),
    _text("mode"),
    _text("started_at"),
    _text("finished_at"),
    _text("day"),  # China day of the start
    _text("received_at"),
    _text("people"),  # JSON list of participants
    _text("companion"),  # JSON
    _text("body"),  # JSON as sent
    _number("findings"),
    _number("photos"),
    _text("review"),  # new | seen | returned
    Index("ix_visit_enterprise", "enterprise_id", "started_at"),
    Index("ix_visit_day", "day", "enterprise_id"),  # all that is counted of a year's visits
    Index("ix_visit_review", "review", "started_at", "id"),
    Index("ix_visit_started", "started_at", "id"),
    Index("ix_visit_track", "track", "started_at", "id"),
    Index("ix_visit_person", "person_id", "started_at"),
)
finding = _table(
    "finding",
    _text("id", primary_key=True),
    _text("visit_id"),
    _text("enterprise_id"),
    _text("hazard_id"),
    _text("record_id"),
    _text("person_id"),
    _text("track"),
    _text("item", nullable=True),
    _text("checklist", nullable=True),
    _text("place"),
    _text("text"),
    _text("severity"),
    _flag("fixed_on_site"),
    _text("seen_at"),
    _text("body"),
    Index("ix_finding_hazard", "hazard_id"),
    Index("ix_finding_visit", "visit_id"),
    Index("ix_finding_enterprise", "enterprise_id"),
)
photo = _table(
    "photo",
    _text("sha256", primary_key=True),
    _number("size"),
    _text("mime"),
    _number("w"),
    _number("h"),
    _text("state"),  # named | stored | undecodable
    _text("named_at"),
    _text("stored_at", nullable=True),
    _text("checked_at", nullable=True),  # when it was decoded, or found undecodable
    Index("ix_photo_state_checked", "state", "checked_at"),
)
photo_use = _table(
    "photo_use",  # access to a photo is only through these rows
    _text("sha256", primary_key=True),
    _text("record_id", primary_key=True),
    _text("owner_kind", primary_key=True),  # answer | finding | rectification | recheck | signature
    _text("owner_id", primary_key=True),
    _text("role", primary_key=True),  # before | after | detail | signature
    _text("enterprise_id", nullable=True),
    _text("visit_id", nullable=True),
    _text("hazard_id", nullable=True),
    _text("person_id"),
    _text("device_id"),
    _text("track"),
    _text("manifest"),  # JSON: taken_at, source, position, device …
    _flag("claimed"),  # named after somebody whose photo it is: opens it to nobody
    Index("ix_photo_use_enterprise", "enterprise_id"),
    Index("ix_photo_use_visit", "visit_id"),
    Index("ix_photo_use_hazard", "hazard_id"),
    Index("ix_photo_use_person", "person_id"),
)
upload = _table(
    "upload",
    _text("id", primary_key=True),
    _text("sha256"),
    _number("size"),
    _text("mime"),
    _text("device_id"),
    _text("person_id"),
    _text("made_at"),
    _text("expires_at"),
    _text("state"),  # open | done; how far it has come is the length of its file
    Index("ix_upload_sha256", "sha256"),
    Index("ix_upload_expires", "expires_at"),
)

# ── state: owned by the server ─────────────────────────────────────────────────────────────────
_REPEATS = _sql("repeat_of IS NOT NULL")
hazard = _table(
    "hazard",
    _text("id", primary_key=True),  # the id of the finding that opened it
    _text("number"),  # YH-2026-00001, given here
    _text("enterprise_id"),
    _text("area_id"),
    _text("key"),  # inspection.consolidation.hazard_key
    _text("item", nullable=True),
    _text("checklist", nullable=True),
    _text("place"),
    _text("text"),
    _text("basis"),
    _text("correction"),
    _text("severity"),
    _text("major_rule"),
    _flag("major_confirmed"),
    _text("track"),  # of the finding that opened it; inspection once ordered
    _text("state"),
    _text("due", nullable=True),
    _text("found_on"),  # China day
    _text("closed_on", nullable=True),
    _flag("fixed_on_site"),
    _text("repeat_of", nullable=True),
    _flag("repeat_confirmed"),
    _flag("listed"),
    _flag("accepted"),
    _text("corrected_by", nullable=True),
    _text("order_id", nullable=True),
    _text("merged_into", nullable=True),
    _number("n"),  # number of its last history row
    _number("rev"),
    _text("changed_at"),
    Index("ix_hazard_enterprise", "enterprise_id", "state", "severity"),
    Index("ix_hazard_key", "enterprise_id", "key"),
    Index("ix_hazard_state_due", "state", "due", "id", "area_id", "severity"),
    Index("ix_hazard_number", "number"),
    # lists of the office run newest first along these; the first also carries all that is counted over a year
    Index("ix_hazard_found", "found_on", "id", "area_id", "state", "severity", "track"),
    Index("ix_hazard_state_found", "state", "found_on", "id"),
    Index("ix_hazard_area", "area_id", "state", "found_on", "id"),
    Index("ix_hazard_closed", "closed_on", "area_id"),
    Index("ix_hazard_repeat", "found_on", "id", sqlite_where=_REPEATS, postgresql_where=_REPEATS),
)
hazard_history = _table(
    "hazard_history",
    _text("hazard_id", primary_key=True),
    _number("n", primary_key=True),
    _text("move"),  # a move of inspection.hazard, or found | seen_again | rectification | due …
    _text("from_state", nullable=True),
    _text("to_state"),
    _text("actor_id"),
    _text("record_id", nullable=True),
    _text("device_time", nullable=True),
    _text("server_time"),
    _text("facts"),  # JSON
    _text("prev_hash"),
    _text("hash"),
)
document = _table(
    "document",
    _text("id", primary_key=True),
    _text("kind"),  # order | advice | …
    _text("number"),
    _number("year"),
    _number("running"),
    _text("enterprise_id"),
    _text("visit_id", nullable=True),
    _text("body"),  # JSON: hazards with due days, officers, basis, remedy
    _text("made_by"),
    _text("made_at"),
    UniqueConstraint("kind", "year", "running"),
    Index("ix_document_enterprise", "enterprise_id"),
)
counter = _table("counter", _text("name", primary_key=True), _number("v"))

# ── what phones are told ───────────────────────────────────────────────────────────────────────
change = _table(
    "change",
    _text("bucket", primary_key=True),
    _text("kind", primary_key=True),
    _text("id", primary_key=True),
    _number("pos"),
    _number("rev"),
    _flag("deleted"),
    _text("body"),
    Index("ix_change_bucket_pos", "bucket", "pos"),
    Index("ix_change_id", "id"),
)
bucket = _table("bucket", _text("name", primary_key=True), _number("v"))

# ── what the office did ────────────────────────────────────────────────────────────────────────
audit = _table(
    "audit",
    _number("n", primary_key=True),
    _text("at"),
    _text("person_id", nullable=True),
    _text("act"),
    _text("target_kind"),
    _text("target_id"),
    _text("facts"),  # JSON, before and after
    _text("origin"),  # address of the desk or device id
    _text("prev_hash"),
    _text("hash"),
    Index("ix_audit_target", "target_kind", "target_id"),
    Index("ix_audit_at", "at"),
)
