"""An award is taken back by two; what is spent of it the correction account pays, and of two at once one counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import ledger, people, volunteering
from points.foundation import NotAllowed, Refusal, clock, new_id, reading, run, transact
from points.people.models import Account
from points.volunteering.models import Service
from points.volunteering.review.refusals import (
    OwnReversalAsk,
    ReversalAsked,
    ReversalNotAsked,
    ReversalOfOne,
)
from points.volunteering.services import reversals
from points.volunteering.services.refusals import (
    AlreadyDecided,
    NotCredited,
    OwnApproval,
    ReasonMissing,
    RelativesService,
)
from tests.volunteering.conftest import Neighbourhood
from tests.volunteering.test_approval import award_of
from tests.volunteering.test_calling_off import told, understand
from tests.volunteering.test_races import at_once


@pytest.fixture
def award(evening: Neighbourhood) -> UUID:
    """What 田桂兰 got for four hours, approved by the officer."""
    evening.approve(evening.held("tian", hours=4))
    found = reading(lambda: award_of(evening, "tian")).subject_id
    assert found is not None
    return found


def ask(evening: Neighbourhood, award: UUID, by: str = "second", reason: str = "冒领") -> None:
    transact(lambda: volunteering.corrections.ask(award, reason=reason, actor=evening.actors[by]))


def confirm(evening: Neighbourhood, award: UUID, by: str = "street") -> None:
    transact(lambda: volunteering.corrections.confirm(award, actor=evening.actors[by]))


def spend(evening: Neighbourhood, tenths: int) -> None:
    """Points go to the shop."""

    def work() -> None:
        account = people.purses.of_person(evening.community_id, evening.people["tian"]).account_id
        claim = ledger.idempotency.begin(
            evening.community_id,
            request_key=f"spend:{new_id()}",
            body={},
            answer={},
            action="points.redeemed",
            actor=evening.house,
        )
        note = ledger.movements.Note("redemption", "counter", clock.today(), new_id(), evening.people["tian"])
        ledger.movements.spend(evening.community_id, claim.txn_id, account, tenths, note=note)

    transact(work)


def test_asking_moves_nothing_and_the_yes_of_another_takes_it_back(
    evening: Neighbourhood, award: UUID
) -> None:
    before = evening.points("tian")
    ask(evening, award)
    assert evening.points("tian") == before > 0
    with pytest.raises(ReversalAsked):
        ask(evening, award, "street")
    confirm(evening, award)
    assert evening.points("tian") == 0
    with pytest.raises(AlreadyDecided):
        confirm(evening, award)
    with pytest.raises(AlreadyDecided):
        ask(evening, award)


@pytest.mark.parametrize(
    ("asker", "by", "why"),
    [
        ("second", "second", OwnReversalAsk),
        ("second", "officer", OwnApproval),
        ("second", "yang", NotAllowed),
    ],
)
def test_who_asked_who_approved_and_who_may_not_are_no_second_person(
    evening: Neighbourhood, award: UUID, asker: str, by: str, why: type[Refusal]
) -> None:
    ask(evening, award, asker)
    with pytest.raises(why):
        confirm(evening, award, by)
    assert evening.points("tian") > 0


def test_who_made_the_account_of_who_asked_and_a_relative_are_no_second_person(
    evening: Neighbourhood, award: UUID
) -> None:
    ask(evening, award)
    street, second = evening.actors["street"], evening.actors["second"]
    assert street.person_id is not None
    made = sa.update(Account).where(Account.id == street.account_id)
    transact(lambda: run(made.values(opened_by=second.account_id)))
    with pytest.raises(ReversalOfOne):
        confirm(evening, award)
    transact(lambda: run(made.values(opened_by=None)))
    transact(
        lambda: people.relations.relate(
            street.person_id, evening.people["tian"], kind="sibling", actor=evening.house
        )
    )
    with pytest.raises(RelativesService):
        confirm(evening, award)


def test_a_no_leaves_everything_and_it_can_be_asked_again(evening: Neighbourhood, award: UUID) -> None:
    before = evening.points("tian")
    with pytest.raises(ReversalNotAsked):
        confirm(evening, award)
    with pytest.raises(ReasonMissing):
        ask(evening, award, reason=" ")
    ask(evening, award)
    with pytest.raises(OwnApproval):
        transact(
            lambda: volunteering.corrections.decline(award, reason="不", actor=evening.actors["officer"])
        )
    transact(lambda: volunteering.corrections.decline(award, reason="查过了", actor=evening.actors["second"]))
    assert evening.points("tian") == before
    ask(evening, award)
    confirm(evening, award)


def test_what_is_spent_is_said_before_and_paid_by_the_correction_account(
    evening: Neighbourhood, award: UUID
) -> None:
    tenths = evening.points("tian")
    ask(evening, award)
    spend(evening, tenths - 10)
    effect = reading(lambda: volunteering.corrections.effect(award, actor=evening.actors["street"]))
    assert (effect.tenths, effect.available, effect.lacking, effect.left) == (tenths, 10, tenths - 10, 0)
    confirm(evening, award)
    assert evening.points("tian") == 0


def test_of_eight_confirmations_at_once_one_takes_back_and_the_others_are_told(
    app: Flask, evening: Neighbourhood, award: UUID
) -> None:
    ask(evening, award)
    said = at_once(app, [lambda: confirm(evening, award)] * 8)
    assert Counter(said) == {None: 1, "already_decided": 7}
    assert evening.points("tian") == 0


def test_a_reversal_and_a_spending_at_once_never_leave_a_purse_below_zero(
    app: Flask, evening: Neighbourhood, award: UUID
) -> None:
    tenths = evening.points("tian")
    ask(evening, award)
    works: list[Callable[[], None]] = [lambda: confirm(evening, award), lambda: spend(evening, tenths)]
    said = at_once(app, works)
    assert said[0] is None
    # spent first: the correction account pays; taken back first: there is nothing to spend
    assert said[1] in (None, "not_enough")
    assert evening.points("tian") == 0


def test_everybody_of_the_purse_is_told_that_points_are_gone_and_each_reads_it_for_themselves(
    evening: Neighbourhood,
) -> None:
    def work() -> None:
        account = people.accounts.create(evening.people["xiaohe"], actor=evening.house)
        evening.actors["xiaohe"] = people.actors.of_account(account, community_id=evening.community_id)

    transact(work)
    evening.approve(evening.held("yang", hours=4))
    award = reading(lambda: award_of(evening, "yang")).subject_id
    assert award is not None
    ask(evening, award, "officer")
    assert told(evening, "yang") == []
    with pytest.raises(OwnReversalAsk):
        confirm(evening, award, "officer")
    confirm(evening, award)
    for name in ("yang", "xiaohe"):
        assert told(evening, name) == [("reversed", "楼道清扫", "冒领")]
    assert told(evening, "tian") == []
    understand(evening, "xiaohe")
    assert told(evening, "xiaohe") == []
    assert told(evening, "yang") != []


def test_what_is_not_credited_any_more_is_not_taken_back(evening: Neighbourhood, award: UUID) -> None:
    """As if somebody had changed the table behind our back."""
    ask(evening, award)
    back = sa.update(Service).where(Service.status == "credited").values(status="in_publicity")
    transact(lambda: run(back))
    with pytest.raises(NotCredited):
        confirm(evening, award)
    with pytest.raises(NotCredited):
        transact(lambda: reversals.reverse(award, reason="冒领", actor=evening.actors["street"]))
    assert evening.points("tian") > 0
