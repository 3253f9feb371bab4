"""The database notes every record in the outbox by itself: one statement less for every action, and none forgotten."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

NOTED = "INSERT INTO audit_outbox (community_id, record_id) VALUES (NEW.community_id, NEW.id)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER copy_audit_record AFTER INSERT ON audit_record BEGIN {NOTED}; END")
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION copy_audit_record() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {NOTED}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER copy_audit_record AFTER INSERT ON audit_record "
        "FOR EACH ROW EXECUTE FUNCTION copy_audit_record()"
    )
