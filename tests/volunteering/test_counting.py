"""What services give, counted from values alone: caps, households, decay, back-fills, one after another, other rules."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points import ledger
from points.foundation import clock, transact
from points.volunteering.rulebook.policy import RuleInfo, decayed
from points.volunteering.services.counting import read
from points.volunteering.services.crediting import credit
from points.volunteering.services.policy import (
    Counted,
    CountingInputs,
    ServiceRecord,
    cap_key,
    cap_looked_at_again,
    count,
)
from points.volunteering.services.records import move_on, overlap, records, select_records
from tests.volunteering.conftest import Neighbourhood

DAY = date(2025, 11, 26)
NINE = datetime(2025, 11, 26, 1, 0, tzinfo=UTC)
TIAN, YANG, XIAOHE, HOME = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
#: two live together, one has a purse of her own
PURSES = {TIAN: (UUID(int=11), None), YANG: (UUID(int=12), HOME), XIAOHE: (UUID(int=12), HOME)}


def rule(
    cap: str = "", *, unit: str = "小时", tenths: int = 20, credits_to: str = "person", code: str = "R01"
) -> RuleInfo:
    return RuleInfo(
        rule_id=UUID(int=100 + int(code[1:])),
        code=code,
        version=1,
        kind="award",
        name="社区环境清洁",
        name_en="",
        category="",
        unit=unit,
        tenths=tenths,
        tier="",
        cap=cap,
        evidence="",
        credits_to=credits_to,
        counts_hours=unit == "小时",
        effective_on=date(2025, 1, 1),
    )


def service(
    number: int,
    *,
    who: UUID = TIAN,
    by: RuleInfo | None = None,
    hours: float = 2,
    day: date = DAY,
    origin: str = "activity",
) -> ServiceRecord:
    starts = NINE + timedelta(hours=number)
    return ServiceRecord(
        service_id=UUID(int=1000 + number),
        public_id=f"S{number}",
        activity_id=None,
        person_id=who,
        rule_id=(by or rule()).rule_id,
        status="submitted",
        origin=origin,
        method="leader_tick",
        served_on=day,
        starts_at=starts,
        ends_at=starts + timedelta(hours=hours),
        minutes=int(hours * 60),
        quantity_tenths=10,
        what="",
        evidence="",
        reason="",
        entered_by=None,
        first_by=None,
        decided_by=None,
        decided_at=None,
        decision_reason="",
        publicity_until=None,
        version=1,
        created_at=starts,
    )


def inputs(*rules: RuleInfo, **known: object) -> CountingInputs:
    by_id = {one.rule_id: one for one in rules}
    return CountingInputs(rules=by_id, purses=PURSES, **known)  # type: ignore[arg-type]


def told(counted: list[Counted]) -> list[tuple[int, str]]:
    return [(one.tenths, one.reason) for one in counted]


def test_a_service_runs_into_the_first_other_that_has_a_time() -> None:
    own, at_once = service(3), service(3)
    timeless = replace(service(4), starts_at=None, ends_at=None)
    touching, meeting, later = service(5), replace(service(6), starts_at=own.starts_at), service(9)
    assert overlap(own, [timeless, touching, later]) is None
    assert overlap(own, [timeless, later, meeting]) == meeting.span
    assert overlap(timeless, [own, meeting]) is None
    # neither itself, nor of somebody else, nor one that was taken back
    others = [at_once, replace(meeting, person_id=YANG), replace(meeting, status="rejected")]
    assert overlap(own, others) is None


def test_without_a_cap_every_service_gives_what_its_rule_says() -> None:
    counted = count(inputs(rule()), [service(1), service(2, hours=0.5)])
    assert told(counted) == [(40, ""), (10, "")]
    assert [(one.minutes, one.account_id, one.cap_key, one.cap_amount) for one in counted] == [
        (120, UUID(int=11), None, 0),
        (30, UUID(int=11), None, 0),
    ]


def test_several_of_one_person_fill_a_cap_one_after_another() -> None:
    found = [service(number, hours=3) for number in (1, 2, 3)]
    counted = count(inputs(rule("4小时/日")), found)
    assert told(counted) == [(60, ""), (20, "cap"), (0, "cap")]
    assert [one.full for one in counted] == [60, 60, 60]
    assert [one.cap_amount for one in counted] == [60, 20, 0]
    assert [one.minutes for one in counted] == [180, 180, 180]


def test_what_was_used_before_counts_and_another_window_begins_anew() -> None:
    by = rule("4小时/日")
    used = {("R01", TIAN, "2025-11-26"): 70}
    found = [service(1), service(2, day=DAY + timedelta(days=1))]
    assert told(count(inputs(by, used=used), found)) == [(10, "cap"), (40, "")]


def test_a_cap_of_persons_is_counted_for_each_of_a_household() -> None:
    by = rule("2次/月", unit="次")
    found = [service(number, who=who, by=by) for number, who in enumerate((YANG, XIAOHE, YANG, XIAOHE))]
    assert [one.tenths for one in count(inputs(by), found)] == [20] * 4


def test_a_cap_of_households_is_counted_for_its_members_together() -> None:
    by = rule("2次/月", unit="次", credits_to="household")
    found = [service(number, who=who, by=by) for number, who in enumerate((YANG, XIAOHE, YANG))]
    counted = count(inputs(by), found)
    assert told(counted) == [(20, ""), (20, ""), (0, "cap")]
    assert {one.cap_key for one in counted} == {("R01", HOME, "2025-11")}
    alone = [service(number, by=by) for number in (1, 2, 3)]
    assert {one.cap_key for one in count(inputs(by), alone)} == {("R01", TIAN, "2025-11")}


def test_a_cap_in_times_counts_times_whatever_they_give() -> None:
    by = rule("2次/月", unit="半天", tenths=100)
    counted = count(inputs(by), [service(number, by=by) for number in (1, 2, 3)])
    assert told(counted) == [(100, ""), (100, ""), (0, "cap")]
    assert [one.cap_amount for one in counted] == [1, 1, 0]
    assert counted[0].cap_key == ("R01:times", TIAN, "2025-11")


def test_a_cap_for_each_occasion_cuts_every_one_by_itself() -> None:
    by = rule("最高10分/次", tenths=50)
    counted = count(inputs(by), [service(1, hours=4), service(2, hours=4), service(3, hours=1)])
    assert told(counted) == [(100, "cap"), (100, "cap"), (50, "")]
    assert all(one.cap_key is None and cap_key(one.record, by, None) is None for one in counted)


def test_hours_count_less_and_less_also_after_those_of_long_ago() -> None:
    known = inputs(rule(), decay=[[2, 1], [None, 2]], minutes={TIAN: 60})
    counted = count(known, [service(1, hours=2), service(2, hours=2), service(3, who=YANG, hours=2)])
    assert told(counted) == [(30, ""), (20, ""), (40, "")]


def test_what_is_not_counted_in_hours_does_not_decay() -> None:
    meeting = rule(unit="次", code="R15")
    known = inputs(rule(), meeting, decay=[[1, 1], [None, 4]])
    counted = count(known, [service(1, by=meeting), service(2, hours=1), service(3, by=meeting)])
    assert told(counted) == [(20, ""), (20, ""), (20, "")]


@given(st.lists(st.integers(1, 600), max_size=12), st.integers(0, 12))
def test_decay_gives_the_whole_however_it_is_cut(minutes: list[int], cut: int) -> None:
    steps = [[2, 1], [8, 2], [None, 3]]
    found = [service(number, hours=one / 60) for number, one in enumerate(minutes)]
    known = inputs(rule(), decay=steps)
    whole = count(known, found)
    assert sum(one.tenths for one in whole) == decayed(
        sum(one.minutes for one in found), tenths=20, steps=steps
    )
    assert [*whole[:cut], *count(known, found[cut:], already=whole[:cut])] == whole


def test_a_back_fill_without_points_gives_hours_and_uses_up_nothing() -> None:
    by = rule("4小时/日")
    found = [service(1, hours=3, origin="back_filled"), service(2, hours=3)]
    counted = count(inputs(by), found)
    assert told(counted) == [(0, "back_filled"), (60, "")]
    assert (counted[0].minutes, counted[0].cap_amount) == (180, 0)
    assert told(count(inputs(by, backfilled_points=True), found)) == [(60, ""), (20, "cap")]


def test_what_gives_nothing_says_so() -> None:
    assert told(count(inputs(rule("4小时/日")), [service(1, hours=0)])) == [(0, "gives_nothing")]


def test_nobody_without_a_purse_is_forgotten() -> None:
    stranger = service(1, who=UUID(int=9))
    counted = count(inputs(rule("4小时/日")), [service(2), stranger])
    assert [(one.record.public_id, one.account_id) for one in counted] == [("S1", None), ("S2", UUID(int=11))]


def test_the_order_in_which_services_are_handed_in_changes_nothing() -> None:
    by = rule("4小时/日", credits_to="household")
    found = [service(number, who=who, hours=1.5) for number, who in enumerate((TIAN, YANG, XIAOHE) * 3)]
    known = inputs(by, decay=[[3, 1], [None, 2]])
    first = count(known, found)
    accounts = [one.account_id for one in first if one.account_id is not None]
    assert accounts == sorted(accounts)
    for number in range(5):
        shuffled = random.Random(number).sample(found, len(found))
        assert count(known, shuffled) == first


def test_counting_leaves_its_inputs_as_they_are() -> None:
    known = inputs(
        rule("4小时/日"),
        used={("R01", TIAN, "2025-11-26"): 10},
        minutes={TIAN: 60},
        decay=[[2, 1], [None, 2]],
    )
    before = replace(known, used=dict(known.used), minutes=dict(known.minutes))
    first = count(known, [service(1), service(2)])
    assert known == before
    assert count(known, [service(1), service(2)]) == first


def test_other_rules_are_tried_on_the_same_services() -> None:
    by, meeting = rule("4小时/日"), rule("2次/月", unit="次", code="R15", credits_to="household")
    found = [service(number, hours=3) for number in (1, 2)]
    found += [service(number, who=who, by=meeting) for number, who in ((3, YANG), (4, XIAOHE), (5, YANG))]
    as_it_was = inputs(by, meeting)
    tried = replace(
        as_it_was,
        rules={
            by.rule_id: replace(by, tenths=30, cap="5小时/日"),
            meeting.rule_id: replace(meeting, cap="2次/月", credits_to="person"),
        },
    )
    # neither an application nor a database is there to be read or written
    assert [one.tenths for one in count(as_it_was, found)] == [60, 20, 20, 20, 0]
    assert [one.tenths for one in count(tried, found)] == [90, 60, 20, 20, 20]
    assert [one.tenths for one in count(as_it_was, found)] == [60, 20, 20, 20, 0]


def test_a_cap_looked_at_again_holds_what_others_used_beside_ones_own() -> None:
    known = inputs(rule("4小时/日"))
    found = [service(number, hours=1.5) for number in (1, 2, 3)]
    counted = count(known, found)
    assert [one.tenths for one in counted] == [30, 30, 20]
    done = counted[:1]
    key = counted[0].cap_key
    assert key is not None
    # 30 are our own, so somebody else used 40 meanwhile
    again = cap_looked_at_again(known, key, 70, already=done)
    assert again.used == {key: 40}
    assert told(count(again, found[1:], already=done)) == [(10, "cap"), (0, "cap")]


@pytest.mark.parametrize("taken", [0, 40, 50, 70, 80])
def test_what_somebody_used_meanwhile_is_not_given_again(evening: Neighbourhood, taken: int) -> None:
    """Counted, then somebody else uses the cap, then credited: as if it had been counted afterwards."""
    evening.held("tian", "yang", hours=1)
    evening.held("tian", "yang", hours=1, starts=clock.now())
    community_id, tian = evening.community_id, evening.people["tian"]

    def work() -> tuple[list[tuple[int, str]], list[tuple[int, str]], dict[str, int]]:
        found = records(select_records(community_id))
        known = read(community_id, found)
        counted = count(known, found)
        move_on(community_id, found, expect_from=["submitted"], status="credited")
        if taken:
            charge = ledger.caps.CapCharge("R01", tian, "2025-11-26", amount=taken, allowed=80)
            ledger.caps.use(community_id, [charge])
        expected = count(read(community_id, found), found)
        given = credit(known, counted, approved_by={}, actor=evening.house)
        used = ledger.caps.used(community_id, [tian], {"R01": "2025-11-26"})
        return [(one.tenths, one.reason) for one in given], told(expected), used

    given, expected, used = transact(work)
    left = min(40, 80 - taken)
    assert given == expected
    assert sum(tenths for tenths, _ in given) == 40 + left
    assert used == {"R01": taken + left}
    assert (evening.points("tian"), evening.points("yang")) == (left, 40)
