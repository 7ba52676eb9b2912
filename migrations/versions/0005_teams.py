"""what teammates may do, and who left a team"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whoever is in a team by now was asked to write.
    for table in ("teammate", "invitation"):
        op.add_column(
            table, sa.Column("may", sa.String(length=40), nullable=False, server_default="write")
        )
    op.create_table(
        "departure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_departure_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_departure_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_departure_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
    )
    with op.batch_alter_table("departure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_departure_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_departure_project_id"), ["project_id"], unique=False)


def downgrade() -> None:
    op.drop_table("departure")
    for table in ("teammate", "invitation"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("may")
