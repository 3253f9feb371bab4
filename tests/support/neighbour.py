"""A neighbour of the street's resident, with a card that pays, who may be asked to collect."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from points import people
from points.foundation import Actor, transact
from tests.support.street import Street, open_account

PIN = "275318"


@dataclass
class Neighbour:
    """A neighbour with a card of their own, and one who has it for them."""

    person_id: UUID
    actor: Actor
    card: people.cards.IssuedCard


@pytest.fixture
def neighbour(street: Street) -> Neighbour:
    """冯小燕 of another household, with a card that pays."""

    def work() -> Neighbour:
        system = street.system
        home = people.households.add("002", actor=system)
        person = people.residents.register("冯小燕", actor=system, household_id=home, door="3栋1单元102")
        account = open_account(person, "feng", system)
        card = people.cards.issue(person, kind="person", actor=system, pin=PIN)
        return Neighbour(person, people.actors.of_account(account, community_id=street.community_id), card)

    return transact(work)
