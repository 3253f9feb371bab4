"""Planning, signing up, taking it back: capacity, overlaps, the pause after no-shows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import volunteering
from points.foundation import NotAllowed, NotFound, Refusal, clock, new_id, paging, reading, transact
from points.volunteering.programme.refusals import (
    ActivityCancelled,
    ActivityFull,
    ActivityOver,
    AlreadySignedUp,
    EndBeforeStart,
    NotSignedUp,
    OutOfRange,
    SignUpLate,
    SignUpPaused,
    StartInPast,
)
from points.volunteering.services.refusals import Overlapping
from tests.volunteering.conftest import MORNING, Neighbourhood


def sign_up(evening: Neighbourhood, public_id: str, who: str) -> None:
    transact(lambda: volunteering.signups.sign_up(public_id, actor=evening.actors[who]))


def test_an_activity_does_not_start_in_the_past(evening: Neighbourhood) -> None:
    with pytest.raises(StartInPast):
        evening.plan(starts=MORNING - timedelta(minutes=1))


def test_an_activity_ends_after_it_starts(evening: Neighbourhood) -> None:
    with pytest.raises(EndBeforeStart):
        evening.plan(hours=0)


@pytest.mark.parametrize(("places", "good"), [(0, False), (1, True), (1000, True), (1001, False)])
def test_a_list_has_a_place_to_a_thousand(evening: Neighbourhood, places: int, *, good: bool) -> None:
    if good:
        evening.plan(capacity=places)
    else:
        with pytest.raises(OutOfRange):
            evening.plan(capacity=places)


def test_an_activity_is_led_by_somebody_of_the_community(evening: Neighbourhood) -> None:
    evening.people["stranger"] = new_id()
    with pytest.raises(NotFound):
        evening.plan(leader="stranger")


def test_an_activity_is_over_at_its_end_and_not_before(evening: Neighbourhood) -> None:
    sign_up(evening, evening.plan(), "tian")
    tian = evening.actors["tian"]
    ends = reading(lambda: volunteering.lists.open_to(tian))[0].activity.ends_at
    seen = []
    for moment in (ends - timedelta(seconds=1), ends):
        clock.set_now(moment)
        seen.append(
            reading(lambda: (len(volunteering.lists.open_to(tian)), len(volunteering.lists.coming(tian))))
        )
    assert seen == [(1, 1), (0, 0)]


def test_a_leader_plans_nothing(evening: Neighbourhood) -> None:
    evening.actors["officer"] = evening.actors["leader"]
    with pytest.raises(NotAllowed):
        evening.plan()


def test_public_ids_say_what_they_are(evening: Neighbourhood) -> None:
    assert evening.plan().startswith("hd")


def test_a_resident_signs_up_and_takes_it_back(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    sign_up(evening, public_id, "tian")
    seen = reading(lambda: volunteering.lists.open_to(evening.actors["tian"]))[0]
    assert (seen.mine, seen.signed_up, seen.worth, seen.leader_name) == (True, 1, 40, "罗海燕")
    with pytest.raises(AlreadySignedUp):
        sign_up(evening, public_id, "tian")
    transact(lambda: volunteering.signups.withdraw(public_id, actor=evening.actors["tian"]))
    with pytest.raises(NotSignedUp):
        transact(lambda: volunteering.signups.withdraw(public_id, actor=evening.actors["tian"]))
    sign_up(evening, public_id, "tian")


@pytest.mark.parametrize("deed", ["sign_up", "withdraw"])
@pytest.mark.parametrize(("what", "refusal"), [("cancelled", ActivityCancelled), ("held", ActivityOver)])
def test_a_closed_list_takes_nobody_and_lets_nobody_off(
    evening: Neighbourhood, deed: str, what: str, refusal: type[Refusal]
) -> None:
    public_id = evening.plan()
    sign_up(evening, public_id, "tian")
    if what == "cancelled":
        officer = evening.actors["officer"]
        transact(lambda: volunteering.activities.cancel(public_id, reason="下雨", actor=officer))
    else:
        evening.attend(public_id, "tian")
        evening.close(public_id)
    with pytest.raises(refusal):
        transact(lambda: getattr(volunteering.signups, deed)(public_id, actor=evening.actors["tian"]))


def test_the_last_place_is_given_once(evening: Neighbourhood) -> None:
    public_id = evening.plan(capacity=1)
    sign_up(evening, public_id, "tian")
    with pytest.raises(ActivityFull):
        sign_up(evening, public_id, "yang")


def test_of_two_activities_at_once_the_second_is_refused(evening: Neighbourhood) -> None:
    first, later = evening.plan("扫楼道"), evening.plan("发传单", starts=clock.now() + timedelta(hours=3))
    after = evening.plan("收工具", starts=clock.now() + timedelta(hours=4))
    sign_up(evening, first, "shi")
    with pytest.raises(Overlapping) as refused:
        sign_up(evening, later, "shi")
    assert refused.value.facts["title"] == "扫楼道"
    sign_up(evening, after, "shi")


def test_nobody_signs_up_for_what_has_begun(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    clock.set_now(MORNING + timedelta(hours=2))
    with pytest.raises(SignUpLate):
        sign_up(evening, public_id, "tian")


def test_a_cancelled_activity_takes_nobody(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    transact(
        lambda: volunteering.activities.cancel(public_id, reason="下雨", actor=evening.actors["officer"])
    )
    with pytest.raises(ActivityCancelled):
        sign_up(evening, public_id, "tian")
    assert reading(lambda: volunteering.lists.open_to(evening.actors["tian"])) == []


def test_a_resident_signs_up_nobody_else_and_an_officer_may(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    with pytest.raises(NotAllowed):
        transact(
            lambda: volunteering.signups.sign_up(
                public_id, actor=evening.actors["yang"], person_id=evening.people["tian"]
            )
        )
    transact(
        lambda: volunteering.signups.sign_up(
            public_id, actor=evening.actors["officer"], person_id=evening.people["tian"]
        )
    )
    assert [row.name for row in sheet(evening, public_id).absent] == ["田桂兰"]


def sheet(evening: Neighbourhood, public_id: str) -> volunteering.attendance_list.AttendanceList:
    return reading(lambda: volunteering.attendance_list.read(public_id, actor=evening.actors["leader"]))


def test_five_absences_in_a_year_pause_sign_up_for_three_months(evening: Neighbourhood) -> None:
    for _ in range(4):
        absent(evening)
    fifth = evening.plan()
    sign_up(evening, fifth, "ran")
    absent_from(evening, fifth)
    assert (
        len(reading(lambda: volunteering.signups.no_shows(evening.community_id, evening.people["ran"]))) == 5
    )
    later = evening.plan(starts=clock.now() + timedelta(days=1))
    with pytest.raises(SignUpPaused) as refused:
        sign_up(evening, later, "ran")
    assert refused.value.facts["times"] == 5
    clock.set_now(clock.now() + timedelta(days=100))
    sign_up(evening, evening.plan(), "ran")


def absent(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    sign_up(evening, public_id, "ran")
    absent_from(evening, public_id)


def absent_from(evening: Neighbourhood, public_id: str) -> None:
    evening.attend(public_id, "tian")
    assert evening.close(public_id).no_shows == 1


def test_the_office_lists_all_activities_page_by_page(evening: Neighbourhood) -> None:
    for number in range(5):
        evening.plan(f"第{number}次", starts=MORNING + timedelta(days=number + 1))
    officer = evening.actors["officer"]
    first = reading(lambda: volunteering.lists.page(officer, asked=paging.PageAsked(limit=3)))
    rest = reading(
        lambda: volunteering.lists.page(officer, asked=paging.PageAsked(after=first.after or "", limit=3))
    )
    assert [row.activity.title for row in (*first.rows, *rest.rows)] == [
        f"第{number}次" for number in (4, 3, 2, 1, 0)
    ]
    assert rest.after is None
    assert rest.before is not None
    assert (first.first, first.total, rest.first, rest.total) == (1, 5, 4, 5)
    wanted = volunteering.lists.ActivityFilter(q="第3", status="open")
    assert len(reading(lambda: volunteering.lists.page(officer, wanted)).rows) == 1
    with pytest.raises(NotAllowed):
        reading(lambda: volunteering.lists.page(evening.actors["tian"]))


def test_an_activity_of_elsewhere_does_not_exist(evening: Neighbourhood) -> None:
    with pytest.raises(NotFound):
        sign_up(evening, "hd" + "3" * 12, "tian")
