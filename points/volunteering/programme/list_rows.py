"""Activities as their lists read them: which are on a page, who signed up, how many came, what came of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import paging
from points.foundation.prepared import Prepared, given, given_many, prepared
from points.volunteering.models import Activity, Attendance, Award, Service, SignUp
from points.volunteering.programme import activity_rows
from points.volunteering.services.records import VOID

#: by the name of a filter, what it asks of an activity
_CONDITIONS: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
    "q": lambda: sa.or_(
        *(column.like(given("words"), escape="/") for column in (Activity.title, Activity.spot))
    ),
    "finer": lambda: sa.exists().where(
        Service.community_id == Activity.community_id,
        Service.activity_id == Activity.id,
        Service.status.in_(given_many("states")),
    ),
    "status": lambda: Activity.status == given("status"),
    "since": lambda: Activity.starts_at >= given("since"),
    "until": lambda: Activity.starts_at < given("until"),
}
#: newest first, as an address says it and as the index has it
NEWEST_FIRST = paging.PageOrder(
    (Activity.starts_at, Activity.id),
    place_of=lambda row: (row.starts_at, row.id),
    make=lambda row: paging.make_key(row.starts_at, row.id),
    read=paging.read_key,
    descending=True,
)


def asked_of(step: str, *filters: str) -> Prepared:
    """The statement of one step of the office's list; counted with people, minutes and tenths of all of it."""
    return _whole(*filters) if step == "count" else _every(step, *filters)


@prepared
def _every(step: str, *filters: str) -> sa.Executable:
    """All activities that these filters leave, newest first."""
    query = activity_rows.select_activities().where(*(_CONDITIONS[name]() for name in filters))
    return paging.statement(query, NEWEST_FIRST, step)


@prepared
def _whole(*filters: str) -> sa.Executable:
    """How many these filters leave, up to what is counted, and what came of them without void services."""
    some = (
        sa.select(Activity.id)
        .where(Activity.community_id == given("community"), *(_CONDITIONS[name]() for name in filters))
        .limit(sa.bindparam("most", type_=sa.Integer()))
        .subquery()
    )
    counting = sa.and_(
        Service.community_id == given("community"),
        Service.activity_id == some.c.id,
        Service.status.not_in(VOID),
    )
    return (
        sa.select(
            sa.func.count(sa.distinct(some.c.id)),
            sa.func.count(Service.id),
            sa.func.sum(Service.minutes),
            sa.func.sum(Award.tenths),
        )
        .select_from(some)
        .outerjoin(Service, counting)
        .outerjoin(Award, sa.and_(Award.community_id == Service.community_id, Award.service_id == Service.id))
    )


@prepared
def still_open() -> sa.Executable:
    """What lies ahead or is going on, soonest first."""
    query = activity_rows.select_activities().where(
        Activity.status == "open", Activity.ends_at > given("now")
    )
    return _limited(query.order_by(Activity.starts_at, Activity.id))


@prepared
def coming() -> sa.Executable:
    """The same, what this person signed up for first, with how many signed up for each."""
    there = sa.and_(SignUp.community_id == Activity.community_id, SignUp.activity_id == Activity.id)
    mine = sa.exists().where(there, SignUp.person_id == given("person"), SignUp.status == "signed_up")
    listed = sa.select(sa.func.count()).where(there, SignUp.status != "withdrawn").scalar_subquery()
    query = activity_rows.select_activities().add_columns(mine.label("mine"), listed.label("listed"))
    query = query.where(Activity.status == "open", Activity.ends_at > given("now"))
    return _limited(query.order_by(sa.desc("mine"), Activity.starts_at, Activity.id))


@prepared
def called_off() -> sa.Executable:
    """What was called off and would still be to come, soonest first."""
    query = activity_rows.select_activities().where(
        Activity.status == "cancelled", Activity.ends_at > given("now")
    )
    return _limited(query.order_by(Activity.starts_at, Activity.id))


