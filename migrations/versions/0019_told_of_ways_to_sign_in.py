"""An account's owner is told of every new way to sign in, whatever it is; a sheet of numbered codes proves as an app does;
two people take a second proof from who lost it; an easy PIN and the pages of a machine are known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

NOTICE, SHEET, CODE, RESET = (
    "people_notice",
    "people_code_sheet",
    "people_sheet_code",
    "people_factor_reset",
)
NOTICES = "'machine', 'slip', 'password', 'password_by_slip', 'token', 'app', 'sheet', 'codes', 'off', 'reset', 'easy_pin'"
OPEN = sa.text("status = 'asked'")
#: a session on a machine nobody knew is told of under its own id, so that what points to it still does
MACHINES = f"""
    INSERT INTO {NOTICE} (community_id, id, account_id, kind, at, words, machine, session_id)
    SELECT community_id, id, account_id, 'machine', begun_at, words, machine, id
    FROM people_session WHERE told_at IS NULL AND account_id IS NOT NULL
"""


def upgrade() -> None:
    _of_account(
        NOTICE,
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("machine", sa.LargeBinary(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("caused_by", sa.Uuid(), nullable=True),
        sa.Column("understood_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({NOTICES})", name=op.f(f"ck_{NOTICE}_kind")),
    )
    op.create_index("ix_people_notice_account", NOTICE, ["community_id", "account_id"])
    op.execute(MACHINES)
    op.drop_column("people_session", "told_at")
    _sheets()
    _resets()
    # since when a password is known to be easy was never taken back with a new one: asked anew at the next sign-in
    op.execute("UPDATE people_account SET easy_told_at = NULL")
    op.add_column("people_card", sa.Column("easy_pin_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("people_device", sa.Column("page_version", sa.Text(), nullable=True))
    op.add_column("people_device", sa.Column("page_seen_at", sa.DateTime(timezone=True), nullable=True))


def _sheets() -> None:
    _of_account(
        SHEET,
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_people_code_sheet_account", SHEET, ["community_id", "account_id"])
    op.create_table(
        CODE,
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "sheet_id"],
            [f"{SHEET}.community_id", f"{SHEET}.id"],
            name=f"fk_{CODE}_community_id_sheet_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "sheet_id", "number", name=f"pk_{CODE}"),
    )


def _resets() -> None:
    _of_account(
        RESET,
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('asked', 'declined', 'done')", name=op.f(f"ck_{RESET}_status")),
    )
    op.create_index(
        f"uq_{RESET}_open",
        RESET,
        ["community_id", "account_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _of_account(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=f"fk_{name}_community_id"
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["people_account.community_id", "people_account.id"],
            name=f"fk_{name}_community_id_account_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=f"pk_{name}"),
    )
