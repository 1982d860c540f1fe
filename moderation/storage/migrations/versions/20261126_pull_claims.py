"""Let one worker at a time look at a site's sources."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_pull_claims"
down_revision = "20261126_webhook_inbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pulls", sa.Column("claimed_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("pulls", "claimed_until")
