"""Who is whose relative, so that they recuse: one household, or a relation written down. It decides nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points import audit
from points.foundation import Actor, NotFound, changed, clock, db, new_id, run
from points.foundation.prepared import given, given_many, prepared
from points.people.authorisation import need
from points.people.models import Account, Identity, Person, Purse, Relation
from points.people.registry.refusals import OwnRelation, RelationEnded, RelativeOfSelf


@dataclass(frozen=True)
class RelationInfo:
    """Two persons who are relatives: of what kind, who said so or which paper (`source`), written down by whom."""

    relation_id: UUID
    person_id: UUID
    other_id: UUID
    kind: str
    source: str
    since: datetime
    ended_at: datetime | None
    noted_by: str

    def beside(self, person_id: UUID) -> UUID:
        """The other one of the two."""
        return self.other_id if person_id == self.person_id else self.person_id


#: kinds of relation as they are kept; each is the same from both sides
KINDS = ("spouse", "parent", "sibling", "grandparent", "in_law", "other")


def relatives_among(community_id: UUID, person_id: UUID | None, others: Collection[UUID]) -> set[UUID]:
    """Those of the others who are relatives of this person; themselves too, under whatever registration. Nobody has none."""
    wanted = set(others)
    if not wanted:
        return set()
    found = set(_among().values(community=community_id, person=person_id, persons=list(wanted)))
    return found | (wanted & {person_id})


def is_near_purse(community_id: UUID, person_id: UUID | None, account_id: UUID) -> bool:
    """Whether a purse is this person's own, their household's, or one a relative of theirs shares; nobody's is none."""
    return bool(_near().value(community=community_id, person=person_id, account=account_id))


def relatives() -> sa.Select[*tuple[Any, ...]]:
    """A query for the relatives of the `person` of this `community`, themselves too, under whatever registration;
    for a statement of a room above that gives it both."""
    kept, mine, other = aliased(Person), aliased(Person), aliased(Person)
    asked = aliased(Person)
    me = (
        sa.select(_stayed(asked))
        .where(asked.community_id == given("community"), asked.id == given("person"))
        .scalar_subquery()
    )
    own = sa.select(mine.id).where(
        mine.community_id == given("community"), sa.or_(mine.id == me, mine.merged_into == me)
    )
    here = sa.and_(Relation.community_id == given("community"), Relation.ended_at.is_(None))
    written_down = sa.union(
        sa.select(Relation.other_id).where(here, Relation.person_id.in_(own)),
        sa.select(Relation.person_id).where(here, Relation.other_id.in_(own)),
    )
    related = sa.select(_stayed(other)).where(
        other.community_id == given("community"), other.id.in_(written_down)
    )
    at_home = aliased(Person)
    home = (
        sa.select(at_home.household_id)
        .where(at_home.community_id == given("community"), at_home.id == me)
        .scalar_subquery()
    )
    return (
        sa.select(Person.id)
        .join(kept, sa.and_(kept.community_id == Person.community_id, kept.id == _stayed(Person)))
        .where(Person.community_id == given("community"))
        .where(sa.or_(kept.id == me, kept.id.in_(related), kept.household_id == home))
    )


@prepared
def _near() -> sa.Executable:
    holder = aliased(Person)
    holds = sa.or_(holder.id == Purse.person_id, holder.household_id == Purse.household_id)
    return (
        sa.select(sa.func.count())
        .select_from(Purse)
        .join(holder, sa.and_(holder.community_id == Purse.community_id, holds))
        .where(Purse.community_id == given("community"), Purse.account_id == given("account"))
        .where(holder.id.in_(relatives()))
    )


@prepared
def _among() -> sa.Executable:
    return relatives().where(Person.id.in_(given_many("persons")))


def _stayed(person: type[Person]) -> sa.ColumnElement[UUID]:
    """The registration that stayed, of one that may have been merged into it."""
    return sa.func.coalesce(person.merged_into, person.id)


