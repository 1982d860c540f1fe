"""Operators correct single clauses of what was read."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_policy_corrections"
down_revision = "20261126_candidates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_corrections",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("states", sa.Boolean(), nullable=False),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("limit", sa.Text(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_policy_corrections_site_sites", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("site", "sentence", "category", name="pk_policy_corrections"),
    )


def downgrade() -> None:
    op.drop_table("policy_corrections")
