"""Lists of activities: those a resident can join, those a leader leads, and all of them for the office. Read only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, clock, db, paging
from points.volunteering.access import need
from points.volunteering.models import Activity, Attendance, Award, Service, SignUp
from points.volunteering.programme import activity_rows
from points.volunteering.rulebook import versions
from points.volunteering.rulebook.policy import HOUR, ONE, gives
from points.volunteering.rulebook.rules import RuleInfo
from points.volunteering.services.policy import Span
from points.volunteering.services.records import VOID


@dataclass(frozen=True)
class OpenActivity:
    """An activity that can be joined. `worth` is what a full turn gives, before any cap."""

    activity: activity_rows.ActivityInfo
    rule: RuleInfo
    leader_name: str | None
    signed_up: int
    mine: bool
    minutes: int | None
    worth: int
    can_sign_up: bool
    can_withdraw: bool


@dataclass(frozen=True)
class LedActivity:
    """An activity as its leader sees it. `state` is open, running, closed, approved or cancelled."""

    activity: activity_rows.ActivityInfo
    signed_up: int
    here: int
    state: str


@dataclass(frozen=True)
class ActivityFilter:
    """What the office looks for; None means anything. `status` is an Activity's, or review, second, publicity …"""

    q: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ActivityRow:
    """One activity of the office's list, with what came of it."""

    activity: activity_rows.ActivityInfo
    leader_name: str | None
    rule_name: str
    status: str
    signed_up: int
    people: int
    minutes: int
    tenths: int
    may_review: bool


@dataclass(frozen=True)
class ActivityPage:
    """One page, newest first."""

    rows: list[ActivityRow] = field(default_factory=list)
    next_key: str | None = None
    first_page: bool = True


def open_to(actor: Actor, *, limit: int = 30) -> list[OpenActivity]:
    """What lies ahead or is going on, soonest first, as this person sees it."""
    now = clock.now()
    query = _of(actor.community_id).where(Activity.status == "open", Activity.ends_at > now)
    cards = _cards(query.order_by(Activity.starts_at, Activity.id).limit(limit))
    rules = versions.get_many(actor.community_id, {one.rule_id for one in cards})
    listed = _signed_up(actor.community_id, cards)
    leaders = _leaders(actor.community_id, cards)
    found = []
    for one in cards:
        who, rule = listed.get(one.activity_id, set()), rules[one.rule_id]
        mine = actor.person_id in who
        free = one.capacity is None or len(who) < one.capacity
        before = now < one.starts_at
        minutes = Span(one.starts_at, one.ends_at).minutes
        found.append(
            OpenActivity(
                activity=one,
                rule=rule,
                leader_name=leaders.get(one.leader_id) if one.leader_id else None,
                signed_up=len(who),
                mine=mine,
                minutes=minutes if rule.unit == HOUR else None,
                worth=gives(unit=rule.unit, tenths=rule.tenths, minutes=minutes, quantity_tenths=ONE),
                can_sign_up=before and free and not mine,
                can_withdraw=before and mine,
            )
        )
    return found


def led_by(actor: Actor, *, limit: int = 20) -> tuple[list[LedActivity], list[LedActivity]]:
    """What this person leads: open ones soonest first, and the latest that are closed."""
    if actor.person_id is None:
        return [], []
    mine = _of(actor.community_id).where(Activity.leader_id == actor.person_id)
    ahead = _cards(
        mine.where(Activity.status == "open").order_by(Activity.starts_at, Activity.id).limit(limit)
    )
    past = _cards(mine.where(Activity.status != "open").order_by(Activity.starts_at.desc()).limit(limit))
    listed = _signed_up(actor.community_id, [*ahead, *past])
    there = _counts(Attendance, actor.community_id, [*ahead, *past])

    def led(one: activity_rows.ActivityInfo) -> LedActivity:
        running = one.status == "open" and clock.now() >= one.starts_at
        state = {"open": "running" if running else "open", "held": "closed", "reviewed": "approved"}
        return LedActivity(
            one,
            len(listed.get(one.activity_id, ())),
            there.get(one.activity_id, 0),
            state.get(one.status, one.status),
        )

    return [led(one) for one in ahead], [led(one) for one in past]


def page(
    actor: Actor, wanted: ActivityFilter | None = None, *, after: str | None = None, limit: int = 30
) -> ActivityPage:
    """The office's list, newest first, paged by key."""
    need(actor, "see_activities")
    query = _narrowed(_of(actor.community_id), wanted or ActivityFilter())
    key = paging.read_key(after)
    if key is not None:
        last = sa.tuple_(sa.literal(key[0], Activity.starts_at.type), sa.literal(key[1], Activity.id.type))
        query = query.where(sa.tuple_(Activity.starts_at, Activity.id) < last)
    page = _cards(query.order_by(Activity.starts_at.desc(), Activity.id.desc()).limit(limit + 1))
    cards = page[:limit]
    more = len(page) > limit
    return ActivityPage(
        rows=_rows(actor.community_id, cards),
        next_key=paging.make_key(cards[-1].starts_at, cards[-1].activity_id) if more else None,
        first_page=key is None,
    )


