"""keys to the drafts that a browser keeps"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "devicekey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("device_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_devicekey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devicekey")),
        sa.UniqueConstraint(
            "person_id", "device_hash", name=op.f("uq_devicekey_person_id_device_hash")
        ),
    )
    with op.batch_alter_table("devicekey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_devicekey_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("devicekey")
