"""Old redemptions taken in at once, each with its receipt; points and goods were moved by the books themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger
from points.foundation import Actor, add_rows, clock, codes, db, in_parts, new_id
from points.shop import policy, receipts
from points.shop.models import Redemption, RedemptionLine, Undo
from points.shop.redemptions import line_row, signed

#: what callers hand in or get back
BasketLine = policy.BasketLine

ORIGIN = "imported"


@dataclass(frozen=True, slots=True)
class OldRedemption:
    """What was handed out on a day before this installation had a counter, and how it was posted."""

    redemption_id: UUID
    scan_id: str
    account_id: UUID
    person_id: UUID | None
    txn_id: UUID
    transfer_id: UUID
    balance_after: int
    redeemed_on: date
    lines: tuple[BasketLine, ...]


def write(old: Sequence[OldRedemption], *, shop_id: UUID, actor: Actor) -> None:
    """Write redemptions with their lines, and count them into limits whose window is still open."""
    if not old:
        return
    rows = [_row(one, shop_id, actor) for one in old]
    add_rows(Redemption, rows)
    audit.records.record_many(
        [_action(one, row["receipt"]) for one, row in zip(old, rows, strict=True)], actor=actor
    )
    lines = [line_row(actor.community_id, one.redemption_id, line) for one in old for line in one.lines]
    add_rows(RedemptionLine, lines)
    _count_into_limits(old, actor.community_id)


@dataclass(frozen=True, slots=True)
class BookedRedemption:
    """A redemption of old books as it is now; it stands while nobody took it back or ever asked to, and is
    `over` when it was taken back."""

    redemption_id: UUID
    receipt: str
    account_id: UUID
    person_id: UUID | None
    tenths: int
    transfer_id: UUID
    redeemed_on: date
    stands: bool
    over: bool


def booked(community_id: UUID, redemptions: Collection[UUID]) -> dict[UUID, BookedRedemption]:
    """These redemptions as they are now."""
    found: dict[UUID, BookedRedemption] = {}
    wanted = sorted(redemptions)
    asked = sa.exists().where(
        Undo.community_id == Redemption.community_id, Undo.redemption_id == Redemption.id
    )
    for some in in_parts(wanted):
        query = sa.select(
            Redemption.id,
            Redemption.receipt,
            Redemption.account_id,
            Redemption.person_id,
            Redemption.tenths,
            Redemption.transfer_id,
            Redemption.redeemed_on,
            ~asked,
            asked.where(Undo.status == "confirmed"),
        ).where(Redemption.community_id == community_id, Redemption.id.in_(some))
        found.update((row.id, BookedRedemption(*row)) for row in db.session.execute(query))
    return found


def take_back(
    old: Mapping[UUID, BookedRedemption],
    *,
    events: Mapping[UUID, UUID],
    reason: str,
    asker: Actor,
    actor: Actor,
) -> None:
    """Write these as undone, asked for by one and agreed to by another; `events` are of their reversals, by transfer.

    Points and pieces are given back by the caller, in the same transaction; limits are opened again here.
    """
    if not old:
        return
    now = clock.now()
    rows = [
        {
            "community_id": actor.community_id,
            "id": new_id(),
            "redemption_id": one.redemption_id,
            "reason": reason,
            "asked_by": asker.account_id,
            "asked_at": now,
            "status": "confirmed",
            "decided_by": actor.account_id,
            "decided_at": now,
            "txn_id": events[one.transfer_id],
        }
        for one in old.values()
    ]
    add_rows(Undo, rows)
    for action, who in (("redemption.undo_asked", asker), ("redemption.undone", actor)):
        audit.records.record_many([_undoing(action, one) for one in old.values()], actor=who)
    ledger.caps.give_back(actor.community_id, _limits_of(old, actor.community_id))


def _undoing(action: str, one: BookedRedemption) -> audit.records.Action:
    facts = {"receipt": one.receipt, "tenths": one.tenths, "account_id": one.account_id}
    return audit.records.Action(action, "redemption", one.redemption_id, facts, origin=ORIGIN)


def _limits_of(old: Mapping[UUID, BookedRedemption], community_id: UUID) -> list[ledger.caps.CapCharge]:
    """What counts against a limit whose window is still open; what an old window holds nobody asks any more."""
    today, charges = clock.today(), []
    ids = [one.redemption_id for one in old.values() if one.redeemed_on.year == today.year]
    for some in in_parts(ids):
        for found in receipts.of_redemptions(community_id, some).values():
            charges += [
                ledger.caps.CapCharge(
                    policy.rule_of(line.item), found.account_id, window, line.quantity, line.quantity
                )
                for line in found.lines
                for window in policy.periods_of(found.redeemed_on)
            ]
    return charges


def _action(one: OldRedemption, receipt: str) -> audit.records.Action:
    facts = {
        "receipt": receipt,
        "tenths": sum(line.tenths for line in one.lines),
        "account_id": one.account_id,
        "voucher_id": None,
        "proof": ORIGIN,
        "items": dict(_pieces(one)),
    }
    return audit.records.Action("points.redeemed", "redemption", one.redemption_id, facts, origin=ORIGIN)


def _pieces(one: OldRedemption) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for line in one.lines:
        pieces[line.code] += line.quantity
    return pieces


def _row(one: OldRedemption, shop_id: UUID, actor: Actor) -> dict[str, Any]:
    row = {
        "community_id": actor.community_id,
        "id": one.redemption_id,
        "shop_id": shop_id,
        "account_id": one.account_id,
        "person_id": one.person_id,
        "voucher_id": None,
        "card_id": None,
        "txn_id": one.txn_id,
        "transfer_id": one.transfer_id,
        "scan_id": one.scan_id,
        "receipt": codes.new_public_id(codes.PublicKind.RECEIPT),
        "tenths": sum(line.tenths for line in one.lines),
        "balance_after": one.balance_after,
        "proof": ORIGIN,
        "clerk_id": actor.account_id,
        "device_id": None,
        "origin": ORIGIN,
        "redeemed_on": one.redeemed_on,
        "at": clock.now(),
    }
    return signed(row, one.lines)


def _count_into_limits(old: Sequence[OldRedemption], community_id: UUID) -> None:
    """What a household took in this month or year counts against its limit; what went beyond it long ago does not."""
    today = clock.today()
    taken: dict[tuple[UUID, str, str, int], int] = {}
    for one in old:
        for line in one.lines:
            window = policy.period_of(line.limit_window, one.redeemed_on)
            if line.limit_window != "none" and window == policy.period_of(line.limit_window, today):
                limit = (one.account_id, policy.rule_of(line.code), window, line.limit_count)
                taken[limit] = taken.get(limit, 0) + line.quantity
    for (account_id, rule, window, allowed), amount in taken.items():
        used = ledger.caps.used(community_id, [account_id], {rule: window}).get(rule, 0)
        fits = min(amount, allowed - used)
        if fits > 0:
            ledger.caps.use(community_id, [ledger.caps.CapCharge(rule, account_id, window, fits, allowed)])