@audit.records.writes("relation.noted", of="person")
def relate(person_id: UUID, other_id: UUID, *, kind: str, actor: Actor, source: str = "") -> None:
    """Write down that two persons are relatives, both ways at once, and who said so; twice is once.

    One that was ended counts again from now on.
    """
    need(actor, "relate_people")
    if person_id == other_id:
        raise RelativeOfSelf
    known = _between(actor.community_id, person_id, other_id)
    if known is not None and known.ended_at is None:
        return
    values = {"kind": kind, "source": source, "noted_by": actor.account_id, "created_at": clock.now()}
    if known is not None:
        where = Relation.community_id == actor.community_id, Relation.id == known.id
        run(sa.update(Relation).where(*where).values(**values, ended_at=None))
    else:
        two = {"person_id": person_id, "other_id": other_id}
        row = {"community_id": actor.community_id, "id": new_id(), **two, **values}
        db.session.execute(sa.insert(Relation), [row])
    facts, private = {"other_id": other_id}, {"reason": source} if source else {}
    audit.records.record(
        "relation.noted",
        actor=actor,
        subject_kind="person",
        subject_id=person_id,
        facts=facts,
        private=private,
    )


@audit.records.writes("relation.ended", of="person")
def end(relation_id: UUID, *, reason: str, actor: Actor) -> RelationInfo:
    """End a relation, with the reason; who is one of the two leaves that to somebody else, as they would recuse no more."""
    need(actor, "relate_people")
    found = next(iter(_infos(_select(actor.community_id).where(Relation.id == relation_id))), None)
    if found is None:
        raise NotFound
    if actor.person_id is not None and _is_one_of(actor, found):
        raise OwnRelation
    here = Relation.community_id == actor.community_id, Relation.id == relation_id
    if not changed(
        sa.update(Relation).where(*here, Relation.ended_at.is_(None)).values(ended_at=clock.now())
    ):
        raise RelationEnded
    audit.records.record(
        "relation.ended",
        actor=actor,
        subject_kind="person",
        subject_id=found.person_id,
        facts={"other_id": found.other_id},
        private={"reason": reason},
    )
    return found


def of_persons(community_id: UUID, ids: Collection[UUID]) -> list[RelationInfo]:
    """What is written down about these persons, on either side, and counts."""
    wanted = list(ids)
    either = sa.or_(Relation.person_id.in_(wanted), Relation.other_id.in_(wanted))
    return _infos(_select(community_id).where(either, Relation.ended_at.is_(None)))


def list_all(community_id: UUID, *, limit: int) -> list[RelationInfo]:
    """Every relation that counts, the newest first, and then what was ended; at most so many."""
    query = _select(community_id).order_by(None)
    order = sa.case((Relation.ended_at.is_(None), 0), else_=1), Relation.created_at.desc(), Relation.id
    return _infos(query.order_by(*order).limit(limit))


def _select(community_id: UUID) -> sa.Select[*tuple[Any, ...]]:
    noted = sa.and_(Account.community_id == Relation.community_id, Account.id == Relation.noted_by)
    name = sa.and_(Identity.community_id == Account.community_id, Identity.person_id == Account.person_id)
    return (
        sa.select(
            *(Relation.id, Relation.person_id, Relation.other_id, Relation.kind, Relation.source),
            *(Relation.created_at, Relation.ended_at, Identity.name),
        )
        .outerjoin(Account, noted)
        .outerjoin(Identity, name)
        .where(Relation.community_id == community_id)
        .order_by(Relation.created_at, Relation.id)
    )


def _infos(query: sa.Select[*tuple[Any, ...]]) -> list[RelationInfo]:
    return [
        RelationInfo(row[0], row[1], row[2], row[3], row[4] or "", row[5], row[6], row[7] or "")
        for row in db.session.execute(query)
    ]


def _between(community_id: UUID, person_id: UUID, other_id: UUID) -> Any:
    """What is written down about these two, from whichever side."""
    query = sa.select(Relation.id, Relation.ended_at).where(
        Relation.community_id == community_id,
        sa.or_(
            sa.and_(Relation.person_id == person_id, Relation.other_id == other_id),
            sa.and_(Relation.person_id == other_id, Relation.other_id == person_id),
        ),
    )
    return db.session.execute(query.order_by(Relation.ended_at.is_not(None))).first()


def _is_one_of(actor: Actor, found: RelationInfo) -> bool:
    """Whether the actor is one of the two, under whatever registration."""
    mine = sa.select(Person.id).where(
        Person.community_id == actor.community_id,
        Person.id.in_((found.person_id, found.other_id)),
        _stayed(Person)
        == sa.select(_stayed(asked := aliased(Person)))
        .where(asked.community_id == actor.community_id, asked.id == actor.person_id)
        .scalar_subquery(),
    )
    return db.session.scalar(mine.limit(1)) is not None
