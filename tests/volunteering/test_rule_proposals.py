"""Rules by hand: read as a rule table is read, proposed by one, put in force by another, ended from a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from points import people, volunteering
from points.foundation import NotAllowed, Refusal, clock, new_id, reading, transact
from points.volunteering.programme import activities
from points.volunteering.rulebook import refusals, rule_proposals, versions
from points.volunteering.rulebook.by_hand import TypedRule, as_version, read
from points.volunteering.rulebook.policy import examples
from tests.support.records import facts_of
from tests.volunteering.conftest import RULES, Neighbourhood
from tests.volunteering.test_races import at_once

TYPED = TypedRule(
    code="R20", name="垃圾分类值守", value="1.5", unit="小时", cap="3小时/日", counts_hours=True
)
SAID = {"value": "5", "unit": "次"}


def put(
    evening: Neighbourhood,
    *wished: volunteering.rules.NewRule,
    by: str = "officer",
    on: date | None = None,
    is_new: bool = True,
) -> list[UUID]:
    day = on or clock.today()
    actor = evening.actors[by]
    return transact(
        lambda: volunteering.rule_proposals.propose(
            wished, effective_on=day, reason="例会", is_new=is_new, actor=actor
        )
    )


def agree(evening: Neighbourhood, ids: Sequence[UUID], by: str = "street") -> list[str]:
    return transact(lambda: volunteering.rule_proposals.agree(ids, actor=evening.actors[by]))


def held(evening: Neighbourhood, code: str = "R20", ahead: int = 0) -> volunteering.rules.RuleInfo:
    day = clock.today() + timedelta(days=ahead)
    return reading(lambda: volunteering.rules.get_in_force(evening.community_id, code, day))


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "said, tenths, unit, limit",
    [
        ({"value": "5分/次", "cap": "每户每月2次"}, 50, "次", 100),
        ({"value": "1.5", "unit": "小时", "cap": "3小时/日"}, 15, "小时", 45),
        ({"value": "两分", "unit": "每户每月", "cap": "20分/半年"}, 20, "户·月", 200),
        ({"value": "0", "unit": "次", "cap": "不限"}, 0, "次", None),
    ],
)
def test_what_is_typed_is_read_as_a_rule_table_is(
    said: Any, tenths: int, unit: str, limit: int | None
) -> None:
    rule = as_version(read(TypedRule(code="R20", name="x", **said)), version=1, effective_on=date(2026, 1, 1))
    assert (rule.tenths, rule.unit, rule.limit.allowed if rule.limit else None) == (tenths, unit, limit)
    assert rule.uncounted == ""


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "said, no",
    [
        ({**SAID, "value": "10–600"}, refusals.RuleValueUnread),
        ({**SAID, "value": "5分/次", "unit": "小时"}, refusals.RuleValueUnread),
        ({**SAID, "unit": ""}, refusals.RuleUnitMissing),
        ({**SAID, "value": "50000"}, refusals.RuleTooDear),
        ({**SAID, "cap": "每名老人每周1次"}, refusals.RuleCapUnread),
    ],
)
def test_what_cannot_be_counted_is_refused_by_hand(said: Any, no: type[Refusal]) -> None:
    with pytest.raises(no):
        read(TypedRule(code="R20", name="x", **said))


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "said, expected",
    [
        ({"value": "2", "unit": "小时", "cap": "4小时/日"}, [(2, 40, False), (5, 80, True)]),
        ({"value": "5", "unit": "次"}, [(2, 100, False)]),
        ({"value": "5", "unit": "次", "cap": "5分/月", "counts_hours": True}, [(2, 50, True)]),
        ({"value": "3", "unit": "小时", "cap": "2次/月"}, [(2, 60, False)]),
    ],
)
def test_an_example_is_what_the_counting_gives(said: Any, expected: list[Any]) -> None:
    rule = as_version(read(TypedRule(code="R20", name="x", **said)), version=1, effective_on=date(2026, 1, 1))
    assert [(one.amount, one.tenths, one.capped) for one in examples(rule)] == expected


def test_a_rule_is_proposed_by_one_and_put_in_force_by_another(evening: Neighbourhood) -> None:
    ids = put(evening, read(TYPED))
    with pytest.raises(refusals.RuleUnknown):
        held(evening)
    for one in ("officer", "second", "leader"):
        with pytest.raises(NotAllowed):
            agree(evening, ids, by=one)
    with pytest.raises(refusals.RuleNothingTicked):
        agree(evening, [])
    assert agree(evening, ids) == ["R20"]
    assert (held(evening).version, held(evening).tenths, held(evening).cap) == (1, 15, "3小时/日")
    with pytest.raises(people.refusals.ProposalClosed):
        agree(evening, ids)
    said = {"code": "R20", "tenths": 15, "effective_on": clock.today().isoformat()}
    assert facts_of("rule.proposed") == [said]
    assert facts_of("rule.added")[-1] == {**said, "version": 1}


def test_who_proposed_is_no_second_person_and_one_proposal_of_a_rule_is_open(evening: Neighbourhood) -> None:
    def role() -> None:
        account = evening.actors["officer"].account_id
        assert account is not None
        people.roles.grant(account, "committee", place_id=evening.community_id, actor=evening.house)

    transact(role)
    both = people.actors.of_account
    evening.actors["officer"] = reading(
        lambda: both(evening.actors["officer"].account_id, community_id=evening.community_id)  # type: ignore[arg-type]
    )
    ids = put(evening, read(TYPED))
    with pytest.raises(people.refusals.SecondDeciderNeeded):
        agree(evening, ids, by="officer")
    with pytest.raises(people.refusals.ProposalOpen):
        put(evening, read(TYPED), by="second")
    [wish] = reading(lambda: volunteering.rule_proposals.waiting(evening.actors["officer"]))
    assert (wish.may_agree, wish.code, wish.by) == (False, "R20", "冉婷")
    with pytest.raises(people.refusals.ProposalOfOthers):
        transact(lambda: volunteering.rule_proposals.withdraw(ids[0], actor=evening.actors["second"]))
    assert (
        transact(lambda: volunteering.rule_proposals.withdraw(ids[0], actor=evening.actors["officer"]))
        == "R20"
    )
    assert facts_of("rule.withdrawn") == [{"code": "R20", "tenths": 15}]
    assert reading(lambda: volunteering.rule_proposals.waiting_count(evening.actors["street"])) == 0


def test_a_new_version_holds_from_its_day_and_never_before_it_was_agreed_to(evening: Neighbourhood) -> None:
    dearer = replace(RULES[0], tenths=25, rule_id=new_id())
    with pytest.raises(refusals.RuleDayPast):
        put(evening, dearer, is_new=False, on=clock.today() - timedelta(days=1))
    with pytest.raises(refusals.RuleCodeTaken):
        put(evening, dearer)
    with pytest.raises(refusals.RuleUnknown):
        put(evening, read(TYPED), is_new=False)
    with pytest.raises(refusals.RuleSame):
        put(evening, RULES[0], is_new=False)
    with pytest.raises(refusals.RuleNothingTicked):
        put(evening)
    ids = put(evening, dearer, is_new=False)
    [wish] = reading(lambda: volunteering.rule_proposals.waiting(evening.actors["street"]))
    assert (wish.now and wish.now.tenths, wish.then.tenths, wish.changed, wish.may_agree) == (
        20,
        25,
        {"tenths"},
        True,
    )
    clock.set_now(clock.now() + timedelta(days=3))
    agree(evening, ids)
    assert [held(evening, "R01", ahead).tenths for ahead in (-1, 0)] == [20, 25]
    assert held(evening, "R01").effective_on == clock.today()


def test_a_rule_ends_from_a_day_once_nothing_is_planned_under_it_and_may_come_back(
    evening: Neighbourhood,
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    officer = evening.actors["officer"]

    def end() -> list[UUID]:
        return volunteering.rule_proposals.propose_end(
            "R01", effective_on=tomorrow, reason="例会", actor=officer
        )

    public_id = evening.plan(starts=clock.now() + timedelta(days=2))
    with pytest.raises(refusals.RuleStillPlanned):
        transact(end)
    transact(lambda: volunteering.activities.cancel(public_id, reason="下雨", actor=officer))
    ids = transact(end)
    assert facts_of("rule.proposed")[-1]["ends"] is True
    agree(evening, ids)
    assert facts_of("rule.ended") == [
        {"code": "R01", "version": 2, "tenths": 20, "effective_on": tomorrow.isoformat()}
    ]
    assert held(evening, "R01").version == 1
    with pytest.raises(refusals.RuleEnded):
        held(evening, "R01", 1)
    with pytest.raises(refusals.RuleEnded):
        evening.plan(starts=clock.now() + timedelta(days=2))
    with pytest.raises(refusals.RuleEnded):
        transact(lambda: volunteering.activities.resume(public_id, actor=officer))
    later = reading(lambda: volunteering.rules.in_force(evening.community_id, tomorrow))
    assert "R01" not in [one.code for one in later]
    [now] = [
        one for one in reading(lambda: volunteering.rules.in_force(evening.community_id)) if one.code == "R01"
    ]
    assert now.until == clock.today()
    # the form of an activity like the last one still opens
    clock.set_now(clock.now() + timedelta(days=2))
    assert reading(lambda: volunteering.rules.of_today(evening.community_id, evening.rules["R01"])).ended
    agree(evening, put(evening, replace(RULES[0], rule_id=new_id()), is_new=False))
    assert held(evening, "R01").version == 3


def test_two_who_agree_at_once_make_one_version(app: Flask, evening: Neighbourhood) -> None:
    ids = put(evening, read(TYPED))
    said = at_once(app, [lambda: agree(evening, ids)] * 2)
    assert sorted(map(str, said)) == ["['R20']", "proposal_closed"]
    assert len(reading(lambda: volunteering.rules.history(evening.community_id, held(evening).rule_id))) == 1


def test_nothing_is_planned_under_a_rule_while_it_ends(app: Flask, evening: Neighbourhood) -> None:
    """Whichever comes first, the other hears of it."""
    tomorrow = clock.today() + timedelta(days=1)
    officer, begins = evening.actors["officer"], clock.now() + timedelta(days=2)
    ids = transact(
        lambda: volunteering.rule_proposals.propose_end(
            "R01", effective_on=tomorrow, reason="例会", actor=officer
        )
    )
    said = set(map(str, at_once(app, [lambda: agree(evening, ids), lambda: evening.plan(starts=begins)])))
    assert said & {"rule_ended", "rule_still_planned"}
    assert len(said - {"rule_ended", "rule_still_planned"}) == 1


@pytest.mark.only_on("postgresql")
def test_without_the_locks_it_would_be(
    app: Flask, evening: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each has looked before the other has written."""
    officer, begins, looked = (
        evening.actors["officer"],
        clock.now() + timedelta(days=2),
        Barrier(2, timeout=20),
    )
    tomorrow, planned = clock.today() + timedelta(days=1), rule_proposals._planned

    def after(found: Any) -> Any:
        looked.wait()
        return found

    ids = transact(
        lambda: volunteering.rule_proposals.propose_end(
            "R01", effective_on=tomorrow, reason="例会", actor=officer
        )
    )
    monkeypatch.setattr(versions, "lock_all", lambda *_: None)
    monkeypatch.setattr(rule_proposals, "_planned", lambda *given: after(planned(*given)))
    monkeypatch.setattr(activities, "planning_on", lambda *given: after(versions.giving_on(*given)))
    said = at_once(app, [lambda: agree(evening, ids), lambda: evening.plan(starts=begins)])
    assert said[0] == ["R01"]
    assert isinstance(said[1], str)
    assert "rule" not in said[1]
