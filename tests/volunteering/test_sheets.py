"""Planning, the sheet, handing it in and typing in: each field, and each limit of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from points import ledger, people, volunteering
from points.foundation import Actor, NotAllowed, clock, db, new_id, reading, run, transact
from points.volunteering.models import Activity, Award, Objection, Service
from points.volunteering.programme.activity_rows import get, may_hand_in
from points.volunteering.programme.refusals import EndBeforeStart, OutOfRange
from points.volunteering.review import objection_rows
from points.volunteering.services import counting, crediting, records
from points.volunteering.services.policy import count
from tests.support.records import facts_of, records_of
from tests.volunteering.conftest import MORNING, Neighbourhood
from tests.volunteering.test_activities import sign_up
from tests.volunteering.test_minutes import add, scan, tick

# Edges of what Python compares; the statements behind them run on both engines in the tests beside these.
pytestmark = pytest.mark.shortly_on("sqlite")

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
START, END = MORNING + 2 * HOUR, MORNING + 4 * HOUR


def plan(evening: Neighbourhood, **said: Any) -> volunteering.activities.ActivityInfo:
    facts = {"title": "", "starts_at": START, "ends_at": END, "actor": evening.actors["officer"], **said}
    return transact(lambda: volunteering.activities.plan(evening.rules["R01"], **facts))


def sheet(
    evening: Neighbourhood, public_id: str, by: str = "leader"
) -> volunteering.attendance_list.AttendanceList:
    return reading(lambda: volunteering.attendance_list.read(public_id, actor=evening.actors[by]))


def test_an_activity_is_planned_as_it_is_said(evening: Neighbourhood) -> None:
    bare = plan(evening, title="  ", starts_at=MORNING)
    assert (bare.title, bare.spot, bare.leader_id, bare.capacity) == ("社区环境清洁", "", None, None)
    assert (bare.status, bare.origin, bare.planned_by) == (
        "open",
        "planned",
        evening.actors["officer"].account_id,
    )
    full = plan(evening, title=" 清扫 ", spot=" 河边 ", leader_id=evening.people["leader"], capacity=3)
    assert (full.title, full.spot, full.leader_id, full.capacity) == (
        "清扫",
        "河边",
        evening.people["leader"],
        3,
    )
    for one in (bare, full):
        assert reading(lambda one=one: get(evening.community_id, one.public_id)) == one
        assert reading(lambda one=one: volunteering.activities.get(one.public_id, actor=evening.house)) == one
    with pytest.raises(NotAllowed):
        reading(lambda: volunteering.activities.get(full.public_id, actor=evening.actors["tian"]))
    assert records_of("activity.planned")[0].subject_id == bare.activity_id
    with pytest.raises(NotAllowed):
        transact(
            lambda: volunteering.activities.hand_on(
                evening.people["leader"], to=evening.people["second"], actor=evening.actors["tian"]
            )
        )


def test_what_is_handed_on_is_recorded_of_each_the_next_first(evening: Neighbourhood) -> None:
    later = evening.plan("后天", starts=MORNING + timedelta(days=2))
    sooner, done = evening.plan("今天"), evening.held("tian", title="办完的")
    leader, second = evening.people["leader"], evening.people["second"]
    found = transact(lambda: volunteering.activities.hand_on(leader, to=second, actor=evening.house))
    assert [one.public_id for one in found] == [sooner, later]
    assert [row.subject_id for row in records_of("activity.handed_on")] == [one.activity_id for one in found]
    assert reading(lambda: get(evening.community_id, done)).leader_id == leader


def test_the_sheet_says_who_is_where_and_what_may_be_done(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    for name in ("shi", "tian", "ran", "yang"):
        sign_up(evening, public_id, name)
    transact(lambda: volunteering.signups.withdraw(public_id, actor=evening.actors["ran"]))

    def can(at: Any) -> tuple[bool, bool, bool]:
        clock.set_now(at)
        found = sheet(evening, public_id)
        return found.can_close, found.can_cancel, found.over

    assert [can(at) for at in (START - SECOND, START, END - SECOND, END)] == [
        (False, True, False),
        (False, True, False),
        (False, True, False),
        (True, True, True),
    ]
    clock.set_now(START - HOUR)
    scan(evening, public_id, "tian")
    assert [can(at) for at in (START - SECOND, START)] == [(False, False, False), (True, False, False)]
    tick(evening, public_id, "in", "yang")
    tick(evening, public_id, "out", "yang")
    add(evening, public_id, "ran")
    found = sheet(evening, public_id)
    assert ([row.name for row in found.absent], [row.name for row in found.here]) == (
        ["石磊"],
        ["田桂兰", "冉明"],
    )
    assert [(row.name, row.in_how, row.out_how, row.out_at) for row in found.gone] == [
        ("杨志强", "leader_tick", "leader_tick", START)
    ]
    assert [(row.in_how, row.out_how, row.signed_up) for row in found.here] == [
        ("leader_scan", None, True),
        ("leader_added", None, False),
    ]
    assert [(row.in_at, row.signed_up, row.door) for row in found.absent] == [(None, True, "3栋")]
    assert (found.counts, found.signed_up, found.on_evidence) == ((1, 2, 1), 3, False)
    tick(evening, public_id, "in", "shi")
    assert [row.name for row in sheet(evening, public_id).here] == ["石磊", "田桂兰", "冉明"]
    evening.close(public_id)
    clock.set_now(END + HOUR)
    found = sheet(evening, public_id, "officer")
    assert (found.can_close, found.can_cancel, found.over, found.activity.status) == (
        False,
        False,
        True,
        "held",
    )
    assert sheet(evening, evening.plan("会", rule="R15")).on_evidence


@pytest.mark.parametrize(
    ("somebody", "at", "may"),
    [(True, START - SECOND, False), (True, START, True), (False, END - SECOND, False), (False, END, True)],
)
def test_a_list_has_something_to_say(evening: Neighbourhood, somebody: bool, at: Any, *, may: bool) -> None:
    found = reading(lambda: get(evening.community_id, evening.plan()))
    clock.set_now(at)
    assert may_hand_in(found, somebody) is may


def test_a_list_handed_in_makes_a_service_of_each_who_came(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    for name in ("tian", "ran", "shi"):
        sign_up(evening, public_id, name)
    transact(lambda: volunteering.signups.withdraw(public_id, actor=evening.actors["shi"]))
    other = evening.plan("另一场", starts=MORNING + timedelta(days=1))
    sign_up(evening, other, "ran")
    clock.set_now(START + HOUR)
    scan(evening, public_id, "tian")
    clock.set_now(END - SECOND * 90)
    entered = evening.close(public_id, " 照片 ")
    assert (entered.people, entered.no_shows, entered.minutes) == (1, 1, 58)
    assert entered.activity.public_id == public_id
    assert facts_of("activity.closed") == [{"people": 1, "no_shows": 1, "minutes": 58}]
    [one] = reading(lambda: records.of_activity(evening.community_id, entered.activity.activity_id))
    assert (one.starts_at, one.ends_at, one.minutes, one.evidence) == (START + HOUR, clock.now(), 58, "照片")
    assert (one.status, one.origin, one.method, one.what) == (
        "submitted",
        "activity",
        "leader_scan",
        "楼道清扫",
    )
    assert (one.entered_by, one.quantity_tenths, one.reason, one.version) == (
        *(evening.actors["leader"].account_id, 10, "", 1),
    )
    [said] = records_of("service.recorded")
    assert (said.subject_id, said.origin, said.facts["minutes"]) == (one.service_id, "entered", 58)
    here = evening.community_id
    known = reading(lambda: volunteering.signups.signed_up(here, get(here, public_id).activity_id))
    assert [(row.person_id, row.status) for row in known] == [
        (evening.people["tian"], "signed_up"),
        (evening.people["ran"], "no_show"),
    ]
    elsewhere = reading(lambda: volunteering.signups.signed_up(here, get(here, other).activity_id))
    assert [row.status for row in elsewhere] == ["signed_up"]


def test_a_list_with_evidence_noted_is_one_version_later(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", "yang", "shi", "ran")
    here = evening.community_id
    found = reading(lambda: records.of_activity(here, get(here, public_id).activity_id))
    states = ("submitted", "verified", "credited", "submitted")
    for one, status in zip(found, states, strict=True):
        evidence = "早有的" if one is found[3] else ""
        which = sa.update(Service).where(Service.id == one.service_id)
        transact(
            lambda which=which, status=status, evidence=evidence: run(
                which.values(status=status, evidence=evidence)
            )
        )
    officer = evening.actors["officer"]
    note = volunteering.confirming.note_evidence
    assert transact(lambda: note(public_id, evidence=" 照片 ", actor=officer)) == 2
    after = reading(lambda: records.by_ids(here, [one.service_id for one in found]))
    said = [(after[one.service_id].evidence, after[one.service_id].version) for one in found]
    assert said == [("照片", 2), ("照片", 2), ("", 1), ("早有的", 1)]
    [row] = records_of("service.evidence_noted")
    assert (row.subject_id, row.facts) == (get_id(evening, public_id), {"people": 2})


def get_id(evening: Neighbourhood, public_id: str) -> Any:
    return reading(lambda: get(evening.community_id, public_id)).activity_id


def test_what_is_typed_in_stands_as_it_was_typed(evening: Neighbourhood) -> None:
    tian, yang, officer = evening.people["tian"], evening.people["yang"], evening.actors["officer"]
    starts = MORNING - 5 * HOUR

    def type_in(**said: Any) -> Any:
        facts = {
            "title": " ",
            "starts_at": starts,
            "ends_at": starts + 2 * HOUR,
            "reason": " 忘了 ",
            "evidence": " 照片 ",
            "actor": officer,
            **said,
        }
        who = facts.pop("who", [tian, yang, tian])
        return transact(lambda: volunteering.back_filling.record(who, evening.rules["R01"], **facts))

    done = type_in(spot=" 河边 ")
    assert (done.people, done.no_shows, done.minutes) == (2, 0, 240)
    card = reading(lambda: get(evening.community_id, done.activity.public_id))
    assert (card.title, card.spot, card.status, card.origin) == (
        "社区环境清洁",
        "河边",
        "held",
        "back_filled",
    )
    found = reading(lambda: records.of_activity(evening.community_id, card.activity_id))
    assert {(one.reason, one.evidence, one.method, one.minutes, one.quantity_tenths) for one in found} == {
        ("忘了", "照片", "typed", 120, 10)
    }
    assert {(one.starts_at, one.ends_at, one.entered_by) for one in found} == {
        (starts, starts + 2 * HOUR, officer.account_id)
    }
    assert {row.origin for row in records_of("service.back_filled")} == {"back_filled"}
    again = type_in(title=" 搬 ", starts_at=starts + 2 * HOUR, ends_at=MORNING, minutes=7, quantity_tenths=25)
    assert (again.activity.title, again.minutes, again.activity.spot) == ("搬", 14, "")
    [one, _] = reading(lambda: records.of_activity(evening.community_id, again.activity.activity_id))
    assert (one.minutes, one.quantity_tenths) == (7, 25)
    with pytest.raises(EndBeforeStart):
        type_in(ends_at=starts)
    with pytest.raises(OutOfRange) as refused:
        type_in(who=[evening.people["shi"]], minutes=121)
    assert refused.value.facts == {"least": 1, "most": 120}
    with pytest.raises(OutOfRange) as refused:
        type_in(who=[])
    assert refused.value.facts == {"least": 1, "most": 200}
    with pytest.raises(OutOfRange):
        type_in(who=[new_id() for _ in range(201)])


def test_a_typed_service_without_points_uses_up_no_cap_and_an_award_finds_its_purse(
    evening: Neighbourhood,
) -> None:
    here, tian = evening.community_id, evening.people["tian"]
    evening.approve(evening.back_fill("tian", by="second"))
    day = {"R01": "2025-11-25"}
    assert reading(lambda: ledger.caps.used(here, [tian], day)) == {}
    public_id = evening.held("tian")

    def work() -> None:
        found = records.of_activity(here, get(here, public_id).activity_id)
        known = replace(counting.read(here, found), purses={})
        records.move_on(here, found, expect_from=["submitted"], status="credited")
        crediting.credit(known, count(known, found), approved_by={}, actor=evening.house)

    transact(work)
    account = reading(lambda: people.purses.of_person(here, tian)).account_id
    awards = reading(lambda: list(db.session.scalars(sa.select(Award).order_by(Award.id))))
    assert [(one.account_id, one.tenths, one.approved_by is None) for one in awards] == [
        (account, 0, False),
        (account, 40, True),
    ]
    assert evening.points("tian") == 40


def test_who_is_nobody_in_particular_is_near_to_nobody(evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    evening.approve(evening.held("tian"))
    here = evening.community_id
    [line] = reading(lambda: volunteering.publicity.posted(here))
    found = Objection(community_id=here, person_id=evening.people["ran"], raised_by=None)
    street = evening.actors["street"]
    for actor in (evening.house, replace(street, person_id=None), street):
        assert reading(lambda actor=actor: objection_rows.why_not(found, line, actor)) is None
    nameless = Objection(community_id=here, person_id=None, raised_by=None)
    assert reading(lambda: objection_rows.why_not(nameless, line, street)) is None
    refused = reading(lambda: objection_rows.why_not(nameless, line, Actor(here)))
    assert isinstance(refused, NotAllowed)
    ran = replace(street, person_id=evening.people["ran"])
    assert reading(lambda: objection_rows.why_not(found, line, ran)) is not None


def test_those_to_call_are_read_by_their_doors(evening: Neighbourhood) -> None:
    def build() -> None:
        for number, (key, name, door) in enumerate(
            (("a", "乙", "2栋"), ("b", "甲", "2栋"), ("c", "丙", "1栋"))
        ):
            home = people.households.add(f"80{number}", actor=evening.house)
            evening.people[key] = people.residents.register(
                name, actor=evening.house, household_id=home, door=door
            )

    transact(build)
    public_id = evening.plan()
    officer = evening.actors["officer"]
    for key in ("a", "b", "c"):
        who = evening.people[key]
        transact(lambda who=who: volunteering.signups.sign_up(public_id, actor=officer, person_id=who))
    found = reading(lambda: volunteering.signups.to_call(public_id, actor=officer))
    assert [(one.door, one.name) for one in found] == sorted([("2栋", "乙"), ("2栋", "甲"), ("1栋", "丙")])


def test_marks_of_a_day_are_taken_back_and_counted(evening: Neighbourhood) -> None:
    public_id, other = evening.plan(), evening.plan("另一场", starts=MORNING + timedelta(days=1))
    for one in (public_id, other):
        for name in ("tian", "yang", "ran"):
            sign_up(evening, one, name)
        evening.attend(one, "tian")
        evening.close(one)
    here, officer = evening.community_id, evening.actors["officer"]
    first, second = get_id(evening, public_id), get_id(evening, other)
    noted = volunteering.no_shows.noted
    assert reading(lambda: noted(here, MORNING, clock.now() + HOUR)) == {first: 2, second: 2}
    assert reading(lambda: noted(here, MORNING, MORNING + timedelta(hours=20))) == {first: 2}
    take_back = volunteering.no_shows.take_back
    assert [transact(lambda: take_back(here, first, actor=officer)) for _ in range(2)] == [2, 0]
    assert reading(lambda: noted(here, MORNING, clock.now() + HOUR)) == {second: 2}
    rows = records_of("activity.no_shows_cleared")
    assert [(row.subject_id, row.facts) for row in rows] == [(first, {"people": 2})]
    assert reading(lambda: db.session.scalar(sa.select(sa.func.count()).select_from(Activity))) == 2
