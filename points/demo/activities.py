"""The demo's work: what was done in the last days, at every stage it can be at, and what can be signed up for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from uuid import UUID

from points import people, volunteering
from points.demo.cast import RESIDENT_HOUSEHOLD, Cast
from points.foundation import clock, reading, transact

#: heads of these households take part
NEIGHBOURS = ("164", "232", "050", "057", "061", "033")
ELDERS_VISITED = ("071", "204", "017")
#: nobody signed this one up: the leader knew who it was
SIMPLY_CAME = "020"


@dataclass(frozen=True)
class PlannedVisit:
    """An activity of the demo."""

    rule: str
    title: str
    spot: str
    day: date
    starts: time
    ends: time


def hold_and_plan(community_id: UUID, cast: Cast) -> int:
    """Something that waits where nothing does, something today and ahead where nothing is; how many were laid out."""
    waiting, days = reading(lambda: _there(community_id, cast))
    today, laid_out = clock.today(), 0
    if not waiting:
        laid_out += _decided(community_id, cast) + _long_day(community_id, cast)
        _two_days_ago(community_id, cast)
        _back_filled(community_id, cast)
        laid_out += 2 + _yesterday(community_id, cast) + _not_handed_in(community_id, cast)
    if today not in days:
        laid_out += _today(community_id, cast)
    if not days - {today}:
        laid_out += _coming(community_id, cast)
    return laid_out


def _there(community_id: UUID, cast: Cast) -> tuple[int, set[date]]:
    waiting = volunteering.queue.waiting_count(community_id)
    still, past = volunteering.lists.led_by(cast.actor("leader"))
    days = {one.activity.day for one in (*still, *past) if one.activity.origin == "planned"}
    return waiting, {day for day in days if day >= clock.today()}


def _decided(community_id: UUID, cast: Cast) -> int:
    """Two evenings that are approved and hang out now, the resident's among them; somebody's hours were returned."""
    today = clock.today()
    everybody = (*NEIGHBOURS[:4], RESIDENT_HOUSEHOLD)
    plans = (
        (
            PlannedVisit("R01", "菜园和花坛除草", "4栋后面", today - timedelta(days=4), time(14), time(16)),
            everybody,
            2,
        ),
        (
            PlannedVisit("R04", "夜间巡逻", "南门集合", today - timedelta(days=3), time(19), time(21)),
            everybody[1:],
            1,
        ),
    )
    for plan, households, ago in plans:
        there = reading(partial(_heads, community_id, households))
        public_id = _held(plan, there, cast)
        with _at(today - timedelta(days=ago), 10, 0):
            if ago == 2:
                _return_one(public_id, there[0], cast)
            officer = cast.read_actor("officer")
            transact(partial(volunteering.approval.approve_activity, public_id, actor=officer))
    return len(plans)


def _return_one(public_id: str, person_id: UUID, cast: Cast) -> None:
    """One of them went home early."""
    officer = cast.read_actor("officer")
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=officer))
    rows = (*found.flagged, *found.clear)
    services = [row.public_id for row in rows if row.person_id == person_id]
    reason = "带队的说半小时就走了，请本人来说明"
    transact(lambda: volunteering.approval.reject(services, reason=reason, actor=officer))


def _long_day(community_id: UUID, cast: Cast) -> int:
    """More than eight hours: the first has approved, and a second person has to."""
    day = clock.today() - timedelta(days=2)
    there = reading(lambda: _heads(community_id, NEIGHBOURS[4:]))
    plan = PlannedVisit("R05", "汛期河道排查", "锦溪河边", day, time(8), time(17, 30))
    public_id = _held(plan, there, cast)
    with _at(day + timedelta(days=1), 9, 0):
        transact(lambda: volunteering.approval.approve_activity(public_id, actor=cast.actor("officer")))
    return 1


def _held(plan: PlannedVisit, there: Sequence[UUID], cast: Cast) -> str:
    """Everybody signed up, was scanned in and out, and the list was handed in."""
    with _at(plan.day, plan.starts.hour - 1, 0):
        public_id = transact(lambda: _plan(plan, cast))
        for one in there:
            transact(partial(_sign_up, public_id, one, cast))
    for at in (plan.starts, plan.ends):
        for minute, one in enumerate(there):
            with _at(plan.day, at.hour, at.minute + minute):
                transact(partial(_scan, public_id, one, cast))
    with _at(plan.day, plan.ends.hour, plan.ends.minute + 15):
        transact(lambda: volunteering.confirming.confirm(public_id, actor=cast.actor("leader")))
    return public_id


def _two_days_ago(community_id: UUID, cast: Cast) -> None:
    """Visits that the leader only ticked on a list."""
    day = clock.today() - timedelta(days=2)
    there = reading(lambda: _heads(community_id, ELDERS_VISITED))
    with _at(day, 13, 0):
        plan = PlannedVisit("R06", "探访独居老人", "1栋到4栋", day, time(14, 0), time(16, 0))
        public_id = transact(lambda: _plan(plan, cast))
        for one in there:
            transact(partial(_sign_up, public_id, one, cast))
    with _at(day, 14, 20):
        transact(lambda: volunteering.attendance.tick(public_id, what="in", actor=cast.actor("leader")))
    with _at(day, 16, 5):
        transact(lambda: volunteering.attendance.tick(public_id, what="out", actor=cast.actor("leader")))
        transact(lambda: volunteering.confirming.confirm(public_id, actor=cast.actor("leader")))


def _back_filled(community_id: UUID, cast: Cast) -> None:
    """Hours that the second officer typed in later, and so may not approve."""
    day = clock.today() - timedelta(days=3)
    there = reading(lambda: _heads(community_id, NEIGHBOURS[:1]))

    def work() -> None:
        officer = cast.actor("officer2")
        rule = volunteering.rules.get_in_force(community_id, "R03", day)
        volunteering.back_filling.record(
            there,
            rule.rule_id,
            title="校门口文明交通劝导",
            starts_at=clock.instant(day, time(7, 0)),
            ends_at=clock.instant(day, time(9, 0)),
            reason="当天签到表忘在学校，第二天才送来",
            evidence="学校签到表第 2 页",
            actor=officer,
        )

    transact(work)


def _yesterday(community_id: UUID, cast: Cast) -> int:
    """A morning's clean-up, closed by its leader, of which nothing is approved yet."""
    day = clock.today() - timedelta(days=1)
    there = reading(lambda: _heads(community_id, (*NEIGHBOURS, RESIDENT_HOUSEHOLD)))
    [walked_in] = reading(lambda: _heads(community_id, (SIMPLY_CAME,)))
    plan = PlannedVisit("R01", "楼道和河边大扫除", "锦溪河边", day, time(9, 0), time(11, 0))
    with _at(day, 8, 0):
        public_id = transact(lambda: _plan(plan, cast))
        for one in there:
            transact(partial(_sign_up, public_id, one, cast))
    for minute, one in enumerate(there):
        with _at(day, 8, 50 + minute):
            transact(partial(_scan, public_id, one, cast))
    with _at(day, 9, 10):
        transact(lambda: volunteering.attendance.add(public_id, walked_in, actor=cast.actor("leader")))
    # one forgot to check out, which the queue then says
    for minute, one in enumerate((*there[1:], walked_in)):
        with _at(day, 11, minute):
            transact(partial(_scan, public_id, one, cast))
    with _at(day, 11, 30):
        transact(lambda: volunteering.confirming.confirm(public_id, actor=cast.actor("leader")))
    return 1


