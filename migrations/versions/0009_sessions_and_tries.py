"""Who is signed in where, and what was tried in vain, stand in the database; a token says what it is for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

#: what a token of before is for is what one would be given today: the counter, where its owner serves there
AT_A_COUNTER = """
    UPDATE people_token SET scope = 'counter' WHERE EXISTS (
        SELECT 1 FROM people_role_grant AS g
        WHERE g.community_id = people_token.community_id AND g.account_id = people_token.account_id
          AND g.role IN ('clerk', 'shop_manager') AND g.ended_at IS NULL)
"""


def upgrade() -> None:
    _sessions()
    op.create_table(
        "people_try",
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("subject", name="pk_people_try"),
    )
    op.create_index("ix_people_try_last_at", "people_try", ["last_at"])
    op.add_column("people_token", sa.Column("scope", sa.Text(), nullable=False, server_default="own"))
    op.add_column("people_token", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_people_token_account", "people_token", ["community_id", "account_id"])
    op.execute(AT_A_COUNTER)


def _sessions() -> None:
    op.create_table(
        "people_session",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("number_hash", sa.LargeBinary(), nullable=False),
        sa.Column("session_epoch", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("machine", sa.LargeBinary(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(account_id IS NULL) <> (card_id IS NULL)", name=op.f("ck_people_session_whose")),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["people_account.community_id", "people_account.id"],
            name="fk_people_session_community_id_account_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "card_id"],
            ["people_card.community_id", "people_card.id"],
            name="fk_people_session_community_id_card_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "device_id"],
            ["people_device.community_id", "people_device.id"],
            name="fk_people_session_community_id_device_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name="fk_people_session_community_id"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_people_session"),
        sa.UniqueConstraint("number_hash", name="uq_people_session_number_hash"),
    )
    op.create_index("ix_people_session_account", "people_session", ["community_id", "account_id"])
    op.create_index("ix_people_session_machine", "people_session", ["machine"])
    op.create_index("ix_people_session_begun_at", "people_session", ["begun_at"])
