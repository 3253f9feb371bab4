"""Which lots pay and which get points back: every change of a lot, each written with the transfer that used it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import add_rows_later, clock, new_id, setting
from points.foundation.database import upsert
from points.foundation.prepared import each, given, given_each, prepared, step_of, step_values
from points.ledger import balances
from points.ledger.models import Lot, LotUse, Transfer
from points.ledger.policy import LotChange, LotLeft, choose_lots, spendable
from points.ledger.refusals import GiftNeedsMatch


def paying_lots(community_id: UUID, purse: UUID, tenths: int) -> list[LotChange]:
    """Which lots of a locked purse pay. Lots past their day pay nothing, even before the nightly round."""
    ending = clock.ending()
    lots = [lot for lot in lots_left(community_id, purse) if lot.lapses_on >= ending]
    usable = sum(lot.remaining for lot in lots)
    if usable < tenths:
        raise balances.short_of(tenths, available=usable, held=balances.get(community_id, purse).held)
    match = None
    if any(lot.kind == "gifted" for lot in lots):
        match = setting(community_id, "gift_match")
    can = spendable(lots, match)
    if can < tenths:
        raise GiftNeedsMatch(wanted=tenths, spendable=can)
    return choose_lots(lots, tenths, match)


def return_to_lots(
    community_id: UUID, purse: UUID, back: list[tuple[LotLeft, int]], *, by_mistake: bool = False
) -> dict[UUID, int]:
    """Give points back to their lots, and say how many to which, for the transfer's uses.

    A lot past its day gives a short grace instead of coming alive again, and one that came of a grace gives none: what
    returns to it lapses with the next round. Only what the house took `by_mistake` has its days again.
    """
    ending = clock.ending()
    over = [lot.id for lot, _ in back if lot.lapses_on < ending]
    graced = set() if by_mistake else _had_grace(community_id, over)
    amounts = {lot.id: part for lot, part in back if lot.lapses_on >= ending or lot.id in graced}
    move_lots(community_id, amounts)
    late: dict[str, int] = {}
    for lot, part in back:
        if lot.id not in amounts:
            late[lot.kind] = late.get(lot.kind, 0) + part
    if late:
        until = clock.today() + timedelta(days=setting(community_id, "grace_days"))
        for kind, part in late.items():
            lot_id = grant_lot(community_id, purse, kind=kind, lapses_on=until, tenths=part)
            # the grace may end on the day of a lot that gets points back as well: then it is one and the same
            amounts[lot_id] = amounts.get(lot_id, 0) + part
    return amounts


def _had_grace(community_id: UUID, lots: Sequence[UUID]) -> set[UUID]:
    """Which of these lots were given, or added to, as a grace: by a return whose points had come from others."""
    if not lots:
        return set()
    return {row.lot_id for row in _graced(len(lots)).all(community=community_id, **each("lot", lots))}


@prepared
def _graced(lots: int) -> sa.Executable:
    back, reversed_ = aliased(Transfer), aliased(Transfer)
    given_by = aliased(LotUse)
    its_own = sa.select(given_by.lot_id).where(
        given_by.community_id == LotUse.community_id,
        given_by.lot_id == LotUse.lot_id,
        given_by.tenths < 0,
        given_by.transfer_id.in_([back.resolves, back.reverses, reversed_.resolves]),
    )
    undone = sa.and_(reversed_.community_id == back.community_id, reversed_.id == back.reverses)
    return (
        sa.select(LotUse.lot_id)
        .join(back, sa.and_(back.community_id == LotUse.community_id, back.id == LotUse.transfer_id))
        .outerjoin(reversed_, undone)
        .where(LotUse.community_id == given("community"))
        .where(LotUse.lot_id.in_(given_each("lot", lots, LotUse.lot_id)), LotUse.tenths > 0)
        .where(sa.or_(back.resolves.is_not(None), back.reverses.is_not(None)), ~its_own.exists())
        .distinct()
    )


def lots_left(community_id: UUID, purse: UUID) -> list[LotLeft]:
    """Every lot of a purse that still has points, soonest lapsing first."""
    return [LotLeft(*row) for row in _left().all(community=community_id, account=purse)]


@prepared
def _left() -> sa.Executable:
    return (
        sa.select(Lot.id, Lot.kind, Lot.remaining, Lot.lapses_on)
        .where(Lot.community_id == given("community"), Lot.account_id == given("account"), Lot.remaining > 0)
        .order_by(Lot.lapses_on, Lot.id)
    )


def change_lots(community_id: UUID, changes: Sequence[LotChange]) -> dict[UUID, int]:
    """Take from or give back to several lots with one statement, and say how many to which."""
    amounts = {change.lot_id: change.tenths for change in changes}
    move_lots(community_id, amounts)
    return amounts


def move_lots(community_id: UUID, amounts: Mapping[UUID, int]) -> None:
    """Change what is left of several lots with one statement; the uses are written by the caller."""
    if not amounts:
        return
    found = _moved(len(amounts)).changed(community=community_id, **step_values(amounts))
    if found != len(amounts):
        raise RuntimeError("a lot changed under a locked purse")


@prepared
def _moved(count: int) -> sa.Executable:
    step = step_of(Lot.id, count)
    return (
        sa.update(Lot)
        .where(Lot.community_id == given("community"), Lot.id.in_(given_each("key", count, Lot.id)))
        .where(Lot.remaining + step >= 0, Lot.remaining + step <= Lot.granted)
        .values(remaining=Lot.remaining + step)
        .execution_options(synchronize_session=False)
    )


def grant_lot(community_id: UUID, purse: UUID, *, kind: str, lapses_on: date, tenths: int) -> UUID:
    """Add points to the lot of this kind and lapse day, which may be new."""
    return grant_lots(community_id, {purse: tenths}, kind=kind, lapses_on=lapses_on)[purse]


def grant_lots(
    community_id: UUID, amounts: Mapping[UUID, int], *, kind: str, lapses_on: date
) -> dict[UUID, UUID]:
    """The same for several purses with one statement; hands back the lot of each."""
    rows = [
        {
            "community_id": community_id,
            "id": new_id(),
            "account_id": purse,
            "kind": kind,
            "granted": tenths,
            "remaining": tenths,
            "earned_at": clock.now(),
            "lapses_on": lapses_on,
        }
        for purse, tenths in sorted(amounts.items())
    ]
    return {row.account_id: row.id for row in _granted().for_each(rows)}


@prepared
def _granted() -> sa.Executable:
    new = upsert(Lot)
    more = {
        "granted": Lot.granted + new.excluded.granted,
        "remaining": Lot.remaining + new.excluded.remaining,
    }
    inserted: sa.Executable = new.on_conflict_do_update(
        index_elements=["community_id", "account_id", "kind", "lapses_on"], set_=more
    ).returning(Lot.account_id, Lot.id)
    return inserted


def write_lot_uses(community_id: UUID, transfer_id: UUID, amounts: Mapping[UUID, int]) -> None:
    """Write down how a transfer changed each lot; nothing where it changed none."""
    if amounts:
        rows = [lot_use_row(community_id, transfer_id, lot, tenths) for lot, tenths in amounts.items()]
        add_rows_later(LotUse, rows)


def lot_use_row(community_id: UUID, transfer_id: UUID, lot: UUID, tenths: int) -> dict[str, object]:
    """How a transfer changed one lot, before it is written."""
    return {"community_id": community_id, "transfer_id": transfer_id, "lot_id": lot, "tenths": tenths}


def lot_uses(community_id: UUID, transfers: Sequence[UUID]) -> list[tuple[LotLeft, int]]:
    """What these transfers together took from each lot, as positive tenths."""
    rows = _uses(len(transfers)).all(community=community_id, **each("transfer", transfers))
    return [(LotLeft(*row[:4]), -int(row[4])) for row in rows]


@prepared
def _uses(transfers: int) -> sa.Executable:
    return (
        sa.select(Lot.id, Lot.kind, Lot.remaining, Lot.lapses_on, sa.func.sum(LotUse.tenths))
        .join(Lot, sa.and_(Lot.community_id == LotUse.community_id, Lot.id == LotUse.lot_id))
        .where(
            LotUse.community_id == given("community"),
            LotUse.transfer_id.in_(given_each("transfer", transfers, LotUse.transfer_id)),
        )
        .group_by(Lot.id, Lot.kind, Lot.remaining, Lot.lapses_on)
    )
