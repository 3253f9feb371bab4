"""Two clerks and one collector: the month is used up once; and ending a permission while something is collected by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from points import people
from points.foundation import clock, reading, transact
from points.shop.payer_checks import Payer
from tests.races.counter import assert_books_hold, known, redeem, third_clerk
from tests.races.storm import answers, at_once, meeting, refused
from tests.support.street import Street

SALT = [("G07", 1)]
#: where both have looked at the shop, and nobody has used anything up
SEEN = "FROM shop_shop"


@pytest.fixture
def payer(corner: Street) -> Payer:
    """The neighbour, who may collect a bag of salt and no second one this month."""

    def work() -> Payer:
        home = people.households.add("002", actor=corner.system)
        person = people.residents.register("冯小燕", actor=corner.system, household_id=home)
        people.accounts.create(person, actor=corner.system)
        own = people.purses.of_person(corner.community_id, person).account_id
        until = clock.today() + timedelta(days=30)
        by = people.collectors.name_own("冯小燕", "002", until=until, month_tenths=30, actor=corner.resident)
        return replace(known(corner), collector_id=by, collected_by=person, collected_from=own)

    return transact(work)


def used(street: Street, payer: Payer) -> int:
    """What was collected this month."""
    key = collector(payer)
    return reading(lambda: people.collectors.used_this_month(street.community_id, [key]))[key]


def collector(payer: Payer) -> UUID:
    """By which permission."""
    assert payer.collector_id is not None
    return payer.collector_id


def test_two_clerks_at_once_use_the_month_up_once(app: Flask, corner: Street, payer: Payer) -> None:
    other = third_clerk(corner)
    with meeting(2, SEEN):
        outcomes = at_once(
            app, [lambda who=who: redeem(corner, payer, SALT, actor=who) for who in (corner.clerk, other)]
        )
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["collector_limit"])
    assert (used(corner, payer), corner.available()) == (20, 300)
    assert_books_hold(corner)


def test_the_control_two_who_only_looked_collect_twice(app: Flask, corner: Street, payer: Payer) -> None:
    """The control: the same, where the limit is read and not used up with the sale."""
    in_person, other = known(corner), third_clerk(corner)

    # both look, and neither has used anything up
    enough = [used(corner, payer) + 20 <= 30 for _ in (corner.clerk, other)]
    assert enough == [True, True]
    outcomes = at_once(
        app, [lambda who=who: redeem(corner, in_person, SALT, actor=who) for who in (corner.clerk, other)]
    )
    assert (len(answers(outcomes)), corner.available()) == (2, 280)


def test_ending_it_while_something_is_collected_leaves_one_before_the_other(
    app: Flask, corner: Street, payer: Payer
) -> None:
    key = collector(payer)

    def end() -> object:
        return transact(lambda: people.collectors.end(key, actor=corner.resident))

    with meeting(2, SEEN):
        outcomes = at_once(app, [lambda: redeem(corner, payer, SALT), end])
    assert refused(outcomes) in ([], ["collector_ended"])
    assert corner.available() == (320 if refused(outcomes) else 300)
    assert refused(at_once(app, [lambda: redeem(corner, payer, SALT)])) == ["collector_ended"]
    # a sale that came first is of before the end
    assert_books_hold(corner)
