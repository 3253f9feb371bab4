"""Rules that cannot be counted yet give nothing new, at every door; caps of households, half years and lives are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people, volunteering
from points.foundation import clock, db, new_id, reading, transact
from points.oversight.reckoning import caps
from points.volunteering.models import Rule
from points.volunteering.rulebook.refusals import RuleNotCounted
from points.volunteering.services.policy import CountingInputs, count
from tests.volunteering.conftest import MORNING, Neighbourhood
from tests.volunteering.test_counting import TIAN, YANG, rule, service

VISITS = volunteering.rules.NewRule(
    code="R30", name="邻里互助", unit="次", tenths=20, cap="每户每月2次", counts_hours=True
)
WORTH = volunteering.rules.NewRule(
    code="R31", name="公益项目", unit="件", tenths=0, not_counted="公益项目10–600", counts_hours=True
)


def add(evening: Neighbourhood, new: volunteering.rules.NewRule, since: date | None = None) -> None:
    [evening.rules[new.code]] = transact(
        lambda: volunteering.rules.add([new], effective_on=since or date(2025, 1, 1), actor=evening.house)
    )


def broken(evening: Neighbourhood) -> tuple[str, ...]:
    """Awards that together gave more than their cap, as the checks find them."""
    return reading(lambda: caps.kept(evening.community_id)).rows


@pytest.mark.parametrize("new", [WORTH, replace(VISITS, code="R31", cap="每名老人每周1次")])
def test_nothing_is_planned_or_back_filled_by_a_rule_that_cannot_be_counted(
    evening: Neighbourhood, new: volunteering.rules.NewRule
) -> None:
    add(evening, replace(new, rule_id=new_id()))
    with pytest.raises(RuleNotCounted) as refused:
        evening.plan(rule="R31")
    assert refused.value.plain_facts() == {"rule": "R31", "words": new.not_counted or new.cap}
    with pytest.raises(RuleNotCounted):
        evening.back_fill("tian", rule="R31")


def test_a_list_is_not_handed_in_until_its_rule_can_be_counted_and_then_it_is(evening: Neighbourhood) -> None:
    add(evening, replace(VISITS, rule_id=new_id()))
    public_id = evening.plan(rule="R30")
    add(evening, replace(VISITS, cap="每名老人每周1次", rule_id=new_id()), clock.today())
    evening.attend(public_id, "tian")
    with pytest.raises(RuleNotCounted):
        evening.close(public_id)
    clock.set_now(MORNING + timedelta(days=1))
    add(evening, replace(VISITS, cap="每人每周1次", rule_id=new_id()), clock.today())
    evening.close(public_id)
    evening.approve(public_id)
    assert (evening.points("tian"), broken(evening)) == (20, ())


@pytest.mark.parametrize("hours", [2, 9])
def test_nothing_is_approved_by_a_rule_that_cannot_be_counted(evening: Neighbourhood, hours: int) -> None:
    public_id = evening.held("shi", rule="R05", hours=hours)

    def from_before() -> None:
        """As a version from before stands there, whose cap nobody understood."""
        which = sa.update(Rule).where(Rule.id == evening.rules["R05"])
        db.session.execute(which.values(not_counted=None, cap="视情况"))

    transact(from_before)
    with pytest.raises(RuleNotCounted):
        evening.approve(public_id)
    assert evening.points("shi") == 0


def test_a_cap_of_a_household_counts_all_who_live_there(evening: Neighbourhood) -> None:
    add(evening, replace(VISITS, rule_id=new_id()))
    for turn, name in enumerate(("yang", "xiaohe", "yang", "tian")):
        clock.set_now(MORNING + timedelta(days=turn))
        evening.approve(evening.held(name, rule="R30"), by="officer")
    assert (evening.points("yang"), evening.points("tian"), broken(evening)) == (40, 20, ())


def test_so_it_does_where_each_has_a_purse_of_their_own(evening: Neighbourhood) -> None:
    evening.decide("purse_of", "person")
    add(evening, replace(VISITS, rule_id=new_id()))
    home = transact(lambda: people.households.add("090", actor=evening.house))
    for name in ("甲", "乙"):
        who = transact(
            lambda name=name: people.residents.register(name, actor=evening.house, household_id=home)
        )
        evening.people[name] = who
    for turn, name in enumerate(("甲", "乙", "甲")):
        clock.set_now(MORNING + timedelta(days=turn))
        evening.approve(evening.held(name, rule="R30"))
    assert (evening.points("甲"), evening.points("乙"), broken(evening)) == (20, 20, ())


def test_what_was_given_before_a_cap_was_understood_is_not_held_against_it(evening: Neighbourhood) -> None:
    add(evening, replace(VISITS, cap="", rule_id=new_id()))
    for turn in range(3):
        clock.set_now(MORNING + timedelta(days=turn))
        evening.approve(evening.held("tian", rule="R30"))

    def from_before(said: str) -> None:
        which = sa.update(Rule).where(Rule.id == evening.rules["R30"])
        db.session.execute(which.values(not_counted=None, cap=said))

    transact(lambda: from_before("每户每月2次"))
    assert broken(evening) == ()
    transact(lambda: from_before("2次/月"))
    assert [one.split(", ")[-1] for one in broken(evening)] == ["tenths=60"]


@pytest.mark.parametrize(
    ("cap", "days", "given"),
    [
        ("每人每半年最多4分", (date(2025, 6, 29), date(2025, 6, 30), date(2025, 7, 1)), [40, 0, 40]),
        ("终身一次", (date(2020, 1, 1), date(2025, 6, 30), date(2026, 7, 1)), [40, 0, 0]),
    ],
)
def test_half_years_and_lives_are_windows(cap: str, days: tuple[date, ...], given: list[int]) -> None:
    one = rule(cap)
    inputs = CountingInputs(rules={one.rule_id: one})
    records = [service(number, by=one, day=day) for number, day in enumerate(days)]
    assert [counted.tenths for counted in count(inputs, records)] == given


def test_whom_a_cap_counts_is_what_it_says_before_whom_the_rule_credits() -> None:
    home = UUID(int=4)
    each = rule("每人每月1次", unit="次", credits_to="household")
    inputs = CountingInputs(
        rules={each.rule_id: each}, purses={TIAN: (UUID(int=12), home), YANG: (UUID(int=12), home)}
    )
    both = [service(1, who=TIAN, by=each), service(2, who=YANG, by=each)]
    assert [one.tenths for one in count(inputs, both)] == [20, 20]
    whole = rule("每户每月1次", unit="次", code="R02")
    inputs = CountingInputs(rules={whole.rule_id: whole}, homes={TIAN: home, YANG: home})
    both = [service(1, who=TIAN, by=whole), service(2, who=YANG, by=whole)]
    assert [one.tenths for one in count(inputs, both)] == [20, 0]
