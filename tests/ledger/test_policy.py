"""Which lots pay and which get back: pure decisions, one row each."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from points.ledger.policy import LotLeft, choose_lots, spendable

TODAY = date(2025, 11, 26)


def lot(kind: str, remaining: int, days: int = 10) -> LotLeft:
    """A lot that lapses in so many days."""
    return LotLeft(uuid4(), kind, remaining, TODAY + timedelta(days=days))


def paid(lots: list[LotLeft], tenths: int, match: int | None = None) -> dict[str, int]:
    """What each kind pays."""
    kinds: dict[UUID, str] = {one.id: one.kind for one in lots}
    found: dict[str, int] = {}
    for change in choose_lots(lots, tenths, match):
        found[kinds[change.lot_id]] = found.get(kinds[change.lot_id], 0) - change.tenths
    return found


def test_of_two_that_lapse_on_one_day_what_was_given_pays_before_what_was_earned() -> None:
    assert paid([lot("earned", 50), lot("gifted", 50)], 60) == {"gifted": 50, "earned": 10}
    assert paid([lot("gifted", 50), lot("earned", 50)], 30) == {"gifted": 30}


def test_what_lapses_first_pays_first_whatever_kind_it_is() -> None:
    assert paid([lot("gifted", 50, 20), lot("earned", 50, 5)], 60) == {"earned": 50, "gifted": 10}


@pytest.mark.parametrize("match, gifted", [(1, 15), (2, 20), (3, 22), (None, 30)])
def test_what_was_given_and_lapses_first_pays_no_more_than_its_match(match: int | None, gifted: int) -> None:
    lots = [lot("gifted", 50, 5), lot("earned", 50, 20)]
    assert paid(lots, 30, match) == {"gifted": gifted} | ({"earned": 30 - gifted} if gifted < 30 else {})


@pytest.mark.parametrize(
    "earned, gifted, match, most",
    [(50, 30, None, 80), (50, 30, 1, 80), (20, 30, 1, 40), (10, 30, 2, 30), (0, 30, 1, 0), (0, 30, None, 30)],
)
def test_what_was_given_pays_as_far_as_what_was_earned_carries_it(
    earned: int, gifted: int, match: int | None, most: int
) -> None:
    lots = [lot("earned", earned), lot("gifted", gifted)]
    assert spendable(lots, match) == most
    assert sum(paid(lots, most, match).values()) == most
