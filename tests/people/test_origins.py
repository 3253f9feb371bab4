"""Who made whose account: whoever could have come in as somebody else is no second person beside them."""

from __future__ import annotations

from uuid import UUID

from points import people
from points.foundation import Actor, reading, transact
from tests.support.street import PASSWORD, Street


def opened(name: str, actor: Actor) -> tuple[UUID, UUID]:
    """A person of this name and their account, both made by this actor."""

    def work() -> tuple[UUID, UUID]:
        person_id = people.residents.register(name, actor=actor)
        return person_id, people.accounts.create(person_id, actor=actor)

    return transact(work)


def test_whoever_opened_an_account_is_of_one_origin_with_it(street: Street) -> None:
    officer, clerk = street.staff["officer"].account_id, street.clerk.account_id
    _person, account = opened("甲", street.staff["officer"])
    for one, other, same in (
        (account, officer, True),
        (officer, account, True),
        (account, account, True),
        (account, clerk, False),
        (account, None, False),
    ):
        found = reading(
            lambda one=one, other=other: people.origins.are_of_one(street.community_id, one, other)
        )
        assert found == same


def test_whoever_printed_the_slip_that_was_used_is_of_one_origin_with_the_account(street: Street) -> None:
    officer = street.staff["officer"]
    person, account = opened("乙", street.system)

    def same() -> bool:
        return reading(lambda: people.origins.are_of_one(street.community_id, account, officer.account_id))

    slip = transact(lambda: people.activation.issue(person, actor=officer))
    assert not same(), "a slip that nobody used let nobody in"
    people.activation.use(slip.code, PASSWORD)
    assert same()


def test_who_could_be_the_same_person_is_so_by_person_and_by_origin(street: Street) -> None:
    officer, clerk = street.staff["officer"], street.clerk
    person, account = opened("丙", officer)
    second = transact(lambda: people.accounts.create(person, actor=street.system))
    their_own = reading(lambda: people.actors.of_account(account, community_id=street.community_id))

    def said(actor: Actor, *accounts: UUID | None) -> list[bool]:
        return [reading(lambda one=one: people.origins.could_be(one, actor=actor)) for one in accounts]  # type: ignore[misc]

    assert said(their_own, account, second, officer.account_id) == [True, True, True]
    assert said(officer, account, second, None) == [True, False, False]
    assert said(clerk, account, second) == [False, False]
    assert said(street.system, account, None) == [False, False]
