"""A photo named after somebody else, by whom nothing shows to have it, is marked so."""

from alembic import op

from sync_server.migrations.columns import flag

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("photo_use", flag("claimed"))
