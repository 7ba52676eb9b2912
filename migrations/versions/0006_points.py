"""points know what they are about and what became of it; suggested wording"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

POINT = sa.table(
    "point",
    sa.column("id", sa.Uuid()),
    sa.column("snapshot_id", sa.Uuid()),
    sa.column("section", sa.String()),
    sa.column("field", sa.String()),
    sa.column("row", sa.String()),
    sa.column("column", sa.String()),
    sa.column("about", sa.JSON()),
)
SNAPSHOT = sa.table("snapshot", sa.column("id", sa.Uuid()), sa.column("plan", sa.JSON()))


def upgrade() -> None:
    for column in (
        sa.Column("about", sa.JSON(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("became", sa.JSON(), nullable=True),
        sa.Column("became_version", sa.Integer(), nullable=True),
    ):
        op.add_column("point", column)
    for table in ("point", "answer"):
        op.add_column(
            table,
            sa.Column("first_text", sa.String(length=4000), nullable=False, server_default=""),
        )
        op.add_column(table, sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("wording", sa.String(length=4000), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_suggestion_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_suggestion_point_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("point_id", name=op.f("uq_suggestion_point_id")),
    )
    _fill()


def _fill() -> None:
    """Points that were made before know by their snapshot what they are about."""
    bind = op.get_bind()
    made = sa.select(POINT).add_columns(SNAPSHOT.c.plan)
    for point in bind.execute(
        made.join_from(POINT, SNAPSHOT, POINT.c.snapshot_id == SNAPSHOT.c.id)
    ):
        found = (point.plan or {}).get(point.section, {}).get(point.field)
        if point.row:
            rows = found if isinstance(found, list) else []
            found = next((row for row in rows if row.get("id") == point.row), None)
            if point.column and found:
                found = found.get(point.column)
        elif isinstance(found, list) and any(isinstance(one, dict) for one in found):
            found = None  # a whole table
        bind.execute(POINT.update().where(POINT.c.id == point.id).values(about=found))


def downgrade() -> None:
    op.drop_table("suggestion")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("first_text")
    with op.batch_alter_table("point", schema=None) as batch_op:
        for name in (
            "corrected_at", "first_text", "became_version", "became", "end", "start", "about",
        ):  # fmt: skip
            batch_op.drop_column(name)
