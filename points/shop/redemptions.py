"""The counter's one action: points, goods, batch, receipt and audit record move together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, ledger, people
from points.foundation import Actor, add_rows_later, clock, codes, db, epochs, new_id
from points.shop import own_purses, payer_checks, pricing, receipt_marks, receipt_rows, shops, voucher_rows
from points.shop.collecting import collected_rows
from points.shop.models import Redemption, RedemptionLine
from points.shop.office import founding
from points.shop.payer_checks import Payer
from points.shop.policy import BasketLine, Shown, pieces_of
from points.shop.pricing import with_limits
from points.shop.refusals import (
    NotSold,
    PinNeeded,
    SaleNotKnown,
    VoucherLapsed,
    WhoNotConfirmed,
)

#: what the request key of a sale begins with, before its scan id
_KEY = "redeem:"
#: so long ago a sale may have been tried of which nobody says when
ASKED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Sale:
    """Where and as which request a redemption is made. `payer_word` is what the payer was known by.

    `shop` is the shop itself, where it was read with this request; `second` is who agrees, where the clerk may not alone;
    `shown` is what the screen said it costs: it is sold for that, or not at all. `seconds_ago` is how long ago it was tried
    first, where it is asked for again.
    """

    shop_id: UUID
    scan_id: str
    payer_word: str
    who_confirmed: bool = True
    shop: shops.ShopInfo | None = field(default=None, compare=False)
    second: own_purses.Second | None = field(default=None, compare=False)
    shown: Shown | None = field(default=None, compare=False)
    seconds_ago: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Done:
    """A redemption that stands: its id, and whether it was made by an earlier request. `receipt` is there where it was made
    just now at a shop that had been read; else it is to be read."""

    redemption_id: UUID
    replayed: bool
    receipt: receipt_rows.Receipt | None = None


def find_done(sale: Sale, items: Sequence[tuple[str, int]], *, actor: Actor) -> Done | None:
    """The redemption this scan id made, to be asked before the code is looked at: a used code cannot be read
    again, and a lost answer must still be found."""
    if ledger.idempotency.find(actor.community_id, _key(sale)) is None:
        return None
    return Done(UUID(_claim(sale, items, new_id(), actor).answer["redemption"]), replayed=True)


def confirm_done(scan_id: str, *, shop_id: UUID, actor: Actor, seconds_ago: int | None = None) -> Done:
    """The redemption a scan id made at this shop, confirmed by a small write; nothing else is done, whatever is found.
    `seconds_ago` is how long ago it was tried; who does not know is told nothing certain in the days after a restore."""
    found = ledger.idempotency.confirm(actor.community_id, _KEY + scan_id)
    if found is None:
        _refuse_forgotten(timedelta(seconds=seconds_ago) if seconds_ago is not None else ASKED_FOR)
        raise NotSold
    done = UUID(found.answer["redemption"])
    query = sa.select(Redemption.shop_id).where(
        Redemption.community_id == actor.community_id, Redemption.id == done
    )
    if db.session.scalar(query) != shop_id:
        raise NotSold
    return Done(done, replayed=True)


def is_taken(sale: Sale, *, actor: Actor) -> bool:
    """Whether this scan id is somebody's already; it writes nothing."""
    return ledger.idempotency.find(actor.community_id, _key(sale)) is not None


@audit.records.writes("points.redeemed", "voucher.redeemed", "redemption.agreed", of="account")
def redeem(payer: Payer, items: Sequence[tuple[str, int]], *, sale: Sale, actor: Actor) -> Done:
    """Debit a payer against goods, once per scan id.

    At most 16 statements of its own, whatever the basket, the lots or the history.
    """
    redemption_id = new_id()
    taken = _claim(sale, items, redemption_id, actor)
    if taken.replayed:
        return Done(UUID(taken.answer["redemption"]), replayed=True)
    if sale.seconds_ago:
        _refuse_forgotten(timedelta(seconds=sale.seconds_ago))
    if payer.visit:
        people.rotating_codes.use_once(payer.visit, "pay", actor=actor)
    receipt = _redeem(payer, items, sale=sale, txn_id=taken.txn_id, redemption_id=redemption_id, actor=actor)
    return Done(redemption_id, replayed=False, receipt=receipt)


