"""An activity is called off by the office or its leader, whoever signed up is told, and until it would begin it can take
place after all."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from points import people, volunteering
from points.foundation import NotAllowed, clock, new_id, reading, run, transact
from points.people.models import Account
from points.volunteering.programme.activity_rows import ActivityInfo
from points.volunteering.programme.refusals import (
    ActivityCancelled,
    ActivityOver,
    NotCancelled,
    ResumedLate,
    SomebodyCame,
)
from points.volunteering.services.refusals import ReasonMissing
from tests.volunteering.conftest import MORNING, Neighbourhood
from tests.volunteering.test_activities import sign_up


def cancel(
    evening: Neighbourhood, public_id: str, by: str = "officer", reason: str = "下雨，改天再办。"
) -> ActivityInfo:
    return transact(
        lambda: volunteering.activities.cancel(public_id, reason=reason, actor=evening.actors[by])
    )


def resume(evening: Neighbourhood, public_id: str, by: str = "officer") -> ActivityInfo:
    return transact(lambda: volunteering.activities.resume(public_id, actor=evening.actors[by]))


def told(evening: Neighbourhood, name: str) -> list[tuple[str, str, str]]:
    """What stands at the top of somebody's first page."""
    actor = evening.actors[name]

    def work() -> list[volunteering.notices.Told]:
        return volunteering.waiting.first_page(actor, people.purses.account_of(actor)).told

    return [(one.kind, one.title, one.reason) for one in reading(work)]


def understand(evening: Neighbourhood, name: str) -> None:
    """Somebody reads all of it."""
    actor = evening.actors[name]

    def work() -> None:
        for one in volunteering.waiting.first_page(actor, people.purses.account_of(actor)).told:
            volunteering.notices.understand(one.about_id, actor=actor)

    transact(work)


@pytest.mark.parametrize("by", ["officer", "leader"])
def test_whoever_signed_up_is_told_and_nobody_else(evening: Neighbourhood, by: str) -> None:
    public_id = evening.plan()
    sign_up(evening, public_id, "tian")
    sign_up(evening, public_id, "ran")
    transact(lambda: volunteering.signups.withdraw(public_id, actor=evening.actors["ran"]))
    cancel(evening, public_id, by)
    assert told(evening, "tian") == [("cancelled", "楼道清扫", "下雨，改天再办。")]
    assert told(evening, "ran") == told(evening, "yang") == []
    tian = evening.actors["tian"]
    assert reading(lambda: volunteering.lists.open_to(tian)) == []
    assert reading(lambda: volunteering.lists.coming(tian)) == []
    [off] = reading(lambda: volunteering.lists.called_off(evening.community_id))
    assert (off.status, off.cancel_reason) == ("cancelled", "下雨，改天再办。")
    with pytest.raises(ActivityCancelled):
        cancel(evening, public_id, by)


def test_who_is_no_person_reads_no_notice(evening: Neighbourhood) -> None:
    with pytest.raises(NotAllowed):
        transact(lambda: volunteering.notices.understand(new_id(), actor=evening.house))


def test_what_was_read_is_told_no_more_and_what_happens_next_is(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    sign_up(evening, public_id, "tian")
    cancel(evening, public_id)
    understand(evening, "tian")
    assert told(evening, "tian") == []
    clock.set_now(clock.now() + timedelta(minutes=1))
    resume(evening, public_id, "leader")
    assert [kind for kind, _, _ in told(evening, "tian")] == ["resumed"]
    assert [one.mine for one in reading(lambda: volunteering.lists.coming(evening.actors["tian"]))] == [True]
    sign_up(evening, public_id, "yang")
    assert told(evening, "yang") == [], "who signs up afterwards never heard of it"
    understand(evening, "tian")
    clock.set_now(clock.now() + timedelta(minutes=1))
    cancel(evening, public_id, reason="场地用不了")
    assert told(evening, "tian") == [("cancelled", "楼道清扫", "场地用不了")]
    assert told(evening, "yang") == [("cancelled", "楼道清扫", "场地用不了")]


def test_it_is_told_for_a_month_after_its_day(evening: Neighbourhood) -> None:
    public_id = evening.plan(starts=MORNING + timedelta(days=40))
    sign_up(evening, public_id, "tian")
    cancel(evening, public_id)
    for days, known in ((39, True), (69, True), (71, False)):
        clock.set_now(MORNING + timedelta(days=days))
        assert bool(told(evening, "tian")) is known, days


def test_only_the_office_and_the_leader_call_off_and_never_without_a_reason(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    for by in ("tian", "street"):
        with pytest.raises(NotAllowed):
            cancel(evening, public_id, by)
    other = evening.plan("别人带的", leader="officer", starts=MORNING + timedelta(days=1))
    with pytest.raises(NotAllowed):
        cancel(evening, other, "leader")
    with pytest.raises(ReasonMissing):
        cancel(evening, public_id, reason="  ")
    cancel(evening, public_id)
    with pytest.raises(NotAllowed):
        resume(evening, public_id, "tian")


def test_once_somebody_came_or_the_list_is_handed_in_it_took_place(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    evening.attend(public_id, "tian")
    with pytest.raises(SomebodyCame):
        cancel(evening, public_id)
    evening.close(public_id)
    with pytest.raises(ActivityOver):
        cancel(evening, public_id)
    with pytest.raises(NotCancelled):
        resume(evening, public_id)
    evening.approve(public_id)
    with pytest.raises(ActivityOver):
        cancel(evening, public_id)


def test_it_is_taken_up_again_until_it_would_begin(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    cancel(evening, public_id)
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["officer"]))
    assert (found.may_cancel, found.activity.may_resume) == (False, True)
    clock.set_now(found.activity.starts_at)
    with pytest.raises(ResumedLate):
        resume(evening, public_id)
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["officer"]))
    assert found.activity.may_resume is False


def test_who_never_signed_in_is_rung_up(evening: Neighbourhood) -> None:
    public_id, house = evening.plan(), evening.house
    for name in ("tian", "wife", "xiaohe"):
        transact(
            lambda name=name: volunteering.signups.sign_up(
                public_id, actor=house, person_id=evening.people[name]
            )
        )
    # a slip that nobody used opens no page
    transact(lambda: people.activation.issue(evening.people["xiaohe"], actor=house))
    tian = sa.update(Account).where(Account.id == evening.actors["tian"].account_id)
    transact(lambda: run(tian.values(status="active")))
    officer = evening.actors["officer"]
    calls = reading(lambda: volunteering.signups.to_call(public_id, actor=officer))
    assert {one.name for one in calls} == {"杨小禾", "吴太太"}
    assert {one.phone for one in calls} == {""}
    with pytest.raises(NotAllowed):
        reading(lambda: volunteering.signups.to_call(public_id, actor=evening.actors["leader"]))
