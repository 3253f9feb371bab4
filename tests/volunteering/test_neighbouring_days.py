"""What lies a day before or after, or beside: how far is read, and what a list of codes is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from points import ledger, volunteering
from points.foundation import clock, new_id, reading, run, transact
from points.volunteering.models import Service
from points.volunteering.programme.activity_rows import get
from points.volunteering.programme.refusals import OutOfRange
from points.volunteering.review import corrections
from points.volunteering.review.eligibility import shortened
from points.volunteering.rulebook.caps import read_cap
from points.volunteering.rulebook.policy import least_of
from points.volunteering.services import records, reversals
from points.volunteering.services.policy import Span
from points.volunteering.services.refusals import AlreadyDecided
from points.volunteering.services.surroundings import of_activities
from tests.volunteering.conftest import MORNING, RULES, Neighbourhood
from tests.volunteering.test_approval import award_of
from tests.volunteering.test_corrections import ask
from tests.volunteering.test_counting import service
from tests.volunteering.test_recusal import flags, made, scanned

# Edges of what Python compares; the statements behind them run on both engines in the tests beside these.
pytestmark = pytest.mark.shortly_on("sqlite")

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_beside_a_day_its_neighbours_are_read_and_no_further(evening: Neighbourhood) -> None:
    days = [MORNING + number * DAY for number in range(1, 6)]
    held = [evening.held("tian", "yang", starts=at) for at in days]
    here, tian = evening.community_id, evening.people["tian"]
    activity = reading(lambda: get(here, held[2])).activity_id
    every = reading(lambda: records.of_activity(here, activity))
    [mine] = [one for one in every if one.person_id == tian]
    near = [at.date() for at in days[1:4]]
    found = reading(lambda: records.locked(here, [mine.service_id]))
    assert sorted(one.served_on for one in found.values()) == near
    assert {one.person_id for one in found.values()} == {tian}
    which = sa.update(Service).where(Service.activity_id == activity, Service.person_id != tian)
    transact(lambda: run(which.values(status="credited")))
    officer = evening.actors["officer"]
    around = reading(lambda: of_activities(officer, [activity], ("submitted",)))
    assert [one.service_id for one in around.found] == [mine.service_id]
    assert sorted(one.served_on for one in around.known) == near
    assert {one.person_id for one in around.known} == {tian}
    assert reading(lambda: of_activities(officer, [], ("submitted",))).known == []


def test_where_somebody_was_is_what_meets_the_time_and_still_counts(evening: Neighbourhood) -> None:
    evening.held("tian", "yang")
    here, tian = evening.community_id, evening.people["tian"]
    starts, ends = MORNING + 2 * HOUR, MORNING + 4 * HOUR

    def taken(begins: int, until: int) -> int:
        span = Span(starts + begins * HOUR, starts + until * HOUR)
        return len(reading(lambda: records.taken_spans(here, [tian], span)))

    assert [taken(*one) for one in ((-1, 0), (-1, 1), (0, 2), (1, 5), (2, 3))] == [0, 1, 1, 1, 0]
    for status, counts in (("rejected", 0), ("reversed", 0), ("draft", 0), ("credited", 1)):
        transact(lambda status=status: run(sa.update(Service).values(status=status)))
        assert taken(0, 2) == counts
    assert ends - starts == 2 * HOUR


@pytest.mark.parametrize(
    ("coming", "ticked", "flag"),
    [
        (("tian", "yang", "shi"), ("ran", "xiaohe"), "listed_by_one"),
        (("tian",), ("yang",), "listed_by_one"),
        (("tian",), ("yang", "shi"), "ticked_by_one"),
    ],
)
def test_a_list_is_of_ticks_where_there_are_more_ticks_than_codes(
    evening: Neighbourhood, coming: tuple[str, ...], ticked: tuple[str, ...], flag: str
) -> None:
    made(evening, "leader", "officer")
    assert flags(evening, scanned(evening, coming, ticked)) == (
        {flag} if flag == "listed_by_one" else {flag, "listed_by_one"}
    )


def test_a_cap_in_times_is_given_back_by_the_time(evening: Neighbourhood) -> None:
    new = replace(
        RULES[3], code="R77", unit="半天", tenths=100, cap="2次/月", rule_id=new_id(), least_minutes=0
    )
    [evening.rules["R77"]] = transact(
        lambda: volunteering.rules.add([new], effective_on=date(2025, 1, 1), actor=evening.house)
    )
    for number in range(2):
        evening.approve(evening.held("tian", rule="R77", starts=MORNING + number * DAY))
    here, tian, window = evening.community_id, evening.people["tian"], {"R77:times": "2025-11"}
    assert reading(lambda: ledger.caps.used(here, [tian], window)) == {"R77:times": 2}
    award = reading(lambda: award_of(evening, "tian")).subject_id
    assert award is not None
    transact(lambda: reversals.reverse(award, reason="冒领", actor=evening.actors["street"]))
    assert reading(lambda: ledger.caps.used(here, [tian], window)) == {"R77:times": 1}
    assert evening.points("tian") == 100


def test_of_two_answers_to_one_who_asks_the_first_counts(evening: Neighbourhood) -> None:
    evening.approve(evening.held("tian"))
    award = reading(lambda: award_of(evening, "tian")).subject_id
    assert award is not None
    ask(evening, award)
    street = evening.actors["street"]

    def twice() -> None:
        asked = corrections._waiting(street, award)
        for status in ("done", "declined"):
            corrections._close(asked, status, street)

    with pytest.raises(AlreadyDecided):
        transact(twice)
    assert reading(lambda: corrections.find(award, actor=street)) is not None


def test_what_is_out_of_range_is_told_its_range(evening: Neighbourhood) -> None:
    for places in (0, 1001):
        with pytest.raises(OutOfRange) as refused:
            evening.plan(capacity=places)
        assert refused.value.facts == {"least": 1, "most": 1000}
    with pytest.raises(OutOfRange) as refused:
        shortened([service(1), service(2)], {}, minutes=60, left=None)
    assert refused.value.facts == {"least": 1, "most": 1}


def test_a_whole_day_asks_for_four_hours_and_one_who_is_helped_is_named(evening: Neighbourhood) -> None:
    assert [least_of(unit, counts_hours=True) for unit in ("天", "半天", "场", "件")] == [240, 120, 30, 0]
    assert least_of("天", counts_hours=False) == 0
    caps = [
        read_cap(words, unit="次", tenths=20).cap
        for words in ("每处每周1次", "每名老人每周1次", "每人每周1次")
    ]
    assert [(cap.about, cap.of_object) for cap in caps if cap] == [("处", True), ("老人", True), ("", False)]
    assert clock.now() == MORNING


def test_what_gave_nothing_is_shown_to_have_given_nothing(evening: Neighbourhood) -> None:
    public_id, officer = evening.held("tian", "yang"), evening.actors["officer"]
    [one, _] = evening.services(public_id)
    transact(lambda: volunteering.approval.reject([one], reason="没来", actor=officer))
    evening.approve(public_id)
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=officer)).decided
    assert [(row.status, row.tenths, row.counts) for row in found] == [
        ("credited", 40, True),
        ("rejected", 0, False),
    ]
    assert reading(lambda: volunteering.queue.page(officer, "second")).total_people == 0
    evening.plan("还没办的")
    rows = reading(lambda: volunteering.lists.page(officer)).rows
    said = {row.activity.title: (row.people, row.minutes, row.tenths) for row in rows}
    assert said == {"楼道清扫": (1, 120, 40), "还没办的": (0, 0, 0)}
