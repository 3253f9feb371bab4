"""Accounts and slips say who made them, so that nobody is a second person beside an account of their own making."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

#: what was made before is written in the trail: an account once, a slip just after its own row
OPENED = """
    UPDATE people_account SET opened_by = (
        SELECT r.actor_id FROM audit_record AS r
        WHERE r.community_id = people_account.community_id AND r.subject_id = people_account.id
          AND r.deed = 'account.opened' AND r.outcome = 'done'
        ORDER BY r.at, r.id LIMIT 1)
"""
PRINTED = """
    UPDATE people_slip SET issued_by = (
        SELECT r.actor_id FROM audit_record AS r
        WHERE r.community_id = people_slip.community_id AND r.subject_id = people_slip.account_id
          AND r.deed = 'slip.issued' AND r.outcome = 'done' AND r.at >= people_slip.created_at
        ORDER BY r.at, r.id LIMIT 1)
"""


def upgrade() -> None:
    op.add_column("people_account", sa.Column("opened_by", sa.Uuid(), nullable=True))
    op.add_column("people_slip", sa.Column("issued_by", sa.Uuid(), nullable=True))
    op.create_index("ix_people_slip_account", "people_slip", ["community_id", "account_id"])
    op.execute(OPENED)
    op.execute(PRINTED)
