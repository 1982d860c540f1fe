"""Messages that wait to be worked off, the state of pulls, and versions of comments."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_webhook_inbox"
down_revision = "20261126_key_purposes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("comments", sa.Column("updated_at", sa.DateTime(timezone=True)))
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("commands", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True)),
        sa.Column("fault", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name=op.f("fk_inbox_site_sites"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_inbox_next_attempt_at"), "inbox", ["next_attempt_at"])
    op.create_table(
        "pulls",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reached", sa.DateTime(timezone=True)),
        sa.Column("validators", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("ran_at", sa.DateTime(timezone=True)),
        sa.Column("fault", sa.Text()),
        sa.PrimaryKeyConstraint("site", "source", name=op.f("pk_pulls")),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name=op.f("fk_pulls_site_sites"), ondelete="CASCADE"),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint("scope", "key", name=op.f("uq_idempotency_keys_scope_key")),
    )
    op.create_index(op.f("ix_idempotency_keys_claimed_at"), "idempotency_keys", ["claimed_at"])


def downgrade() -> None:
    op.drop_table("idempotency_keys")
    op.drop_table("pulls")
    op.drop_table("inbox")
    op.drop_column("comments", "updated_at")
