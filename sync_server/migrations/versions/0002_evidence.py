"""Evidence as it came, the state made of it, and what phones are told."""

from alembic import op
from sqlalchemy import text as sql

from sync_server.migrations.columns import flag, key, number, raw, text, unique

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table("bucket", text("name", default=False), number("v"), key("bucket", "name"))
    op.create_table(
        "change",
        text("bucket", default=False),
        text("kind", default=False),
        text("id", default=False),
        number("pos"),
        number("rev"),
        flag("deleted"),
        text("body"),
        key("change", "bucket", "kind", "id"),
    )
    op.create_index("ix_change_bucket_pos", "change", ["bucket", "pos"])
    op.create_index("ix_change_id", "change", ["id"])
    op.create_table(
        "document",
        text("id", default=False),
        text("kind"),
        text("number"),
        number("year"),
        number("running"),
        text("enterprise_id"),
        text("visit_id", nullable=True),
        text("body"),
        text("made_by"),
        text("made_at"),
        key("document", "id"),
        unique("document", "kind", "year", "running"),
    )
    op.create_index("ix_document_enterprise", "document", ["enterprise_id"])
    op.create_table(
        "finding",
        text("id", default=False),
        text("visit_id"),
        text("enterprise_id"),
        text("hazard_id"),
        text("record_id"),
        text("person_id"),
        text("track"),
        text("item", nullable=True),
        text("checklist", nullable=True),
        text("place"),
        text("text"),
        text("severity"),
        flag("fixed_on_site"),
        text("seen_at"),
        text("body"),
        key("finding", "id"),
    )
    op.create_index("ix_finding_enterprise", "finding", ["enterprise_id"])
    op.create_index("ix_finding_hazard", "finding", ["hazard_id"])
    op.create_index("ix_finding_visit", "finding", ["visit_id"])
    op.create_table(
        "hazard",
        text("id", default=False),
        text("number"),
        text("enterprise_id"),
        text("area_id"),
        text("key"),
        text("item", nullable=True),
        text("checklist", nullable=True),
        text("place"),
        text("text"),
        text("basis"),
        text("correction"),
        text("severity"),
        text("major_rule"),
        flag("major_confirmed"),
        text("track"),
        text("state"),
        text("due", nullable=True),
        text("found_on"),
        text("closed_on", nullable=True),
        flag("fixed_on_site"),
        text("repeat_of", nullable=True),
        flag("repeat_confirmed"),
        flag("listed"),
        flag("accepted"),
        text("corrected_by", nullable=True),
        text("order_id", nullable=True),
        text("merged_into", nullable=True),
        number("n"),
        number("rev"),
        text("changed_at"),
        key("hazard", "id"),
    )
    op.create_index("ix_hazard_area", "hazard", ["area_id", "state", "found_on", "id"])
    op.create_index("ix_hazard_closed", "hazard", ["closed_on", "area_id"])
    op.create_index("ix_hazard_enterprise", "hazard", ["enterprise_id", "state", "severity"])
    op.create_index("ix_hazard_found", "hazard", ["found_on", "id", "area_id", "state", "severity", "track"])
    op.create_index("ix_hazard_key", "hazard", ["enterprise_id", "key"])
    op.create_index("ix_hazard_number", "hazard", ["number"])
    repeats = sql("repeat_of IS NOT NULL")
    op.create_index(
        "ix_hazard_repeat", "hazard", ["found_on", "id"], sqlite_where=repeats, postgresql_where=repeats
    )
    op.create_index("ix_hazard_state_due", "hazard", ["state", "due", "id", "area_id", "severity"])
    op.create_index("ix_hazard_state_found", "hazard", ["state", "found_on", "id"])
    op.create_table(
        "hazard_history",
        text("hazard_id", default=False),
        number("n", default=False),
        text("move"),
        text("from_state", nullable=True),
        text("to_state"),
        text("actor_id"),
        text("record_id", nullable=True),
        text("device_time", nullable=True),
        text("server_time"),
        text("facts"),
        text("prev_hash"),
        text("hash"),
        key("hazard_history", "hazard_id", "n"),
    )
    op.create_table(
        "inbox",
        text("id", default=False),
        text("device_id"),
        text("person_id"),
        number("seq"),
        text("prev"),
        text("hash"),
        text("kind"),
        raw("raw"),
        text("received_at"),
        text("outcome"),
        text("code", nullable=True),
        text("facts"),
        text("judged_at"),
        text("enterprise_id", nullable=True),
        text("visit_id", nullable=True),
        key("inbox", "id"),
    )
    op.create_index("ix_inbox_device_seq", "inbox", ["device_id", "seq"])
    op.create_index("ix_inbox_outcome", "inbox", ["outcome", "received_at"])
    op.create_index("ix_inbox_visit", "inbox", ["visit_id"])
    op.create_table(
        "photo",
        text("sha256", default=False),
        number("size"),
        text("mime"),
        number("w"),
        number("h"),
        text("state"),
        text("named_at"),
        text("stored_at", nullable=True),
        text("checked_at", nullable=True),
        key("photo", "sha256"),
    )
    op.create_index("ix_photo_state_checked", "photo", ["state", "checked_at"])
    op.create_table(
        "photo_use",
        text("sha256", default=False),
        text("record_id", default=False),
        text("owner_kind", default=False),
        text("owner_id", default=False),
        text("role", default=False),
        text("enterprise_id", nullable=True),
        text("visit_id", nullable=True),
        text("hazard_id", nullable=True),
        text("person_id"),
        text("device_id"),
        text("track"),
        text("manifest"),
        key("photo_use", "sha256", "record_id", "owner_kind", "owner_id", "role"),
    )
    op.create_index("ix_photo_use_enterprise", "photo_use", ["enterprise_id"])
    op.create_index("ix_photo_use_hazard", "photo_use", ["hazard_id"])
    op.create_index("ix_photo_use_person", "photo_use", ["person_id"])
    op.create_index("ix_photo_use_visit", "photo_use", ["visit_id"])
    op.create_table(
        "upload",
        text("id", default=False),
        text("sha256"),
        number("size"),
        text("mime"),
        text("device_id"),
        text("person_id"),
        text("made_at"),
        text("expires_at"),
        text("state"),
        key("upload", "id"),
    )
    op.create_index("ix_upload_expires", "upload", ["expires_at"])
    op.create_index("ix_upload_sha256", "upload", ["sha256"])
    op.create_table(
        "visit",
        text("id", default=False),
        text("enterprise_id"),
        text("record_id"),
        text("device_id"),
        text("person_id"),
        text("track"),
        text("purpose"),
        text("mode"),
        text("started_at"),
        text("finished_at"),
        text("day"),
        text("received_at"),
        text("people"),
        text("companion"),
        text("body"),
        number("findings"),
        number("photos"),
        text("review"),
        key("visit", "id"),
    )
    op.create_index("ix_visit_day", "visit", ["day", "enterprise_id"])
    op.create_index("ix_visit_enterprise", "visit", ["enterprise_id", "started_at"])
    op.create_index("ix_visit_person", "visit", ["person_id", "started_at"])
    op.create_index("ix_visit_review", "visit", ["review", "started_at", "id"])
    op.create_index("ix_visit_started", "visit", ["started_at", "id"])
    op.create_index("ix_visit_track", "visit", ["track", "started_at", "id"])
    op.create_table(
        "waiting",
        text("record_id", default=False),
        text("kind", default=False),
        text("awaited_id", default=False),
        key("waiting", "record_id", "kind", "awaited_id"),
    )
    op.create_index("ix_waiting_awaited", "waiting", ["kind", "awaited_id"])
