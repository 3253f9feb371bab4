"""Lines of a purse: numbered without a gap, read from either end, narrowed, and added up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from points import ledger
from points.foundation import NEVER, clock, paging, reading, system_actor, transact
from points.ledger.history import OldMovement
from points.ledger.purse_lines import LineFilter
from tests.support.world import claimed, key, new_purse, note

ANNA, BO, SLIP = uuid4(), uuid4(), uuid4()
DAY = timedelta(days=1)


@pytest.fixture
def purse(community_id: UUID) -> UUID:
    """One with six lines: 100 for Anna, 50 for Bo, 30 held, released, 20 held, captured to 15."""
    made, here = new_purse(community_id), community_id

    def work(what: str) -> UUID:
        holds = ledger.holds
        txn = claimed(here)
        if what in ("anna", "bo"):
            tenths, who = {"anna": (100, ANNA), "bo": (50, BO)}[what]
            said = note(person_id=who, subject_id=SLIP)
            return ledger.movements.issue(
                here, txn, made, tenths, note=said, lapses_on=clock.today() + 9 * DAY
            ).transfer_id
        return holds.place(here, txn, made, int(what), note=note("voucher")).transfer_id

    for what in ("anna", "bo"):
        transact(lambda what=what: work(what))  # type: ignore[misc]
    first = transact(lambda: work("30"))
    transact(lambda: ledger.holds.release(here, claimed(here), first, note=note("voucher_back")))
    second = transact(lambda: work("20"))
    transact(
        lambda: ledger.holds.capture(here, claimed(here), second, 15, note=note("voucher_used", person_id=BO))
    )
    return made


def versions(community_id: UUID, purse: UUID, **more: Any) -> list[int]:
    return [one.version for one in reading(lambda: ledger.statements.lines(community_id, purse, **more))]


def test_lines_are_numbered_without_a_gap_and_read_from_either_end(community_id: UUID, purse: UUID) -> None:
    for more, found in (
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"limit": 2}, [6, 5]),
        ({"before_version": 5}, [4, 3, 2, 1]),
        ({"before_version": 5, "limit": 2}, [4, 3]),
        ({"after_version": 2}, [6, 5, 4, 3]),
        ({"after_version": 2, "limit": 2}, [4, 3]),
        ({"after_version": 0, "limit": 1}, [1]),
        ({"only": "in"}, [2, 1]),
        ({"only": "out"}, [6]),
        ({"only": "held"}, [5, 3]),
    ):
        assert versions(community_id, purse, **more) == found, more


def test_the_newest_lines_come_with_how_the_purse_stands(community_id: UUID, purse: UUID) -> None:
    today = clock.today()
    for more, found in (
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"limit": 3}, [6, 5, 4]),
        ({"before_version": 3}, [2, 1]),
        ({"before_version": 3, "limit": 1}, [2]),
        ({"told_once": True}, [6, 4, 2, 1]),
        ({"only": "held"}, [5, 3]),
        ({"about": BO}, [6, 2]),
        ({"within": (today, today + DAY)}, [6, 5, 4, 3, 2, 1]),
        ({"within": (today - DAY, today)}, []),
        ({"within": (today + DAY, today + 2 * DAY)}, []),
    ):
        standing, lines = reading(lambda more=more: ledger.statements.newest(community_id, purse, **more))  # type: ignore[misc]
        assert ([one.version for one in lines], standing) == (found, ledger.balances.Standing(135, 0)), more


def test_twenty_lines_are_read_where_nobody_says_how_many(community_id: UUID) -> None:
    made = new_purse(community_id, *[(10, "earned", NEVER)] * 21)
    assert versions(community_id, made) == list(range(21, 1, -1))
    _, lines = reading(lambda: ledger.statements.newest(community_id, made))
    assert [one.version for one in lines] == list(range(21, 1, -1))


def test_what_lapses_next_is_said_with_the_newest_lines(community_id: UUID, purse: UUID) -> None:
    front = reading(lambda: ledger.statements.front(community_id, purse, limit=2))
    assert [one.version for one in front.newest] == [6, 4]
    assert (front.lapses_on, front.lapsing, front.standing.available) == (clock.today() + 9 * DAY, 135, 135)
    nothing, some = (
        new_purse(community_id),
        new_purse(community_id, (1, "earned", clock.today()), (2, "earned", NEVER)),
    )
    empty = reading(lambda: ledger.statements.front(community_id, nothing, limit=2))
    assert (empty.newest, empty.lapses_on, empty.lapsing) == ([], None, 0)
    assert reading(lambda: ledger.statements.lapsing(community_id, some)) == [(clock.today(), 1)]
    # points that are used up do not lapse
    soon, late = clock.today() + DAY, clock.today() + 9 * DAY
    used = new_purse(community_id, (5, "earned", soon), (10, "earned", late))
    transact(
        lambda: ledger.movements.spend(community_id, claimed(community_id), used, 5, note=note("redemption"))
    )
    assert reading(lambda: ledger.statements.lapsing(community_id, used)) == [(late, 10)]
    front = reading(lambda: ledger.statements.front(community_id, used, limit=2))
    assert (front.lapses_on, front.lapsing) == (late, 10)


@pytest.mark.parametrize(
    ("written", "below"), [("4", 4), ("", 7), ("x", 7), ("²", 7), ("٤", 7), ("-3", 7), ("9" * 30, 7)]
)
def test_a_page_begins_behind_its_key(community_id: UUID, purse: UUID, written: str, below: int) -> None:
    asked = paging.PageAsked(after=written)
    page = reading(lambda: ledger.purse_lines.page(community_id, purse, LineFilter(), asked))
    assert [one.version for one in page.rows] == list(range(below - 1, 0, -1))
    assert tuple(page.sums) == (150, -15, 0)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"only": "in"}, [2, 1]),
        ({"only": "out"}, [6]),
        ({"only": "held"}, [5, 3]),
        ({"person_id": BO}, [6, 2]),
        ({"since": clock.today() + DAY}, []),
    ],
)
def test_a_page_is_narrowed(
    community_id: UUID, purse: UUID, wanted: dict[str, Any], found: list[int]
) -> None:
    page = reading(
        lambda: ledger.purse_lines.page(community_id, purse, LineFilter(**wanted), paging.FIRST_PAGE)
    )
    assert [one.version for one in page.rows] == found


def test_each_month_and_each_person_has_its_own_sums(community_id: UUID, purse: UUID) -> None:
    today = clock.today()
    first = today.replace(day=1)
    before = (first - DAY).replace(day=1)
    sums = reading(
        lambda: ledger.purse_lines.sums_of_months(community_id, purse, LineFilter(), [before, first])
    )
    assert {month: (one.came_in, one.went_out, one.reversed) for month, one in sums.items()} == {
        before: (0, 0, 0), first: (150, 15, 0),
    }  # fmt: skip
    spans = [(today, today + DAY), (today - DAY, today), (today - DAY, today + DAY)]
    people = reading(lambda: ledger.statements.sums_by_person(community_id, purse, spans))
    assert people[ANNA] == [(100, 0, 0), (0, 0, 0), (100, 0, 0)]
    assert people[BO] == [(50, 15, 0), (0, 0, 0), (50, 15, 0)]
    assert reading(lambda: ledger.statements.sums_by_person(community_id, purse, [])) == {}
    assert reading(lambda: ledger.purse_lines.first_month(community_id, purse)) == first
    assert reading(lambda: ledger.statements.first_day(community_id, purse)) == today
    assert [one.version for one in reading(lambda: ledger.statements.about(community_id, SLIP))] == [1, 2]


def test_a_reversed_line_says_so_and_is_summed_apart(community_id: UUID, purse: UUID) -> None:
    [line] = reading(lambda: ledger.statements.lines(community_id, purse, after_version=0, limit=1))
    assert reading(lambda: ledger.reversal.left_after(community_id, line.transfer_id, purse)) is None
    transact(
        lambda: ledger.reversal.reverse(
            community_id, claimed(community_id), line.transfer_id, note=note("reversal")
        )
    )
    assert reading(lambda: ledger.reversal.left_after(community_id, line.transfer_id, purse)) == 35
    lines = reading(lambda: ledger.statements.lines(community_id, purse))
    assert [one.version for one in lines if one.reversed] == [1]
    page = reading(lambda: ledger.purse_lines.page(community_id, purse, LineFilter(), paging.FIRST_PAGE))
    assert tuple(page.sums) == (150, -15, -100)


@pytest.mark.parametrize(("tenths", "enough"), [(-50, True), (-51, False)])
def test_old_movements_take_no_more_than_there_is(community_id: UUID, tenths: int, enough: bool) -> None:
    made, today = new_purse(community_id, (50, "earned", NEVER)), clock.today()
    old = OldMovement(key("old"), "test.done", made, tenths, note("redemption"), lapses_on=today)
    work = lambda: ledger.history.post([old], actor=system_actor(community_id))  # noqa: E731
    if enough:
        [posted] = transact(work)
        assert posted.balance_after == 0
        return
    with pytest.raises(ledger.refusals.NotEnough) as refused:
        transact(work)
    assert refused.value.plain_facts() == {"wanted": 51, "available": 50, "gap": 1, "held": 0}
    assert reading(lambda: ledger.balances.get(community_id, made)).posted == 50


def test_a_purse_bears_a_hold_of_all_it_has_and_stands_at_nought(community_id: UUID) -> None:
    made = new_purse(community_id, (50, "earned", NEVER))
    hold = transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), made, 50, note=note("voucher"))
    )
    assert (hold.posted, hold.held, hold.available, hold.version) == (50, 50, 0, 2)
    for more in ({"held": 1}, {"posted": -1}):
        with pytest.raises(ledger.refusals.PointsHeld):
            transact(lambda more=more: ledger.movements.posting.change_balance(community_id, made, **more))  # type: ignore[misc]
    done = transact(
        lambda: ledger.holds.capture(
            community_id, claimed(community_id), hold.transfer_id, 50, note=note("voucher_used")
        )
    )
    assert (done.posted, done.held, done.version) == (0, 0, 3)
    with pytest.raises(ledger.refusals.HoldEnded):
        transact(lambda: ledger.movements.posting.change_balance(community_id, made, held=-1))


def test_a_spend_that_came_back_is_reversed_and_did_not_come_in(community_id: UUID) -> None:
    made = new_purse(community_id, (50, "earned", NEVER))
    spent = transact(
        lambda: ledger.movements.spend(community_id, claimed(community_id), made, 20, note=note("redemption"))
    ).transfer_id
    transact(
        lambda: ledger.reversal.reverse(community_id, claimed(community_id), spent, note=note("reversal"))
    )
    page = reading(lambda: ledger.purse_lines.page(community_id, made, LineFilter(), paging.FIRST_PAGE))
    assert tuple(page.sums) == (50, -20, 20)


def test_an_award_taken_back_while_points_are_held_borrows_what_is_held(community_id: UUID) -> None:
    made = new_purse(community_id, (100, "earned", NEVER))
    [award] = reading(lambda: ledger.statements.lines(community_id, made))
    transact(lambda: ledger.holds.place(community_id, claimed(community_id), made, 60, note=note("voucher")))
    transact(
        lambda: ledger.reversal.reverse(
            community_id, claimed(community_id), award.transfer_id, note=note("reversal")
        )
    )
    assert reading(lambda: ledger.balances.get(community_id, made)) == ledger.balances.Standing(60, 60)
    lines = reading(lambda: ledger.statements.lines(community_id, made))
    assert [(one.what, one.tenths) for one in lines[:2]] == [("reversal", -100), ("correction", 60)]


@pytest.mark.parametrize("tenths", [0, -1, 21])
def test_no_more_of_a_hold_is_taken_than_it_has_and_something_is(community_id: UUID, tenths: int) -> None:
    made = new_purse(community_id, (50, "earned", NEVER))
    hold = transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), made, 20, note=note("voucher"))
    ).transfer_id
    with pytest.raises(ValueError, match="a capture takes part of its hold"):
        transact(
            lambda: ledger.holds.capture(
                community_id, claimed(community_id), hold, tenths, note=note("voucher_used")
            )
        )
    assert reading(lambda: ledger.balances.get(community_id, made)).held == 20
