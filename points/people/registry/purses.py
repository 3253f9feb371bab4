"""Which purse is whose: a household's or a person's, as the community decided. It knows no balance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import db
from points.foundation.settings import setting
from points.people.models import Household, Identity, Person, Purse
from points.people.registry.refusals import PurseMissing


@dataclass(frozen=True)
class PurseInfo:
    """A purse and its owner. `label` is the head's name or the person's own; `members` is 1 for a personal purse."""

    purse_id: UUID
    account_id: UUID
    household_id: UUID | None
    person_id: UUID | None
    label: str
    members: int = 1


def of_person(community_id: UUID, person_id: UUID) -> PurseInfo:
    """The purse that this person's points go into and are spent from."""
    found = find(community_id, person_id)
    if found is None:
        raise PurseMissing
    return found


def find(community_id: UUID, person_id: UUID) -> PurseInfo | None:
    """The same, or None. A person whose registration was merged has the purse of the one that stayed."""
    row = _purses(community_id, [person_id]).get(person_id)
    return _described(row) if row else None


def accounts_of(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID | None]]:
    """The ledger account and the household, if it is shared, of several persons with one statement."""
    return {
        person_id: (row.account_id, row.household_id)
        for person_id, row in _purses(community_id, person_ids).items()
    }


def _purses(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, Purse]:
    kept = aliased(Person)
    query = (
        sa.select(Person.id, Purse)
        .join(
            kept,
            sa.and_(
                kept.community_id == Person.community_id,
                kept.id == sa.func.coalesce(Person.merged_into, Person.id),
            ),
        )
        .join(
            Purse,
            sa.and_(
                Purse.community_id == kept.community_id,
                sa.or_(Purse.person_id == kept.id, Purse.household_id == kept.household_id),
            ),
        )
        .where(Person.community_id == community_id, Person.id.in_(person_ids))
    )
    found: dict[UUID, list[Purse]] = {}
    for person_id, row in db.session.execute(query):
        found.setdefault(person_id, []).append(row)
    if all(len(rows) == 1 for rows in found.values()):
        return {person_id: rows[0] for person_id, rows in found.items()}
    # a community that changed its mind has purses of both kinds; the ones of today's kind count
    shared = setting(community_id, "purse_of") == "household"
    return {
        person_id: sorted(rows, key=lambda row: (row.household_id is not None) != shared)[0]
        for person_id, rows in found.items()
    }


def _described(row: Purse) -> PurseInfo:
    if row.person_id is not None:
        name = db.session.scalar(
            sa.select(Identity.name).where(
                Identity.community_id == row.community_id, Identity.person_id == row.person_id
            )
        )
        return PurseInfo(row.id, row.account_id, None, row.person_id, name or "")
    query = (
        sa.select(Identity.name)
        .join(Person, sa.and_(Person.community_id == Identity.community_id, Person.id == Identity.person_id))
        .join(
            Household,
            sa.and_(Household.community_id == Person.community_id, Household.id == Person.household_id),
        )
        .where(Person.community_id == row.community_id, Person.household_id == row.household_id)
        .where(Person.status != "merged")
        .order_by(sa.case((Household.head_id == Person.id, 0), else_=1), Person.id)
    )
    names = list(db.session.scalars(query))
    return PurseInfo(
        row.id, row.account_id, row.household_id, None, names[0] if names else "", max(len(names), 1)
    )
