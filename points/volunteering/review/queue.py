"""What waits for the officer: activities with services to decide, soonest deadline first, flags and sums. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, clock, db, paging, setting
from points.volunteering.access import covers, need
from points.volunteering.models import Activity, Service
from points.volunteering.programme import activity_rows
from points.volunteering.review.counts import TO_LOOK_AT, MethodCount, by_method
from points.volunteering.review.flags import Flag, Inspected, inspect, overrides_of
from points.volunteering.review.policy import deadline
from points.volunteering.services.records import records, select_records

#: which states each tab shows
TABS: dict[str, tuple[str, ...]] = {
    "mine": ("submitted",),
    "second": ("verified",),
    "returned": ("rejected",),
    "publicity": ("in_publicity", "objected"),
}


@dataclass(frozen=True)
class FlagCount:
    """How many people of a row have this flag; minutes where they say something."""

    code: str
    people: int
    minutes: int | None


@dataclass(frozen=True)
class QueueRow:
    """One activity in one tab."""

    public_id: str
    title: str
    day: date
    leader_name: str | None
    entered_by_me: bool
    back_filled: bool
    people: int
    minutes: int
    tenths: int
    methods: list[MethodCount]
    flags: list[FlagCount]
    due: date
    may_decide: bool
    blocked: str | None
    checked: bool


@dataclass(frozen=True)
class Queue:
    """One page of one tab."""

    tab: str
    counts: dict[str, int]
    total_people: int
    publicity_days: int
    publicity_from: date
    rows: list[QueueRow]
    next_key: str | None
    first_page: bool


def page(actor: Actor, tab: str = "mine", *, after: str | None = None, limit: int = 30) -> Queue:
    """What waits in this tab; `after` is the `next_key` of the page before."""
    need(actor, "see_activities")
    states = TABS.get(tab, TABS["mine"])
    page = _page(actor.community_id, states, after, limit + 1, newest_first=tab == "returned")
    shown = page[:limit]
    query = select_records(actor.community_id).where(
        Service.status.in_(states), Service.activity_id.in_([one.activity_id for one in shown])
    )
    inspected = inspect(records(query.order_by(Service.id)), actor=actor)
    leaders = people.persons.get_many(actor.community_id, {one.leader_id for one in shown if one.leader_id})
    overrides = overrides_of(actor.community_id)
    decides = tab in ("mine", "second") and covers(actor, "approve_services")
    rows = [
        _row(
            one,
            [seen for seen in inspected if seen.record.activity_id == one.activity_id],
            leader_name=leaders[one.leader_id].name if one.leader_id else None,
            due=deadline(one.day, overrides).day,
            decides=decides,
            actor=actor,
        )
        for one in shown
    ]
    counts, waiting = _counts(actor.community_id)
    return Queue(
        tab=tab,
        counts=counts,
        total_people=waiting.get(tab, 0),
        publicity_days=setting(actor.community_id, "publicity_days"),
        publicity_from=clock.today() + timedelta(days=1),
        rows=rows,
        next_key=_key(shown[-1]) if len(page) > limit else None,
        first_page=after is None,
    )


def waiting_count(community_id: UUID) -> int:
    """How many activities wait for a first review; for a badge."""
    return _counts(community_id)[0]["mine"]


def _row(
    card: activity_rows.ActivityInfo,
    seen: Sequence[Inspected],
    *,
    leader_name: str | None,
    due: date,
    decides: bool,
    actor: Actor,
) -> QueueRow:
    found = [one.record for one in seen]
    open_to_me = [one for one in seen if one.may_decide]
    flags = [flag for one in seen for flag in one.flags]
    may = decides and bool(open_to_me)
    return QueueRow(
        public_id=card.public_id,
        title=card.title,
        day=card.day,
        leader_name=leader_name,
        entered_by_me=any(one.entered_by is not None and one.entered_by == actor.account_id for one in found),
        back_filled=card.origin == "back_filled",
        people=len(seen),
        minutes=sum(one.counted.minutes for one in seen),
        tenths=sum(one.counted.tenths for one in seen),
        methods=by_method(found),
        flags=_flag_counts(flags),
        due=due,
        may_decide=may,
        blocked=None if may or not seen else seen[0].blocked,
        checked=may and not any(flag.code in TO_LOOK_AT for flag in flags),
    )


def _flag_counts(flags: Sequence[Flag]) -> list[FlagCount]:
    found: dict[str, list[Flag]] = {}
    for flag in flags:
        found.setdefault(flag.code, []).append(flag)
    return [
        FlagCount(code, len(ones), max((one.minutes for one in ones if one.minutes), default=None))
        for code, ones in found.items()
    ]


def _counts(community_id: UUID) -> tuple[dict[str, int], dict[str, int]]:
    tab = sa.case(*[(Service.status.in_(states), name) for name, states in TABS.items()], else_="")
    query = (
        sa.select(tab, sa.func.count(sa.distinct(Service.activity_id)), sa.func.count())
        .where(Service.community_id == community_id, Service.activity_id.is_not(None))
        .where(Service.status.in_([state for states in TABS.values() for state in states]))
        .group_by(tab)
    )
    rows = db.session.execute(query).all()
    activities = {row[0]: int(row[1]) for row in rows}
    return {name: activities.get(name, 0) for name in TABS}, {row[0]: int(row[2]) for row in rows}


def _page(
    community_id: UUID, states: Sequence[str], after: str | None, limit: int, *, newest_first: bool
) -> list[activity_rows.ActivityInfo]:
    there = sa.exists().where(
        Service.community_id == Activity.community_id,
        Service.activity_id == Activity.id,
        Service.status.in_(states),
    )
    query: sa.Select = sa.select(Activity).where(Activity.community_id == community_id, there)
    place = sa.tuple_(Activity.starts_at, Activity.id)
    key = paging.read_key(after)
    if key is not None:
        last = sa.tuple_(sa.literal(key[0], Activity.starts_at.type), sa.literal(key[1], Activity.id.type))
        query = query.where(place < last if newest_first else place > last)
    if newest_first:
        query = query.order_by(Activity.starts_at.desc(), Activity.id.desc())
    else:
        query = query.order_by(Activity.starts_at, Activity.id)
    return [activity_rows.info_of(one) for one in db.session.scalars(query.limit(limit))]


def _key(last: activity_rows.ActivityInfo) -> str:
    return paging.make_key(last.starts_at, last.activity_id)
