"""The phone's tables: one database for each person on the phone. The SQL that makes them is in `migrations`.

Instants are ISO texts in UTC, days ISO texts, JSON columns are texts. Three kinds of rows: what the
office gave (replaced by pulls), drafts (of visits still open), and what is frozen (outbox).
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()


def _table(name, *columns):
    return Table(name, metadata, *columns)


def _text(name, **options):
    return Column(name, Text, nullable=options.pop("nullable", False), **options)


def _number(name, **options):
    return Column(name, Integer, nullable=options.pop("nullable", False), **options)


meta = _table(
    "meta", _text("k", primary_key=True), _text("v")
)  # device_id, person, epoch, clock_offset, seq, prev …
setting = _table("setting", _text("k", primary_key=True), _text("v"))

# ── what the office gave ───────────────────────────────────────────────────────────────────────
# One feed row for every (bucket, kind, id); the tables below are drawn from it for reading.
given = _table(
    "given",
    _text("bucket", primary_key=True),
    _text("kind", primary_key=True),
    _text("id", primary_key=True),
    _number("rev"),
    _text("body"),
)
cursor = _table("cursor", _text("bucket", primary_key=True), _number("pos"))
set_aside = _table(  # changes this phone could not read: shown, never in the way
    "set_aside",
    _text("bucket", primary_key=True),
    _text("kind", primary_key=True),
    _text("id", primary_key=True),
    _number("rev"),
    _text("why"),
    _text("body"),
)
enterprise = _table(
    "enterprise",
    _text("id", primary_key=True),
    _text("name"),
    _text("code"),
    _text("initials"),
    _text("search"),  # name, initials and code, lower case, for one LIKE
    _text("area_id"),
    _text("kind"),
    _text("grade"),
    _text("status"),
    _number("open_hazards"),
    _number("major_hazards"),
    _text("last_visit", nullable=True),
    _text("body"),  # JSON, all of it
    Index(
        "ix_enterprise_name", "name", "search", "area_id", "grade", "kind", "id"
    ),  # searched without the bodies
    Index("ix_enterprise_area", "area_id", "name"),
)
area = _table(
    "area",
    _text("id", primary_key=True),
    _text("parent_id", nullable=True),
    _text("name"),
    _text("kind"),
    _number("place"),
)
colleague = _table(
    "colleague",
    _text("id", primary_key=True),
    _text("name"),
    _text("role"),
    _text("certificate_no"),
    _text("organisation"),
)
checklist = _table(
    "checklist",
    _text("code", primary_key=True),
    _number("version", primary_key=True),
    _text("title_zh"),
    _text("title_en"),
    _number("current"),
    _text("body"),
)
hazard = _table(
    "hazard",
    _text("id", primary_key=True),
    _text("enterprise_id"),
    _text("state"),
    _text("severity"),
    _text("due", nullable=True),
    _text("track"),
    _number("n"),
    _text(
        "expected", nullable=True
    ),  # the state our own unsettled move leads to, until the office has spoken
    _text("body"),
    Index("ix_hazard_enterprise", "enterprise_id", "state"),
    Index("ix_hazard_state_due", "state", "due"),
)
past_visit = _table(
    "past_visit",
    _text("id", primary_key=True),
    _text("enterprise_id"),
    _text("day"),
    _text("track"),
    _text("body"),
    Index("ix_past_visit_enterprise", "enterprise_id", "day"),
)
plan = _table(
    "plan",
    _text("id", primary_key=True),
    _text("enterprise_id"),
    _text("day"),
    _text("track"),
    _text("state"),
    _text("body"),
    Index("ix_plan_day", "state", "day"),
)

# ── drafts: edited freely until frozen ─────────────────────────────────────────────────────────
visit = _table(
    "visit",
    _text("id", primary_key=True),
    _text("enterprise_id"),
    _text("track"),
    _text("purpose"),
    _text("mode"),
    _text("state"),  # open | frozen | dropped (into the recycle bin for 30 days)
    _text("enterprise_name"),  # as it read when the visit began: scope may be lost meanwhile
    _text("dropped_at", nullable=True),
    _text("plan_id", nullable=True),
    _text("checklists"),  # JSON [{code, version}]
    _text("participants"),  # JSON
    _text("companion"),  # JSON {name, post, phone}
    _text("remark"),
    _text("started_at"),
    _text("finished_at", nullable=True),
    _text("position", nullable=True),  # JSON, whenever it came
    _text("at_checklist", nullable=True),  # where the inspector stood: reopened here
    _text("at_item", nullable=True),
    _text("at_finding", nullable=True),
    _text("record_id", nullable=True),
    Index("ix_visit_state", "state", "started_at"),
)
answer = _table(
    "answer",
    _text("visit_id", primary_key=True),
    _text("checklist", primary_key=True),
    _text("item", primary_key=True),
    _text("result"),  # "" while only a note or a photo is there
    _text("value"),
    _text("note"),
    _text("at"),
    _text("sweep", nullable=True),  # id of the "rest compliant" stroke that gave it, for undoing
)
finding = _table(
    "finding",
    _text("id", primary_key=True),
    _text("visit_id"),
    _text("checklist", nullable=True),
    _text("item", nullable=True),
    _text("hazard_id", nullable=True),
    _text("place"),
    _text("text"),
    _text("basis"),
    _text("severity"),
    _text("major_rule"),
    _number("device_failed"),
    _text("correction"),
    _number("deadline_days"),
    _number("fixed_on_site"),
    _text("no_photo_reason"),
    _text("seen_at"),
    _text("record_id", nullable=True),  # when it was sent ahead of the visit
    Index("ix_finding_visit", "visit_id"),
)
signature = _table(
    "signature",
    _text("visit_id", primary_key=True),
    _text("who", primary_key=True),  # inspector | companion
    _text("signer", primary_key=True),  # the person's id, or the name of someone who has none
    _text("name"),
    _text("person_id", nullable=True),
    _text("sha256", nullable=True),
    _number("refused"),
    _text("reason"),
    _text("witness"),
    _text("at"),
    _text("content"),  # hash of what was signed, "" when it is not known
)
move_draft = _table(  # a recheck or rectification being written
    "move_draft",
    _text("hazard_id", primary_key=True),
    _text("kind", primary_key=True),  # recheck | rectification
    _text("id"),
    _text("body"),  # JSON: verdict, note, done, responsible, participants, no_photo_reason
    _text("changed_at"),
)

# ── photos ─────────────────────────────────────────────────────────────────────────────────────
photo = _table(
    "photo",
    _text("sha256", primary_key=True),
    _number("size"),
    _text("mime"),
    _number("w"),
    _number("h"),
    _text("source"),  # taken | imported | drawn
    _text("taken_at", nullable=True),
    _text("position", nullable=True),
    _text("device"),
    Column(
        "thumb", LargeBinary, nullable=True
    ),  # small JPEG for lists; None where this phone cannot decode it
    _text("state"),  # here | gone (cleared after the office had it)
    _text("upload", nullable=True),  # address of an upload under way
    _number("sent_bytes"),
    _text("echoed_at", nullable=True),  # the office named its hash as stored
    _text("problem", nullable=True),  # code
    _number("tries"),
)
photo_use = _table(
    "photo_use",
    _text("sha256", primary_key=True),
    _text("owner_kind", primary_key=True),  # answer | finding | recheck | rectification | signature
    _text("owner_id", primary_key=True),  # answer: "<visit>/<checklist>/<item>"; else the owner's id
    _text("role", primary_key=True),  # before | after | detail | signature
    _text("visit_id", nullable=True),
    _text("added_at"),
    Index("ix_photo_use_owner", "owner_kind", "owner_id"),
    Index("ix_photo_use_visit", "visit_id"),
)

# ── frozen ─────────────────────────────────────────────────────────────────────────────────────
outbox = _table(
    "outbox",
    _text("id", primary_key=True),
    _number("seq"),
    _text("hash"),
    _text("kind"),
    _text("raw"),  # canonical JSON, never changed
    _text("title"),  # for the person: enterprise and what
    _text("enterprise_id", nullable=True),
    _text("visit_id", nullable=True),
    _text("made_at"),
    _text("outcome", nullable=True),  # None while waiting; else what the office answered
    _text("code", nullable=True),
    _text("facts"),
    _text("settled_at", nullable=True),
    _text("problem", nullable=True),  # code: why it could not be sent so far
    _number("tries"),
    UniqueConstraint("seq"),
    Index("ix_outbox_outcome", "outcome", "seq"),
)
outbox_photo = _table(
    "outbox_photo",
    _text("record_id", primary_key=True),
    _text("sha256", primary_key=True),
    _number("major"),  # 1 when it shows a major hazard: sent first
    Index("ix_outbox_photo_sha256", "sha256"),
)