@prepared
def latest() -> sa.Executable:
    """Activities of every kind, newest first."""
    return _limited(activity_rows.select_activities().order_by(Activity.starts_at.desc(), Activity.id.desc()))


@prepared
def led(still: bool, later: bool = False) -> sa.Executable:
    """What somebody leads: `still` open, soonest first, or not any more, newest first, `later` those after a key."""
    query = activity_rows.select_activities().where(Activity.leader_id == given("leader"))
    if still:
        query = query.where(Activity.status == "open").order_by(Activity.starts_at, Activity.id)
    else:
        query = query.where(Activity.status != "open").order_by(Activity.starts_at.desc(), Activity.id.desc())
    if later:
        key = sa.tuple_(given("at", Activity.starts_at), given("last", Activity.id))
        query = query.where(sa.tuple_(Activity.starts_at, Activity.id) < key)
    return _limited(query)


def _limited(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return query.limit(sa.bindparam("limit", type_=sa.Integer()))


def signed_up(community_id: UUID, cards: Collection[activity_rows.ActivityInfo]) -> dict[UUID, set[UUID]]:
    """Who signed up for each of these activities."""
    found: dict[UUID, set[UUID]] = {}
    rows = _of_cards(_listed, community_id, cards)
    for activity_id, person_id in rows:
        found.setdefault(activity_id, set()).add(person_id)
    return found


def counts(what: str, community_id: UUID, cards: Collection[activity_rows.ActivityInfo]) -> dict[UUID, int]:
    """How many signed up (`listed`) for each of these activities, or were there (`came`)."""
    rows = _of_cards(partial(_counted, what), community_id, cards)
    return {activity_id: int(number) for activity_id, number in rows}


def _of_cards(
    statement: Callable[[], Prepared], community_id: UUID, cards: Collection[activity_rows.ActivityInfo]
) -> Sequence[Any]:
    if not cards:
        return ()
    return statement().all(community=community_id, activities=[one.activity_id for one in cards])


@prepared
def _listed() -> sa.Executable:
    return sa.select(SignUp.activity_id, SignUp.person_id).where(
        SignUp.community_id == given("community"),
        SignUp.activity_id.in_(given_many("activities")),
        SignUp.status != "withdrawn",
    )


@prepared
def _counted(what: str) -> sa.Executable:
    table: Any = {"listed": SignUp, "came": Attendance}[what]
    query = (
        sa.select(table.activity_id, sa.func.count())
        .where(table.community_id == given("community"), table.activity_id.in_(given_many("activities")))
        .group_by(table.activity_id)
    )
    return query.where(SignUp.status != "withdrawn") if what == "listed" else query


def sums(
    community_id: UUID, cards: Sequence[activity_rows.ActivityInfo]
) -> dict[UUID, tuple[set[str], int, int, int]]:
    """Of each of these activities: the states of its services; how many, their minutes and tenths, without void ones."""
    found: dict[UUID, tuple[set[str], int, int, int]] = {}
    for activity_id, status, counted, minutes, tenths in _of_cards(_summed, community_id, cards):
        states, people, whole, given_so_far = found.get(activity_id, (set(), 0, 0, 0))
        if status not in VOID:
            people, whole, given_so_far = people + counted, whole + int(minutes), given_so_far + int(tenths)
        found[activity_id] = ({*states, status}, people, whole, given_so_far)
    return found


@prepared
def _summed() -> sa.Executable:
    return (
        sa.select(
            Service.activity_id,
            Service.status,
            sa.func.count(),
            sa.func.sum(Service.minutes),
            sa.func.coalesce(sa.func.sum(Award.tenths), 0),
        )
        .outerjoin(Award, sa.and_(Award.community_id == Service.community_id, Award.service_id == Service.id))
        .where(Service.community_id == given("community"))
        .where(Service.activity_id.in_(given_many("activities")))
        .group_by(Service.activity_id, Service.status)
    )
