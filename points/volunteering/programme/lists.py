"""Lists of activities: those a resident can join, those a leader leads, and all of them for the office. Read only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from points.foundation import Actor, clock, paging
from points.volunteering.access import need
from points.volunteering.programme import activity_rows, list_rows
from points.volunteering.rulebook import versions
from points.volunteering.rulebook.caps import HOUR
from points.volunteering.rulebook.policy import ONE, gives
from points.volunteering.rulebook.rules import RuleInfo
from points.volunteering.services.policy import Span


@dataclass(frozen=True)
class OpenActivity:
    """An activity ahead or going on: `before` its start it can be joined. `worth` is what a full turn gives, before any
    cap."""

    activity: activity_rows.ActivityInfo
    rule: RuleInfo
    leader_name: str | None
    signed_up: int
    mine: bool
    minutes: int | None
    worth: int
    before: bool
    can_sign_up: bool
    can_withdraw: bool


@dataclass(frozen=True)
class Coming:
    """An activity ahead, in brief: `mine` is signed up for, and `before` its start, so that one may still withdraw."""

    activity: activity_rows.ActivityInfo
    mine: bool
    before: bool


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
    rule: RuleInfo
    status: str
    signed_up: int
    people: int
    minutes: int
    tenths: int
    may_review: bool


def open_to(actor: Actor, *, limit: int = 30) -> list[OpenActivity]:
    """What lies ahead or is going on, soonest first, as this person sees it."""
    now = clock.now()
    rows = list_rows.still_open().all(community=actor.community_id, now=now, limit=limit)
    leaders = {row.id: row.leader_name for row in rows}
    cards = [activity_rows.info_of(row) for row in rows]
    rules = versions.get_many(actor.community_id, {one.rule_id for one in cards})
    listed = list_rows.signed_up(actor.community_id, cards)
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
                leader_name=leaders[one.activity_id],
                signed_up=len(who),
                mine=mine,
                minutes=minutes if rule.unit == HOUR else None,
                worth=gives(
                    unit=rule.unit,
                    tenths=rule.tenths,
                    minutes=minutes,
                    quantity_tenths=ONE,
                    least_minutes=rule.least_minutes,
                ),
                before=before,
                can_sign_up=before and free and not mine,
                can_withdraw=before and mine,
            )
        )
    return found


def called_off(community_id: UUID, *, limit: int = 10) -> list[activity_rows.ActivityInfo]:
    """What will not take place, for as long as somebody may still set out for it; soonest first."""
    rows = list_rows.called_off().all(community=community_id, now=clock.now(), limit=limit)
    return [activity_rows.info_of(row) for row in rows]


def coming(actor: Actor, *, limit: int = 8) -> list[Coming]:
    """What this person signed up for and is not over, then what else one can still sign up for, soonest first."""
    now = clock.now()
    rows = list_rows.coming().all(community=actor.community_id, person=actor.person_id, now=now, limit=limit)
    found = [(activity_rows.info_of(row), bool(row.mine), int(row.listed)) for row in rows]
    return [
        Coming(one, mine, now < one.starts_at)
        for one, mine, listed in found
        if mine or (now < one.starts_at and (one.capacity is None or listed < one.capacity))
    ]


def led_by(
    actor: Actor, *, after: str | None = None, limit: int = 20
) -> tuple[list[LedActivity], list[LedActivity]]:
    """What this person leads: open ones soonest first, and the latest that are closed; after a key only older ones."""
    if actor.person_id is None:
        return [], []
    asked = {"community": actor.community_id, "leader": actor.person_id, "limit": limit}
    key = paging.read_key(after)
    before = {"at": key[0], "last": key[1]} if key else {}
    ahead = [] if key else [activity_rows.info_of(row) for row in list_rows.led(True).all(**asked)]
    past = [
        activity_rows.info_of(row) for row in list_rows.led(False, key is not None).all(**asked, **before)
    ]
    listed = list_rows.signed_up(actor.community_id, [*ahead, *past])
    there = list_rows.counts("came", actor.community_id, [*ahead, *past])

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
    actor: Actor, wanted: ActivityFilter | None = None, asked: paging.PageAsked = paging.FIRST_PAGE
) -> paging.PageFound[ActivityRow]:
    """The office's list, newest first, paged by key; `sums` are people, minutes and tenths of all of it."""
    need(actor, "see_activities")
    values = _asked(wanted or ActivityFilter())
    found = paging.turn(
        lambda step: list_rows.asked_of(step, *values),
        list_rows.NEWEST_FIRST,
        asked,
        {
            "community": actor.community_id,
            **{name: one for value in values.values() for name, one in value.items()},
        },
    )
    leaders = {row.id: row.leader_name for row in found.rows}
    cards = [activity_rows.info_of(row) for row in found.rows]
    return found.of(_rows(actor.community_id, cards, leaders))


def key_of_day(day: date) -> str:
    """Where a list begins that is to show this day first."""
    over = clock.instant(day + timedelta(days=1)) - timedelta(microseconds=1)
    return paging.make_key(over, UUID(int=2**128 - 1))


def usual_minutes(community_id: UUID, *, last: int = 200) -> dict[str, int]:
    """By the code of a rule how long its latest activity took, among so many."""
    cards = [activity_rows.info_of(row) for row in list_rows.latest().all(community=community_id, limit=last)]
    rules = versions.get_many(community_id, {one.rule_id for one in cards})
    oldest_first = reversed(cards)
    return {rules[one.rule_id].code: Span(one.starts_at, one.ends_at).minutes for one in oldest_first}


#: finer states of an activity, by what its services wait for
FINER = {
    "review": ("submitted",),
    "second": ("verified",),
    "publicity": ("in_publicity", "objected"),
    "approved": ("approved",),
    "credited": ("credited",),
    "returned": ("rejected",),
}


def _asked(wanted: ActivityFilter) -> dict[str, dict[str, Any]]:
    """By the filters that are set, the values of their conditions."""
    found: dict[str, dict[str, Any]] = {}
    if words := wanted.q.strip():
        found["q"] = {"words": "%" + "".join(f"/{one}" if one in "/%_" else one for one in words) + "%"}
    if wanted.status in FINER:
        found["finer"] = {"states": list(FINER[wanted.status])}
    elif wanted.status:
        found["status"] = {"status": wanted.status}
    if wanted.since:
        found["since"] = {"since": clock.instant(wanted.since)}
    if wanted.until:
        found["until"] = {"until": clock.instant(wanted.until + timedelta(days=1))}
    return found


def _rows(
    community_id: UUID, cards: Sequence[activity_rows.ActivityInfo], leaders: Mapping[UUID, str | None]
) -> list[ActivityRow]:
    rules = versions.get_many(community_id, {one.rule_id for one in cards})
    listed = list_rows.counts("listed", community_id, cards)
    sums = list_rows.sums(community_id, cards)
    rows = []
    for one in cards:
        states, counted, minutes, tenths = sums.get(one.activity_id, (set(), 0, 0, 0))
        finer = next((name for name, wanted in FINER.items() if states & set(wanted)), one.status)
        rows.append(
            ActivityRow(
                activity=one,
                leader_name=leaders[one.activity_id],
                rule=rules[one.rule_id],
                status=finer if one.status in ("held", "reviewed") else one.status,
                signed_up=listed.get(one.activity_id, 0),
                people=counted,
                minutes=minutes,
                tenths=tenths,
                may_review=one.status != "cancelled" and bool(states),
            )
        )
    return rows
