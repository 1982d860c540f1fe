"""Decisions of models that look on or re-screen."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_candidates"
down_revision = "20261126_idempotent_subjects"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "candidate_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Integer(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_decisions")),
        sa.UniqueConstraint("comment", "model", name=op.f("uq_candidate_decisions_comment_model")),
        sa.ForeignKeyConstraint(
            ["comment"], ["comments.id"], name=op.f("fk_candidate_decisions_comment_comments"), ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("candidate_decisions")
