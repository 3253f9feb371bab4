"""Books have an identity, drawn once: a machine's marks say which books they are of. A restore puts open vouchers in doubt."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    table = op.create_table(
        "foundation_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foundation_identity")),
    )
    op.add_column("shop_voucher", sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.insert(table).values(id=uuid4(), drawn_at=sa.func.current_timestamp()))