def _refuse_forgotten(ago: timedelta) -> None:
    """What was tried before the books were restored may have been sold in the life they forgot: a person has to know."""
    restored = epochs.restored_at()
    if restored is not None and clock.now() - ago < restored:
        raise SaleNotKnown


def _key(sale: Sale) -> str:
    return _KEY + sale.scan_id


def _claim(
    sale: Sale, items: Sequence[tuple[str, int]], redemption_id: UUID, actor: Actor
) -> ledger.idempotency.Begun:
    return ledger.idempotency.begin(
        actor.community_id,
        request_key=_key(sale),
        body={"payer": sale.payer_word, "items": sorted(map(list, items)), "shop": str(sale.shop_id)},
        answer={"redemption": str(redemption_id)},
        action="voucher.redeemed",
        actor=actor,
    )


def _redeem(
    payer: Payer,
    items: Sequence[tuple[str, int]],
    *,
    sale: Sale,
    txn_id: UUID,
    redemption_id: UUID,
    actor: Actor,
) -> receipt_rows.Receipt | None:
    community_id, today = actor.community_id, clock.today()
    if not sale.who_confirmed:
        raise WhoNotConfirmed
    payer_checks.refuse_closed(sale.shop or shops.get(community_id, sale.shop_id))
    second = own_purses.refuse_alone(payer, sale.second, actor=actor)
    lines, shelf = pricing.basket(community_id, items, shop_id=sale.shop_id)
    pricing.as_shown(lines, sale.shown)
    total = sum(line.tenths for line in lines)
    moved = _pay(payer, total, sale, txn_id=txn_id, redemption_id=redemption_id, actor=actor)
    limits = pricing.limit_charges(lines, payer.account_id, payer.person_id, today)
    if payer.card_limit is not None:
        limits = [*limits, pricing.card_alone(payer.account_id, today, total, payer.card_limit)]
    with_limits(community_id, limits, lines, today)
    wanted = {line.shelf: line.quantity for line in lines if line.shelf and line.kind == "goods"}
    if not wanted:
        # of goods there are none left when a shop closes; a haircut would be sold after it
        founding.hold_open(community_id, sale.shop_id)
    picks = goods.stock.take(
        community_id, wanted, subject_id=redemption_id, actor=actor, seen=shelf, shop_id=sale.shop_id
    )
    row = _row(payer, lines, moved, sale=sale, txn_id=txn_id, redemption_id=redemption_id, actor=actor)
    rows = [line_row(community_id, redemption_id, line) for line in lines]
    add_rows_later(Redemption, [row])
    add_rows_later(RedemptionLine, rows)
    collected_rows.note(payer, redemption_id, actor=actor)
    _record(row, payer, lines, picks, actor=actor)
    if second is not None:
        _record_agreed(row, second)
    return receipt_rows.just_made(row, lines, picks, shop_name=sale.shop.name) if sale.shop else None


def _record(
    row: dict[str, Any],
    payer: Payer,
    lines: Sequence[BasketLine],
    picks: Sequence[goods.stock.Pick],
    *,
    actor: Actor,
) -> None:
    audit.records.record(
        "voucher.redeemed" if payer.voucher_id else "points.redeemed",
        actor=actor,
        subject_kind="redemption",
        subject_id=row["id"],
        facts={
            "receipt": row["receipt"],
            "tenths": row["tenths"],
            "account_id": payer.account_id,
            "voucher_id": payer.voucher_id,
            "proof": payer.proof,
            "items": pieces_of(lines),
            "batches": {pick.batch.number: pick.quantity for pick in picks},
            **payer_checks.both(payer),
        },
    )


