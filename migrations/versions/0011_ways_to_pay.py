"""Every way to a purse has a row that says who made and who confirmed it; what stands today is confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from points.foundation.ids import new_id

revision = "0011"
down_revision = "0010"

TABLE = "people_way"
CONFIRMED = ("before", "import", "proof", "second", "batch")
ENDED = ("lost", "replaced", "ended", "disowned", "closed")
#: who registered a person is written in the trail
REGISTERED = """
    UPDATE people_person SET registered_by = (
        SELECT r.actor_id FROM audit_record AS r
        WHERE r.community_id = people_person.community_id AND r.subject_id = people_person.id
          AND r.deed = 'person.registered' AND r.outcome = 'done'
        ORDER BY r.at, r.id LIMIT 1)
"""
MADE_BY = """
    UPDATE people_way SET made_by = (
        SELECT r.actor_id FROM audit_record AS r
        WHERE r.community_id = people_way.community_id AND r.subject_id = people_way.card_id
          AND r.deed = 'card.issued' AND r.outcome = 'done'
        ORDER BY r.at, r.id LIMIT 1)
    WHERE card_id IS NOT NULL
"""


def _uuid(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _time(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _words(name: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"{name} IN ({', '.join(repr(value) for value in values)})", name=op.f(f"ck_{TABLE}_{name}")
    )


def _within(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community_id", column],
        [f"{table}.community_id", f"{table}.id"],
        name=op.f(f"fk_{TABLE}_community_id_{column}"),
    )


def upgrade() -> None:
    op.add_column("people_person", _uuid("registered_by"))
    ways = op.create_table(
        TABLE,
        _uuid("community_id", nullable=False),
        _uuid("id", nullable=False),
        _uuid("purse_id", nullable=False),
        _uuid("person_id", nullable=False),
        *map(_uuid, ("card_id", "account_id", "slip_id", "batch", "made_by")),
        _time("made_at", nullable=False),
        _time("since"),
        _uuid("confirmed_by"),
        _time("confirmed_at"),
        sa.Column("confirmed_how", sa.Text(), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        _time("ended_at"),
        sa.Column("ended_how", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f(f"fk_{TABLE}_community_id")
        ),
        _within("purse_id", "people_purse"),
        _within("person_id", "people_person"),
        _within("card_id", "people_card"),
        _within("account_id", "people_account"),
        _within("slip_id", "people_slip"),
        sa.CheckConstraint("(card_id IS NULL) <> (account_id IS NULL)", name=op.f(f"ck_{TABLE}_one_thing")),
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_how IS NULL)", name=op.f(f"ck_{TABLE}_confirmed")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name=op.f(f"ck_{TABLE}_ended")),
        _words("confirmed_how", CONFIRMED),
        _words("ended_how", ENDED),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f(f"pk_{TABLE}")),
    )
    for what in ("purse", "card", "account", "person"):
        op.create_index(f"ix_{TABLE}_{what}", TABLE, ["community_id", f"{what}_id"])
    waiting = sa.text("confirmed_at IS NULL AND ended_at IS NULL")
    op.create_index(
        f"ix_{TABLE}_waiting",
        TABLE,
        ["community_id", "made_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    rows = [*_cards(), *_accounts(), *_slips()]
    if rows:
        op.bulk_insert(ways, rows)
    op.execute(REGISTERED)
    op.execute(MADE_BY)


def _table(name: str, ids: tuple[str, ...], times: tuple[str, ...], words: tuple[str, ...] = ()) -> Any:
    return sa.table(
        name,
        *(sa.column(one, sa.Uuid()) for one in ("community_id", "id", *ids)),
        *(sa.column(one, sa.DateTime(timezone=True)) for one in times),
        *(sa.column(one, sa.Text()) for one in words),
    )


CARD = _table("people_card", ("purse_id", "person_id"), ("issued_at", "ended_at"), ("status",))
PERSON = _table("people_person", ("household_id", "merged_into"), ())
PURSE = _table("people_purse", ("household_id", "person_id"), ())
ACCOUNT = _table("people_account", ("person_id", "opened_by"), ("created_at",), ("status",))
SLIP = _table("people_slip", ("account_id", "issued_by"), ("created_at", "valid_until", "used_at"))


def _row(found: Any, **more: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ("card_id", "account_id", "slip_id", "batch", "made_by", "confirmed_by", "last_used_on")
    )
    standing = {"confirmed_at": datetime.now(UTC), "confirmed_how": "before"}
    row = {
        **nothing,
        **standing,
        "since": None,
        "ended_at": None,
        "ended_how": None,
        "community_id": found.community_id,
        "id": new_id(),
        "purse_id": found.purse_id,
        "person_id": found.person_id,
    }
    return row | more


def _cards() -> Iterator[dict[str, Any]]:
    ended = {"revoked": "lost", "replaced": "replaced"}
    for one in op.get_bind().execute(sa.select(CARD)):
        yield _row(
            one,
            card_id=one.id,
            made_at=one.issued_at,
            since=one.issued_at,
            ended_at=one.ended_at if one.status in ended else None,
            ended_how=ended.get(one.status) if one.ended_at else None,
        )


def _reached(*columns: Any) -> sa.Select[Any]:
    """Accounts with every purse that their people reach today: of a merged registration that of the one that stayed."""
    kept = PERSON.alias("kept")
    return (
        sa.select(ACCOUNT.c.community_id, ACCOUNT.c.person_id, PURSE.c.id.label("purse_id"), *columns)
        .select_from(ACCOUNT)
        .join(
            PERSON,
            sa.and_(
                PERSON.c.community_id == ACCOUNT.c.community_id, PERSON.c.id == ACCOUNT.c.person_id
            ),
        )
        .join(
            kept,
            sa.and_(
                kept.c.community_id == PERSON.c.community_id,
                kept.c.id == sa.func.coalesce(PERSON.c.merged_into, PERSON.c.id),
            ),
        )
        .join(
            PURSE,
            sa.and_(
                PURSE.c.community_id == kept.c.community_id,
                sa.or_(PURSE.c.person_id == kept.c.id, PURSE.c.household_id == kept.c.household_id),
            ),
        )
        .where(ACCOUNT.c.status != "closed")
    )


def _accounts() -> Iterator[dict[str, Any]]:
    query = _reached(ACCOUNT.c.id, ACCOUNT.c.opened_by, ACCOUNT.c.created_at)
    for one in op.get_bind().execute(query.where(ACCOUNT.c.status == "active")):
        yield _row(
            one, account_id=one.id, made_by=one.opened_by, made_at=one.created_at, since=one.created_at
        )


def _slips() -> Iterator[dict[str, Any]]:
    """Slips that somebody holds: their ways begin when they are used."""
    query = _reached(SLIP.c.id, SLIP.c.account_id, SLIP.c.issued_by, SLIP.c.created_at).join(
        SLIP,
        sa.and_(SLIP.c.community_id == ACCOUNT.c.community_id, SLIP.c.account_id == ACCOUNT.c.id),
    )
    still = sa.and_(SLIP.c.used_at.is_(None), SLIP.c.valid_until > datetime.now(UTC))
    for one in op.get_bind().execute(query.where(still)):
        yield _row(
            one,
            account_id=one.account_id,
            slip_id=one.id,
            made_by=one.issued_by,
            made_at=one.created_at,
        )
