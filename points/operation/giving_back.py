"""What two people agreed to give back of a day: every lapse is reversed, vouchers are opened again, no-shows cleared.

It goes in steps of their own, each once by its key, so that the counter goes on meanwhile, and one that was cut off goes
on with the next round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger, shop, volunteering
from points.foundation import Actor, Refusal, changed, clock, db, reading, system_actor, transact
from points.operation.models import LapsesAsk

#: how many lapses are reversed in one transaction
PORTION = 40


@dataclass(frozen=True)
class GivenBack:
    """What was given back: points to how many purses, vouchers, no-shows."""

    tenths: int
    vouchers: int
    no_shows: int


def carry_out(community_id: UUID) -> GivenBack:
    """Give back all that was agreed to, or the rest of it; while the clock is doubted nothing."""
    given = GivenBack(0, 0, 0)
    if clock.doubted():
        return given
    days = sa.select(LapsesAsk.day).where(
        LapsesAsk.community_id == community_id, LapsesAsk.status == "confirmed"
    )
    for day in reading(lambda: list(db.session.scalars(days.order_by(LapsesAsk.day)))):
        done = _give_back(community_id, day)
        given = GivenBack(
            given.tenths + done.tenths, given.vouchers + done.vouchers, given.no_shows + done.no_shows
        )
    return given


def _give_back(community_id: UUID, day: date) -> GivenBack:
    actor, (begin, end) = system_actor(community_id), clock.day_bounds(day)
    lots = reading(lambda: ledger.lots.lapsed(community_id, begin, end))
    tenths = sum(transact(partial(_lots_back, community_id, some, actor)) for some in _portions(lots))
    # the points of a voucher that ended may have lapsed the same night: they are back by now
    vouchers = reading(lambda: shop.lapsed_vouchers.ended(community_id, begin, end))
    open_again = partial(shop.lapsed_vouchers.open_again, community_id, actor=actor)
    opened = sum(_unless_refused(partial(open_again, one.voucher_id)) for one in vouchers)
    absent = reading(lambda: volunteering.no_shows.noted(community_id, begin, end))
    take_back = partial(volunteering.no_shows.take_back, community_id, actor=actor)
    cleared = sum(transact(partial(take_back, one)) for one in absent)
    done = sa.update(LapsesAsk).where(
        LapsesAsk.community_id == community_id, LapsesAsk.day == day, LapsesAsk.status == "confirmed"
    )
    transact(lambda: changed(done.values(status="done")))
    return GivenBack(tenths, opened, cleared)


def _lots_back(community_id: UUID, lots: Sequence[ledger.lots.LapsedLot], actor: Actor) -> int:
    given = {one: ledger.lots.give_back(community_id, one.transfer_id, actor=actor) for one in lots}
    for one, tenths in given.items():
        if tenths:
            audit.records.record(
                "points.given_back",
                actor=actor,
                subject_kind="transfer",
                subject_id=one.transfer_id,
                facts={"tenths": tenths, "account_id": one.account_id},
            )
    return sum(given.values())


def _unless_refused(work: Callable[[], bool]) -> bool:
    """A voucher whose points were spent since stays ended: they are its owner's either way."""
    try:
        return transact(work)
    except Refusal:
        return False


def _portions(lots: Sequence[ledger.lots.LapsedLot]) -> Iterable[Sequence[ledger.lots.LapsedLot]]:
    return (lots[start : start + PORTION] for start in range(0, len(lots), PORTION))
