"""What who decides is shown: each flag by itself, why somebody may not, what would be given, and what was found then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import volunteering
from points.foundation import Actor, clock, reading, run, transact
from points.volunteering.access import covered, only_stands_in
from points.volunteering.models import Attendance, Service
from points.volunteering.programme.activity_rows import get
from points.volunteering.programme.refusals import OutOfRange
from points.volunteering.review import findings, standing
from points.volunteering.review.decided import DecidedRow, takebacks
from points.volunteering.review.eligibility import find_shorter, judge, shortened
from points.volunteering.review.flags import Flag, flags_of
from points.volunteering.review.refusals import AboveWhole, FirstNeeded, NotAfterComing, StreetNeeded
from points.volunteering.services import records
from points.volunteering.services.policy import Counted, ServiceRecord
from points.volunteering.services.recusal import Ties, blocked
from points.volunteering.services.refusals import AlreadyDecided, OwnService
from tests.volunteering.conftest import MORNING, Neighbourhood
from tests.volunteering.test_counting import NINE, rule, service

# Edges of what Python compares; the statements behind them run on both engines in the tests beside these.
pytestmark = pytest.mark.shortly_on("sqlite")

ME, OTHER, PRESS = UUID(int=71), UUID(int=72), UUID(int=73)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def review(evening: Neighbourhood, public_id: str, by: str = "officer") -> volunteering.one_activity.Review:
    return reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors[by]))


# pure decisions


@pytest.mark.parametrize(
    ("what", "codes"),
    [
        ({}, []),
        ({"minutes": 480}, []),
        ({"minutes": 481}, [("long_day", 481)]),
        ({"minutes": 10}, []),
        ({"minutes": 9}, [("brief", 9)]),
        ({"minutes": 0, "method": "leader_added"}, [("brief", 0), ("added", 0)]),
        ({"minutes": 0, "origin": "imported"}, []),
        ({"method": "leader_added"}, [("added", 120)]),
        ({"origin": "back_filled"}, [("back_filled", 120)]),
        ({"status": "credited", "origin": "back_filled"}, [("back_filled", 120)]),
    ],
)
def test_a_flag_says_what_it_is_about(what: dict[str, Any], codes: list[tuple[str, int | None]]) -> None:
    one = replace(service(1), **what)
    found = flags_of(one, [one], None, Ties(), 480)
    assert [(flag.code, flag.minutes) for flag in found] == codes


@pytest.mark.parametrize(
    ("ties", "codes"),
    [
        ({"never_out"}, ["no_check_out"]),
        ({"ticked"}, ["ticked_by_one"]),
        ({"listed_by_one"}, ["listed_by_one"]),
        ({"ticked", "listed_by_one"}, ["ticked_by_one"]),
        ({"family", "led", "by_hand", "typed_by_one", "first_by_one", "unproved"}, []),
    ],
)
def test_a_tie_is_a_flag_for_whom_it_concerns_alone(ties: set[str], codes: list[str]) -> None:
    one, other = service(1), service(5)
    known = Ties(**{name: {one.service_id} for name in ties})
    assert [flag.code for flag in flags_of(one, [one], None, known, 480)] == codes
    assert flags_of(other, [other], None, known, 480) == []


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        ("cap", ["over_cap"]),
        ("under_least", ["under_least"]),
        ("back_filled", []),
        ("gives_nothing", []),
        ("", []),
    ],
)
def test_why_it_gives_less_is_a_flag(reason: str, codes: list[str]) -> None:
    one = service(1)
    counted = Counted(one, rule(), None, 40, 0, 120, reason)
    assert [flag.code for flag in flags_of(one, [one], counted, Ties(), 480)] == codes


def test_an_overlap_says_what_is_lost_and_only_while_it_waits() -> None:
    one = service(1)
    taken = replace(service(2), what="别的", status="credited")
    found = flags_of(one, [one, taken], None, Ties(), 480)
    assert found == [Flag("overlap", 60, "别的")]
    whole = replace(taken, starts_at=one.starts_at, ends_at=one.ends_at)
    assert flags_of(one, [one, whole], None, Ties(), 480) == [Flag("overlap", 120, "别的")]
    assert flags_of(replace(one, status="verified"), [taken], None, Ties(), 480) == found
    assert flags_of(replace(one, status="approved"), [taken], None, Ties(), 480) == []


def test_what_is_free_of_it_is_kept_and_less_than_a_minute_is_nothing() -> None:
    one = service(1)
    assert find_shorter(one, [one]) is one
    timeless = replace(one, starts_at=None, ends_at=None)
    assert (timeless.span, replace(one, ends_at=None).span, replace(one, starts_at=None).span) == (None,) * 3
    assert find_shorter(timeless, [service(2)]) is timeless
    taken = replace(service(2), starts_at=NINE + 2 * HOUR)
    short = find_shorter(one, [taken])
    assert short is not None
    assert (short.starts_at, short.ends_at, short.minutes) == (NINE + HOUR, NINE + 2 * HOUR, 60)
    few = find_shorter(replace(one, minutes=30), [taken])
    assert few is not None
    assert few.minutes == 30, "never more than there was"
    almost = replace(taken, starts_at=NINE + HOUR + 59 * SECOND)
    assert find_shorter(one, [almost]) is None
    assert find_shorter(one, [replace(taken, starts_at=NINE + HOUR + 60 * SECOND)]) is not None
    assert find_shorter(one, [replace(taken, starts_at=NINE)]) is None


def test_hours_are_cut_to_what_is_free_beside_what_waits_or_else_beside_what_is_decided() -> None:
    one = service(1)
    waits = replace(service(2), service_id=UUID(int=5))
    known = {row.service_id: row for row in (one, waits)}

    def cut(minutes: int | None = None, left: time | None = None, **known_as: Any) -> ServiceRecord:
        rows = {**known, waits.service_id: replace(waits, **known_as)}
        return shortened([one], rows, minutes=minutes, left=left)

    assert cut(60).ends_at == NINE + 2 * HOUR
    # beside what only waits the whole may be free
    assert (cut(61).minutes, cut(61).ends_at) == (61, one.ends_at)
    assert (cut(120).minutes, cut(120).ends_at) == (120, one.ends_at)
    for status in ("approved", "in_publicity", "objected", "credited", "verified"):
        assert cut(60, status=status).minutes == 60
        with pytest.raises(OutOfRange) as refused:
            cut(61, status=status)
        assert refused.value.facts == {"least": 1, "most": 60}
    with pytest.raises(OutOfRange):
        cut(0)
    with pytest.raises(AboveWhole) as above:
        cut(121)
    assert above.value.facts == {"whole": 120}
    assert cut() is one
    with pytest.raises(OutOfRange) as refused:
        cut(1, status="credited", starts_at=NINE, ends_at=NINE + 9 * HOUR)
    assert refused.value.facts == {"least": 0, "most": 0}
    with pytest.raises(OutOfRange):
        shortened([one, waits], known, minutes=60, left=None)
    timeless = replace(one, starts_at=None, ends_at=None)
    assert shortened([timeless], {}, minutes=None, left=time(10)) is timeless
    assert shortened([timeless], {}, minutes=7, left=time(10)).minutes == 7


@pytest.mark.parametrize(
    ("left", "minutes"),
    [
        (time(10, 0), NotAfterComing),
        (time(9, 59), NotAfterComing),
        (time(10, 1), 1),
        (time(12, 0), 120),
        (time(12, 1), AboveWhole),
    ],
)
def test_who_left_at_an_hour_left_after_they_came(left: time, minutes: Any) -> None:
    one = service(1)
    if not isinstance(minutes, int):
        with pytest.raises(minutes):
            shortened([one], {}, minutes=None, left=left)
        return
    short = shortened([one], {}, minutes=None, left=left)
    day = datetime(2025, 11, 26, left.hour, left.minute) - 8 * HOUR
    assert (short.minutes, short.ends_at) == (minutes, day.replace(tzinfo=NINE.tzinfo))
    assert short.starts_at == one.starts_at


@pytest.mark.parametrize(
    ("left", "minutes"),
    [(time(23, 30), 90), (time(0, 30), 150), (time(2, 0), 240), (time(2, 1), NotAfterComing)],
)
def test_of_a_night_somebody_leaves_on_the_next_day(left: time, minutes: Any) -> None:
    begins = NINE + 13 * HOUR
    one = replace(service(1), starts_at=begins, ends_at=begins + 4 * HOUR, minutes=240)
    if isinstance(minutes, int):
        assert shortened([one], {}, minutes=None, left=left).minutes == minutes
    else:
        with pytest.raises(minutes):
            shortened([one], {}, minutes=None, left=left)


@pytest.mark.parametrize(
    ("status", "by", "first", "stands"),
    [
        ("approved", ME, None, True),
        ("in_publicity", ME, OTHER, True),
        ("approved", OTHER, ME, False),
        ("in_publicity", OTHER, None, False),
        ("verified", None, ME, True),
        ("verified", ME, OTHER, False),
        ("credited", ME, None, False),
        ("submitted", ME, ME, False),
    ],
)
def test_whose_decision_stands(status: str, by: UUID | None, first: UUID | None, stands: bool) -> None:
    one = replace(
        service(1), status=status, decided_by=by, first_by=first, decided_at=NINE, decision_id=PRESS
    )
    assert standing.stands_by(one, Actor(PRESS, ME)) is stands
    assert standing.stands_by(one, Actor(PRESS)) is False
    assert standing.stands_by(replace(one, decided_by=None, first_by=None), Actor(PRESS)) is False
    waits = replace(one, due_at=NINE + HOUR, publicity_until=date(2025, 11, 27))
    clock.set_now(NINE)
    assert standing.revocable(waits, Actor(PRESS, ME)) is stands
    assert standing.revocable(replace(waits, decision_id=None), Actor(PRESS, ME)) is False
    due = replace(waits, due_at=NINE, publicity_until=date(2025, 11, 25))
    assert standing.revocable(due, Actor(PRESS, ME)) is (stands and status == "verified")
    clock.reset()


def test_the_first_of_two_stands_while_somebody_looked() -> None:
    one = replace(service(1), status="verified", decided_at=NINE)
    assert standing.first_of_two(one)
    assert not standing.first_of_two(replace(one, decided_at=None))
    assert not standing.first_of_two(replace(one, status="submitted"))


@pytest.mark.parametrize(
    ("what", "due"),
    [
        ({"status": "approved", "due_at": NINE}, True),
        ({"status": "approved", "due_at": NINE + SECOND}, False),
        ({"status": "approved"}, True),
        ({"status": "in_publicity", "publicity_until": date(2025, 11, 25)}, True),
        ({"status": "in_publicity", "publicity_until": date(2025, 11, 26)}, False),
        ({"status": "in_publicity"}, True),
        ({"status": "credited"}, False),
        ({"status": "submitted"}, False),
    ],
)
def test_what_is_due_counts_as_posted(what: dict[str, Any], *, due: bool) -> None:
    clock.set_now(NINE)
    assert standing.is_due(replace(service(1), **what)) is due
    clock.reset()


def test_what_can_be_taken_back_is_named_press_by_press_until_the_first_of_it() -> None:
    clock.set_now(NINE)
    mine = {"status": "approved", "decided_by": ME, "decision_id": PRESS}
    some = [
        replace(service(1), **mine, due_at=NINE + 2 * HOUR),
        replace(service(2), **mine, due_at=NINE + HOUR),
        replace(service(3), **{**mine, "status": "in_publicity"}, publicity_until=date(2025, 12, 2)),
        replace(service(4), **{**mine, "status": "in_publicity"}, publicity_until=date(2025, 12, 1)),
        replace(service(5), **{**mine, "decided_by": OTHER}, due_at=NINE + HOUR),
        replace(service(6), **{**mine, "decision_id": None}, due_at=NINE + HOUR),
        replace(service(7), **mine, due_at=NINE),
    ]
    [found] = takebacks(some, Actor(PRESS, ME))
    assert (found.decision_id, found.people, found.until, found.last_day) == (
        PRESS,
        4,
        NINE + HOUR,
        date(2025, 12, 1),
    )
    first = replace(service(8), status="verified", first_by=ME, decided_at=NINE, decision_id=OTHER)
    [one] = takebacks([first], Actor(PRESS, ME))
    assert (one.decision_id, one.people, one.until, one.last_day) == (OTHER, 1, None, None)
    assert takebacks(some, Actor(PRESS)) == []
    clock.reset()


def test_what_counts_is_what_was_not_sent_back() -> None:
    row = DecidedRow("", "", "", "", None, None, 0, 0, "", None, None, None, None, None)
    counts = [
        replace(row, status=one).counts
        for one in ("approved", "credited", "objected", "rejected", "reversed")
    ]
    assert counts == [True, True, True, False, False]


def test_what_was_found_is_kept_with_what_was_before() -> None:
    before = service(1)
    short = replace(before, minutes=60, ends_at=NINE + 2 * HOUR)
    flags = [Flag("no_check_out", 120), Flag("overlap", 60, "别的")]
    kept = findings.weigh(short, flags, before=before, reason="问过")
    starts, ends = (NINE + HOUR).isoformat(), (NINE + 3 * HOUR).isoformat()
    assert kept == {
        "flags": [["no_check_out", 120, None], ["overlap", 60, "别的"]],
        "reason": "问过",
        "before": {"minutes": 120, "starts_at": starts, "ends_at": ends},
    }
    found = findings.of_record(replace(short, weighed=kept))
    assert found == findings.Findings(tuple(flags), "问过", 120, NINE + 2 * HOUR)
    assert findings.of_record(replace(short, weighed={**kept, "flags": []})) == findings.Findings(
        (), "问过", 120, None
    )
    assert findings.of_record(before) is None
    # only minutes were cut: when they left was not told
    fewer = replace(before, minutes=60)
    told = findings.of_record(replace(fewer, weighed=findings.weigh(fewer, flags, before=before)))
    assert told is not None
    assert (told.left, told.minutes_before, told.reason) == (None, 120, None)
    assert findings.as_before(replace(short, weighed=kept)) == {
        "minutes": 120,
        "starts_at": NINE + HOUR,
        "ends_at": NINE + 3 * HOUR,
    }
    assert findings.as_before(before) == {}
    same = findings.weigh(before, [], before=before)
    assert same == {"flags": []}
    assert findings.as_before(replace(before, weighed=same)) == {}


def test_what_the_first_of_two_saw_stays_and_is_set_again() -> None:
    first = {"flags": [], "reason": "第一次", "before": {"minutes": 120, "starts_at": None, "ends_at": None}}
    seen = replace(service(1), status="verified", weighed=first, minutes=90)
    kept = findings.weigh(seen, [], before=seen, reason="")
    assert kept == {"flags": [], "first": first}
    assert findings.weigh(seen, [], before=replace(seen, status="submitted")) == {"flags": []}
    assert findings.weigh(seen, [], before=replace(seen, weighed=None)) == {"flags": []}
    found = findings.of_record(replace(seen, weighed=kept))
    assert found is not None
    assert (found.reason, found.minutes_before, found.left) == ("第一次", 120, None)
    again = findings.weigh(seen, [], before=seen, reason="第二次")
    told = findings.of_record(replace(seen, weighed=again))
    assert told is not None
    assert told.reason == "第二次"
    assert findings.as_before(replace(seen, weighed=kept)) == {"weighed": first}
    timeless = replace(seen, weighed={"flags": [], "before": first["before"]})
    assert findings.as_before(timeless) == {"minutes": 120, "starts_at": None, "ends_at": None}


@pytest.mark.parametrize("what", [{"minutes": 119}, {"starts_at": NINE}, {"ends_at": NINE + 4 * HOUR}])
def test_times_or_minutes_that_are_not_as_they_were_are_changed(what: dict[str, Any]) -> None:
    one = service(1)
    assert findings.changed(replace(one, **what), one)
    assert not findings.changed(replace(one, what="别的"), one)


def test_those_of_which_the_same_was_kept_go_together() -> None:
    some = [service(number) for number in (1, 2, 3)]
    kept = {one.service_id: {"flags": [number % 2]} for number, one in enumerate(some)}
    assert findings.alike(some, kept) == [({"flags": [0]}, [some[0], some[2]]), ({"flags": [1]}, [some[1]])]


# with the books


def test_who_may_do_what_where(evening: Neighbourhood) -> None:
    here = evening.community_id
    officer, tian = evening.actors["officer"], evening.actors["tian"]
    wanted = ("approve_services", "plan_activities")
    assert reading(lambda: covered(officer, *wanted, "change_rules")) == set(wanted)
    assert reading(lambda: covered(tian, *wanted)) == set()
    assert covered(evening.house, *wanted) == covered(Actor(here, kind="import"), *wanted) == set(wanted)
    long_days = "approve_long_days"
    second = evening.actors["second"]
    assert reading(lambda: only_stands_in(second, long_days))
    assert not reading(lambda: only_stands_in(evening.actors["street"], long_days))
    assert not reading(lambda: only_stands_in(second, "plan_activities"))
    for nobody in (evening.house, Actor(here, kind="import")):
        assert not only_stands_in(nobody, long_days)


@pytest.mark.parametrize(
    "status", ["approved", "in_publicity", "objected", "credited", "rejected", "reversed"]
)
def test_what_is_decided_is_not_decided_again(evening: Neighbourhood, status: str) -> None:
    public_id = evening.held("shi", rule="R05", hours=13)
    transact(lambda: run(sa.update(Service).values(status=status)))
    limits = {"day_limit_minutes": 480, "street_limit_minutes": 720}
    here = evening.community_id

    def look(by: str, *may: str) -> Any:
        found = records.of_activity(here, get(here, public_id).activity_id)
        return judge(found, found, actor=evening.actors[by], limits=limits, may=set(may))[0].refusal

    assert isinstance(reading(lambda: look("second")), AlreadyDecided)
    transact(lambda: run(sa.update(Service).values(status="submitted")))
    assert isinstance(reading(lambda: look("second")), FirstNeeded)
    assert reading(lambda: look("second", "plan_activities")) is None
    transact(lambda: run(sa.update(Service).values(status="verified")))
    assert isinstance(reading(lambda: look("second", "plan_activities")), StreetNeeded)
    # who only stands in for the street office may not while somebody is there
    assert isinstance(reading(lambda: look("second", "approve_long_days")), StreetNeeded)
    assert reading(lambda: look("street", "approve_long_days")) is None


def test_of_two_of_one_press_that_overlap_the_second_is_refused(evening: Neighbourhood) -> None:
    public_id, here = evening.held("tian"), evening.community_id
    [one] = reading(lambda: records.of_activity(here, get(here, public_id).activity_id))
    other = replace(one, service_id=UUID(int=9), what="同时")
    limits = {"day_limit_minutes": 480, "street_limit_minutes": 720}

    def look(*chosen: ServiceRecord) -> list[str | None]:
        judged = judge(chosen, [one, other], actor=evening.house, limits=limits, may=set(), ties=Ties())
        return [row.refusal.code if row.refusal else None for row in judged]

    assert reading(lambda: look(one, other)) == [None, "overlap"]
    assert reading(lambda: look(other, one)) == [None, "overlap"]
    assert reading(lambda: look(other)) == [None]


def test_why_somebody_keeps_away_is_the_nearest_reason(evening: Neighbourhood) -> None:
    public_id, here = evening.held("tian"), evening.community_id
    [one] = reading(lambda: records.of_activity(here, get(here, public_id).activity_id))
    officer = evening.actors["officer"]
    every = ["family", "led", "by_hand", "typed_by_one"]
    said = [
        {
            key.code
            for key in blocked(
                [one], actor=officer, known=Ties(**{name: {one.service_id} for name in some})
            ).values()
        }
        for some in (every, every[1:], every[2:], every[3:], [])
    ]
    assert said == [{"relative"}, {"own_activity"}, {"own_entry"}, {"entry_of_one"}, set()]
    own = replace(one, person_id=officer.person_id)
    known = Ties(family={one.service_id})
    assert blocked([own], actor=officer, known=known) == {one.service_id: OwnService}
    assert blocked([one], actor=evening.house, known=known) == {}
    assert blocked([], actor=officer, known=known) == {}


def test_who_handed_in_a_list_of_nobody_is_named(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    transact(lambda: volunteering.signups.sign_up(public_id, actor=evening.actors["tian"]))
    clock.set_now(MORNING + 5 * HOUR)
    evening.close(public_id)
    seen = review(evening, public_id).handed_in
    assert seen is not None
    assert (seen.name, seen.people) == ("罗海燕", 0)


def test_a_review_says_what_there_is_and_why_it_is_closed(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    transact(lambda: volunteering.signups.sign_up(public_id, actor=evening.actors["ran"]))
    transact(lambda: volunteering.signups.sign_up(public_id, actor=evening.actors["tian"]))
    seen = review(evening, public_id)
    assert (seen.closed, seen.over, seen.may_decide, seen.blocked, seen.handed_in) == (
        False,
        False,
        False,
        None,
        None,
    )
    assert (seen.may_cancel, seen.publicity_from, seen.entered_by_name, seen.reason, seen.evidence) == (
        *(True, date(2025, 11, 27), None, None, None),
    )
    assert [(one.name, one.status, one.checked_in) for one in seen.listed] == [
        ("冉明", "signed_up", None),
        ("田桂兰", "signed_up", None),
    ]
    evening.attend(public_id, "tian", "yang")
    seen = review(evening, public_id)
    assert (seen.over, seen.closed, seen.blocked, seen.may_cancel) == (True, False, "not_closed", False)
    clock.set_now(clock.now() - SECOND)
    assert (review(evening, public_id).over, review(evening, public_id).blocked) == (False, None)
    evening.close(public_id)
    seen = review(evening, public_id)
    starts = MORNING + 2 * HOUR
    assert [(one.name, one.status, one.checked_in) for one in seen.listed] == [
        ("冉明", "no_show", None),
        ("田桂兰", "signed_up", starts),
        ("杨志强", "came", starts),
    ]
    assert seen.handed_in is not None
    assert (seen.handed_in.name, seen.handed_in.people, seen.closed) == ("罗海燕", 2, True)
    assert (seen.may_decide, seen.blocked, seen.may_cancel, seen.flagged) == (True, None, False, [])
    assert [(one.name, one.checked_in, one.minutes, one.tenths, one.is_leader) for one in seen.clear] == [
        ("杨志强", starts, 120, 40, False),
        ("田桂兰", starts, 120, 40, False),
    ]
    assert reading(lambda: volunteering.one_activity.may_decide(public_id, actor=evening.actors["officer"]))
    for by, why in (("leader", "not_your_role"), ("street", None), ("second", "relative")):
        assert review(evening, public_id, by).blocked == (why if by == "leader" else None)
    evening.approve(public_id)
    seen = review(evening, public_id)
    assert (seen.may_decide, seen.blocked) == (False, None)
    assert [
        (one.name, one.status, one.tenths, one.by_name, one.first_by_name, one.at) for one in seen.decided
    ] == [
        ("杨志强", "credited", 40, "冉婷", None, clock.now()),
        ("田桂兰", "credited", 40, "冉婷", None, clock.now()),
    ]
    assert not reading(
        lambda: volunteering.one_activity.may_decide(public_id, actor=evening.actors["officer"])
    )


def test_who_led_it_decides_nothing_of_it_and_who_may_decide_about_nobody_is_told_why(
    evening: Neighbourhood,
) -> None:
    led = evening.held("tian", "leader")
    assert [(one.name, one.is_leader) for one in review(evening, led).clear] == [
        ("田桂兰", False),
        ("罗海燕", True),
    ]
    mine = evening.plan(leader="officer", starts=clock.now())
    officer, there = evening.actors["officer"], [evening.people["tian"]]
    transact(lambda: volunteering.attendance.tick(mine, what="in", who=there, actor=officer))
    clock.set_now(clock.now() + 2 * HOUR)
    transact(lambda: volunteering.confirming.confirm(mine, actor=officer))
    seen = review(evening, mine)
    assert (seen.blocked, seen.may_decide) == ("own_activity", False)
    typed = evening.back_fill("tian", by="officer")
    seen = review(evening, typed)
    assert (seen.blocked, seen.may_decide, seen.handed_in) == ("own_entry", False, None)
    assert (seen.entered_by_name, seen.reason, seen.evidence) == ("冉婷", "签到表没带", "现场照片 2 张")
    assert review(evening, typed, "second").blocked is None
    own = evening.held("officer", starts=clock.now())
    assert review(evening, own).blocked == "own_service"
    actor = evening.actors["officer"]
    for one in (mine, typed, own):
        assert not reading(lambda one=one: volunteering.one_activity.may_decide(one, actor=actor))


def test_beside_a_row_stands_what_else_there_was_that_day_and_who_lives_with_them(
    evening: Neighbourhood,
) -> None:
    evening.held("tian", title="早上")
    evening.held("tian", title="昨天", starts=clock.now() + timedelta(days=1))
    clock.set_now(MORNING + 4 * HOUR)
    public_id = evening.held("yang", "tian", "xiaohe", "street", starts=clock.now())
    rows = {one.name: one for one in review(evening, public_id).clear}
    assert {name: one.elsewhere for name, one in rows.items()} == {
        "田桂兰": ("早上",),
        "杨志强": (),
        "杨小禾": (),
        "街道办": (),
    }
    assert {name: one.household for name, one in rows.items()} == {
        "田桂兰": (),
        "杨志强": ("杨小禾",),
        "杨小禾": ("杨志强",),
        "街道办": (),
    }
    assert {one.door for one in rows.values()} == {"3栋", ""}


def test_a_row_is_ticked_where_nothing_is_to_be_looked_at(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    evening.attend(public_id, "tian", "officer", "yang")
    never_out = sa.update(Attendance).where(Attendance.person_id == evening.people["yang"])
    transact(lambda: run(never_out.values(out_at=None, method_out="")))
    evening.close(public_id)
    seen = review(evening, public_id)
    rows = {one.name: (one.checked, one.may_decide, one.asks) for one in (*seen.flagged, *seen.clear)}
    assert rows == {
        "田桂兰": (True, True, False),
        "冉婷": (False, False, False),
        "杨志强": (False, True, True),
    }
    assert [one.name for one in seen.clear] == ["田桂兰"]
    [asked] = [one for one in seen.flagged if one.asks]
    assert (asked.checked_out, asked.minutes) == (None, 120)
    row = reading(lambda: volunteering.queue.page(evening.actors["officer"])).rows[0]
    assert (row.people, row.minutes, row.tenths) == (3, 360, 120)
    assert (row.ready.people, row.ready.minutes, row.ready.tenths) == (1, 120, 40)
    assert {(one.code, one.people, one.minutes) for one in row.flags} == {
        ("no_check_out", 1, 120),
        ("relative", 1, None),
    }


def test_the_queue_says_whose_it_is_and_what_may_be_done(evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    evening.decide("takeback_seconds", 60)
    evening.back_fill("tian", by="officer")
    evening.held("yang", leader="leader")
    officer = evening.actors["officer"]
    found = reading(lambda: volunteering.queue.page(officer))
    assert (found.publicity_from, found.publicity_days, found.takeback_seconds) == (date(2025, 11, 27), 3, 60)
    assert (found.first_page, found.next_key, found.first_due, found.tab) == (True, None, None, "mine")
    said = {
        row.title: (row.entered_by_me, row.back_filled, row.may_decide, row.blocked) for row in found.rows
    }
    assert said == {"帮忙搬运": (True, True, False, "own_entry"), "楼道清扫": (False, False, True, None)}
    watching = reading(lambda: volunteering.queue.page(evening.actors["street"]))
    assert [row.entered_by_me for row in watching.rows] == [False, False]
    house = reading(lambda: volunteering.queue.page(evening.house))
    assert [row.entered_by_me for row in house.rows] == [False, False]
    other = reading(lambda: volunteering.queue.page(officer, "anything")).rows
    assert [row.may_decide for row in other] == [False, False]
    assert [row.public_id for row in other] == [row.public_id for row in found.rows]
    evening.decide("publicity_days", 0)
    [one] = [row.public_id for row in found.rows if row.title == "楼道清扫"]
    evening.approve(one)
    due = clock.now() + timedelta(seconds=60)
    assert reading(lambda: volunteering.queue.page(officer)).first_due == due
    assert reading(lambda: volunteering.posting.first_due(evening.community_id)) == due
    assert reading(volunteering.posting.communities_due) == []
    clock.set_now(due)
    assert reading(volunteering.posting.communities_due) == [evening.community_id]
    assert len(transact(lambda: volunteering.posting.post_due(evening.community_id)).awards) == 1
    assert reading(lambda: volunteering.posting.first_due(evening.community_id)) is None


@pytest.mark.parametrize("tab", ["mine", "returned"])
def test_a_tab_is_read_from_its_beginning_page_by_page(evening: Neighbourhood, tab: str) -> None:
    made = [evening.held("tian", starts=MORNING + timedelta(days=day + 1)) for day in range(3)]
    officer = evening.actors["officer"]
    if tab == "returned":
        for one in made:
            transact(lambda one=one: volunteering.approval.reject_activity(one, reason="不", actor=officer))
        made.reverse()
    first = reading(lambda: volunteering.queue.page(officer, tab, limit=2))
    assert [row.public_id for row in first.rows] == made[:2]
    assert [row.may_decide for row in first.rows] == [tab == "mine"] * 2
    assert first.total_people == 3
    rest = reading(lambda: volunteering.queue.page(officer, tab, after=first.next_key, limit=1))
    assert ([row.public_id for row in rest.rows], rest.next_key, rest.first_page) == (made[2:], None, False)


def test_what_is_due_is_given_step_by_step(evening: Neighbourhood) -> None:
    evening.decide("takeback_seconds", 60)
    here = evening.community_id
    evening.approve(evening.held("tian", "yang", "shi"))
    clock.set_now(clock.now() + timedelta(seconds=60))
    post = volunteering.posting.post_due
    steps = [transact(lambda: post(here, limit=2)) for _ in range(2)]
    assert [(len(one.awards), one.more) for one in steps] == [(2, True), (1, False)]
    evening.decide("publicity_days", 1)
    evening.approve(evening.held("tian", "yang", "shi", starts=clock.now()))
    credit = volunteering.publicity.credit_due
    assert transact(lambda: credit(here)).awards == []
    first = reading(lambda: volunteering.publicity.posted(here, limit=2))
    rest = reading(lambda: volunteering.publicity.posted(here, after=first[-1].service_id))
    assert (len(first), len({one.service_id for one in (*first, *rest)})) == (2, 3)
    clock.set_now(clock.now() + timedelta(days=3))
    steps = [transact(lambda: credit(here, limit=2)) for _ in range(2)]
    assert [(len(one.awards), one.more) for one in steps] == [(2, True), (1, False)]
