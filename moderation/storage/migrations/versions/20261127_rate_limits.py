"""Count what clients ask for in one place for all workers."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_rate_limits"
down_revision = "20261127_absences"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_limits",
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("client", name="pk_rate_limits"),
    )


def downgrade() -> None:
    op.drop_table("rate_limits")
