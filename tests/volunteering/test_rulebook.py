"""The rule book: versions are added, never edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from points import volunteering
from points.foundation import NotAllowed, clock, new_id, reading, transact
from points.volunteering.rulebook.refusals import RuleBackdated, RuleUnknown
from tests.volunteering.conftest import RULES, Neighbourhood


def dearer() -> volunteering.rules.NewRule:
    return replace(RULES[0], tenths=25, rule_id=new_id())


def test_a_new_version_holds_from_its_day_and_leaves_the_old_one_as_it_was(evening: Neighbourhood) -> None:
    today = clock.today()
    then = today + timedelta(days=10)
    transact(lambda: volunteering.rules.add([dearer()], effective_on=then, actor=evening.house))
    before = reading(
        lambda: volunteering.rules.get_in_force(evening.community_id, "R01", then - timedelta(days=1))
    )
    after = reading(lambda: volunteering.rules.get_in_force(evening.community_id, "R01", then))
    assert [(one.version, one.tenths) for one in (before, after)] == [(1, 20), (2, 25)]
    book = reading(lambda: volunteering.rules.in_force(evening.community_id))
    assert [(one.code, one.version, one.until) for one in book][:2] == [
        ("R01", 1, then - timedelta(days=1)),
        ("R04", 1, None),
    ]


def test_saying_the_same_again_adds_nothing(evening: Neighbourhood) -> None:
    again = transact(
        lambda: volunteering.rules.add(RULES, effective_on=date(2025, 1, 1), actor=evening.house)
    )
    assert again == list(evening.rules.values())


def test_no_version_begins_before_today_once_a_rule_is_known(evening: Neighbourhood) -> None:
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(RuleBackdated):
        transact(lambda: volunteering.rules.add([dearer()], effective_on=yesterday, actor=evening.house))


def test_a_rule_that_is_not_in_force_yet_is_unknown(evening: Neighbourhood) -> None:
    with pytest.raises(RuleUnknown):
        reading(lambda: volunteering.rules.get_in_force(evening.community_id, "R01", date(2024, 12, 31)))


def test_an_officer_does_not_change_the_rules(evening: Neighbourhood) -> None:
    with pytest.raises(NotAllowed):
        transact(
            lambda: volunteering.rules.add(
                [dearer()], effective_on=clock.today(), actor=evening.actors["officer"]
            )
        )


def test_penalties_stand_in_the_book_and_not_among_what_gives(evening: Neighbourhood) -> None:
    penalty = volunteering.rules.NewRule(
        code="P03", name="报名后无故缺席", unit="次", tenths=20, kind="penalty"
    )
    transact(lambda: volunteering.rules.add([penalty], effective_on=clock.today(), actor=evening.house))
    assert [
        one.code for one in reading(lambda: volunteering.rules.in_force(evening.community_id, kind="penalty"))
    ] == ["P03"]
    assert "P03" not in [
        one.code for one in reading(lambda: volunteering.rules.in_force(evening.community_id))
    ]


def test_a_service_is_counted_by_the_version_of_its_day(evening: Neighbourhood) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    transact(
        lambda: volunteering.rules.add(
            [dearer()], effective_on=clock.shanghai(tomorrow).date(), actor=evening.house
        )
    )
    today_s = evening.held("tian")
    tomorrow_s = evening.plan(starts=tomorrow)
    evening.attend(tomorrow_s, "yang")
    evening.close(tomorrow_s)
    for one in (today_s, tomorrow_s):
        evening.approve(one)
    assert (evening.points("tian"), evening.points("yang")) == (40, 50)
