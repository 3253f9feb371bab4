"""The "no"s of this room that stand beside no other story, each with a second activity or award that stays as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import volunteering
from points.foundation import Actor, clock, new_id, reading, transact
from points.volunteering.programme.activity_rows import get
from points.volunteering.programme.refusals import DayTooLong, LeaderNeeded, NobodyHere
from points.volunteering.review.refusals import NothingWaiting
from points.volunteering.services import recusal
from points.volunteering.services.records import of_activity
from points.volunteering.services.refusals import AlreadyDecided
from tests.volunteering.conftest import Neighbourhood


def status(evening: Neighbourhood, public_id: str) -> str:
    """How far an activity is."""
    return reading(lambda: get(evening.community_id, public_id)).status


def test_an_activity_is_reviewed_when_nobody_of_it_waits_and_the_other_is_held(
    evening: Neighbourhood,
) -> None:
    one, other = evening.held("tian", "officer"), evening.held("yang")
    assert (status(evening, one), status(evening, other)) == ("held", "held")
    assert evening.approve(one).left == {"own_service": 1}
    assert (status(evening, one), status(evening, other)) == ("held", "held")
    evening.approve(one, by="second")
    assert (status(evening, one), status(evening, other)) == ("reviewed", "held")
    officer = evening.actors["officer"]
    transact(lambda: volunteering.approval.reject_activity(other, reason="没有来", actor=officer))
    assert status(evening, other) == "reviewed"


def test_a_day_of_24_hours_is_planned_and_not_a_minute_more(evening: Neighbourhood) -> None:
    assert evening.plan(hours=24)
    with pytest.raises(DayTooLong):
        evening.plan(hours=24 + 1 / 60)


def test_a_list_of_nobody_is_handed_in_only_when_the_activity_is_over(evening: Neighbourhood) -> None:
    public_id, other = evening.plan(), evening.plan(title="另一场")
    found = reading(lambda: get(evening.community_id, public_id))
    clock.set_now(found.ends_at - timedelta(minutes=1))
    with pytest.raises(NobodyHere):
        evening.close(public_id)
    clock.set_now(found.ends_at)
    evening.close(public_id)
    assert (status(evening, public_id), status(evening, other)) == ("reviewed", "open")


def test_what_somebody_leads_is_handed_on_to_who_may_lead_and_nothing_else_is(evening: Neighbourhood) -> None:
    mine = evening.plan(title="清扫")
    others = evening.plan(title="巡逻", leader="officer")
    leader, officer = evening.people["leader"], evening.people["officer"]
    for nobody in (None, leader, evening.people["tian"], new_id()):
        with pytest.raises(LeaderNeeded):
            transact(
                lambda nobody=nobody: volunteering.activities.hand_on(leader, to=nobody, actor=evening.house)
            )
    second = evening.people["second"]
    handed = transact(lambda: volunteering.activities.hand_on(leader, to=second, actor=evening.house))
    assert [one.public_id for one in handed] == [mine]
    leaders = {
        one: reading(lambda one=one: get(evening.community_id, one)).leader_id for one in (mine, others)
    }
    assert leaders == {mine: second, others: officer}
    assert transact(lambda: volunteering.activities.hand_on(leader, to=None, actor=evening.house)) == []


def test_nothing_waits_where_nobody_came_and_everything_is_decided_once(evening: Neighbourhood) -> None:
    empty = evening.plan(title="没有人来")
    clock.set_now(reading(lambda: get(evening.community_id, empty)).ends_at)
    evening.close(empty)
    officer = evening.actors["officer"]
    with pytest.raises(NothingWaiting):
        evening.approve(empty)
    with pytest.raises(NothingWaiting):
        transact(lambda: volunteering.approval.reject_activity(empty, reason="没有", actor=officer))
    full = evening.held("tian")
    evening.approve(full)
    with pytest.raises(AlreadyDecided):
        transact(lambda: volunteering.approval.reject_activity(full, reason="没有", actor=officer))


def test_the_house_and_an_import_keep_away_from_nothing(evening: Neighbourhood) -> None:
    public_id = evening.held("officer")
    activity = reading(lambda: get(evening.community_id, public_id)).activity_id
    found = reading(lambda: of_activity(evening.community_id, activity))
    officer = evening.actors["officer"]
    old_books = Actor(evening.community_id, kind="import")
    for one, kept in ((officer, 1), (evening.house, 0), (old_books, 0)):
        assert len(reading(lambda one=one: recusal.blocked(found, actor=one))) == kept
    assert reading(lambda: recusal.blocked([], actor=officer)) == {}
    # who is nobody in particular has no family
    for nobody in (evening.house, old_books):
        reading(lambda nobody=nobody: recusal.refuse_family(found, actor=nobody))