#: finer states of an activity, by what its services wait for
FINER = {
    "review": ("submitted",),
    "second": ("verified",),
    "publicity": ("in_publicity", "objected"),
    "credited": ("credited",),
    "returned": ("rejected",),
}


def _of(community_id: UUID) -> sa.Select:
    return sa.select(Activity).where(Activity.community_id == community_id)


def _narrowed(query: sa.Select, wanted: ActivityFilter) -> sa.Select:
    if wanted.q.strip():
        words = wanted.q.strip()
        query = query.where(
            sa.or_(
                Activity.title.contains(words, autoescape=True),
                Activity.spot.contains(words, autoescape=True),
            )
        )
    if wanted.status in FINER:
        query = query.where(
            sa.exists().where(
                Service.community_id == Activity.community_id,
                Service.activity_id == Activity.id,
                Service.status.in_(FINER[wanted.status]),
            )
        )
    elif wanted.status:
        query = query.where(Activity.status == wanted.status)
    if wanted.since:
        query = query.where(Activity.starts_at >= clock.instant(wanted.since))
    if wanted.until:
        query = query.where(Activity.starts_at < clock.instant(wanted.until + timedelta(days=1)))
    return query


def _rows(community_id: UUID, cards: Sequence[activity_rows.ActivityInfo]) -> list[ActivityRow]:
    rules = versions.get_many(community_id, {one.rule_id for one in cards})
    leaders = _leaders(community_id, cards)
    listed = _counts(SignUp, community_id, cards)
    sums = _sums(community_id, cards)
    rows = []
    for one in cards:
        states, counted, minutes, tenths = sums.get(one.activity_id, (set(), 0, 0, 0))
        finer = next((name for name, wanted in FINER.items() if states & set(wanted)), one.status)
        rows.append(
            ActivityRow(
                activity=one,
                leader_name=leaders.get(one.leader_id) if one.leader_id else None,
                rule_name=rules[one.rule_id].name,
                status=finer if one.status in ("held", "reviewed") else one.status,
                signed_up=listed.get(one.activity_id, 0),
                people=counted,
                minutes=minutes,
                tenths=tenths,
                may_review=one.status != "cancelled" and bool(states),
            )
        )
    return rows


def _cards(query: sa.Select) -> list[activity_rows.ActivityInfo]:
    return [activity_rows.info_of(one) for one in db.session.scalars(query)]


def _leaders(community_id: UUID, cards: Sequence[activity_rows.ActivityInfo]) -> dict[UUID, str]:
    found = people.persons.get_many(community_id, {one.leader_id for one in cards if one.leader_id})
    return {person_id: card.name for person_id, card in found.items()}


def _signed_up(community_id: UUID, cards: Collection[activity_rows.ActivityInfo]) -> dict[UUID, set[UUID]]:
    query = sa.select(SignUp.activity_id, SignUp.person_id).where(
        SignUp.community_id == community_id,
        SignUp.activity_id.in_([one.activity_id for one in cards]),
        SignUp.status != "withdrawn",
    )
    found: dict[UUID, set[UUID]] = {}
    for activity_id, person_id in db.session.execute(query):
        found.setdefault(activity_id, set()).add(person_id)
    return found


def _counts(
    table: type[Attendance] | type[SignUp], community_id: UUID, cards: Collection[activity_rows.ActivityInfo]
) -> dict[UUID, int]:
    query = (
        sa.select(table.activity_id, sa.func.count())
        .where(table.community_id == community_id, table.activity_id.in_([one.activity_id for one in cards]))
        .group_by(table.activity_id)
    )
    if table is SignUp:
        query = query.where(SignUp.status != "withdrawn")
    return {activity_id: int(number) for activity_id, number in db.session.execute(query)}


def _sums(
    community_id: UUID, cards: Sequence[activity_rows.ActivityInfo]
) -> dict[UUID, tuple[set[str], int, int, int]]:
    query = (
        sa.select(
            Service.activity_id,
            Service.status,
            sa.func.count(),
            sa.func.sum(Service.minutes),
            sa.func.coalesce(sa.func.sum(Award.tenths), 0),
        )
        .outerjoin(Award, sa.and_(Award.community_id == Service.community_id, Award.service_id == Service.id))
        .where(Service.community_id == community_id)
        .where(Service.activity_id.in_([one.activity_id for one in cards]))
        .group_by(Service.activity_id, Service.status)
    )
    found: dict[UUID, tuple[set[str], int, int, int]] = {}
    for activity_id, status, counted, minutes, tenths in db.session.execute(query):
        if activity_id is None:
            continue
        states, *before = found.get(activity_id, (set(), 0, 0, 0))
        more = (counted, minutes, tenths) if status not in VOID else (0, 0, 0)
        summed = [int(old) + int(new) for old, new in zip(before, more, strict=True)]
        found[activity_id] = ({*states, status}, summed[0], summed[1], summed[2])
    return found
