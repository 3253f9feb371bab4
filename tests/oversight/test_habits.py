"""One officer with one leader who ticks everybody is seen by the pattern, whoever they are."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from points import oversight, volunteering
from points.foundation import clock, db, reading, transact
from points.foundation.database import UtcTime
from tests.support.desk_day import MORNING, DeskDay, enter
from tests.support.visitors import Visitor


def lists(desk_day: DeskDay, number: int) -> None:
    """So many lists, all ticked, each decided about by the same officer."""
    officer = desk_day.officers[0]
    for day in range(1, number + 1):
        public_id = desk_day.held(days=day)
        transact(lambda public_id=public_id: volunteering.approval.approve_activity(public_id, actor=officer))


def pairs(desk_day: DeskDay) -> list[tuple[str, str, int, int]]:
    found = reading(lambda: oversight.habits.ticked_pairs(desk_day.community_id))
    return [(one.leader, one.decider, one.lists, one.ticked) for one in found]


def test_many_lists_of_one_pair_that_were_only_ticked_are_seen(
    app: Flask, client: Visitor, desk_day: DeskDay
) -> None:
    lists(desk_day, oversight.habits.LEAST_LISTS - 1)
    assert pairs(desk_day) == []
    lists_more = desk_day.held(days=oversight.habits.LEAST_LISTS)
    transact(lambda: volunteering.approval.approve_activity(lists_more, actor=desk_day.officers[0]))
    assert pairs(desk_day) == [("罗海燕", "姚敏", 5, 5)]
    enter(client, "longanping")
    page = client.get("/oversight/spot-check").text
    assert "罗海燕带队，姚敏审核" in page
    assert "5 场里 5 场" in page
    clock.set_now(MORNING + timedelta(days=oversight.habits.DAYS + 1))
    assert pairs(desk_day) == []


def test_lists_count_through_the_ninetieth_day(desk_day: DeskDay) -> None:
    """Of five lists on five days the oldest is ninety days ago, and then ninety-one."""
    lists(desk_day, oversight.habits.LEAST_LISTS)
    oldest = MORNING - timedelta(days=oversight.habits.LEAST_LISTS)
    clock.set_now(oldest + timedelta(days=oversight.habits.DAYS))
    assert [one[2:] for one in pairs(desk_day)] == [(5, 5)]
    clock.set_now(oldest + timedelta(days=oversight.habits.DAYS + 1))
    assert pairs(desk_day) == []


def test_four_of_five_lists_that_were_only_ticked_are_the_pattern_and_three_are_not(
    desk_day: DeskDay,
) -> None:
    lists(desk_day, oversight.habits.LEAST_LISTS)
    shown = sa.text(
        "UPDATE volunteering_attendance SET method_in = 'self_scan' WHERE activity_id ="
        " (SELECT id FROM volunteering_activity WHERE starts_at = :at)"
    ).bindparams(sa.bindparam("at", type_=UtcTime()))
    for day, found in ((1, [(5, 4)]), (2, [])):
        at = MORNING - timedelta(days=day)
        transact(lambda at=at: db.session.execute(shown, {"at": at}))
        assert [one[2:] for one in pairs(desk_day)] == found
