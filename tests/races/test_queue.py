"""Two clerks who call the next number at once, two who take the last place of a half hour, one household at two shops."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask

from points import people, shop
from points.foundation import Actor, clock, decide, reading, transact
from points.shop.queueing import number_rows
from tests.races.storm import answers, at_once, refused
from tests.support.street import Street

DAY = date(2026, 12, 2)
SLOT = clock.instant(DAY) + timedelta(hours=9)


@pytest.fixture
def line(corner: Street) -> Street:
    """The corner on an exchange day, with one place by phone for each half hour."""

    def settle() -> None:
        for name, value in (
            ("exchange_days", {"days": [2], "hours": [["8:30", "11:30"]]}),
            ("queue_places", 1),
        ):
            decide(corner.community_id, name, value, effective_on=date(2020, 1, 2), actor=corner.system)

    clock.set_now(clock.instant(DAY) + timedelta(hours=8))
    transact(settle)
    return corner


def give(line: Street, count: int) -> None:
    for _ in range(count):
        transact(lambda: shop.numbers.give(line.shop_id, elder=False, actor=line.clerk))


def both(line: Street) -> list[Actor]:
    assert line.second_clerk is not None
    return [line.clerk, line.second_clerk]


def test_two_clerks_never_call_one_number(app: Flask, line: Street) -> None:
    give(line, 8)
    found: list[int] = []
    for _ in range(4):
        outcomes = at_once(
            app,
            [
                lambda who=who: transact(lambda: shop.calls.call_next(line.shop_id, 1, actor=who))
                for who in both(line)
            ],
        )
        found += [one.number for one in answers(outcomes)]
    assert sorted(found) == list(range(1, 9))


def test_two_who_only_look_first_call_one_number(app: Flask, line: Street) -> None:
    """The control: the same, where nobody holds the queue."""
    give(line, 2)
    looked = Barrier(2)

    def naive(who: Actor) -> int:
        first = reading(
            lambda: shop.numbers.in_order(
                line.community_id, shop.shops.get(line.community_id, line.shop_id), DAY
            )
        )[0]
        looked.wait(30)
        transact(
            lambda: number_rows.change(
                line.community_id, first.number_id, status="called", called_by=who.account_id
            )
        )
        return first.number

    assert answers(at_once(app, [lambda who=who: naive(who) for who in both(line)])) == [1, 1]


def test_the_last_place_goes_to_one_and_a_household_gets_one_number(app: Flask, line: Street) -> None:
    def neighbour() -> Actor:
        household = people.households.add("777", actor=line.system)
        person = people.residents.register("邻居", actor=line.system, household_id=household)
        account = people.accounts.create(person, actor=line.system)
        return people.actors.of_account(account, community_id=line.community_id)

    residents = [line.resident, transact(neighbour)]
    outcomes = at_once(
        app,
        [
            lambda who=who: transact(lambda: shop.numbers.take(line.shop_id, SLOT, actor=who))
            for who in residents
        ],
    )
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["slot_full"])
    other = transact(lambda: shop.shops.add("东店", actor=line.system))
    later = SLOT + timedelta(minutes=30)
    who = residents[outcomes[0].answer is not None]
    outcomes = at_once(
        app,
        [
            lambda where=where: transact(lambda: shop.numbers.take(where, later, actor=who))
            for where in (line.shop_id, other)
        ],
    )
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["number_taken"])
