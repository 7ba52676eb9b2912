"""what worries people, who may not read it, what was done, and contact that rests meanwhile"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("camp_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("writer_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("danger", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("readers", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("may_answer", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["camp_id"], ["camp.id"], name=op.f("fk_concern_camp_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_concern_project_id")),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"], name=op.f("fk_concern_writer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    for column in ("camp_id", "project_id", "writer_id"):
        op.create_index(op.f(f"ix_concern_{column}"), "concern", [column])
    op.create_table(
        "concern_person",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_concern_person_concern_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_concern_person_person_id")
        ),
        sa.PrimaryKeyConstraint("concern_id", "person_id", name=op.f("pk_concern_person")),
    )
    op.create_index(op.f("ix_concern_person_person_id"), "concern_person", ["person_id"])
    op.create_table(
        "concern_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("severity", sa.String(length=40), nullable=True),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_concern_step_concern_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_concern_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_step")),
    )
    op.create_index(op.f("ix_concern_step_concern_id"), "concern_step", ["concern_id"])
    op.create_table(
        "rest",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_rest_concern_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_rest_project_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rest_person_id")),
        sa.PrimaryKeyConstraint("concern_id", "project_id", "person_id", name=op.f("pk_rest")),
    )
    op.create_index(op.f("ix_rest_project_id"), "rest", ["project_id"])


def downgrade() -> None:
    for table in ("rest", "concern_step", "concern_person", "concern"):
        op.drop_table(table)
