"""Taking over and handing over: what is counted stands beside the books, and too much of a difference is seen by another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from points import people, shop
from points.foundation import Actor, NotAllowed, NotFound, clock, decide, reading, transact
from tests.shop.test_day_close import at, close, sell, take_back
from tests.support.records import records_of
from tests.support.street import Street


def counts(street: Street, *items: str, limit: int = 0) -> None:
    """What the community decided to count."""
    decided = (("handover_items", list(items)), ("handover_limit", limit))
    for name, value in decided:
        transact(
            lambda name=name, value=value: decide(
                street.community_id, name, value, effective_on=date(2020, 1, 1), actor=street.system
            )
        )


def begin(street: Street, actor: Actor | None = None) -> shop.shifts.ShiftInfo:
    """A shift of the clerk."""
    return transact(lambda: shop.shifts.start(street.shop_id, actor=actor or street.clerk))


def end(street: Street, **counted: int) -> shop.shifts.ShiftInfo:
    """Handed over with these counts."""
    return transact(lambda: shop.shifts.hand_over(counted, actor=street.clerk))


def test_taking_over_twice_is_one_shift_and_nobody_else_has_it(street: Street) -> None:
    assert begin(street) == begin(street)
    assert reading(lambda: shop.shifts.current(street.staff["shop_manager"])) is None
    with pytest.raises(NotAllowed):
        begin(street, street.staff["officer"])
    with pytest.raises(NotFound):
        transact(lambda: shop.shifts.hand_over({}, actor=street.staff["shop_manager"]))


def test_nothing_is_counted_unless_the_community_decided_so(street: Street) -> None:
    assert reading(lambda: shop.shifts.to_count(street.community_id)) == []
    begin(street)
    assert (end(street).status, reading(lambda: shop.shifts.current(street.clerk))) == ("closed", None)


def test_what_is_counted_stands_beside_the_books_of_that_moment(street: Street) -> None:
    counts(street, "g07", "G06", "G32")
    begin(street)
    sell(street, ("G07", 2))
    found = end(street, G06=50, G07=28)
    assert found.status == "closed"
    assert [(one.code, one.book, one.counted, one.gap) for one in found.counts] == [
        ("G06", 50, 50, 0),
        ("G07", 28, 28, 0),
    ]
    sell(street, ("G07", 1))
    again = reading(lambda: shop.shifts.get(street.community_id, found.shift_id))
    assert again == found


def test_within_the_limit_one_hands_over_alone_and_beyond_it_another_looks(street: Street) -> None:
    counts(street, "G07", limit=2)
    begin(street)
    assert end(street, G07=28).status == "closed"
    begin(street)
    found = end(street, G07=27)
    assert found.status == "waiting"
    with pytest.raises(people.refusals.OtherHandNeeded):
        transact(lambda: shop.shifts.confirm(found.shift_id, actor=street.clerk))
    with pytest.raises(NotAllowed):
        transact(lambda: shop.shifts.confirm(found.shift_id, actor=street.staff["officer"]))
    with pytest.raises(people.refusals.StandInReason):
        transact(lambda: shop.shifts.confirm(found.shift_id, actor=street.staff["supervisor"]))
    done = transact(lambda: shop.shifts.confirm(found.shift_id, actor=street.staff["shop_manager"]))
    assert (done.status, done.second_id) == ("closed", street.staff["shop_manager"].account_id)
    with pytest.raises(people.refusals.ProposalClosed):
        transact(lambda: shop.shifts.confirm(found.shift_id, actor=street.staff["shop_manager"]))


def test_a_difference_corrects_nothing(street: Street) -> None:
    """It is for a stocktake: the books stay, and the next shift finds the same difference."""
    counts(street, "G07")
    for _ in range(2):
        begin(street)
        found = end(street, G07=29)
        assert [one.book for one in found.counts] == [30]
        transact(lambda found=found: shop.shifts.confirm(found.shift_id, actor=street.staff["shop_manager"]))


def test_its_records_say_who_counted_what(street: Street) -> None:
    counts(street, "G07")
    begin(street)
    found = end(street, G07=29)
    transact(lambda: shop.shifts.confirm(found.shift_id, actor=street.staff["street"], reason="店长这周请假"))
    opened, handed, seen = records_of("shift.opened", "shift.handed_over", "shift.confirmed")
    assert opened.facts == {"shop_id": str(street.shop_id)}
    assert handed.facts == {"shop_id": str(street.shop_id), "status": "waiting", "counted": {"G07": 29}}
    assert seen.facts == {"gaps": {"G07": -1}, "as": "stand_in"}
    assert [one.actor_id for one in (handed, seen)] == [
        street.clerk.account_id,
        street.staff["street"].account_id,
    ]
    assert {one.subject_id for one in (opened, handed, seen)} == {found.shift_id}


def test_a_shift_has_its_own_sales_and_what_is_left_for_the_next(street: Street) -> None:
    assert street.second_clerk
    with clock.standing_at(at(9, 1)):
        begin(street)
    with clock.standing_at(at(10, 1)):
        take_back(street, sell(street, ("G07", 1)))
        receipt = sell(street, ("G07", 2))
        sell(street, ("G07", 1), clerk=street.second_clerk)
        transact(lambda: shop.undo.ask(receipt, reason="拿错了", actor=street.clerk))
        left = reading(lambda: shop.shifts.left_for_next(street.community_id, street.shop_id))
    with clock.standing_at(at(11, 1)):
        found = end(street)
        sums = reading(lambda: shop.shifts.sums(found))
        sell(street, ("G07", 1))
        assert reading(lambda: shop.shifts.sums(found)) == sums
    assert (sums["sold"], sums["sold_tenths"], sums["undone"], sums["undone_tenths"]) == (2, 60, 1, 20)
    assert (left.undo_asked, left.asides) == ([receipt], [])
    listed = reading(lambda: shop.shifts.list_newest(street.community_id, street.shop_id))
    assert [one.shift_id for one in listed] == [found.shift_id]


def test_the_day_says_what_was_counted_at_its_last_hand_over(street: Street) -> None:
    counts(street, "G07", "G06")
    with clock.standing_at(at(9, 1)):
        begin(street)
        end(street, G06=50, G07=30)
        begin(street)
    with clock.standing_at(at(9, 1) + timedelta(minutes=1)):
        end(street, G06=48, G07=29)
    with clock.standing_at(at(10, 1)):
        day = close(street)
    assert day.figures.said["counted"] == {"G06": [48, -2], "G07": [29, -1]}
    assert day.gaps == 3
