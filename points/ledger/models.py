"""The book of points: accounts, balances, events, transfers, entries, lots, caps. No decisions.

Transfers, entries, lot uses, events and replays are only ever added to; triggers refuse the rest.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import KEPT, Owned, db, one_of, within

ACCOUNT_KINDS = ("purse", "shop", "issued", "lapsed", "pool", "loss", "correction")
POINT_KINDS = ("earned", "gifted")
PHASES = ("single", "pending", "post", "void")
OLD_KINDS = ("opening", "deduction")


class LedgerAccount(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A place where points can be: somebody's purse, or one of the community's own accounts."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        one_of("kind", ACCOUNT_KINDS),
        one_of("status", ("open", "closed")),
        one_of("balance_mode", ("strict", "folded")),
        sa.CheckConstraint("(kind = 'purse') = (balance_mode = 'strict')", name="purse_is_strict"),
    )

    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    balance_mode: Mapped[str]
    created_at: Mapped[datetime]


class Balance(db.Model):  # type: ignore[misc, name-defined]
    """What a purse holds now, in tenths; only purses have one, so that no row is everybody's."""

    __tablename__ = "ledger_balance"
    __table_args__ = (
        within("account_id", "ledger_account"),
        sa.CheckConstraint("held >= 0", name="held"),
        sa.CheckConstraint("posted - held >= 0", name="available"),
        sa.CheckConstraint("version >= 0", name="version"),
    )

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    posted: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)


