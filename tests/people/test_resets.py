"""Two second persons confirm one reset at once: it is done once, and once written down."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.audit.models import Record
from points.foundation import Actor, db, reading, run, transact
from points.people.access.confirming import second_person
from points.people.models import FactorReset
from tests.people.test_second_factor import enrolled
from tests.races.storm import answers, at_once, refused
from tests.support.town import PASSWORD, Town


def administrators(town: Town, number: int) -> list[Actor]:
    def work() -> list[UUID]:
        made = []
        for one in range(number):
            person = people.residents.register(f"管理员{one}", actor=town.house)
            account = people.accounts.create(
                person, actor=town.house, username=f"admin-{one}", password=PASSWORD
            )
            people.roles.grant(account, "admin", place_id=town.community_id, actor=town.house)
            made.append(account)
        return made

    accounts = transact(work)
    return [reading(lambda one=one: people.actors.of_account(one)) for one in accounts]


def asked(town: Town) -> UUID:
    enrolled(town)
    transact(lambda: people.resets.ask(town.officer_account, reason="手机丢了", actor=town.admin))
    return reading(lambda: db.session.scalars(sa.select(FactorReset.id)).one())


def written() -> int:
    done = Record.action == "second_factor.reset", Record.outcome == "done"
    return (
        reading(lambda: db.session.scalar(sa.select(sa.func.count()).select_from(Record).where(*done))) or 0
    )


def test_of_two_who_confirm_at_once_one_does(app: Flask, town: Town) -> None:
    confirmers = administrators(town, 3)
    reset = asked(town)
    outcomes = at_once(
        app,
        [lambda one=one: transact(lambda: people.resets.confirm(reset, actor=one)) for one in confirmers],
    )
    assert refused(outcomes) == ["reset_closed"] * 2
    assert written() == 1


def test_who_asked_takes_it_back_and_does_not_say_yes_to_it(app: Flask, town: Town) -> None:
    administrators(town, 1)
    reset = asked(town)
    [told] = reading(lambda: people.resets.list_open(actor=town.admin))
    assert (told.reset_id, told.name, told.reason, told.asked_by) == (reset, "冉婷", "手机丢了", "石磊")
    with pytest.raises(people.refusals.NotTheResetter):
        transact(lambda: people.resets.confirm(reset, actor=town.admin))
    transact(lambda: people.resets.decline(reset, reason="手机找到了", actor=town.admin))
    assert reading(lambda: db.session.scalars(sa.select(FactorReset.status)).all()) == ["declined"]


@pytest.mark.parametrize("first", ["confirm", "decline"])
def test_what_is_closed_stays_as_it_was_decided(app: Flask, town: Town, first: str) -> None:
    """Whoever comes later is told so, whether they would say yes or no, and nothing more is written down."""
    [other] = administrators(town, 1)
    reset = asked(town)
    ways: dict[str, Callable[[], UUID]] = {
        "confirm": lambda: people.resets.confirm(reset, actor=other),
        "decline": lambda: people.resets.decline(reset, reason="手机找到了", actor=other),
    }
    transact(ways[first])
    before = written(), reading(lambda: db.session.scalars(sa.select(FactorReset.status)).all())
    for way in ways.values():
        with pytest.raises(people.refusals.ResetClosed):
            transact(way)
    assert (written(), reading(lambda: db.session.scalars(sa.select(FactorReset.status)).all())) == before


def test_an_account_that_nobody_has_opened_is_nobodys_second_person(app: Flask, town: Town) -> None:
    [there] = administrators(town, 1)

    def work() -> None:
        person = people.residents.register("新管理员", actor=town.house)
        account = people.accounts.create(person, actor=town.house, username="not-yet")
        people.roles.grant(account, "admin", place_id=town.community_id, actor=town.house)

    transact(work)
    found = reading(
        lambda: second_person(town.community_id, town.community_id, [town.admin.account_id], ["admin"])
    )
    assert (found.role, found.accounts) == ("admin", {there.account_id})


def test_closed_by_looking_first_both_would_have(app: Flask, town: Town) -> None:
    """The control: without the one statement that closes only what is open, two who looked at once both close it."""
    reset = asked(town)
    both_looked = Barrier(2)

    def confirm() -> int:
        seen = reading(
            lambda: db.session.scalar(sa.select(FactorReset.status).where(FactorReset.id == reset))
        )
        both_looked.wait(10)
        if seen != "asked":
            return 0
        this = sa.update(FactorReset).where(FactorReset.id == reset)
        return transact(lambda: run(this.values(status="done")).rowcount)

    assert answers(at_once(app, [confirm] * 2)) == [1, 1]
