"""API keys say what they may be used for."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_key_purposes"
down_revision = "20261126_site_settings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_keys", sa.Column("purpose", sa.Text(), nullable=False, server_default="api"))


def downgrade() -> None:
    op.drop_column("api_keys", "purpose")
