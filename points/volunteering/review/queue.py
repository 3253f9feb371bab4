"""What waits for the officer: activities with services to decide, soonest deadline first, flags and sums. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, NotAllowed, clock, paging, settings
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.access import covered
from points.volunteering.models import Activity, Service
from points.volunteering.programme import activity_rows
from points.volunteering.review import turns
from points.volunteering.review.counts import MethodCount, by_method
from points.volunteering.review.flags import DECIDED, MAY, Flag, Inspected, inspect, overrides_of
from points.volunteering.review.left_over import DECIDES, only_what_is_left
from points.volunteering.review.policy import deadline
from points.volunteering.services.surroundings import of_activities

#: which states each tab shows
TABS: dict[str, tuple[str, ...]] = {
    "mine": ("submitted",),
    "second": ("verified",),
    "returned": ("rejected",),
    "publicity": ("in_publicity", "objected"),
}
#: so many of each tab are looked through for what is left
MOST_LEFT = 100
#: no tab: what can be taken back for a moment
APPROVED = "approved"
#: what of it is the reader's to decide
Turn = turns.Turn
turn_of = turns.read


@dataclass(frozen=True)
class FlagCount:
    """How many people of a row have this flag; minutes where they say something."""

    code: str
    people: int
    minutes: int | None


@dataclass(frozen=True)
class Ready:
    """What ticking the row approves: those the reader may decide about and of whom somebody saw when they left."""

    people: int
    minutes: int
    tenths: int


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
    #: whether the reader keeps away from all of it
    of_others: bool
    ready: Ready


@dataclass(frozen=True)
class Queue:
    """One page of one tab."""

    tab: str
    counts: dict[str, int]
    total_people: int
    turn: Turn
    publicity_days: int
    publicity_from: date
    takeback_seconds: int
    rows: list[QueueRow]
    next_key: str | None
    first_page: bool
    first_due: datetime | None


def page(actor: Actor, tab: str = "mine", *, after: str | None = None, limit: int = 30) -> Queue:
    """What waits in this tab; `after` is the `next_key` of the page before."""
    may = covered(actor, "see_activities", *MAY)
    if "see_activities" not in may:
        raise NotAllowed
    states = TABS.get(tab, TABS["mine"])
    page = _page(actor.community_id, states, after, limit + 1, newest_first=tab == "returned")
    shown = [one for one, _ in page[:limit]]
    decided = settings(
        actor.community_id, ["publicity_days", "takeback_seconds", "working_day_overrides", *DECIDED]
    )
    around = of_activities(actor, [one.activity_id for one in shown], states)
    inspected: dict[UUID | None, list[Inspected]] = {}
    for seen in inspect(around, actor=actor, may=may, decided=decided):
        inspected.setdefault(seen.record.activity_id, []).append(seen)
    overrides = overrides_of(decided)
    decides = tab in ("mine", "second") and bool(may & {*DECIDES})
    rows = [
        _row(
            one,
            inspected.get(one.activity_id, []),
            leader_name=leader_name,
            due=deadline(one.day, overrides).day,
            decides=decides,
            actor=actor,
        )
        for one, leader_name in page[:limit]
    ]
    if tab in ("mine", "second") and only_what_is_left(may):
        rows = [one for one in rows if one.may_decide]
    counts, waiting, first_due = _counts(actor.community_id)
    return Queue(
        tab=tab,
        counts=counts,
        total_people=waiting.get(tab, 0),
        turn=turn_of(actor),
        publicity_days=decided["publicity_days"],
        publicity_from=clock.today() + timedelta(days=1),
        takeback_seconds=decided["takeback_seconds"],
        rows=rows,
        next_key=_key(shown[-1]) if len(page) > limit else None,
        first_page=after is None,
        first_due=first_due,
    )


def waiting_count(community_id: UUID) -> int:
    """How many activities wait for a first review; for a badge."""
    return int(_waiting().value(community=community_id))


def left_count(actor: Actor) -> int:
    """How many activities have somebody about whom nobody but this reader, who only stands in, may decide."""
    if not only_what_is_left(covered(actor, *DECIDES)):
        return 0
    rows = [row for tab in ("mine", "second") for row in page(actor, tab, limit=MOST_LEFT).rows]
    return len({row.public_id for row in rows if row.may_decide})


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
    flags = [flag for one in seen for flag in one.flags]
    may = decides and any(one.may_decide for one in seen)
    ready = [one for one in seen if may and one.ready]
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
        of_others=bool(seen) and all(one.blocked in turns.KEPT_AWAY for one in seen),
        ready=Ready(
            people=len(ready),
            minutes=sum(one.counted.minutes for one in ready),
            tenths=sum(one.counted.tenths for one in ready),
        ),
    )


def _flag_counts(flags: Sequence[Flag]) -> list[FlagCount]:
    found: dict[str, list[Flag]] = {}
    for flag in flags:
        found.setdefault(flag.code, []).append(flag)
    return [
        FlagCount(code, len(ones), max((one.minutes for one in ones if one.minutes), default=None))
        for code, ones in found.items()
    ]


def _counts(community_id: UUID) -> tuple[dict[str, int], dict[str, int], datetime | None]:
    """By tab the activities and the people; and when the first that can still be taken back falls due."""
    rows = {row.tab: row for row in _by_tab().all(community=community_id)}
    activities = {name: int(rows[name].activities) if name in rows else 0 for name in TABS}
    due = rows[APPROVED].due if APPROVED in rows else None
    return activities, {name: int(row.people) for name, row in rows.items()}, due


@prepared
def _by_tab() -> sa.Executable:
    tabs = {**TABS, APPROVED: (APPROVED,)}
    tab = sa.case(*[(Service.status.in_(states), name) for name, states in tabs.items()], else_="").label(
        "tab"
    )
    counted = (
        sa.select(tab, Service.activity_id, Service.due_at)
        .where(Service.community_id == given("community"), Service.activity_id.is_not(None))
        .where(Service.status.in_([state for states in tabs.values() for state in states]))
        .subquery()
    )
    return sa.select(
        counted.c.tab,
        sa.func.count(sa.distinct(counted.c.activity_id)).label("activities"),
        sa.func.count().label("people"),
        sa.func.min(counted.c.due_at).label("due"),
    ).group_by(counted.c.tab)


@prepared
def _waiting() -> sa.Executable:
    return (
        sa.select(sa.func.count(sa.distinct(Service.activity_id)))
        .where(Service.community_id == given("community"), Service.activity_id.is_not(None))
        .where(Service.status.in_(TABS["mine"]))
    )


def _page(
    community_id: UUID, states: Sequence[str], after: str | None, limit: int, *, newest_first: bool
) -> list[tuple[activity_rows.ActivityInfo, str | None]]:
    """The activities of a page, each with its leader's name."""
    key = paging.read_key(after)
    place = {} if key is None else {"at": key[0], "last": key[1]}
    rows = _listed(bool(place), newest_first).all(
        community=community_id, states=list(states), limit=limit, **place
    )
    return [(activity_rows.info_of(row), row.leader_name) for row in rows]


@prepared
def _listed(after: bool, newest_first: bool) -> sa.Executable:
    there = sa.exists().where(
        Service.community_id == Activity.community_id,
        Service.activity_id == Activity.id,
        Service.status.in_(given_many("states")),
    )
    query = activity_rows.select_activities().where(there)
    if after:
        place = sa.tuple_(Activity.starts_at, Activity.id)
        last = sa.tuple_(given("at", Activity.starts_at), given("last", Activity.id))
        query = query.where(place < last if newest_first else place > last)
    if newest_first:
        query = query.order_by(Activity.starts_at.desc(), Activity.id.desc())
    else:
        query = query.order_by(Activity.starts_at, Activity.id)
    return query.limit(sa.bindparam("limit", type_=sa.Integer()))


def _key(last: activity_rows.ActivityInfo) -> str:
    return paging.make_key(last.starts_at, last.activity_id)
