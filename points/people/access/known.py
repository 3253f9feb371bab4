"""Who somebody is today: the actor with the roles that count, and the name a page greets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NEVER, Actor, Grant, clock
from points.foundation.settings import decided
from points.people.access import queries


@dataclass(frozen=True)
class CameBy:
    """What somebody came in by: the row of the session or the token, when that was last seen to write; a token says
    what it is for, a session which other one its owner has to be told of, and to which card's holder its screen is
    turned."""

    row_id: UUID
    seen_at: datetime | None
    scope: str = ""
    notice_id: UUID | None = None
    turned_to: UUID | None = None


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
    community_phone: str = ""
    demo: bool = False
    publicity_days: int = 0
    came_by: CameBy | None = None
    #: the password, or the PIN of the card they came by, is known to be one that others guess
    easy: bool = False


def of_person(community_id: UUID, person_id: UUID) -> Known | None:
    """A person as a plain resident without an account: no role but that, nothing to sign out of."""
    row = queries.person().first(community=community_id, person=person_id, day=clock.today())
    if row is None:
        return None
    resident = Grant("resident", community_id, clock.shanghai(row.created_at).date(), NEVER)
    actor = Actor(community_id, None, person_id, grants=(resident,))
    words = (row.name, row.community_name, row.community_name_en, row.language, row.care_mode)
    return Known(actor, 0, *words, None, *_of_community(row))


def of_rows(rows: Sequence[sa.Row[*tuple[Any, ...]]], came_by: CameBy | None = None) -> Known:
    """Somebody as `queries.who` found them. Who lives in a household of the community is a resident of it."""
    one = rows[0]
    grants = [Grant(row.role, row.place_id, row.valid_from, row.valid_until) for row in rows if row.role]
    at_home = one.household_id is not None and one.status in ("active", "merged")
    if at_home and not any(grant.role == "resident" for grant in grants):
        grants.append(Grant("resident", one.community_id, clock.shanghai(one.created_at).date(), NEVER))
    actor = Actor(
        community_id=one.community_id,
        account_id=one.account_id,
        person_id=one.person_id,
        grants=tuple(grants),
        # where there are two, the community's decision says which, and people.purses asks for it
        purse_id=None if one.own_purse and one.shared_purse else one.own_purse or one.shared_purse,
    )
    return Known(
        actor,
        one.session_epoch,
        one.name,
        one.community_name,
        one.community_name_en,
        one.language,
        one.care_mode,
        one.username,
        *_of_community(one),
        came_by,
        easy=one.easy_told_at is not None,
    )


def _of_community(row: Any) -> tuple[str, bool, int]:
    days = int(decided("publicity_days", row.publicity_days))
    return row.community_phone, row.community_demo, days
