"""The office itself: people, their phones and sessions, enterprises, checklists, plans, the audit."""

from alembic import op

from sync_server.migrations.columns import flag, key, number, text, unique

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "area",
        text("id", default=False),
        text("parent_id", nullable=True),
        text("name"),
        text("kind"),
        number("place"),
        key("area", "id"),
    )
    op.create_table(
        "audit",
        number("n", default=False),
        text("at"),
        text("person_id", nullable=True),
        text("act"),
        text("target_kind"),
        text("target_id"),
        text("facts"),
        text("origin"),
        text("prev_hash"),
        text("hash"),
        key("audit", "n"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_target", "audit", ["target_kind", "target_id"])
    op.create_table(
        "checklist",
        text("code", default=False),
        number("version", default=False),
        text("title_zh"),
        text("title_en"),
        text("body"),
        flag("current"),
        text("published_at"),
        key("checklist", "code", "version"),
    )
    op.create_table(
        "contract",
        text("id", default=False),
        text("organisation_id"),
        text("name"),
        text("starts_on"),
        text("ends_on"),
        key("contract", "id"),
    )
    op.create_table(
        "contract_enterprise",
        text("contract_id", default=False),
        text("enterprise_id", default=False),
        key("contract_enterprise", "contract_id", "enterprise_id"),
    )
    op.create_index("ix_contract_enterprise_enterprise", "contract_enterprise", ["enterprise_id"])
    op.create_table("counter", text("name", default=False), number("v"), key("counter", "name"))
    op.create_table(
        "desk_session",
        text("hash", default=False),
        text("person_id"),
        text("csrf"),
        text("made_at"),
        text("seen_at"),
        text("expires_at"),
        text("agent"),
        key("desk_session", "hash"),
    )
    op.create_index("ix_desk_session_person", "desk_session", ["person_id"])
    op.create_table(
        "device",
        text("id", default=False),
        text("person_id"),
        text("name"),
        text("platform"),
        text("app_version"),
        text("state"),
        text("made_at"),
        text("seen_at"),
        text("outbox"),
        number("last_seq"),
        key("device", "id"),
    )
    op.create_index("ix_device_person", "device", ["person_id"])
    op.create_table(
        "enterprise",
        text("id", default=False),
        text("code"),
        text("code_kind"),
        text("name"),
        text("name_key"),
        text("initials"),
        text("kind"),
        text("area_id"),
        text("address"),
        text("scope"),
        text("sectors"),
        text("tags"),
        text("grade"),
        text("status"),
        text("legal_person"),
        text("contact"),
        text("contact_phone"),
        text("profile"),
        number("rev"),
        text("made_at"),
        text("changed_at"),
        key("enterprise", "id"),
    )
    op.create_index("ix_enterprise_area_name", "enterprise", ["area_id", "name"])
    op.create_index("ix_enterprise_code", "enterprise", ["code"])
    op.create_index("ix_enterprise_name_key", "enterprise", ["name_key"])
    op.create_table("meta", text("k", default=False), text("v"), key("meta", "k"))
    op.create_table(
        "organisation", text("id", default=False), text("name"), text("kind"), key("organisation", "id")
    )
    op.create_table(
        "person",
        text("id", default=False),
        text("login", default=False),
        text("name"),
        text("role"),
        text("organisation_id", nullable=True),
        text("post"),
        text("phone"),
        text("certificate_no"),
        text("certificate_until", nullable=True),
        text("password"),
        text("language"),
        flag("active"),
        text("changed_at"),
        key("person", "id"),
        unique("person", "login"),
    )
    op.create_table(
        "person_area",
        text("person_id", default=False),
        text("area_id", default=False),
        key("person_area", "person_id", "area_id"),
    )
    op.create_table(
        "plan",
        text("id", default=False),
        text("enterprise_id"),
        text("person_id"),
        text("day"),
        text("track"),
        text("purpose"),
        text("note"),
        text("state"),
        text("visit_id", nullable=True),
        text("made_by"),
        text("made_at"),
        key("plan", "id"),
    )
    op.create_index("ix_plan_enterprise", "plan", ["enterprise_id"])
    op.create_index("ix_plan_person", "plan", ["person_id", "state"])
    op.create_table(
        "throttle",
        text("k", default=False),
        number("failures"),
        text("until"),
        text("last_at"),
        key("throttle", "k"),
    )
    op.create_table(
        "token",
        text("hash", default=False),
        text("device_id"),
        text("kind"),
        number("generation"),
        text("made_at"),
        text("expires_at"),
        text("nonce", nullable=True),
        text("family_at"),
        text("used_at", nullable=True),
        key("token", "hash"),
    )
    op.create_index("ix_token_device", "token", ["device_id"])
