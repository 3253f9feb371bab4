"""What somebody is told of their work: until when, in which order, and whose it was; and where a point came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people, volunteering
from points.foundation import NEVER, clock, db, new_id, reading, run, transact
from points.volunteering.models import Activity, Attendance, Award, Service, SignUp
from points.volunteering.programme.activity_rows import get
from points.volunteering.rulebook import versions
from points.volunteering.rulebook.caps import Limit, read_cap
from points.volunteering.rulebook.policy import decayed, fits, gives, lapses_on
from points.volunteering.rulebook.words import number, said
from points.volunteering.services import notice_rows, records
from points.volunteering.services.policy import CountingInputs, Span, cap_key, count, first_overlap, free_part
from tests.support.records import records_of
from tests.volunteering.conftest import MORNING, Neighbourhood
from tests.volunteering.test_activities import sign_up
from tests.volunteering.test_approval import award_of
from tests.volunteering.test_calling_off import cancel, resume
from tests.volunteering.test_corrections import ask, confirm
from tests.volunteering.test_counting import HOME, NINE, PURSES, TIAN, YANG, inputs, rule, service
from tests.volunteering.test_objections import decide, object_to

# Edges of what Python compares; the statements behind them run on both engines in the tests beside these.
pytestmark = pytest.mark.shortly_on("sqlite")

HOUR, DAY, MOMENT = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)


def told(evening: Neighbourhood, name: str) -> list[volunteering.notices.Told]:
    actor = evening.actors[name]

    def work() -> list[volunteering.notices.Told]:
        account = people.purses.account_of(actor)
        found = notice_rows.read(actor, account)
        assert volunteering.waiting.first_page(actor, account).told == found
        return found

    return reading(work)


def test_what_was_called_off_is_told_for_thirty_days_and_what_goes_on_until_it_begins(
    evening: Neighbourhood,
) -> None:
    public_id = evening.plan(starts=MORNING + DAY)
    sign_up(evening, public_id, "tian")
    cancel(evening, public_id)
    one = reading(lambda: get(evening.community_id, public_id))
    assert (one.resumed_at, one.cancelled_at, one.cancel_reason) == (None, MORNING, "下雨，改天再办。")
    expected = notice_rows.Told(
        *("cancelled", one.activity_id, MORNING, "楼道清扫", MORNING + DAY, None, "下雨，改天再办。"),
        *(None, None, False),
    )
    for at, known in (
        (MORNING + DAY, [expected]),
        (MORNING + 31 * DAY, [expected]),
        (MORNING + 31 * DAY + MOMENT, []),
    ):
        clock.set_now(at)
        assert told(evening, "tian") == known, at
    clock.set_now(MORNING + HOUR)
    resume(evening, public_id)
    for at, known in ((MORNING + DAY - MOMENT, ["resumed"]), (MORNING + DAY, [])):
        clock.set_now(at)
        assert [row.kind for row in told(evening, "tian")] == known, at
    clock.set_now(MORNING + HOUR)
    cancel(evening, public_id)
    assert reading(lambda: get(evening.community_id, public_id)).resumed_at is None


def test_who_signed_up_when_it_was_called_off_heard_of_it_and_who_did_a_moment_later_did_not(
    evening: Neighbourhood,
) -> None:
    public_id = evening.plan()
    for name in ("tian", "yang"):
        sign_up(evening, public_id, name)
    cancel(evening, public_id)
    resume(evening, public_id)
    assert [row.kind for row in told(evening, "yang")] == ["resumed"]
    later = sa.update(SignUp).where(SignUp.person_id == evening.people["yang"]).values(at=MORNING + MOMENT)
    transact(lambda: run(later))
    assert (told(evening, "yang"), len(told(evening, "tian"))) == ([], 1)
    transact(lambda: volunteering.notices.understand(told_id(evening, "tian"), actor=evening.actors["tian"]))
    assert told(evening, "tian") == [], "what was read when it happened is read"
    transact(lambda: run(sa.update(Activity).values(resumed_at=MORNING + MOMENT)))
    assert len(told(evening, "tian")) == 1


def told_id(evening: Neighbourhood, name: str) -> UUID:
    actor = evening.actors[name]
    return notice_rows.read(actor, people.purses.account_of(actor))[0].about_id


def test_what_became_of_the_own_work_is_told_newest_first_for_thirty_days(evening: Neighbourhood) -> None:
    evening.approve(evening.held("yang", hours=4))
    award = reading(lambda: award_of(evening, "yang")).subject_id
    assert award is not None
    ask(evening, award, "officer")
    confirm(evening, award)
    taken_at = clock.now()
    evening.decide("publicity_days", 3)
    evening.approve(evening.held("yang", title="河边", starts=clock.now()))
    [line] = reading(lambda: volunteering.publicity.posted(evening.community_id))
    object_to(evening, line.service_id, "tian")
    clock.set_now(clock.now() + HOUR)
    decide(evening, line.service_id)
    decided_at = clock.now()
    found = told(evening, "yang")
    day = date(2025, 11, 26)
    assert [replace(one, about_id=line.service_id) for one in found] == [
        notice_rows.Told(
            *("dismissed", line.service_id, decided_at, "河边", None, day, "查过了", None),
            *(date(2025, 12, 1), True),
        ),
        notice_rows.Told(
            "reversed", line.service_id, taken_at, "楼道清扫", None, day, "冒领", 80, None, mine=True
        ),
    ]
    [mine] = told(evening, "tian")
    assert (mine.kind, mine.mine, mine.until) == ("objection_dismissed", False, date(2025, 12, 1))
    for at, kinds in (
        (taken_at + 30 * DAY, ["dismissed", "reversed"]),
        (taken_at + 30 * DAY + MOMENT, ["dismissed"]),
        (decided_at + 30 * DAY, ["dismissed"]),
        (decided_at + 30 * DAY + MOMENT, []),
    ):
        clock.set_now(at)
        assert [one.kind for one in told(evening, "yang")] == kinds, at
        assert len(told(evening, "tian")) == int("dismissed" in kinds)
    # who lives with them shares the purse and did not do it
    account = reading(lambda: people.purses.account_of(evening.actors["yang"]))
    somebody = replace(evening.actors["yang"], person_id=evening.people["xiaohe"], purse_id=None)
    clock.set_now(taken_at + 2 * HOUR)
    assert [(one.kind, one.mine) for one in reading(lambda: notice_rows.read(somebody, account))] == [
        ("reversed", False)
    ]


STATES = {
    "submitted": ("review", 40),
    "verified": ("review", 40),
    "deliberated": ("review", 40),
    "approved": ("approved", 40),
    "in_publicity": ("publicity", 40),
    "objected": ("objected", 40),
    "rejected": ("sent_back", None),
    "credited": None,
    "reversed": None,
    "draft": None,
}


@pytest.mark.parametrize(("status", "shown"), STATES.items())
def test_where_a_piece_of_work_stands(
    evening: Neighbourhood, status: str, shown: tuple[str, int | None] | None
) -> None:
    evening.held("tian", "yang")
    said = {"publicity_until": date(2025, 12, 1), "decision_reason": "没看见", "decided_at": MORNING}
    transact(lambda: run(sa.update(Service).values(status=status, **said)))
    here, tian, actor = evening.community_id, evening.people["tian"], evening.actors["tian"]
    found = reading(lambda: volunteering.waiting.of_person(here, tian))
    rest = ("楼道清扫", "社区环境清洁", "", date(2025, 11, 26))
    assert found == (
        [] if shown is None else [volunteering.waiting.Waiting(*rest, *shown, date(2025, 12, 1), "没看见")]
    )
    first = reading(lambda: volunteering.waiting.first_page(actor, people.purses.account_of(actor)))
    assert (first.waiting, first.minutes) == (found, 0)


def test_what_was_sent_back_is_told_for_fourteen_days_and_of_all_the_newest_three(
    evening: Neighbourhood,
) -> None:
    here, tian, actor = evening.community_id, evening.people["tian"], evening.actors["tian"]
    for day in range(4):
        evening.held("tian", title=str(day), starts=MORNING + day * DAY + 2 * HOUR)

    def seen(**more: int) -> list[str]:
        found = reading(lambda: volunteering.waiting.of_person(here, tian, **more))
        first = reading(
            lambda: volunteering.waiting.first_page(actor, people.purses.account_of(actor), **more)
        )
        assert first.waiting == found
        return [one.what for one in found]

    assert (seen(), seen(limit=9), seen(limit=1)) == (["3", "2", "1"], ["3", "2", "1", "0"], ["3"])
    # 0:00 of the 26th in Shanghai
    midnight = datetime(2025, 11, 25, 16, tzinfo=MORNING.tzinfo)
    for decided, at, known in (
        (midnight, midnight + 15 * DAY - MOMENT, True),
        (midnight, midnight + 15 * DAY, False),
        (midnight - MOMENT, midnight + 14 * DAY, False),
    ):
        transact(
            lambda decided=decided: run(sa.update(Service).values(status="rejected", decided_at=decided))
        )
        clock.set_now(at)
        assert bool(seen()) is known
    typed = evening.back_fill("ran", by="second")
    [one] = reading(lambda: volunteering.waiting.of_person(here, evening.people["ran"]))
    assert (one.tenths, one.state, one.what) == (None, "review", "帮忙搬运")
    assert typed.startswith("hd")


def test_credited_minutes_are_of_what_stands(evening: Neighbourhood) -> None:
    evening.approve(evening.held("tian", "yang"))
    evening.approve(evening.held("tian", starts=clock.now(), hours=1))
    actor = evening.actors["tian"]

    def minutes() -> tuple[int, int]:
        first = reading(lambda: volunteering.waiting.first_page(actor, people.purses.account_of(actor)))
        return first.minutes, evening.minutes("tian")

    assert minutes() == (180, 180)
    which = sa.update(Service).where(Service.person_id == evening.people["tian"], Service.minutes == 60)
    transact(lambda: run(which.values(status="reversed")))
    assert minutes() == (120, 120)
    here = evening.community_id
    asked = [evening.people[name] for name in ("tian", "yang", "shi")]
    assert reading(lambda: list(volunteering.hours.of_people(here, asked).values())) == [120, 120, 0]


def stories(evening: Neighbourhood, *names: str) -> list[volunteering.origin.AwardOrigin]:
    subjects = [reading(lambda name=name: award_of(evening, name)).subject_id for name in names]
    known = [one for one in subjects if one is not None]
    found = reading(lambda: volunteering.origin.of_lines(evening.community_id, known))
    return [found[one] for one in known]


def test_a_story_says_what_was_cut_and_by_what(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", hours=5)
    transact(lambda: run(sa.update(Activity).values(spot="河边")))
    evening.approve(public_id)
    [one] = stories(evening, "tian")
    assert (one.spot, one.full, one.tenths, one.less, one.no_points) == ("河边", 100, 80, 20, "cap")
    assert (one.approved_by, one.first_approved_by, one.entered_by) == ("冉婷", None, "罗海燕")
    assert (one.approved_at, one.credited_at, one.status, one.back_filled) == (
        *(clock.now(),) * 2,
        "credited",
        False,
    )
    assert (one.starts_at, one.ends_at) == (MORNING + 2 * HOUR, MORNING + 7 * HOUR)
    credited_at = clock.now()
    ask(evening, one.award_id)
    clock.set_now(credited_at + DAY)
    confirm(evening, one.award_id)
    [one] = stories(evening, "tian")
    assert (one.approved_at, one.status, one.decision_reason) == (credited_at, "reversed", "冒领")
    assert one.approved_on == date(2025, 11, 26)
    assert replace(one, approved_at=None).approved_on is None
    assert replace(one, origin="back_filled").back_filled
    here, line = evening.community_id, [one.award_id]
    named = reading(lambda: volunteering.origin.names_of_lines(here, line))[one.award_id]
    assert (named.back_filled, named.quantity_tenths, replace(named, origin="back_filled").back_filled) == (
        *(False, 10, True),
    )
    for nothing in ([], [new_id()]):
        assert reading(lambda nothing=nothing: volunteering.origin.of_lines(here, nothing)) == {}
        assert reading(lambda nothing=nothing: volunteering.origin.names_of_lines(here, nothing)) == {}


def test_a_typed_service_that_gives_nothing_lost_nothing_to_a_cap(evening: Neighbourhood) -> None:
    evening.approve(evening.back_fill("tian", by="second"))
    here = evening.community_id
    [award] = reading(lambda: list(db.session.scalars(sa.select(Award.id))))
    one = reading(lambda: volunteering.origin.of_lines(here, [award]))[award]
    assert (one.full, one.tenths, one.less, one.no_points, one.leader, one.spot) == (
        80,
        0,
        0,
        "back_filled",
        None,
        "",
    )
    assert (one.entered_by, one.checked_by, one.reason, one.evidence) == (
        "吴正林",
        None,
        "签到表没带",
        "现场照片 2 张",
    )


def test_old_books_are_written_as_they_were(evening: Neighbourhood) -> None:
    history, tian = volunteering.history, evening.people["tian"]
    first = history.OldActivity(
        "开会", evening.rules["R15"], MORNING, MORNING + HOUR, evening.people["leader"]
    )
    account = reading(lambda: people.purses.of_person(evening.community_id, tian)).account_id
    old = history.OldService(
        person_id=tian,
        rule_id=evening.rules["R15"],
        rule_version=1,
        account_id=account,
        served_on=MORNING.date(),
        what="开会",
        tenths=0,
        minutes=60,
        quantity_tenths=20,
        transfer_id=None,
        award_id=new_id(),
        reason="old",
        activity_id=first.activity_id,
        in_at=MORNING,
        out_at=MORNING + HOUR,
        ends_at=MORNING + HOUR,
    )
    typed = replace(old, award_id=new_id(), service_id=new_id(), activity_id=None, in_at=None, out_at=None)
    house = evening.house

    def work() -> None:
        history.write_activities([], actor=house)
        history.write_activities([first], actor=house)
        history.write_services([old, typed], actor=house)

    transact(work)
    here = evening.community_id
    [activity] = reading(lambda: list(db.session.scalars(sa.select(Activity))))
    assert (activity.status, activity.origin, activity.leader_id) == ("reviewed", "imported", first.leader_id)
    assert (activity.starts_at, activity.ends_at, activity.capacity) == (MORNING, MORNING + HOUR, None)
    found = reading(lambda: records.by_ids(here, [old.service_id, typed.service_id]))
    one, other = found[old.service_id], found[typed.service_id]
    assert (one.method, one.starts_at, one.ends_at, one.quantity_tenths) == (
        "leader_tick",
        MORNING,
        MORNING + HOUR,
        20,
    )
    assert (other.method, other.activity_id, other.version, other.minutes) == ("typed", None, 1, 60)
    assert {(row.status, row.origin, row.decided_by, row.evidence) for row in found.values()} == {
        ("credited", "imported", None, "")
    }
    [seat] = reading(lambda: list(db.session.scalars(sa.select(Attendance))))
    assert (seat.in_at, seat.out_at, seat.method_in, seat.method_out) == (
        *(MORNING, MORNING + HOUR, "leader_tick", "leader_tick"),
    )
    awards = reading(lambda: list(db.session.scalars(sa.select(Award).order_by(Award.id))))
    assert {(row.tenths, row.minutes, row.origin, row.reason, row.rule_version) for row in awards} == {
        (0, 60, "imported", "old", 1)
    }
    said_of = [(row.subject_id, row.origin, row.facts["tenths"]) for row in records_of("award.credited")]
    assert said_of == [(old.award_id, "imported", 0), (typed.award_id, "imported", 0)]
    [planned] = records_of("activity.imported")
    assert (planned.subject_id, planned.facts["leader_id"]) == (first.activity_id, str(first.leader_id))
    assert reading(lambda: history.already_there(here, [])) == set()


# pure


def test_of_two_free_pieces_as_long_the_earlier_is_taken_and_of_those_in_the_way_the_first() -> None:
    def span(begins: float, ends: float, title: str = "") -> Span:
        return Span(NINE + begins * HOUR, NINE + ends * HOUR, title)

    assert free_part(span(0, 5, "自己"), [span(2, 3)]) == span(0, 2, "自己")
    assert free_part(span(0, 6), [span(3, 4), span(1, 2)]) == span(4, 6)
    assert free_part(span(0, 6), [span(0, 4), span(1, 2)]) == span(4, 6)
    first, later = span(1, 2, "先"), span(2, 3, "后")
    assert first_overlap(span(0, 4), [later, first]) == first
    assert first_overlap(span(3, 4), [later, first]) is None
    assert first_overlap(span(0, 1), [later, first]) is None
    assert (span(2, 1).minutes, span(0, 1.999).minutes, span(1, 1).minutes) == (0, 119, 0)


def test_services_are_counted_by_purse_then_by_day_then_as_they_were_written_down() -> None:
    by = rule("2次/月", unit="次")
    one, two, three = service(1, by=by), service(2, by=by), service(3, by=by)
    early = replace(three, served_on=date(2025, 11, 25))
    assert [row.record for row in count(inputs(by), [two, one, early])] == [early, one, two]
    twins = [replace(one, service_id=UUID(int=number)) for number in (8, 7)]
    assert [row.record.service_id.int for row in count(inputs(by), twins)] == [7, 8]
    purses = {TIAN: (UUID(int=99), None), YANG: (UUID(int=12), HOME)}
    both = [service(1, by=by), service(2, who=YANG, by=by)]
    found = count(CountingInputs(rules={by.rule_id: by}, purses=purses), both)
    assert [row.record.person_id for row in found] == [YANG, TIAN]
    nobody = count(CountingInputs(rules={by.rule_id: by}), both)
    assert [row.record.person_id for row in nobody] == [TIAN, YANG]


def test_hours_so_far_make_the_next_ones_less() -> None:
    known = inputs(rule(), decay=[[1, 1], [2, 2], [None, 4]])
    assert [one.tenths for one in count(known, [service(number, hours=1) for number in (1, 2, 3)])] == [
        20,
        10,
        5,
    ]
    meeting = rule(unit="次", code="R15")
    both = inputs(rule(), meeting, decay=[[1, 1], [None, 2]])
    found = count(both, [service(1, hours=1), service(2, by=meeting, hours=5), service(3, hours=1)])
    assert [one.tenths for one in found] == [20, 20, 10]


@pytest.mark.parametrize(
    ("what", "reason", "tenths"),
    [
        ({"minutes": 29}, "under_least", 0),
        ({"minutes": 30}, "", 20),
        ({"minutes": 29, "origin": "imported"}, "", 20),
        ({"minutes": 29, "origin": "back_filled"}, "back_filled", 0),
        ({"quantity_tenths": 0}, "gives_nothing", 0),
        ({"quantity_tenths": 25}, "", 50),
    ],
)
def test_an_occasion_gives_by_how_many_and_not_under_the_least(
    what: dict[str, Any], reason: str, tenths: int
) -> None:
    by = replace(rule(unit="次"), least_minutes=30, counts_hours=True)
    [one] = count(inputs(by), [replace(service(1, by=by), **what)])
    assert (one.reason, one.tenths) == (reason, tenths)
    assert one.minutes == one.record.minutes
    [hour] = count(inputs(replace(rule(), least_minutes=600)), [service(1, hours=0)])
    assert (hour.reason, hour.tenths) == ("gives_nothing", 0)
    [meeting] = count(inputs(replace(by, counts_hours=False)), [service(1, by=by)])
    assert meeting.minutes == 0


def test_which_row_counts_a_cap() -> None:
    one, purse = service(1), PURSES[YANG]
    month = rule("2次/月", unit="半天")
    assert cap_key(one, month, None) == ("R01:times", TIAN, "2025-11")
    assert cap_key(one, rule(), None) is None
    each = rule("每户每月1次", unit="次")
    assert cap_key(one, each, purse, UUID(int=5)) == ("R01", HOME, "2025-11")
    assert cap_key(one, each, (UUID(int=12), None), UUID(int=5)) == ("R01", UUID(int=5), "2025-11")
    assert cap_key(one, each, None) == ("R01", TIAN, "2025-11")
    person = rule("每人每月1次", unit="次", credits_to="household")
    assert cap_key(one, person, purse) == ("R01", TIAN, "2025-11")
    shared = rule("1次/月", unit="次", credits_to="household")
    assert cap_key(one, shared, purse) == ("R01", HOME, "2025-11")
    assert cap_key(one, shared, None, UUID(int=5)) == ("R01", TIAN, "2025-11")


def test_a_rule_says_what_of_it_cannot_be_counted() -> None:
    one = rule("视情况")
    assert (one.uncounted, one.limit, one.on_evidence) == ("视情况", None, False)
    assert replace(one, not_counted="一事一议").uncounted == "一事一议；视情况"
    assert replace(one, kind="penalty").uncounted == ""
    assert replace(one, cap="4小时/日", not_counted="一事一议").uncounted == "一事一议"
    assert (replace(one, cap="4小时/日").uncounted, rule(unit="次").on_evidence) == ("", True)
    later = date(2026, 1, 1)
    assert (versions.until(one, later).until, versions.until(one, None)) == (date(2025, 12, 31), one)


@pytest.mark.parametrize(
    ("validity", "on", "last"),
    [
        ({"kind": "year_end"}, date(2025, 12, 31), date(2025, 12, 31)),
        ({"kind": "none"}, date(2025, 12, 31), NEVER),
        ({"kind": "months", "months": 1}, date(2025, 12, 31), date(2026, 1, 31)),
        ({"kind": "months", "months": 1}, date(2025, 1, 31), date(2025, 2, 28)),
        ({"kind": "months", "months": 12}, date(2024, 2, 29), date(2025, 2, 28)),
        ({"kind": "months", "months": 11}, date(2025, 1, 1), date(2025, 12, 1)),
        ({"kind": "months", "months": 12}, date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_points_last_until_a_day(validity: dict[str, object], on: date, last: date) -> None:
    assert lapses_on(validity, on) == last


def test_what_is_given_is_floored_and_a_step_ends_at_its_hour() -> None:
    assert [
        decayed(minutes, tenths=10, steps=[[1, 1], [None, 2]]) for minutes in (0, 59, 60, 61, 72, 180)
    ] == [
        *(0, 9, 10, 10, 11, 20),
    ]
    assert decayed(120, tenths=10, steps=[[1, None], [None, 2]]) == 15
    assert decayed(180, tenths=10, steps=[[1, 1]]) == 10
    assert gives(unit="次", tenths=50, minutes=30, quantity_tenths=15, least_minutes=30) == 75
    assert gives(unit="小时", tenths=50, minutes=30, quantity_tenths=15, least_minutes=60) == 25
    day = Limit("tenths", 80, "day")
    assert (fits(80, day, 0), fits(81, day, 0), fits(1, day, 79), fits(1, day, 80), fits(5, day, 90)) == (
        *(80, 80, 1, 0, 0),
    )


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("1,000", 1000),
        ("2.5", Fraction(5, 2)),
        ("十", 10),
        ("二十", 20),
        ("十二", 12),
        ("二百零五", 205),
        ("三千二百一十", 3210),
        ("两", 2),
        ("二〇", 20),
        ("一千", 1000),
    ],
)
def test_a_number_in_figures_or_numerals(words: str, amount: Fraction) -> None:
    assert number(words) == amount


def test_an_amount_is_said_as_people_write_it() -> None:
    assert [said(Fraction(one)) for one in ("4", "5/2", "1/4", "0", "10")] == ["4", "2.5", "0.25", "0", "10"]


@pytest.mark.parametrize(
    ("words", "unit", "limit"),
    [
        ("30分钟/日", "小时", Limit("tenths", 10, "day")),
        ("90分钟/日", "次", None),
        ("2小时/日", "次", None),
        ("2天/月", "天", Limit("tenths", 40, "month")),
        ("2次/月", "小时", Limit("times", 2, "month")),
        ("2.5次/月", "小时", None),
        ("2.5次/月", "次", Limit("tenths", 50, "month")),
        ("2户/月", "户·月", None),
        ("2次/月", "户·月", Limit("tenths", 40, "month")),
        ("每次2小时", "小时", Limit("tenths", 40, "each")),
        ("每次最多2次", "小时", None),
        ("每月每月2次", "次", None),
        ("每人每人每月2次", "次", None),
        ("每月2次每人", "次", Limit("tenths", 40, "month", "person")),
        ("每人每次最多10分", "次", Limit("tenths", 100, "each", "person")),
        ("每事每月2次", "次", None),
        ("每月每事2次", "次", None),
        ("2次/月/事", "次", None),
        ("终身2次", "次", Limit("tenths", 40, "life")),
        ("月2次", "次", Limit("tenths", 40, "month")),
        ("2次单月", "次", None),
        ("2次同月", "次", None),
        ("2次一月", "次", None),
    ],
)
def test_a_cap_is_read_word_by_word(words: str, unit: str, limit: Limit | None) -> None:
    found = read_cap(words, unit=unit, tenths=20)
    assert (found.limit, found.counted) == (limit, limit is not None)
