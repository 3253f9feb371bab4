"""Who somebody is today: the actor with the roles that count, and the name a page greets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NEVER, Actor, Grant, clock, db, run
from points.foundation.models import Community
from points.people.access.queries import explicit_grants
from points.people.models import Account, Identity, Person


@dataclass(frozen=True)
class Known:
    """Who an account is: the actor, and the few words a page greets with."""

    actor: Actor
    session_epoch: int
    name: str
    community_name: str
    community_name_en: str
    language: str
    care_mode: bool
    username: str | None


def of_person(community_id: UUID, person_id: UUID) -> Known | None:
    """A person as a plain resident without an account: no role but that, nothing to sign out of."""
    query = (
        sa.select(Person, Identity.name, Community.name, Community.name_en)
        .join(
            Identity, sa.and_(Identity.community_id == Person.community_id, Identity.person_id == Person.id)
        )
        .join(Community, Community.id == Person.community_id)
        .where(Person.community_id == community_id, Person.id == person_id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    person, name, community_name, community_name_en = row
    resident = Grant("resident", community_id, clock.shanghai(person.created_at).date(), NEVER)
    actor = Actor(community_id, None, person.id, grants=(resident,))
    return Known(actor, 0, name, community_name, community_name_en, person.language, person.care_mode, None)


def grants_of(account: Account, person: Person, today: date) -> tuple[Grant, ...]:
    """The roles that count here today. Who lives in a household of the community is a resident of it."""
    found = list(_explicit(account.id, account.community_id, today))
    at_home = person.household_id is not None and person.status in ("active", "merged")
    if at_home and not any(one.role == "resident" for one in found):
        since = clock.shanghai(person.created_at).date()
        found.append(Grant("resident", account.community_id, since, NEVER))
    return tuple(found)


def _explicit(account_id: UUID, community_id: UUID, today: date) -> Iterable[Grant]:
    found = run(explicit_grants(), {"account": account_id, "community": community_id, "today": today})
    return [Grant(*row) for row in found]
