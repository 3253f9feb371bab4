"""Where points go: shops, vouchers, redemptions with their lines, undo requests, shifts, closed days. No decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import KEPT, Owned, db, one_of, within
from points.foundation.kept.remembered import remembered


class Shop(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A place where points are spent."""

    __tablename__ = "shop_shop"
    __table_args__ = (
        sa.UniqueConstraint("community_id", "number"),
        one_of("status", ("open", "closed", "asked", "declined")),
        sa.CheckConstraint("number > 0 AND number <= 4294967295", name="number"),
        remembered(loose=("name", "name_en", "spot")),
    )

    number: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    place_id: Mapped[UUID | None]
    spot: Mapped[str] = mapped_column(default="")
    hours: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(default="open")
    #: who asked for it, and who said yes or no
    asked_by: Mapped[UUID | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ShopDay(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A day on which a shop is closed although it would exchange, or open although it would not; until it is taken back."""

    __tablename__ = "shop_day"
    __table_args__ = (
        within("shop_id", "shop_shop"),
        one_of("kind", ("closed", "open")),
        sa.Index(
            "uq_shop_day_standing",
            "community_id",
            "shop_id",
            "day",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        remembered(secret=("reason",)),
    )

    shop_id: Mapped[UUID]
    day: Mapped[date]
    kind: Mapped[str]
    hours: Mapped[list[Any]]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Voucher(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Points set aside by a resident and carried in a signed code.

    `aside_…`: which clerk left it, and what is wanted for it (pieces by item), for somebody else to serve.
    """

    __tablename__ = "shop_voucher"
    __table_args__ = (
        within("person_id", "people_person"),
        within("account_id", "ledger_account"),
        within("hold_id", "ledger_transfer"),
        within("shop_id", "shop_shop"),
        sa.UniqueConstraint("community_id", "number"),
        sa.UniqueConstraint("community_id", "public_id"),
        sa.UniqueConstraint("community_id", "hold_id"),
        one_of("status", ("open", "redeemed", "returned", "lapsed")),
        sa.CheckConstraint("tenths > 0", name="tenths"),
        sa.Index(
            "uq_shop_voucher_open_spoken",
            "community_id",
            "spoken",
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        ),
        sa.Index("ix_shop_voucher_account", "community_id", "account_id"),
        # used ones too: a watcher types what stands on the paper
        sa.Index("ix_shop_voucher_spoken", "community_id", "spoken"),
        sa.Index(
            "ix_shop_voucher_aside",
            "community_id",
            "aside_at",
            sqlite_where=sa.text("status = 'open' AND aside_at IS NOT NULL"),
            postgresql_where=sa.text("status = 'open' AND aside_at IS NOT NULL"),
        ),
    )

    number: Mapped[int]
    public_id: Mapped[str]
    spoken: Mapped[str]
    person_id: Mapped[UUID]
    account_id: Mapped[UUID]
    shop_id: Mapped[UUID | None]
    hold_id: Mapped[UUID]
    tenths: Mapped[int]
    valid_until: Mapped[date]
    key_number: Mapped[int]
    code: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    ended_at: Mapped[datetime | None]
    issued_at: Mapped[datetime]
    aside_by: Mapped[UUID | None]
    aside_at: Mapped[datetime | None]
    aside_items: Mapped[dict[str, Any] | None]
    #: books that went back brought it with them; it may have been used since, until a person says that it was not
    doubted_at: Mapped[datetime | None]


class Redemption(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One sale at the counter: points, goods and receipt together. Never changed; undoing is a row of its own."""

    __tablename__ = "shop_redemption"
    __table_args__ = (
        within("shop_id", "shop_shop"),
        within("account_id", "ledger_account"),
        within("person_id", "people_person"),
        within("voucher_id", "shop_voucher"),
        within("card_id", "people_card"),
        within("txn_id", "ledger_txn"),
        within("transfer_id", "ledger_transfer"),
        sa.UniqueConstraint("community_id", "scan_id"),
        sa.UniqueConstraint("community_id", "receipt"),
        sa.UniqueConstraint("community_id", "voucher_id"),
        sa.UniqueConstraint("community_id", "transfer_id"),
        one_of("origin", ("counter", "imported")),
        sa.CheckConstraint("tenths > 0", name="tenths"),
        sa.Index("ix_shop_redemption_account", "community_id", "account_id"),
        sa.Index("ix_shop_redemption_at", "community_id", "at"),
        KEPT,
    )

    shop_id: Mapped[UUID]
    account_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    voucher_id: Mapped[UUID | None]
    card_id: Mapped[UUID | None]
    txn_id: Mapped[UUID]
    transfer_id: Mapped[UUID]
    scan_id: Mapped[str]
    receipt: Mapped[str]
    tenths: Mapped[int]
    balance_after: Mapped[int]
    proof: Mapped[str]
    clerk_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    origin: Mapped[str] = mapped_column(default="counter")
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    #: made with this instance's key over the whole row and its lines; none on receipts that are older than marks
    mark: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    redeemed_on: Mapped[date]
    at: Mapped[datetime]


class RedemptionLine(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One item of a redemption at one price; imported lines say no price of ours."""

    __tablename__ = "shop_redemption_line"
    __table_args__ = (
        within("redemption_id", "shop_redemption"),
        within("item_id", "goods_item"),
        within("price_id", "goods_price"),
        sa.Index(
            "uq_shop_redemption_line_item",
            "community_id",
            "redemption_id",
            "item_id",
            # what an old book took for several pieces need not divide
            "unit_tenths",
            unique=True,
            sqlite_where=sa.text("price_id IS NULL"),
            postgresql_where=sa.text("price_id IS NULL"),
        ),
        sa.Index(
            "uq_shop_redemption_line_price",
            "community_id",
            "redemption_id",
            "item_id",
            "price_id",
            unique=True,
            sqlite_where=sa.text("price_id IS NOT NULL"),
            postgresql_where=sa.text("price_id IS NOT NULL"),
        ),
        sa.CheckConstraint("quantity > 0 AND unit_tenths > 0", name="amounts"),
        sa.CheckConstraint("tenths = quantity * unit_tenths", name="tenths"),
        sa.Index("ix_shop_redemption_line_item", "community_id", "item_id"),
        # the two above hold a part each, so neither finds all lines of a redemption
        sa.Index("ix_shop_redemption_line_of", "community_id", "redemption_id"),
        KEPT,
    )

    redemption_id: Mapped[UUID]
    item_id: Mapped[UUID]
    price_id: Mapped[UUID | None]
    quantity: Mapped[int]
    unit_tenths: Mapped[int]
    tenths: Mapped[int]


class Undo(Owned, db.Model):  # type: ignore[misc, name-defined]
    """An attempt at taking a redemption back: asked for by one person, confirmed or declined by another, or withdrawn.

    `keeps` are the pieces that stay with the payer, by price of the line, where not all is brought back; `takes` are pieces
    that are taken instead, by item or by the word of a batch. The sale that is made of both in the same moment is
    `replaced_by`. At most one attempt waits or was done; `decided_by` of one that was withdrawn is who asked.

    `two_reason` is why no third person was there, where payer, asker and confirmer were only two. Nobody's account asked where
    an old book's line was taken back that the command line wanted out.
    """

    __tablename__ = "shop_undo"
    __table_args__ = (
        within("redemption_id", "shop_redemption"),
        within("txn_id", "ledger_txn"),
        within("replaced_by", "shop_redemption"),
        sa.Index(
            "uq_shop_undo_replaced_by",
            "community_id",
            "replaced_by",
            unique=True,
            sqlite_where=sa.text("replaced_by IS NOT NULL"),
            postgresql_where=sa.text("replaced_by IS NOT NULL"),
        ),
        one_of("status", ("asked", "confirmed", "declined", "withdrawn")),
        sa.CheckConstraint("(status = 'confirmed') = (txn_id IS NOT NULL)", name="confirmed"),
        sa.CheckConstraint(
            "decided_by IS NULL OR (decided_by = asked_by) = (status = 'withdrawn')", name="two_people"
        ),
        sa.Index("ix_shop_undo_redemption", "community_id", "redemption_id"),
        sa.Index(
            "uq_shop_undo_standing",
            "community_id",
            "redemption_id",
            unique=True,
            sqlite_where=sa.text("status IN ('asked', 'confirmed')"),
            postgresql_where=sa.text("status IN ('asked', 'confirmed')"),
        ),
        sa.Index(
            "ix_shop_undo_asked",
            "community_id",
            "asked_at",
            sqlite_where=sa.text("status = 'asked'"),
            postgresql_where=sa.text("status = 'asked'"),
        ),
        sa.Index(
            "ix_shop_undo_two",
            "community_id",
            "decided_at",
            sqlite_where=sa.text("two_reason IS NOT NULL"),
            postgresql_where=sa.text("two_reason IS NOT NULL"),
        ),
    )

    redemption_id: Mapped[UUID]
    reason: Mapped[str]
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="asked")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    txn_id: Mapped[UUID | None]
    two_reason: Mapped[str | None]
    keeps: Mapped[dict[str, Any] | None]
    takes: Mapped[dict[str, Any] | None]
    replaced_by: Mapped[UUID | None]
