"""Somebody who simply came may be added by the leader, by name: a way of its own, which whoever approves can see."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

TABLE, NAME = "volunteering_attendance", "ck_volunteering_attendance_method_in"
METHODS = "'leader_scan', 'self_scan', 'leader_tick', 'leader_added', 'typed'"


def upgrade() -> None:
    op.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {NAME}")
    op.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} CHECK (method_in IN ({METHODS}))")
