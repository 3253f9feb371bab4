"""Who was there: scanned by the leader, by oneself, or ticked; the sheet, and closing it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import volunteering
from points.foundation import NotAllowed, NotFound, clock, reading, transact
from points.volunteering.programme.refusals import (
    ActivityAhead,
    ActivityOver,
    AlreadyIn,
    AlreadyOut,
    NotIn,
    NotYourActivity,
)
from points.volunteering.services.refusals import Overlapping
from tests.volunteering.conftest import MORNING, Neighbourhood

START = MORNING + timedelta(hours=2)


def scan(evening: Neighbourhood, public_id: str, who: str, by: str = "leader") -> str:
    return transact(
        lambda: volunteering.attendance.scan_person(public_id, evening.people[who], actor=evening.actors[by])
    )


def sheet(
    evening: Neighbourhood, public_id: str, by: str = "leader"
) -> volunteering.attendance_list.AttendanceList:
    return reading(lambda: volunteering.attendance_list.read(public_id, actor=evening.actors[by]))


def test_a_scan_brings_in_and_the_next_one_out(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    clock.set_now(START - timedelta(minutes=5))
    assert scan(evening, public_id, "tian") == "in"
    clock.set_now(START - timedelta(minutes=4))
    with pytest.raises(AlreadyIn):
        scan(evening, public_id, "tian")
    clock.set_now(START + timedelta(hours=1, minutes=30))
    assert scan(evening, public_id, "tian") == "out"
    with pytest.raises(AlreadyOut):
        scan(evening, public_id, "tian")
    row = sheet(evening, public_id).gone[0]
    assert (row.in_how, row.out_how) == ("leader_scan", "leader_scan")
    assert evening.close(public_id).minutes == 90


def test_a_person_scans_the_code_on_site_for_themselves(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    clock.set_now(START)
    assert (
        transact(lambda: volunteering.attendance.scan_activity(public_id, actor=evening.actors["yang"]))
        == "in"
    )
    assert sheet(evening, public_id).here[0].in_how == "self_scan"
    with pytest.raises(NotAllowed):
        transact(
            lambda: volunteering.attendance.check_in(
                public_id, evening.people["tian"], method="self_scan", actor=evening.actors["yang"]
            )
        )


def test_nobody_checks_in_long_before_or_out_of_nothing(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    clock.set_now(START - timedelta(minutes=61))
    with pytest.raises(ActivityAhead):
        scan(evening, public_id, "tian")
    clock.set_now(START)
    with pytest.raises(NotIn):
        transact(
            lambda: volunteering.attendance.check_out(
                public_id, evening.people["tian"], method="leader_scan", actor=evening.actors["leader"]
            )
        )


def test_nobody_is_in_two_places_at_once(evening: Neighbourhood) -> None:
    first, second = evening.plan("扫楼道"), evening.plan("发传单")
    clock.set_now(START)
    scan(evening, first, "shi")
    clock.set_now(START + timedelta(minutes=20))
    with pytest.raises(Overlapping):
        scan(evening, second, "shi")
    scan(evening, first, "shi")
    clock.set_now(START + timedelta(minutes=30))
    assert scan(evening, second, "shi") == "in"


def test_a_leader_keeps_only_their_own_list(evening: Neighbourhood) -> None:
    public_id = evening.plan(leader=None)
    clock.set_now(START)
    with pytest.raises(NotYourActivity):
        scan(evening, public_id, "tian")
    with pytest.raises(NotYourActivity):
        transact(lambda: volunteering.attendance.tick(public_id, what="in", actor=evening.actors["leader"]))
    with pytest.raises(NotFound):
        sheet(evening, public_id)
    assert scan(evening, public_id, "tian", by="officer") == "in"


def test_a_resident_keeps_no_list(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    clock.set_now(START)
    for what in (volunteering.confirming.confirm, volunteering.attendance_list.read):
        with pytest.raises((NotYourActivity, NotFound)):
            transact(lambda what=what: what(public_id, actor=evening.actors["tian"]))


def test_ticking_all_takes_everybody_on_the_list_and_leaves_scans_alone(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    for who in ("tian", "yang", "shi"):
        transact(lambda who=who: volunteering.signups.sign_up(public_id, actor=evening.actors[who]))
    clock.set_now(START)
    scan(evening, public_id, "tian")
    leader = evening.actors["leader"]
    clock.set_now(START + timedelta(minutes=10))
    assert transact(lambda: volunteering.attendance.tick(public_id, what="in", actor=leader)) == 2
    found = sheet(evening, public_id)
    assert found.counts == (0, 3, 0)
    assert {row.name: (row.in_how, row.in_at) for row in found.here} == {
        "田桂兰": ("leader_scan", START),
        "杨志强": ("leader_tick", START),
        "石磊": ("leader_tick", START),
    }
    undone = [evening.people["shi"]]
    assert (
        transact(lambda: volunteering.attendance.tick(public_id, what="undo", who=undone, actor=leader)) == 1
    )
    assert [row.name for row in sheet(evening, public_id).absent] == ["石磊"]


def test_a_closed_list_stays_closed(evening: Neighbourhood) -> None:
    public_id = evening.held("tian")
    for work in (
        lambda: volunteering.attendance.tick(public_id, what="in", actor=evening.actors["leader"]),
        lambda: volunteering.confirming.confirm(public_id, actor=evening.actors["leader"]),
        lambda: volunteering.attendance.scan_person(
            public_id, evening.people["yang"], actor=evening.actors["leader"]
        ),
    ):
        with pytest.raises(ActivityOver):
            transact(work)


def test_a_list_is_not_closed_before_it_begins(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    with pytest.raises(ActivityAhead):
        evening.close(public_id)


def test_who_never_checked_out_stayed_to_the_end_and_is_flagged(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    clock.set_now(START + timedelta(minutes=40))
    scan(evening, public_id, "tian")
    clock.set_now(START + timedelta(hours=5))
    assert evening.close(public_id).minutes == 80
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["officer"]))
    row = found.flagged[0]
    assert [flag.code for flag in row.flags] == ["no_check_out"]
    assert row.suggestion is not None
    assert (row.suggestion.kind, row.suggestion.minutes, row.suggestion.tenths) == ("as_is", 80, 26)


def test_who_has_next_to_no_minutes_is_named_to_the_leader_and_to_the_officer(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    clock.set_now(START)
    scan(evening, public_id, "tian")
    clock.set_now(START + timedelta(minutes=115))
    scan(evening, public_id, "yang")
    clock.set_now(START + timedelta(hours=2))
    transact(lambda: volunteering.attendance.tick(public_id, what="out", actor=evening.actors["leader"]))
    brief = sheet(evening, public_id).brief
    assert [(row.name, minutes) for row, minutes in brief] == [("杨志强", 5)]
    evening.close(public_id)
    assert sheet(evening, public_id).brief == []
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["officer"]))
    assert [(row.name, [flag.code for flag in row.flags], row.checked) for row in found.flagged] == [
        ("杨志强", ["brief"], False)
    ]
    [row] = reading(lambda: volunteering.queue.page(evening.actors["officer"])).rows
    assert [(flag.code, flag.people) for flag in row.flags] == [("brief", 1)]


def test_what_is_given_on_its_evidence_is_looked_at_for_no_minutes(evening: Neighbourhood) -> None:
    public_id = evening.plan("会", rule="R15")
    clock.set_now(START + timedelta(minutes=115))
    scan(evening, public_id, "yang")
    clock.set_now(START + timedelta(hours=2))
    transact(lambda: volunteering.attendance.tick(public_id, what="out", actor=evening.actors["leader"]))
    assert sheet(evening, public_id).brief == []
    evening.close(public_id, "照片")
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["officer"]))
    assert "brief" not in {flag.code for row in (*found.flagged, *found.clear) for flag in row.flags}


def test_a_leader_sees_what_they_lead(evening: Neighbourhood) -> None:
    done = evening.held("tian")
    ahead = evening.plan()
    open_ones, past = reading(lambda: volunteering.lists.led_by(evening.actors["leader"]))
    assert [(one.activity.public_id, one.state) for one in open_ones] == [(ahead, "open")]
    assert [(one.activity.public_id, one.state, one.here) for one in past] == [(done, "closed", 1)]


def two_said_they_would_come(evening: Neighbourhood) -> str:
    """One does."""
    public_id = evening.plan()
    for who in ("tian", "yang"):
        transact(lambda who=who: volunteering.signups.sign_up(public_id, actor=evening.actors[who]))
    evening.attend(public_id, "tian")
    return public_id


def missed(evening: Neighbourhood, who: str) -> int:
    """How often this person did not come."""
    return len(reading(lambda: volunteering.signups.no_shows(evening.community_id, evening.people[who])))


def test_while_the_clock_is_doubted_nobody_is_marked_as_not_having_come(evening: Neighbourhood) -> None:
    public_id = two_said_they_would_come(evening)
    clock.doubt("moved", believed=clock.now())
    entered = evening.close(public_id)
    clock.believe()
    assert (entered.no_shows, missed(evening, "yang"), entered.minutes) == (0, 0, 120)


def test_no_shows_of_a_day_are_cleared_with_a_record(evening: Neighbourhood) -> None:
    public_id = two_said_they_would_come(evening)
    assert evening.close(public_id).no_shows == 1
    assert (missed(evening, "yang"), missed(evening, "tian")) == (1, 0)
    day = clock.day_bounds(clock.today())
    [(activity, number)] = reading(
        lambda: list(volunteering.no_shows.noted(evening.community_id, *day).items())
    )
    assert number == 1
    before = clock.day_bounds(clock.today() - timedelta(days=1))
    assert reading(lambda: volunteering.no_shows.noted(evening.community_id, *before)) == {}
    for cleared in (1, 0):
        assert cleared == transact(
            lambda: volunteering.no_shows.take_back(evening.community_id, activity, actor=evening.house)
        )
    assert missed(evening, "yang") == 0
    assert reading(lambda: volunteering.no_shows.noted(evening.community_id, *day)) == {}
