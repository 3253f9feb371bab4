"""A receipt as a value, and as it follows from the rows of a redemption that is being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from points import goods
from points.foundation import NEVER
from points.shop.policy import BasketLine

#: what a receipt has as its row has it
AS_WRITTEN = (
    "community_id",
    "receipt",
    "account_id",
    "person_id",
    "voucher_id",
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

    `last_day` is that of the batch to hand out, known where one redemption is read right after it was made.
    """

    item: str
    name: str
    name_en: str
    unit: str
    quantity: int
    tenths: int
    price_id: UUID | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Receipt:
    """A redemption with its lines. `state` is done, asked (undo asked for) or undone."""

    community_id: UUID
    redemption_id: UUID
    receipt: str
    shop_name: str
    account_id: UUID
    person_id: UUID | None
    voucher_id: UUID | None
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
    asked_at: datetime | None = None
    undone_at: datetime | None = None
    undone_by: UUID | None = None

    @property
    def balance_before(self) -> int:
        """What was available before, the voucher's own points counted in."""
        return self.balance_after + self.tenths


def just_made(
    row: Mapping[str, Any], lines: Sequence[BasketLine], picks: Sequence[goods.stock.Pick], *, shop_name: str
) -> Receipt:
    """The receipt of a redemption that is being written, out of what is written; the same `of_redemption` reads."""
    days: dict[UUID, date] = {}
    for pick in picks:
        if pick.batch.expires_on < NEVER:
            shelf = pick.batch.shelf
            days[shelf] = min(pick.batch.expires_on, days.get(shelf, pick.batch.expires_on))
    return Receipt(
        **{name: row[name] for name in AS_WRITTEN},
        redemption_id=row["id"],
        shop_name=shop_name,
        lines=tuple(
            ReceiptLine(
                *(one.code, one.name, one.name_en, one.unit, one.quantity, one.tenths, one.price_id),
                last_day=days.get(one.shelf) if one.shelf else None,
            )
            for one in lines
        ),
        state="done",
        asked_by=None,
        reason="",
    )