class Txn(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A business event: the unit of idempotency, reversal and audit. `answer` keeps ids, not the body."""

    __tablename__ = "ledger_txn"
    __table_args__ = (sa.UniqueConstraint("community_id", "request_key"), KEPT)

    request_key: Mapped[str]
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    action: Mapped[str] = mapped_column("deed")
    actor_id: Mapped[UUID | None]
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Replay(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Somebody asked again: a small write, so that after a fail-over the stored answer is known to stand."""

    __tablename__ = "ledger_replay"
    __table_args__ = (within("txn_id", "ledger_txn"), KEPT)

    txn_id: Mapped[UUID]
    at: Mapped[datetime]


class Transfer(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Points going from one account to another: an unbalanced one cannot be written."""

    __tablename__ = "ledger_transfer"
    __table_args__ = (
        within("txn_id", "ledger_txn"),
        within("source_id", "ledger_account"),
        within("target_id", "ledger_account"),
        within("resolves", "ledger_transfer"),
        within("reverses", "ledger_transfer"),
        sa.UniqueConstraint("community_id", "resolves"),
        sa.UniqueConstraint("community_id", "reverses"),
        one_of("phase", PHASES),
        one_of("point_kind", POINT_KINDS),
        sa.CheckConstraint("tenths > 0", name="tenths"),
        sa.CheckConstraint("source_id <> target_id", name="two_accounts"),
        sa.CheckConstraint("(phase IN ('post', 'void')) = (resolves IS NOT NULL)", name="resolves"),
        sa.Index("ix_ledger_transfer_txn", "community_id", "txn_id"),
        KEPT,
    )

    txn_id: Mapped[UUID]
    phase: Mapped[str] = mapped_column(default="single")
    source_id: Mapped[UUID]
    target_id: Mapped[UUID]
    tenths: Mapped[int]
    point_kind: Mapped[str] = mapped_column(default="earned")
    resolves: Mapped[UUID | None]
    reverses: Mapped[UUID | None]
    at: Mapped[datetime]


class Entry(db.Model):  # type: ignore[misc, name-defined]
    """One line of a purse: what changed in posted and in held, and what stood after, in tenths.

    `version` counts 1, 2, 3 … per purse, so a lost update is a unique violation on any engine. `subject_id`
    names what it was for (an award, a redemption, a voucher), upwards and without a foreign key.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        within("account_id", "ledger_account"),
        within("transfer_id", "ledger_transfer"),
        sa.CheckConstraint("tenths <> 0 OR held <> 0", name="moves"),
        sa.CheckConstraint("held_after >= 0 AND balance_after - held_after >= 0", name="after"),
        sa.CheckConstraint("version > 0", name="version"),
        sa.Index("ix_ledger_entry_transfer", "community_id", "transfer_id"),
        sa.Index("ix_ledger_entry_subject", "community_id", "subject_id"),
        KEPT,
    )

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    transfer_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    tenths: Mapped[int]
    held: Mapped[int] = mapped_column(default=0)
    balance_after: Mapped[int]
    held_after: Mapped[int]
    what: Mapped[str]
    origin: Mapped[str]
    subject_id: Mapped[UUID | None]
    happened_on: Mapped[date]
    at: Mapped[datetime]


class Lot(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Points of one kind of one purse that lapse after the same day ("never" is 9999-12-31)."""

    __tablename__ = "ledger_lot"
    __table_args__ = (
        within("account_id", "ledger_account"),
        sa.UniqueConstraint("community_id", "account_id", "kind", "lapses_on"),
        one_of("kind", POINT_KINDS),
        sa.CheckConstraint("remaining >= 0 AND remaining <= granted", name="remaining"),
    )

    account_id: Mapped[UUID]
    kind: Mapped[str]
    granted: Mapped[int]
    remaining: Mapped[int]
    earned_at: Mapped[datetime]
    lapses_on: Mapped[date]


class LotUse(db.Model):  # type: ignore[misc, name-defined]
    """How one transfer changed one lot: plus given or given back, minus spent or set aside."""

    __tablename__ = "ledger_lot_use"
    __table_args__ = (
        within("transfer_id", "ledger_transfer"),
        within("lot_id", "ledger_lot"),
        sa.CheckConstraint("tenths <> 0", name="tenths"),
        sa.Index("ix_ledger_lot_use_lot", "community_id", "lot_id"),
        KEPT,
    )

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    transfer_id: Mapped[UUID] = mapped_column(primary_key=True)
    lot_id: Mapped[UUID] = mapped_column(primary_key=True)
    tenths: Mapped[int]


class CapUse(db.Model):  # type: ignore[misc, name-defined]
    """How much of a limit is used up in one window; a conditional upsert is the check."""

    __tablename__ = "ledger_cap_use"
    __table_args__ = (sa.CheckConstraint("used >= 0 AND used <= allowed", name="used"),)

    community_id: Mapped[UUID] = mapped_column(sa.ForeignKey("foundation_community.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[UUID] = mapped_column(primary_key=True)
    window: Mapped[str] = mapped_column("time_window", primary_key=True)
    used: Mapped[int]
    allowed: Mapped[int]


class Recoverable(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What a purse lacked for a reversal and the correction account paid; never a negative balance."""

    __tablename__ = "ledger_recoverable"
    __table_args__ = (
        within("account_id", "ledger_account"),
        within("transfer_id", "ledger_transfer"),
        sa.CheckConstraint("tenths > 0", name="tenths"),
        KEPT,
    )

    account_id: Mapped[UUID]
    transfer_id: Mapped[UUID]
    tenths: Mapped[int]
    at: Mapped[datetime]


class OldLine(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What an old book has beside services and redemptions, in its words: a balance carried over, or a deduction.

    `asked` is what the book says; `tenths` what moved: of a deduction no more than was there.
    """

    __tablename__ = "ledger_old_line"
    __table_args__ = (
        within("account_id", "ledger_account"),
        within("transfer_id", "ledger_transfer"),
        sa.UniqueConstraint("community_id", "transfer_id"),
        one_of("kind", OLD_KINDS),
        sa.CheckConstraint("tenths > 0 AND tenths <= asked", name="tenths"),
        KEPT,
    )

    kind: Mapped[str]
    account_id: Mapped[UUID]
    transfer_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    tenths: Mapped[int]
    asked: Mapped[int]
    matter: Mapped[str]
    happened_on: Mapped[date]
