"""Points that lapse between two actions: what comes back is what went, never more, and it lapses once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import ledger
from points.foundation import clock, db, reading, system_actor, transact
from tests.support.world import claimed, new_purse, note


def left(community_id: UUID, purse: UUID) -> dict[int, int]:
    """What the lots of a purse hold, by the days from today until they lapse."""
    lot = db.metadata.tables["ledger_lot"]
    query = sa.select(lot.c.lapses_on, lot.c.remaining).where(lot.c.account_id == purse, lot.c.remaining > 0)
    rows = reading(lambda: db.session.execute(query).all())
    return {(day - clock.today()).days: tenths for day, tenths in rows}


def days_pass(days: int) -> None:
    clock.set_now(clock.now() + timedelta(days=days))


def test_a_sale_taken_back_after_its_lot_lapsed_gives_back_what_was_paid(community_id: UUID) -> None:
    """A voucher of 30 points bought goods for 26.5; the lot behind it lapsed in between."""
    purse = new_purse(community_id, (300, "earned", clock.today() + timedelta(days=1)))
    hold = transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), purse, 300, note=note("voucher"))
    ).transfer_id
    days_pass(3)
    paid = transact(
        lambda: ledger.holds.capture(
            community_id, claimed(community_id), hold, 265, note=note("voucher_used")
        )
    )
    assert left(community_id, purse) == {7: 35}
    moved = transact(
        lambda: ledger.reversal.reverse(
            community_id, claimed(community_id), paid.transfer_id, note=note("reversal")
        )
    )
    assert (moved.posted, moved.held) == (300, 0)
    assert left(community_id, purse) == {7: 300}


def test_a_lot_whose_day_is_not_over_is_left_alone_and_lapses_later(community_id: UUID) -> None:
    """A clock that was put back must not use up the one time a lot may lapse."""
    purse = new_purse(community_id, (50, "earned", clock.today() + timedelta(days=1)))
    days_pass(2)
    [lot] = reading(lambda: ledger.lots.due(community_id))
    days_pass(-2)
    house = system_actor(community_id)
    assert transact(lambda: ledger.lots.lapse(community_id, lot, actor=house)) == 0
    days_pass(2)
    assert transact(lambda: ledger.lots.lapse(community_id, lot, actor=house)) == 50
    assert transact(lambda: ledger.lots.lapse(community_id, lot, actor=house)) == 0
    assert reading(lambda: ledger.balances.get(community_id, purse)).posted == 0


@pytest.mark.parametrize("kind", ["earned", "gifted"])
def test_points_returned_late_get_a_short_grace_and_lapse_then(community_id: UUID, kind: str) -> None:
    purse = new_purse(community_id, (100, kind, clock.today() + timedelta(days=1)))
    hold = transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), purse, 100, note=note("voucher"))
    ).transfer_id
    days_pass(10)
    assert reading(lambda: ledger.lots.due(community_id)) == []
    transact(
        lambda: ledger.holds.release(community_id, claimed(community_id), hold, note=note("voucher_returned"))
    )
    assert left(community_id, purse) == {7: 100}
    days_pass(8)
    [lot] = reading(lambda: ledger.lots.due(community_id))
    assert transact(lambda: ledger.lots.lapse(community_id, lot, actor=system_actor(community_id))) == 100


def test_a_grace_that_ends_on_the_day_of_another_lot_is_the_same_lot(community_id: UUID) -> None:
    """A voucher took from two lots; one has lapsed, and its grace ends on the last day of the other."""
    today = clock.today()
    purse = new_purse(
        community_id,
        (60, "earned", today + timedelta(days=1)),
        (100, "earned", today + timedelta(days=10)),
    )
    hold = transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), purse, 120, note=note("voucher"))
    ).transfer_id
    days_pass(3)
    transact(
        lambda: ledger.holds.release(community_id, claimed(community_id), hold, note=note("voucher_returned"))
    )
    assert left(community_id, purse) == {7: 160}


def test_what_lapsed_is_counted_from_its_instant_on_and_before_the_one_that_ends(community_id: UUID) -> None:
    purse = new_purse(community_id, (40, "earned", clock.today() + timedelta(days=1)))
    days_pass(2)
    [lot] = reading(lambda: ledger.lots.due(community_id))
    at, tick = clock.now(), timedelta(microseconds=1)
    clock.set_now(at)
    transact(lambda: ledger.lots.lapse(community_id, lot, actor=system_actor(community_id)))

    def seen(since: datetime, until: datetime | None = None) -> list[int]:
        return [one.tenths for one in reading(lambda: ledger.lots.lapsed(community_id, since, until))]

    assert (seen(at), seen(at + tick), seen(at - tick)) == ([40], [], [40])
    assert (seen(at - tick, at), seen(at - tick, at + tick)) == ([], [40])
    assert reading(lambda: ledger.balances.get(community_id, purse)).posted == 0


def voucher_and_back(community_id: UUID, purse: UUID, tenths: int, held_for: int) -> None:
    """Set points aside, and return them some days later."""
    hold = transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), purse, tenths, note=note("voucher"))
    ).transfer_id
    days_pass(held_for)
    transact(
        lambda: ledger.holds.release(community_id, claimed(community_id), hold, note=note("voucher_returned"))
    )


def night(community_id: UUID) -> int:
    """Let lapse what is due."""
    house = system_actor(community_id)
    due = reading(lambda: ledger.lots.due(community_id))
    return sum(transact(lambda lot=lot: ledger.lots.lapse(community_id, lot, actor=house)) for lot in due)


def posted(community_id: UUID, purse: UUID) -> int:
    return reading(lambda: ledger.balances.get(community_id, purse)).posted


@pytest.mark.parametrize("kind", ["earned", "gifted"])
def test_vouchers_made_and_returned_for_two_years_do_not_keep_points_young(
    community_id: UUID, kind: str
) -> None:
    """A voucher on the last day of each lot, returned after it: one grace, and that was all."""
    purse = new_purse(community_id, (100, kind, clock.today() + timedelta(days=1)))
    days_pass(1)
    rounds = 0
    while rounds < 2 * 365 / 12 and posted(community_id, purse):
        rounds += 1
        voucher_and_back(community_id, purse, 100, held_for=5)
        night(community_id)
        days_pass(7)
    assert (rounds, posted(community_id, purse)) == (2, 0)


def test_what_comes_back_after_its_grace_keeps_the_day_it_had(community_id: UUID) -> None:
    """Half of a grace lapsed in its night; the other half was in a voucher, and lapses when it comes back."""
    purse = new_purse(community_id, (100, "earned", clock.today() + timedelta(days=1)))
    days_pass(1)
    voucher_and_back(community_id, purse, 100, held_for=3)
    assert left(community_id, purse) == {7: 100}
    days_pass(7)
    hold = transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), purse, 60, note=note("voucher"))
    ).transfer_id
    days_pass(2)
    assert night(community_id) == 40
    transact(
        lambda: ledger.holds.release(community_id, claimed(community_id), hold, note=note("voucher_returned"))
    )
    assert left(community_id, purse) == {-2: 60}
    with pytest.raises(ledger.refusals.NotEnough):
        transact(
            lambda: ledger.movements.spend(community_id, claimed(community_id), purse, 5, note=note("spent"))
        )
    assert (night(community_id), night(community_id), posted(community_id, purse)) == (60, 0, 0)


def test_a_sale_paid_from_a_grace_and_undone_later_gives_no_second_one(community_id: UUID) -> None:
    """Of two lots that paid, the one that never had a grace has its own now."""
    purse = new_purse(
        community_id,
        (100, "earned", clock.today() + timedelta(days=1)),
        (50, "earned", clock.today() + timedelta(days=12)),
    )
    days_pass(1)
    voucher_and_back(community_id, purse, 100, held_for=3)
    paid = transact(
        lambda: ledger.movements.spend(community_id, claimed(community_id), purse, 130, note=note("spent"))
    )
    days_pass(20)
    transact(
        lambda: ledger.reversal.reverse(
            community_id, claimed(community_id), paid.transfer_id, note=note("reversal")
        )
    )
    assert left(community_id, purse) == {7: 30, -12: 20, -13: 100}
    assert night(community_id) == 120


def test_a_grace_that_the_house_let_lapse_by_mistake_has_its_days_again(community_id: UUID) -> None:
    purse = new_purse(community_id, (100, "earned", clock.today() + timedelta(days=1)))
    days_pass(1)
    voucher_and_back(community_id, purse, 100, held_for=3)
    days_pass(9)
    assert night(community_id) == 100
    [one] = reading(lambda: ledger.lots.lapsed(community_id, clock.now() - timedelta(days=1)))
    transact(lambda: ledger.lots.give_back(community_id, one.transfer_id, actor=system_actor(community_id)))
    assert left(community_id, purse) == {7: 100}
