"""Opening purses, for the modules that register people or issue cards."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger
from points.foundation import Actor, clock, db, new_id
from points.foundation.settings import setting
from points.people.models import Person, Purse
from points.people.registry import purses
from points.people.registry.refusals import PurseMissing


def insert(community_id: UUID, *, households: Sequence[UUID] = (), persons: Sequence[UUID] = ()) -> None:
    """Empty purses for these owners, with few statements whatever their number."""
    owners = [(one, None) for one in households] + [(None, one) for one in persons]
    accounts = ledger.accounts.open_purses(community_id, len(owners))
    rows = [
        {
            "community_id": community_id,
            "id": new_id(),
            "account_id": account,
            "household_id": household,
            "person_id": person,
            "created_at": clock.now(),
        }
        for account, (household, person) in zip(accounts, owners, strict=True)
    ]
    if rows:
        db.session.execute(sa.insert(Purse), rows)


def ensure(person_id: UUID, *, actor: Actor) -> purses.PurseInfo:
    """This person's purse, opened now if there is none yet."""
    found = purses.find(actor.community_id, person_id)
    if found:
        return found
    person = db.session.get(Person, (actor.community_id, person_id))
    if person is None:
        raise PurseMissing
    shared = person.household_id is not None and setting(actor.community_id, "purse_of") == "household"
    if shared and person.household_id:
        insert(actor.community_id, households=[person.household_id])
    else:
        insert(actor.community_id, persons=[person_id])
    opened = purses.of_person(actor.community_id, person_id)
    audit.records.record("purse.opened", actor=actor, subject_kind="purse", subject_id=opened.purse_id)
    return opened