def _record_agreed(row: dict[str, Any], second: own_purses.Second) -> None:
    """The second person's own line in the trail, beside the clerk's."""
    audit.records.record(
        "redemption.agreed",
        actor=second.actor,
        subject_kind="redemption",
        subject_id=row["id"],
        facts={"receipt": row["receipt"], "tenths": row["tenths"], "account_id": row["account_id"]},
        private={"reason": second.reason.strip()} if second.reason.strip() else None,
    )


def _pay(
    payer: Payer, total: int, sale: Sale, *, txn_id: UUID, redemption_id: UUID, actor: Actor
) -> ledger.movements.Moved:
    community_id, today = actor.community_id, clock.today()
    if payer.voucher_id is None or payer.hold_id is None:
        if payer.card_limit is not None and total > payer.card_limit:
            window = {pricing.CARD_ALONE: today.isoformat()}
            used = ledger.caps.used(community_id, [payer.account_id], window).get(pricing.CARD_ALONE, 0)
            left = max(0, payer.card_limit - used)
            raise PinNeeded(allowed=payer.card_limit, left=left, wanted=total)
        payer_checks.spend(payer, total, actor=actor)
        note = ledger.movements.Note("redemption", "counter", today, redemption_id, payer.person_id)
        return ledger.movements.spend(community_id, txn_id, payer.account_id, total, note=note)
    if total > payer.voucher_tenths:
        raise payer_checks.too_small(payer, total, community_id)
    if payer.last_day is not None and payer.last_day < clock.ending():
        raise VoucherLapsed(until=payer.last_day)
    note = ledger.movements.Note("voucher_used", "counter", today, redemption_id, payer.person_id)
    try:
        moved = ledger.holds.capture(community_id, txn_id, payer.hold_id, total, note=note)
    except ledger.refusals.HoldEnded:
        # used, returned or lapsed since it was scanned: the voucher says which
        payer_checks.refuse_ended(voucher_rows.get(community_id, payer.voucher_id), sale.shop_id)
        raise
    if not voucher_rows.end(community_id, payer.voucher_id, "redeemed"):
        raise RuntimeError("a voucher ended while its hold was open")
    return moved


def _row(
    payer: Payer,
    lines: list[BasketLine],
    moved: ledger.movements.Moved,
    *,
    sale: Sale,
    txn_id: UUID,
    redemption_id: UUID,
    actor: Actor,
) -> dict[str, Any]:
    row = {
        "community_id": actor.community_id,
        "id": redemption_id,
        "shop_id": sale.shop_id,
        "account_id": payer.account_id,
        "person_id": payer.person_id,
        "voucher_id": payer.voucher_id,
        "card_id": payer.card_id,
        "txn_id": txn_id,
        "transfer_id": moved.transfer_id,
        "scan_id": sale.scan_id,
        "receipt": codes.new_public_id(codes.PublicKind.RECEIPT),
        "tenths": sum(line.tenths for line in lines),
        "balance_after": moved.available,
        "proof": payer.proof,
        "clerk_id": actor.account_id,
        "device_id": actor.device_id,
        "origin": "counter",
        "redeemed_on": clock.today(),
        "at": clock.now(),
    }
    return signed(row, lines)


def signed(row: dict[str, Any], lines: Sequence[BasketLine]) -> dict[str, Any]:
    """The row with what stands under its receipt."""
    items = [(line.code, line.quantity, line.tenths) for line in lines]
    under = {
        "digest": receipt_marks.digest(row, items),
        "mark": receipt_marks.mark(row, items, receipt_marks.key()),
    }
    return {**row, **under}


def line_row(community_id: UUID, redemption_id: UUID, line: BasketLine) -> dict[str, object]:
    """One item of a redemption as a row."""
    return {
        "community_id": community_id,
        "id": new_id(),
        "redemption_id": redemption_id,
        "item_id": line.item_id,
        "price_id": line.price_id,
        "quantity": line.quantity,
        "unit_tenths": line.unit_tenths,
        "tenths": line.tenths,
    }