def _not_handed_in(community_id: UUID, cast: Cast) -> int:
    """Last night's list is still with its leader, and nobody on it was checked out."""
    day = clock.today() - timedelta(days=1)
    there = reading(lambda: _heads(community_id, NEIGHBOURS[:3]))
    plan = PlannedVisit("R03", "广场晚间文明引导", "社区广场", day, time(18, 30), time(20, 0))
    with _at(day, 17, 0):
        public_id = transact(lambda: _plan(plan, cast))
        for one in there:
            transact(partial(_sign_up, public_id, one, cast))
    for minute, one in enumerate(there[:2]):
        with _at(day, 18, 31 + minute):
            transact(partial(_scan, public_id, one, cast))
    return 1


def _today(community_id: UUID, cast: Cast) -> int:
    """Something to tick, whenever today somebody looks."""
    day = clock.today()
    plan = PlannedVisit("R08", "便民服务日", "社区服务中心门口", day, time(9, 0), time(17, 0))
    there = reading(lambda: _heads(community_id, (*NEIGHBOURS[2:], *ELDERS_VISITED)))
    with _at(day, 0, 1):
        public_id = transact(lambda: _plan(plan, cast))
        for one in there:
            transact(partial(_sign_up, public_id, one, cast))
    return 1


def _coming(community_id: UUID, cast: Cast) -> int:
    """Something to sign up for, tomorrow and in three days; for tomorrow the resident has."""
    today = clock.today()
    plans = (
        PlannedVisit("R01", "社区环境清洁", "3栋门口集合", today + timedelta(days=1), time(9), time(11, 30)),
        PlannedVisit(
            "R03", "校门口文明交通劝导", "锦溪小学门口", today + timedelta(days=3), time(7), time(8, 30)
        ),
        PlannedVisit(
            "R08", "义剪和小家电维修", "社区服务中心", today + timedelta(days=4), time(14), time(17)
        ),
    )
    for plan, households in zip(plans, ((*NEIGHBOURS, RESIDENT_HOUSEHOLD), NEIGHBOURS[:2], ()), strict=True):
        public_id = transact(partial(_plan, plan, cast))
        for one in reading(partial(_heads, community_id, households)):
            transact(partial(_sign_up, public_id, one, cast))
    return len(plans)


def _plan(plan: PlannedVisit, cast: Cast) -> str:
    officer = cast.actor("officer2")
    rule = volunteering.rules.get_in_force(officer.community_id, plan.rule, plan.day)
    made = volunteering.activities.plan(
        rule.rule_id,
        title=plan.title,
        starts_at=clock.instant(plan.day, plan.starts),
        ends_at=clock.instant(plan.day, plan.ends),
        spot=plan.spot,
        leader_id=cast.actor("leader").person_id,
        capacity=20,
        actor=officer,
    )
    return made.public_id


def _at(day: date, hour: int, minute: int) -> AbstractContextManager[None]:
    return clock.standing_at(clock.instant(day, time(hour, minute)))


def _scan(public_id: str, person_id: UUID, cast: Cast) -> None:
    volunteering.attendance.scan_person(public_id, person_id, actor=cast.actor("leader"))


def _sign_up(public_id: str, person_id: UUID, cast: Cast) -> None:
    volunteering.signups.sign_up(public_id, actor=cast.actor("officer2"), person_id=person_id)


def _heads(community_id: UUID, numbers: Sequence[str]) -> list[UUID]:
    homes = [people.households.find(community_id, number) for number in numbers]
    return [people.households.members(community_id, home)[0].person_id for home in homes if home]
