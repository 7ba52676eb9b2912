"""which letters wait on their reader, digests, and how often somebody wishes to get news"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "person", sa.Column("pace", sa.String(length=40), nullable=False, server_default="daily")
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("code", sa.String(length=40), nullable=False, server_default="")
        )
        # What was written before goes as it would have gone: at once.
        batch_op.add_column(
            sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(sa.Column("digest_on", sa.Date(), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_letter_to_id_digest_on"), ["to_id", "digest_on"])


def downgrade() -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_letter_to_id_digest_on"), type_="unique")
        for column in ("digest_on", "waits", "code"):
            batch_op.drop_column(column)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("pace")
