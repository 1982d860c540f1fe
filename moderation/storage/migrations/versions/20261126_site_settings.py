"""Sites keep settings of their own."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_site_settings"
down_revision = "20261123_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sites", sa.Column("settings", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("sites", "settings")
