"""Who may not decide about which service: one's own, a relative's, what one entered, ticked or led, or what somebody did
whose account one made. It decides nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points import people
from points.foundation import Actor, Refusal
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Activity, Attendance, Rule, Service
from points.volunteering.services import records
from points.volunteering.services.refusals import (
    EntryOfOne,
    OwnActivity,
    OwnEntry,
    OwnService,
    RelativesService,
)


@dataclass(frozen=True)
class Ties:
    """Services (by id) that the actor has something to do with: by family, by leading, by entering or ticking.

    `never_out` are those whose person never checked out, whoever looks. With whom the actor is of one origin (one of
    the two made the other's account): who typed it (`typed_by_one`), who decided first (`first_by_one`), who kept the
    list (`listed_by_one`); `ticked` are those of them that stand on a list mostly ticked, without anybody's own code.
    `unproved` are no service and have no evidence yet, whoever looks.
    """

    family: Set[UUID] = frozenset()
    led: Set[UUID] = frozenset()
    by_hand: Set[UUID] = frozenset()
    never_out: Set[UUID] = frozenset()
    typed_by_one: Set[UUID] = frozenset()
    first_by_one: Set[UUID] = frozenset()
    listed_by_one: Set[UUID] = frozenset()
    ticked: Set[UUID] = frozenset()
    unproved: Set[UUID] = frozenset()


def blocked(
    found: Sequence[records.ServiceRecord], *, actor: Actor, known: Ties | None = None
) -> dict[UUID, type[Refusal]]:
    """Of these services, those the actor keeps away from, and why; `known` are ties that were read with them."""
    if actor.kind in ("system", "import") or not found:
        return {}
    ties = read_ties(found, actor) if known is None else known
    why: dict[UUID, type[Refusal]] = {}
    for one in found:
        if one.service_id in ties.family:
            own = one.person_id == actor.person_id
            why[one.service_id] = OwnService if own else RelativesService
        elif one.service_id in ties.led:
            why[one.service_id] = OwnActivity
        elif one.service_id in ties.by_hand:
            why[one.service_id] = OwnEntry
        elif one.service_id in ties.typed_by_one:
            why[one.service_id] = EntryOfOne
    return why


def refuse_family(found: Sequence[records.ServiceRecord], *, actor: Actor) -> None:
    """Refuse the first of them that is one's own or one's family's."""
    family = _family(found, actor)
    for one in found:
        if one.person_id in family:
            raise OwnService if one.person_id == actor.person_id else RelativesService


def _family(found: Sequence[records.ServiceRecord], actor: Actor) -> set[UUID]:
    return people.relations.relatives_among(
        actor.community_id, actor.person_id, {one.person_id for one in found}
    )


#: the columns of `ties_of`, after the id of the service
TIES = (
    "family",
    "led",
    "by_hand",
    "never_out",
    "typed_by_one",
    "first_by_one",
    "listed_by_one",
    "ticked",
    "unproved",
)
#: ways onto a list for which nobody shows a code of their own; and the leader's ways
BY_HAND = ("leader_tick", "leader_added", "typed")
_BY_LEADER = (*BY_HAND, "leader_scan")


def tied(statement: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """Services with what ties `person` and `account` to each, as columns at the end.

    What somebody entered or ticked is theirs under whatever account of theirs.
    """
    own = people.accounts.own()
    mine = [
        sa.or_(column == given("account"), column.in_(own))
        for column in (Service.entered_by, Attendance.checked_by)
    ]
    return (
        statement.add_columns(
            Service.person_id.in_(people.relations.relatives()).label("family"),
            (Activity.leader_id == given("person")).label("led"),
            sa.or_(*mine).label("by_hand"),
            sa.and_(Attendance.in_at.is_not(None), Attendance.out_at.is_(None)).label("never_out"),
            # a list that a leader kept is looked at below
            sa.and_(
                sa.or_(Service.origin == "back_filled", Service.activity_id.is_(None)),
                _of_one(Service.entered_by),
            ).label("typed_by_one"),
            _of_one(Service.first_by).label("first_by_one"),
            sa.and_(Attendance.method_in.in_(_BY_LEADER), _of_one(Attendance.checked_by)).label(
                "listed_by_one"
            ),
            sa.and_(Attendance.method_in.in_(BY_HAND), _of_one(Attendance.checked_by), mostly_ticked()).label(
                "ticked"
            ),
            unproved().label("unproved"),
        )
        .outerjoin(
            Activity,
            sa.and_(Activity.community_id == Service.community_id, Activity.id == Service.activity_id),
        )
        .outerjoin(
            Attendance,
            sa.and_(
                Attendance.community_id == Service.community_id,
                Attendance.activity_id == Service.activity_id,
                Attendance.person_id == Service.person_id,
            ),
        )
    )


def unproved() -> sa.ColumnElement[bool]:
    """Whether a service is one by name only, given on its evidence, and has none; old books came with theirs on paper."""
    rule = aliased(Rule)
    no_service = sa.exists().where(
        rule.community_id == Service.community_id, rule.id == Service.rule_id, rule.counts_hours.is_(False)
    )
    return sa.and_(Service.evidence == "", Service.origin != "imported", no_service)


def _of_one(column: Any) -> sa.ColumnElement[bool]:
    return sa.and_(column.is_not(None), people.origins.of_one(column))


def mostly_ticked() -> sa.ColumnElement[bool]:
    """Whether fewer people of this attendance's activity showed a code of their own than were ticked."""
    other = aliased(Attendance)
    more = sa.func.sum(sa.case((other.method_in.in_(BY_HAND), 1), else_=-1))
    balance = (
        sa.select(more)
        .where(other.community_id == Attendance.community_id, other.activity_id == Attendance.activity_id)
        .correlate(Attendance)
        .scalar_subquery()
    )
    return balance > 0


def ties_of(rows: Iterable[Any]) -> Ties:
    """The ties in rows of such a query; their first column is the service's id."""
    every = list(rows)
    return Ties(**{name: {row[0] for row in every if getattr(row, name)} for name in TIES})


def read_ties(found: Sequence[records.ServiceRecord], actor: Actor) -> Ties:
    rows = _tied().all(
        community=actor.community_id,
        person=actor.person_id,
        account=actor.account_id,
        services=[one.service_id for one in found],
    )
    return ties_of(rows)


@prepared
def _tied() -> sa.Executable:
    return tied(
        sa.select(Service.id).where(
            Service.community_id == given("community"), Service.id.in_(given_many("services"))
        )
    )
