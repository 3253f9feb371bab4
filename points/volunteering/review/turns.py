"""What of the activities that wait for a first review is this reader's to decide, and what is others'. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from points.foundation import Actor
from points.foundation.prepared import given, prepared
from points.volunteering.models import Service
from points.volunteering.services.recusal import tied

#: what keeps somebody away from a line: it is for others to decide, whatever is written to it
KEPT_AWAY = frozenset({"own_service", "relative", "own_activity", "own_entry", "entry_of_one"})
_TIES = ("family", "led", "by_hand", "typed_by_one")


@dataclass(frozen=True)
class Turn:
    """How many activities wait for this reader, with how many people, since when; and how many wait for others alone."""

    activities: int
    people: int
    since: date | None
    others: int


def read(actor: Actor) -> Turn:
    """Whose turn it is, in one statement."""
    row = _waiting().one(community=actor.community_id, person=actor.person_id, account=actor.account_id)
    return Turn(row.activities, row.people, row.since, row.every - row.activities)


@prepared
def _waiting() -> sa.Executable:
    seen = tied(
        sa.select(Service.id, Service.activity_id.label("activity"), Service.served_on)
        .where(Service.community_id == given("community"), Service.activity_id.is_not(None))
        .where(Service.status == "submitted")
    ).subquery()
    away = sa.or_(*(sa.func.coalesce(seen.c[one], sa.false()) for one in _TIES))

    def own(column: sa.ColumnElement[object]) -> sa.ColumnElement[object]:
        return sa.case((away, None), else_=column)

    return sa.select(
        sa.func.count(sa.distinct(seen.c.activity)).label("every"),
        sa.func.count(sa.distinct(own(seen.c.activity))).label("activities"),
        sa.func.count(own(seen.c.activity)).label("people"),
        sa.func.min(own(seen.c.served_on), type_=sa.Date).label("since"),
    )
