"""what stood beside the text of a drafted point: marked words, others for them, a part of a row"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    beside = sa.Column("beside", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("feedbackdraft", beside)
    with op.batch_alter_table("feedbackdraft") as batch:
        batch.alter_column("beside", server_default=None)


def downgrade() -> None:
    op.drop_column("feedbackdraft", "beside")
