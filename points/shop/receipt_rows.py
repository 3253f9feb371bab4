"""A receipt as a value, and as it follows from the rows of a redemption that is being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import goods
from points.shop.models import Redemption, Undo
from points.shop.policy import BasketLine

#: waits; waits or was done. What was withdrawn or declined is an attempt that is over
WAITING = sa.text("shop_undo.status = 'asked'")
STANDING = sa.text("shop_undo.status IN ('asked', 'confirmed')")
#: what a receipt has as its row has it
AS_WRITTEN = (
    "community_id",
    "receipt",
    "shop_id",
    "account_id",
    "person_id",
    "voucher_id",
    "card_id",
    "clerk_id",
    "tenths",
    "balance_after",
    "proof",
    "origin",
    "digest",
    "redeemed_on",
    "at",
    "transfer_id",
)


@dataclass(frozen=True)
class ReceiptLine:
    """One item of a receipt; `tenths` is the line's sum.

    `batches` are those to hand out, each with its pieces, known where one redemption is read right after it was made.
    """

    item: str
    name: str
    name_en: str
    unit: str
    quantity: int
    tenths: int
    price_id: UUID | None = None
    batches: tuple[goods.stock.HandedOut, ...] = ()

    @property
    def key(self) -> str:
        """What tells this line of its receipt from the others."""
        return str(self.price_id or self.item)

    def of(self, pieces: int) -> ReceiptLine:
        """So many pieces of it at the same price."""
        return replace(self, quantity=pieces, tenths=self.tenths // self.quantity * pieces)


@dataclass(frozen=True)
class Receipt:
    """A redemption with its lines. `state` is done, asked (undo asked for) or undone.

    `keeps` are pieces by the key of their line that stay with the payer when it is taken back, `takes` pieces of other goods
    that are taken instead, by item; `replaced_by` is the receipt that says so then, and `replaces` the one this was made in
    place of.
    """

    community_id: UUID
    redemption_id: UUID
    receipt: str
    shop_id: UUID
    shop_name: str
    account_id: UUID
    person_id: UUID | None
    voucher_id: UUID | None
    card_id: UUID | None
    clerk_id: UUID | None
    tenths: int
    balance_after: int
    proof: str
    origin: str
    digest: bytes
    redeemed_on: date
    at: datetime
    transfer_id: UUID
    lines: tuple[ReceiptLine, ...]
    state: str
    asked_by: UUID | None
    reason: str
    keeps: Mapping[str, int] = field(default_factory=dict, hash=False)
    takes: Mapping[str, int] = field(default_factory=dict, hash=False)
    replaced_by: str | None = None
    replaces: str | None = None
    asked_at: datetime | None = None
    undone_at: datetime | None = None
    undone_by: UUID | None = None

    @property
    def kept(self) -> tuple[ReceiptLine, ...]:
        """What stays with the payer when it is taken back, or did, at the price of then."""
        return tuple(one.of(self.keeps[one.key]) for one in self.lines if self.keeps.get(one.key))

    @property
    def brought_back(self) -> tuple[ReceiptLine, ...]:
        """What goes back to the shelf."""
        left = ((one, one.quantity - self.keeps.get(one.key, 0)) for one in self.lines)
        return tuple(one.of(pieces) for one, pieces in left if pieces)

    @property
    def given_back(self) -> int:
        """What goes back to the purse, in tenths, once what is kept was paid for again."""
        return self.tenths - sum(one.tenths for one in self.kept)

    @property
    def balance_before(self) -> int:
        """What was available before, the voucher's own points counted in."""
        return self.balance_after + self.tenths


def just_made(
    row: Mapping[str, Any], lines: Sequence[BasketLine], picks: Sequence[goods.stock.Pick], *, shop_name: str
) -> Receipt:
    """The receipt of a redemption that is being written, out of what is written; the same `of_redemption` reads."""
    taken: dict[UUID | None, tuple[goods.stock.HandedOut, ...]] = {}
    for pick in picks:
        taken[pick.batch.shelf] = (*taken.get(pick.batch.shelf, ()), pick.taken)
    return Receipt(
        **{name: row[name] for name in AS_WRITTEN},
        redemption_id=row["id"],
        shop_name=shop_name,
        lines=tuple(
            ReceiptLine(
                *(one.code, one.name, one.name_en, one.unit, one.quantity, one.tenths, one.price_id),
                batches=taken.get(one.shelf, ()),
            )
            for one in lines
        ),
        state="done",
        asked_by=None,
        reason="",
    )


def standing(redemption: Any = Redemption) -> sa.ColumnElement[bool]:
    """The attempt that stands for a redemption, for a join."""
    return sa.and_(
        Undo.community_id == redemption.community_id,
        Undo.redemption_id == redemption.id,
        STANDING,
    )
