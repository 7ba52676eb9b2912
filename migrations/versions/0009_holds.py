"""words that wait for a coordinator, drafts of feedback, acceptances of the code of conduct"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REWORDED = {
    "point": ("reworded",),
    "answer": ("reworded",),
    "snapshot": ("note_reworded", "says_reworded"),
}


def upgrade() -> None:
    op.create_table(
        "held",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("meant", sa.String(length=40), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("writer_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.String(length=4000), nullable=False),
        sa.Column("word", sa.String(length=1000), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_held_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_held_project_id")),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"], name=op.f("fk_held_writer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held")),
    )
    for column in ("outcome", "project_id", "writer_id"):
        op.create_index(op.f(f"ix_held_{column}"), "held", [column], unique=False)
    op.create_table(
        "feedbackdraft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_feedbackdraft_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_feedbackdraft_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedbackdraft")),
        sa.UniqueConstraint(
            "person_id", "project_id", "place",
            name=op.f("uq_feedbackdraft_person_id_project_id_place"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_feedbackdraft_project_id"), "feedbackdraft", ["project_id"])
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acceptance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint("person_id", "version", name=op.f("uq_acceptance_person_id_version")),
    )
    for table, columns in REWORDED.items():
        for column in columns:
            op.add_column(
                table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
            )


def downgrade() -> None:
    for table, columns in REWORDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
    for table in ("acceptance", "feedbackdraft", "held"):
        op.drop_table(table)
