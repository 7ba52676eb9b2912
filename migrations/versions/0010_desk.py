"""why mentors stop, what they can take on, what they put off, their phrases; a camp's promise"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Until now every team was promised an answer within five days.
    op.add_column(
        "camp", sa.Column("answer_days", sa.Integer(), nullable=False, server_default="5")
    )
    op.add_column("assignment", sa.Column("end", sa.String(length=40), nullable=True))
    op.add_column(
        "assignment", sa.Column("why", sa.String(length=1000), nullable=False, server_default="")
    )
    op.create_table(
        "capacity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("handover", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_capacity_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity")),
        sa.UniqueConstraint("person_id", name=op.f("uq_capacity_person_id")),
    )
    op.create_table(
        "skip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skip_person_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_skip_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skip")),
    )
    op.create_index(op.f("ix_skip_person_id"), "skip", ["person_id"])
    op.create_index(op.f("ix_skip_snapshot_id"), "skip", ["snapshot_id"])
    op.create_table(
        "phrase",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_phrase_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.create_index(op.f("ix_phrase_person_id"), "phrase", ["person_id"])


def downgrade() -> None:
    for table in ("phrase", "skip", "capacity"):
        op.drop_table(table)
    for table, column in (("assignment", "why"), ("assignment", "end"), ("camp", "answer_days")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
