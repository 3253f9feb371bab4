"""Who may not decide about which service: one's own, a relative's, what one entered, ticked or led. It decides nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, Refusal
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Activity, Attendance, Service
from points.volunteering.services import records
from points.volunteering.services.refusals import OwnActivity, OwnEntry, OwnService, RelativesService


@dataclass(frozen=True)
class Ties:
    """Services (by id) that the actor has something to do with: by family, by leading, by entering or ticking.

    `never_out` are those whose person never checked out, whoever looks.
    """

    family: Set[UUID] = frozenset()
    led: Set[UUID] = frozenset()
    by_hand: Set[UUID] = frozenset()
    never_out: Set[UUID] = frozenset()


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
    return why


def refuse_family(found: Sequence[records.ServiceRecord], *, actor: Actor) -> None:
    """Refuse the first of them that is one's own or one's family's."""
    family = _family(found, actor)
    for one in found:
        if one.person_id in family:
            raise OwnService if one.person_id == actor.person_id else RelativesService


def _family(found: Sequence[records.ServiceRecord], actor: Actor) -> set[UUID]:
    if actor.person_id is None:
        return set()
    return people.relations.relatives_among(
        actor.community_id, actor.person_id, {one.person_id for one in found}
    )


#: the columns of `ties_of`, after the id of the service
TIES = ("family", "led", "by_hand", "never_out")


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
