"""Somebody who simply came may be added by the leader, by name: a way of its own, which whoever approves can see."""

from __future__ import annotations

from migrations.changing import replace_check

revision = "0006"
down_revision = "0005"

TABLE, NAME = "volunteering_attendance", "ck_volunteering_attendance_method_in"
BEFORE = "method_in IN ('leader_scan', 'self_scan', 'leader_tick', 'typed')"
AFTER = BEFORE.replace("'leader_tick', ", "'leader_tick', 'leader_added', ")


def upgrade() -> None:
    replace_check(TABLE, NAME, BEFORE, AFTER)
