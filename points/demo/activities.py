"""The demo's work: what was done in the last days and waits for a second person, what can be signed up for."""

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
NEIGHBOURS = ("164", "170", "050", "057", "061", "033")
ELDERS_VISITED = ("071", "204", "017")


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
    """Something that waits where nothing does, something ahead where nothing is; how many were laid out."""
    waiting, ahead = reading(lambda: _there(community_id, cast))
    laid_out = 0
    if not waiting:
        _two_days_ago(community_id, cast)
        _back_filled(community_id, cast)
        laid_out += 2 + _yesterday(community_id, cast)
    if not ahead:
        laid_out += _coming(cast)
    return laid_out


def _there(community_id: UUID, cast: Cast) -> tuple[int, int]:
    waiting = volunteering.queue.waiting_count(community_id)
    ahead = [one for one in volunteering.lists.open_to(cast.actor("resident")) if one.can_sign_up or one.mine]
    return waiting, len(ahead)


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
    plan = PlannedVisit("R01", "楼道和河边大扫除", "锦溪河边", day, time(9, 0), time(11, 0))
    with _at(day, 8, 0):
        public_id = transact(lambda: _plan(plan, cast))
        for one in there:
            transact(partial(_sign_up, public_id, one, cast))
    for minute, one in enumerate(there):
        with _at(day, 8, 50 + minute):
            transact(partial(_scan, public_id, one, cast))
    # one forgot to check out, which the queue then says
    for minute, one in enumerate(there[1:]):
        with _at(day, 11, minute):
            transact(partial(_scan, public_id, one, cast))
    with _at(day, 11, 30):
        transact(lambda: volunteering.confirming.confirm(public_id, actor=cast.actor("leader")))
    return 1


def _coming(cast: Cast) -> int:
    """Something to sign up for, tomorrow and in three days."""
    today = clock.today()
    plans = (
        PlannedVisit(
            "R01", "社区环境清洁", "3栋门口集合", today + timedelta(days=1), time(9, 0), time(11, 30)
        ),
        PlannedVisit(
            "R03", "校门口文明交通劝导", "锦溪小学门口", today + timedelta(days=3), time(7, 0), time(8, 30)
        ),
    )
    for plan in plans:
        transact(partial(_plan, plan, cast))
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
