"""An approval waits a moment in which who gave it takes it back alone; then whoever comes next posts it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from points import audit, operation, oversight, volunteering
from points.foundation import NotAllowed, NotFound, clock, reading, transact
from points.operation.posting import post_due
from points.volunteering.review.decided import DecidedRow
from points.volunteering.review.refusals import AboveWhole, AlreadyPosted, NotAfterComing, NotSignedOut
from points.volunteering.services.refusals import AlreadyDecided, ReasonMissing
from tests.volunteering.conftest import MORNING, Neighbourhood


def take_back(evening: Neighbourhood, decision: UUID, by: str = "officer") -> object:
    return transact(lambda: volunteering.withdrawal.withdraw(decision, actor=evening.actors[by]))


def later(seconds: int) -> None:
    clock.set_now(clock.now() + timedelta(seconds=seconds))


def post(evening: Neighbourhood) -> int:
    return len(transact(lambda: volunteering.posting.post_due(evening.community_id)).awards)


def decided(evening: Neighbourhood, public_id: str, by: str = "second") -> list[DecidedRow]:
    return reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors[by])).decided


def unsigned(evening: Neighbourhood, who: str = "tian") -> tuple[str, str]:
    """An activity of two hours at which nobody saw this one leave; its service too."""
    public_id = evening.plan()
    clock.set_now(MORNING + timedelta(hours=2))
    there, leader = [evening.people[who]], evening.actors["leader"]
    transact(lambda: volunteering.attendance.tick(public_id, what="in", who=there, actor=leader))
    clock.set_now(MORNING + timedelta(hours=5))
    evening.close(public_id)
    return public_id, evening.services(public_id)[0]


@pytest.fixture
def moment(evening: Neighbourhood) -> Neighbourhood:
    """The neighbourhood, with the minute that communities begin with."""
    evening.decide("takeback_seconds", 60)
    return evening


def test_an_approval_waits_a_minute_and_whoever_comes_next_posts_it(moment: Neighbourhood) -> None:
    public_id = moment.held("tian", "yang")
    done = moment.approve(public_id)
    assert (done.people, done.minutes, done.tenths, done.seconds) == (2, 240, 80, 60)
    assert [(row.status, row.tenths) for row in decided(moment, public_id)] == [("approved", 40)] * 2
    later(59)
    assert (post(moment), moment.points("tian")) == (0, 0)
    later(1)
    assert (post(moment), post(moment)) == (2, 0)
    assert (moment.points("tian"), moment.minutes("tian")) == (40, 120)
    assert [row.by_name for row in decided(moment, public_id)] == ["冉婷"] * 2
    assert oversight.checking.check(moment.community_id).balanced


def test_the_serving_process_and_the_night_post_it_too(moment: Neighbourhood) -> None:
    moment.approve(moment.held("tian"))
    assert post_due() == 0
    later(60)
    assert post_due() == 1
    moment.approve(moment.held("yang", starts=clock.now()))
    later(60)
    assert operation.nightly._credit(moment.community_id, clock.today()) == 1
    assert (moment.points("tian"), moment.points("yang")) == (40, 40)


def test_who_approved_takes_it_back_alone_and_it_waits_again(moment: Neighbourhood) -> None:
    public_id = moment.held("tian", "shi")
    done = moment.approve(public_id)
    for by, why in (("second", AlreadyDecided), ("leader", NotAllowed)):
        with pytest.raises(why):
            take_back(moment, done.decision_id, by)
    later(59)
    first, again = take_back(moment, done.decision_id), take_back(moment, done.decision_id)
    assert first == again == volunteering.withdrawal.Withdrawn(2, 240)
    later(3600)
    assert (post(moment), moment.points("tian")) == (0, 0)
    row = reading(lambda: volunteering.queue.page(moment.actors["officer"])).rows[0]
    assert (row.public_id, row.ready.people) == (public_id, 2)
    assert moment.approve(public_id, by="second").people == 2
    lines = reading(lambda: audit.trail.read(moment.community_id))
    assert [line.action for line in lines].count("service.approval_withdrawn") == 2


def test_after_its_time_it_counts_as_posted_even_before_somebody_comes(moment: Neighbourhood) -> None:
    done = moment.approve(moment.held("tian"))
    later(60)
    for _ in range(2):
        with pytest.raises(AlreadyPosted):
            take_back(moment, done.decision_id)
        post(moment)
    assert moment.points("tian") == 40


def test_nobody_takes_back_what_was_never_decided(moment: Neighbourhood) -> None:
    with pytest.raises(NotFound):
        take_back(moment, UUID(int=7))


def test_what_hangs_out_is_taken_back_until_it_is_credited(evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    done = evening.approve(evening.held("tian"))
    clock.set_now(MORNING + timedelta(days=5))
    assert clock.today() == done.publicity_until == date(2025, 12, 1)
    taken = evening.approve(evening.held("yang", starts=clock.now()))
    assert take_back(evening, done.decision_id) == volunteering.withdrawal.Withdrawn(1, 120)
    assert transact(lambda: volunteering.publicity.credit_due(evening.community_id, date(2026, 1, 1))).awards
    assert (evening.points("tian"), evening.points("yang")) == (0, 40)
    with pytest.raises(AlreadyPosted):
        take_back(evening, taken.decision_id)


def test_the_first_of_two_takes_back_until_the_second_approves(moment: Neighbourhood) -> None:
    public_id = moment.held("shi", rule="R05", hours=9)
    first = moment.approve(public_id)
    assert (first.people, first.second) == (0, 1)
    assert take_back(moment, first.decision_id) == volunteering.withdrawal.Withdrawn(1, 540)
    assert moment.approve(public_id, by="second").second == 1
    last = moment.approve(public_id)
    assert last.people == 1
    for _press in range(2):
        assert take_back(moment, last.decision_id) == volunteering.withdrawal.Withdrawn(1, 540)
    # the first approval, somebody else's, stands
    assert moment.approve(public_id).people == 1
    later(60)
    assert (post(moment), moment.points("shi")) == (1, 270)


def test_hours_that_were_cut_are_whole_again(moment: Neighbourhood) -> None:
    public_id, service = unsigned(moment)
    done = transact(
        lambda: volunteering.approval.approve(
            [service], minutes=60, reason="问过本人", actor=moment.actors["officer"]
        )
    )
    take_back(moment, done.decision_id)
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=moment.actors["officer"]))
    assert [row.minutes for row in found.flagged] == [120]


def test_of_whom_nobody_saw_leaving_somebody_says_when_and_why(evening: Neighbourhood) -> None:
    public_id, service = unsigned(evening)
    officer, approve = evening.actors["officer"], volunteering.approval.approve
    for why, said in (
        (NotSignedOut, {}),
        (NotSignedOut, {"reason": "问过本人"}),
        (ReasonMissing, {"minutes": 60}),
        (AboveWhole, {"minutes": 121, "reason": "问过本人"}),
        (AboveWhole, {"left": clock.shanghai(MORNING).time().replace(hour=13, minute=1), "reason": "有照片"}),
        (NotAfterComing, {"left": clock.shanghai(MORNING).time().replace(hour=10), "reason": "有照片"}),
    ):
        with pytest.raises(why):
            transact(lambda said=said: approve([service], actor=officer, **said))
    with pytest.raises(NotSignedOut):
        evening.approve(public_id)
    left = clock.shanghai(MORNING).time().replace(hour=12, minute=30)
    done = transact(lambda: approve([service], left=left, reason="问过领队", actor=officer))
    assert (done.minutes, evening.minutes("tian"), evening.points("tian")) == (90, 90, 30)
    [row] = decided(evening, public_id)
    assert row.found is not None
    assert ([flag.code for flag in row.found.flags], row.found.reason) == (["no_check_out"], "问过领队")
    assert (row.found.minutes_before, row.minutes) == (120, 90)
    lines = reading(lambda: audit.trail.read(evening.community_id))
    [said] = [line for line in lines if line.action == "service.approved"]
    assert (said.facts["minutes"], said.facts["minutes_before"]) == (90, 120)
    assert said.words == {"reason": "问过领队"}


def test_a_whole_activity_leaves_whom_nobody_saw_leaving(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    evening.attend(public_id, "yang")
    there, leader = [evening.people["tian"]], evening.actors["leader"]
    transact(lambda: volunteering.attendance.tick(public_id, what="in", who=there, actor=leader))
    evening.close(public_id)
    done = evening.approve(public_id)
    assert (done.people, dict(done.left)) == (1, {"not_signed_out": 1})


def test_what_was_seen_stays_with_a_rejection_too(evening: Neighbourhood) -> None:
    public_id, service = unsigned(evening)
    officer = evening.actors["officer"]
    transact(lambda: volunteering.approval.reject([service], reason="说不清", actor=officer))
    [row] = decided(evening, public_id)
    assert row.found is not None
    assert ([flag.code for flag in row.found.flags], row.reason, row.counts) == (
        ["no_check_out"],
        "说不清",
        False,
    )
