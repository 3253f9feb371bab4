"""What a proof shown at the counter still allows: vouchers and cards that ended since pay nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import ledger, people
from points.foundation import Actor, clock, db
from points.shop import shops, voucher_rows
from points.shop.models import Redemption
from points.shop.refusals import (
    NoExchangeAhead,
    NotExchangeDay,
    VoucherLapsed,
    VoucherReturned,
    VoucherTooSmall,
    VoucherUsed,
    WrongShop,
)


@dataclass(frozen=True)
class Payer:
    """A purse at the counter, and how it was proved to be the person's. Every proof is somebody's, the paper card of a
    household too: limits per person count for whose it is.

    `card_limit` is the most a card alone may pay in a day (tenths), None where a second proof was given.
    `last_day` is a voucher's. A `visit` names one recognition, which pays once.

    Where somebody collects, purse and person are those the goods are for, proof and card the collector's: `collected_by`
    is who they are, `collected_from` the account of their own purse, `collector_id` what allows it.
    """

    account_id: UUID
    person_id: UUID
    proof: str
    voucher_id: UUID | None = None
    hold_id: UUID | None = None
    voucher_tenths: int = 0
    card_id: UUID | None = None
    card_limit: int | None = None
    last_day: date | None = None
    visit: str = ""
    collector_id: UUID | None = None
    collected_by: UUID | None = None
    collected_from: UUID | None = None

    @property
    def shown_of(self) -> UUID:
        """The account of the purse whose card or phone was shown."""
        return self.collected_from or self.account_id


def spend(payer: Payer, tenths: int, *, actor: Actor) -> None:
    """Refuse a payer whose card or phone does not pay: ended since it was shown, or confirmed by nobody. What is held
    for a voucher was set aside by a way that was confirmed, and stays good."""
    by, which = _way_of(payer)
    if which is not None:
        people.ways.use(payer.shown_of, tenths, by=by, which=which, actor=actor)
    if payer.collector_id is not None:
        people.collectors.use(payer.collector_id, tenths, actor=actor)


def both(payer: Payer) -> dict[str, UUID | None]:
    """Who collected and by which permission, as the trail keeps it beside whose purse paid; nothing of who came in person."""
    if payer.collector_id is None:
        return {}
    return {"collector_id": payer.collector_id, "collected_by_id": payer.collected_by}


def refuse_unpaying(payer: Payer, *, actor: Actor) -> None:
    """The same where it is shown, before goods are on the table."""
    by, which = _way_of(payer)
    if which is not None:
        people.ways.refuse_unconfirmed(payer.shown_of, by=by, which=which, actor=actor)


def _way_of(payer: Payer) -> tuple[str, UUID | None]:
    if payer.voucher_id is not None:
        return "", None
    return ("card", payer.card_id) if payer.card_id else ("person", payer.collected_by or payer.person_id)


def refuse_closed(shop: shops.ShopInfo) -> None:
    """Refuse to sell outside the hours, and say when it opens."""
    if shop.exchanges_now:
        return
    opens = shop.opening.next_at if shop.opening else None
    raise NotExchangeDay(opens=opens) if opens else NoExchangeAhead


def too_small(payer: Payer, total: int, community_id: UUID) -> VoucherTooSmall:
    """By how much a voucher is too small, and what its purse has left, where that would do."""
    beside = ledger.balances.get(community_id, payer.account_id).available
    return VoucherTooSmall(
        wanted=total,
        tenths=payer.voucher_tenths,
        gap=total - payer.voucher_tenths,
        would_pay=beside if beside >= total else 0,
    )


def refuse_ended(card: voucher_rows.VoucherInfo, shop_id: UUID) -> None:
    """Say why a voucher cannot be used here and now, where it cannot."""
    if card.status == "redeemed":
        raise VoucherUsed(at=card.ended_at, receipt=_receipt_of(card))
    if card.status == "returned":
        raise VoucherReturned
    voucher_rows.refuse_doubted(card)
    if card.status == "lapsed" or card.valid_until < clock.ending():
        raise VoucherLapsed(until=card.valid_until)
    if card.shop_id not in (None, shop_id):
        raise WrongShop(shop=card.shop_name)


def of_voucher(card: voucher_rows.VoucherInfo, shop_id: UUID) -> Payer:
    """The payer behind a voucher that may be used here and now."""
    refuse_ended(card, shop_id)
    return Payer(
        account_id=card.account_id,
        person_id=card.person_id,
        proof="voucher",
        voucher_id=card.id,
        hold_id=card.hold_id,
        voucher_tenths=card.tenths,
        last_day=card.valid_until,
    )


def _receipt_of(card: voucher_rows.VoucherInfo) -> str:
    query = sa.select(Redemption.receipt).where(
        Redemption.voucher_id == card.id, Redemption.account_id == card.account_id
    )
    return db.session.scalar(query) or ""
