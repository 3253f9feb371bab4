"""What stays with the payer of a sale that is taken back, and what is taken instead: a sale of its own in the same moment,
what is kept at the prices of then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, ledger
from points.foundation import Actor, add_rows, clock, codes, db, new_id
from points.shop import redemptions
from points.shop.collecting import collected_rows
from points.shop.models import Redemption, RedemptionLine
from points.shop.policy import BasketLine, pieces_of
from points.shop.receipts import Receipt
from points.shop.undoing import exchange


@audit.records.writes("points.redeemed", of="account")
def sell_rest(found: Receipt, taken: Sequence[BasketLine], *, txn_id: UUID, actor: Actor) -> tuple[UUID, str]:
    """Sell again what is kept of a sale whose points and goods have just come back: from the same purse, at the same prices,
    out of the same batches, and of the same day, whose limits it goes on using; with it what is `taken` instead. Its id and
    receipt."""
    community_id, made = actor.community_id, new_id()
    every = _kept_lines(found)
    lines = exchange.together([line for line in every if line.quantity], taken)
    total = sum(line.tenths for line in lines)
    note = ledger.movements.Note("redemption", "counter", clock.today(), made, found.person_id)
    moved = ledger.movements.spend(community_id, txn_id, found.account_id, total, note=note)
    batches = Counter(
        goods.moves.take_again(
            community_id, found.redemption_id, _wanted(community_id, every), kept_as=made, actor=actor
        )
    )
    batches.update(exchange.hand_out(found, taken, made=made, actor=actor))
    row = _row(found, lines, moved, txn_id=txn_id, made=made, actor=actor)
    add_rows(Redemption, [row])
    add_rows(RedemptionLine, [redemptions.line_row(community_id, made, line) for line in lines])
    _record(row, lines, batches, found, actor, **collected_rows.carry(found, made))
    return made, str(row["receipt"])


def _row(
    found: Receipt,
    lines: Sequence[BasketLine],
    moved: ledger.movements.Moved,
    *,
    txn_id: UUID,
    made: UUID,
    actor: Actor,
) -> dict[str, Any]:
    """What the sale has of the first one, and what is its own."""
    row = {
        **{
            name: getattr(found, name)
            for name in ("shop_id", "account_id", "person_id", "card_id", "proof", "redeemed_on")
        },
        "community_id": actor.community_id,
        "id": made,
        "voucher_id": None,
        "txn_id": txn_id,
        "transfer_id": moved.transfer_id,
        "scan_id": f"kept:{found.redemption_id}",
        "receipt": codes.new_public_id(codes.PublicKind.RECEIPT),
        "tenths": sum(line.tenths for line in lines),
        "balance_after": moved.available,
        "clerk_id": actor.account_id,
        "device_id": actor.device_id,
        "origin": "counter",
        "at": clock.now(),
    }
    return redemptions.signed(row, lines)


def _kept_lines(found: Receipt) -> list[BasketLine]:
    """The lines as a basket, with nought pieces of what comes back whole."""
    here = RedemptionLine.community_id == found.community_id
    query = sa.select(RedemptionLine.item_id, RedemptionLine.price_id, RedemptionLine.unit_tenths)
    rows = db.session.execute(query.where(here, RedemptionLine.redemption_id == found.redemption_id)).all()
    names = goods.items.names(found.community_id, {row.item_id for row in rows})
    found_lines = []
    for row in rows:
        code, name, name_en, unit = names[row.item_id]
        pieces = found.keeps.get(str(row.price_id or code), 0)
        found_lines.append(
            BasketLine(
                *(row.item_id, code, name, name_en, unit, ""), pieces, row.unit_tenths, price_id=row.price_id
            )
        )
    return found_lines


def _wanted(community_id: UUID, lines: list[BasketLine]) -> dict[tuple[UUID, UUID | None], int]:
    """Pieces by item, and by batch where the price is a batch's own."""
    of_batch = goods.prices.batches_of(community_id, {line.price_id for line in lines if line.price_id})
    found: dict[tuple[UUID, UUID | None], int] = {}
    for line in lines:
        key = (line.item_id, of_batch.get(line.price_id) if line.price_id else None)
        found[key] = found.get(key, 0) + line.quantity
    return found


def _record(
    row: dict[str, Any],
    lines: list[BasketLine],
    batches: dict[str, int],
    found: Receipt,
    actor: Actor,
    **collected: UUID,
) -> None:
    audit.records.record(
        "points.redeemed",
        actor=actor,
        subject_kind="redemption",
        subject_id=row["id"],
        facts={
            "receipt": row["receipt"],
            "tenths": row["tenths"],
            "account_id": row["account_id"],
            "voucher_id": None,
            "proof": row["proof"],
            "items": pieces_of(lines),
            "batches": dict(batches),
            "replaces": found.receipt,
            **collected,
        },
    )
