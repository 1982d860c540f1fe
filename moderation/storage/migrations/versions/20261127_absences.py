"""Note which source names an article, and since when it no longer does."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_absences"
down_revision = "20261126_policy_corrections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("pulled_from", sa.Text()))
    op.add_column("articles", sa.Column("looked_for_at", sa.DateTime(timezone=True)))
    op.add_column("articles", sa.Column("missing_since", sa.DateTime(timezone=True)))
    op.create_index("ix_articles_site_pulled_from_looked_for_at", "articles", ["site", "pulled_from", "looked_for_at"])


def downgrade() -> None:
    op.drop_index("ix_articles_site_pulled_from_looked_for_at", "articles")
    op.drop_column("articles", "missing_since")
    op.drop_column("articles", "looked_for_at")
    op.drop_column("articles", "pulled_from")
