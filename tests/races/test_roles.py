"""Two people and one role: it is confirmed once, and never for whoever used a slip in the meantime."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import Actor, clock, db, reading, transact
from points.people.models import RoleGrant
from tests.races.storm import answers, at_once, meeting, refused
from tests.support.town import PASSWORD, Town, build

NEW_PASSWORD = "换一个新的密码吧"
#: the statement that looks at a proposal
SEEN = ("FROM people_role_grant", "people_role_grant.id =")


@dataclass
class Proposed:
    """A town in which a role waits, and who may answer."""

    town: Town
    grant: UUID
    new: UUID
    account: UUID
    committee: list[Actor]
    watcher: Actor

    def row(self) -> RoleGrant:
        found = reading(lambda: db.session.get(RoleGrant, (self.town.community_id, self.grant)))
        assert found is not None
        return found

    def counts(self) -> bool:
        known = reading(lambda: people.actors.of_account(self.account))
        return "leader" in known.roles


@pytest.fixture
def waiting(app: Flask) -> Iterator[Proposed]:
    town = _town()
    yield town
    clock.reset()


def _town() -> Proposed:
    serial = next(_serials)

    def work() -> Proposed:
        town = _renamed(serial)
        staff = [
            _account(town, f"{role[:4]}{number}x{serial}", role)
            for number, role in enumerate(("committee", "committee", "supervisor"))
        ]
        new = people.residents.register("新来的", actor=town.house)
        account = people.accounts.create(new, actor=town.house, username=f"newone{serial}", password=PASSWORD)
        admin = people.actors.of_account(town.admin_account)
        grant = people.nominations.propose(new, "leader", place_id=town.community_id, actor=admin)
        actors = [people.actors.of_account(one) for one in staff]
        return Proposed(town, grant, new, account, actors[:2], actors[2])

    return transact(work)


_serials = iter(range(1000))


def _renamed(serial: int) -> Town:
    """A town of its own: races of a module share a database, in which a user name is somebody's once."""
    for name in ("ranting", "shilei"):
        db.session.execute(
            sa.text("UPDATE people_account SET username = :new WHERE username = :old"),
            {"new": f"{name}{serial}", "old": name},
        )
    return build()


def _account(town: Town, username: str, role: str) -> UUID:
    person = people.residents.register(username, actor=town.house)
    account = people.accounts.create(person, actor=town.house, username=username, password=PASSWORD)
    people.roles.grant(account, role, place_id=town.community_id, actor=town.house)
    return account


def confirm(waiting: Proposed, by: Actor) -> None:
    transact(lambda: people.nominations.confirm(waiting.grant, actor=by))


def test_of_two_who_confirm_at_once_one_does(app: Flask, waiting: Proposed) -> None:
    with meeting(2, *SEEN):
        outcomes = at_once(app, [lambda who=who: confirm(waiting, who) for who in waiting.committee])
    assert len(answers(outcomes)) == 1
    assert refused(outcomes) == ["role_confirmed"]
    assert waiting.counts()


def test_an_objection_beside_a_confirmation_is_answered_or_stands_beside_it(
    app: Flask, waiting: Proposed
) -> None:
    def objected() -> None:
        transact(lambda: people.nominations.object_to(waiting.grant, reason="不妥", actor=waiting.watcher))

    with meeting(2, *SEEN):
        outcomes = at_once(app, [lambda: confirm(waiting, waiting.committee[0]), objected])
    assert outcomes[1].refusal is None
    assert waiting.row().objection == "不妥"
    assert waiting.counts() is (outcomes[0].refusal is None)
    assert refused(outcomes) in ([], ["objection_unanswered"])


def test_without_the_guard_an_objection_goes_unanswered(app: Flask, waiting: Proposed) -> None:
    everybody_looked, objected = Barrier(2), Barrier(2)

    def naive() -> None:
        seen = waiting.row()
        everybody_looked.wait(30)
        objected.wait(30)
        assert seen.objected_at is None
        table = RoleGrant.__table__
        values = {"confirmed_at": clock.now(), "confirmed_by": waiting.committee[0].account_id}
        transact(
            lambda: db.session.execute(sa.update(table).where(table.c.id == waiting.grant).values(**values))
        )

    def objecting() -> None:
        everybody_looked.wait(30)
        transact(lambda: people.nominations.object_to(waiting.grant, reason="不妥", actor=waiting.watcher))
        objected.wait(30)

    at_once(app, [naive, objecting])
    row = waiting.row()
    assert (row.objection, row.answer, waiting.counts()) == ("不妥", None, True)


def test_a_slip_and_a_confirmation_at_once_are_never_both(app: Flask, waiting: Proposed) -> None:
    admin = reading(lambda: people.actors.of_account(waiting.town.admin_account))
    slip = transact(lambda: people.activation.issue(waiting.new, actor=admin))
    with meeting(2, "people_role_grant"):
        outcomes = at_once(
            app,
            [
                lambda: confirm(waiting, waiting.committee[0]),
                lambda: people.activation.use(slip.code, NEW_PASSWORD),
            ],
        )
    assert len(answers(outcomes)) == 1
    assert refused(outcomes) in (["slip_unknown"], ["role_ended"])
    assert waiting.counts() is (outcomes[0].refusal is None)


def test_a_slip_and_a_new_role_at_once_leave_nobody_with_power(app: Flask, waiting: Proposed) -> None:
    admin = reading(lambda: people.actors.of_account(waiting.town.admin_account))
    slip = transact(lambda: people.activation.issue(waiting.new, actor=admin))
    place = waiting.town.community_id
    outcomes = at_once(
        app,
        [
            lambda: transact(
                lambda: people.nominations.propose(waiting.new, "officer", place_id=place, actor=admin)
            ),
            lambda: people.activation.use(slip.code, NEW_PASSWORD),
        ],
    )
    assert refused(outcomes) in ([], ["slip_unknown"])
    assert reading(lambda: people.actors.of_account(waiting.account)).roles == frozenset()
