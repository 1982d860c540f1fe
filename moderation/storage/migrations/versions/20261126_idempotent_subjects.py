"""Answers to requests with an Idempotency-Key name the comment they quote, so that they go when it goes."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_idempotent_subjects"
down_revision = "20261126_pull_claims"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("idempotency_keys", sa.Column("site", sa.Text()))
    op.add_column("idempotency_keys", sa.Column("comment_id", sa.Text()))
    op.create_index(op.f("ix_idempotency_keys_site_comment_id"), "idempotency_keys", ["site", "comment_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_idempotency_keys_site_comment_id"), "idempotency_keys")
    op.drop_column("idempotency_keys", "comment_id")
    op.drop_column("idempotency_keys", "site")
