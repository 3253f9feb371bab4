"""What is asked of one purse, lot or community leaves the other as it is; a second of each stands beside it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import ledger
from points.foundation import NEVER, clock, db, new_id, reading, system_actor, transact
from points.ledger.lot_rows import move_lots
from points.ledger.models import Lot, Transfer
from tests.support.world import claimed, new_community, new_purse, note


def lots_of(purse: UUID) -> list[int]:
    """What is left of the lots of a purse, soonest lapsing first."""
    query = sa.select(Lot.remaining).where(Lot.account_id == purse).order_by(Lot.lapses_on)
    return reading(lambda: list(db.session.scalars(query)))


def kinds_into(purse: UUID) -> list[str]:
    """The kinds of points that came into a purse, by transfer."""
    query = sa.select(Transfer.point_kind).where(Transfer.target_id == purse).order_by(Transfer.id)
    return reading(lambda: list(db.session.scalars(query)))


def test_a_gift_is_a_gift_on_its_transfer_and_goes_back_as_one(community_id: UUID) -> None:
    purse = new_purse(community_id, (100, "earned", NEVER), (50, "gifted", NEVER))
    assert kinds_into(purse) == ["earned", "gifted"]
    gift = reading(
        lambda: db.session.scalars(
            sa.select(Transfer.id).where(Transfer.target_id == purse, Transfer.point_kind == "gifted")
        ).one()
    )
    transact(
        lambda: ledger.reversal.reverse(community_id, claimed(community_id), gift, note=note("reversal"))
    )
    assert sorted(lots_of(purse)) == [0, 100]


def test_gifts_to_several_purses_are_gifts_on_their_transfers(community_id: UUID) -> None:
    one, other = transact(lambda: ledger.accounts.open_purses(community_id, 2))
    transact(
        lambda: ledger.movements.issue_many(
            community_id,
            [
                ledger.movements.Issue(claimed(community_id), purse, tenths, note())
                for purse, tenths in ((one, 30), (other, 40), (one, 5))
            ],
            kind="gifted",
        )
    )
    assert (kinds_into(one), kinds_into(other)) == (["gifted", "gifted"], ["gifted"])
    assert (lots_of(one), lots_of(other)) == ([35], [40])


@pytest.mark.parametrize("tenths", [1, 5, 100])
def test_a_lot_lapses_to_the_last_tenth_and_beside_another_of_its_day(
    community_id: UUID, tenths: int
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    one = new_purse(community_id, (tenths, "earned", yesterday), (70, "earned", clock.today()))
    other = new_purse(community_id, (60, "earned", yesterday))
    elsewhere = new_community("别处")
    new_purse(elsewhere, (80, "earned", yesterday))
    due = reading(lambda: ledger.lots.due(community_id))
    assert len(due) == 2
    house = system_actor(community_id)
    mine = reading(
        lambda: db.session.scalars(
            sa.select(Lot.id).where(Lot.account_id == one, Lot.remaining == tenths)
        ).one()
    )
    assert transact(lambda: ledger.lots.lapse(community_id, mine, actor=house)) == tenths
    assert (lots_of(one), lots_of(other)) == ([0, 70], [60])


def test_a_lot_spent_empty_before_its_turn_or_not_due_lapses_nothing(community_id: UUID) -> None:
    purse = new_purse(community_id, (100, "earned", clock.today()), (30, "earned", NEVER))
    soon, never = reading(
        lambda: list(
            db.session.scalars(sa.select(Lot.id).where(Lot.account_id == purse).order_by(Lot.lapses_on))
        )
    )
    house = system_actor(community_id)
    # its last day is not over
    assert transact(lambda: ledger.lots.lapse(community_id, soon, actor=house)) == 0
    transact(
        lambda: ledger.movements.spend(
            community_id, claimed(community_id), purse, 100, note=note("redemption")
        )
    )
    clock.set_now(clock.now() + timedelta(days=1))
    assert transact(lambda: ledger.lots.lapse(community_id, soon, actor=house)) == 0
    assert transact(lambda: ledger.lots.lapse(community_id, never, actor=house)) == 0
    assert reading(lambda: ledger.lots.due(community_id)) == []
    assert lots_of(purse) == [0, 30]


@pytest.mark.parametrize("step", [-101, 1])
def test_a_lot_never_holds_less_than_nothing_nor_more_than_it_was_given(
    community_id: UUID, step: int
) -> None:
    purse = new_purse(community_id, (100, "earned", NEVER))
    lot = reading(lambda: db.session.scalars(sa.select(Lot.id).where(Lot.account_id == purse)).one())
    with pytest.raises(RuntimeError):
        transact(lambda: move_lots(community_id, {lot: step}))
    with pytest.raises(RuntimeError):
        transact(lambda: move_lots(community_id, {lot: -5, new_id(): -5}))
    assert lots_of(purse) == [100]


def test_what_is_spent_released_and_reversed_is_of_one_of_two_purses(community_id: UUID) -> None:
    one, other = (new_purse(community_id, (100, "earned", NEVER)) for _ in range(2))

    def place(purse: UUID) -> UUID:
        return transact(
            lambda: ledger.holds.place(community_id, claimed(community_id), purse, 40, note=note("voucher"))
        ).transfer_id

    def spend(purse: UUID) -> UUID:
        return transact(
            lambda: ledger.movements.spend(
                community_id, claimed(community_id), purse, 25, note=note("redemption")
            )
        ).transfer_id

    def standing() -> list[tuple[int, int]]:
        found = (
            reading(lambda purse=purse: ledger.balances.get(community_id, purse)) for purse in (one, other)
        )
        return [(each.posted, each.held) for each in found]

    holds, paid = [place(one), place(other)], [spend(one), spend(other)]
    assert standing() == [(75, 40), (75, 40)]
    transact(
        lambda: ledger.holds.release(
            community_id, claimed(community_id), holds[0], note=note("voucher_returned")
        )
    )
    transact(
        lambda: ledger.reversal.reverse(community_id, claimed(community_id), paid[1], note=note("reversal"))
    )
    assert standing() == [(75, 0), (100, 40)]
    assert (lots_of(one), lots_of(other)) == ([75], [60])


def test_a_refusal_names_the_gap_to_what_can_be_spent_today(community_id: UUID) -> None:
    """Of a purse of 130, ten days too late for 100 of them and with 10 set aside, 20 are left."""
    purse = new_purse(community_id, (100, "earned", clock.today()), (30, "earned", NEVER))
    clock.set_now(clock.now() + timedelta(days=10))
    with pytest.raises(ledger.refusals.NotEnough) as no:
        transact(
            lambda: ledger.movements.spend(
                community_id, claimed(community_id), purse, 50, note=note("redemption")
            )
        )
    assert no.value.facts == {"wanted": 50, "available": 30, "gap": 20, "held": 0}


def test_limits_of_two_subjects_rules_and_periods_are_used_apart(community_id: UUID) -> None:
    one, other = new_id(), new_id()
    charge = ledger.caps.CapCharge
    used = [
        charge("item:G01", one, "2026-11", 2, 3),
        charge("item:G01", one, "2026-12", 1, 3),
        charge("item:G02", one, "2026-11", 1, 3),
        charge("item:G01", other, "2026-11", 3, 3),
    ]
    transact(lambda: ledger.caps.use(community_id, used))
    for full in (charge("item:G01", one, "2026-11", 2, 3), charge("item:G01", other, "2026-11", 1, 3)):
        with pytest.raises(ledger.refusals.CapReached):
            transact(lambda full=full: ledger.caps.use(community_id, [full]))
    windows = {"item:G01": "2026-11", "item:G02": "2026-11"}
    assert reading(lambda: ledger.caps.used(community_id, [one], windows)) == {"item:G01": 2, "item:G02": 1}
    assert reading(lambda: ledger.caps.used(community_id, [other], windows)) == {"item:G01": 3}
    transact(lambda: ledger.caps.give_back(community_id, used[:1]))
    assert reading(lambda: ledger.caps.used(community_id, [one], {"item:G01": "2026-12"})) == {"item:G01": 1}
    assert reading(lambda: ledger.caps.used(community_id, [other], windows)) == {"item:G01": 3}


def test_what_comes_back_on_the_last_day_of_its_lot_goes_into_that_lot(community_id: UUID) -> None:
    purse = new_purse(community_id, (100, "earned", clock.today() + timedelta(days=3)))
    placed = transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), purse, 40, note=note("voucher"))
    ).transfer_id
    clock.set_now(clock.now() + timedelta(days=3))
    transact(
        lambda: ledger.holds.release(
            community_id, claimed(community_id), placed, note=note("voucher_returned")
        )
    )
    assert lots_of(purse) == [100]
