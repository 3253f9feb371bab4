"""The second proof: the RFC's figures, each number and each code good once, wrong ones locked like passwords."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import NotAllowed, clock, db, keys, reading, transact
from points.people.models import RecoveryCode, SecondFactor
from points.people.proving import policy
from tests.support.town import NOON, PASSWORD, Town


def secret_of(account_id: UUID) -> bytes:
    sealed = reading(
        lambda: db.session.scalar(sa.select(SecondFactor.sealed).where(SecondFactor.account_id == account_id))
    )
    found = keys.unseal(sealed, account_id.bytes)
    assert found is not None
    return found


def number(account_id: UUID, steps: int = 0) -> str:
    return policy.number_of(secret_of(account_id), policy.step_of(clock.now()) + steps)


def enrolled(town: Town) -> list[str]:
    """The officer's, set up half a minute ago; the codes for paper."""
    office = town.office
    transact(lambda: people.second_factor.begin(actor=office))
    codes = people.second_factor.confirm(number(town.officer_account), actor=office)
    clock.set_now(NOON + timedelta(minutes=2))
    return codes


def proves(town: Town, typed: str) -> bool:
    try:
        people.second_factor.prove(town.community_id, town.officer_account, typed)
    except people.refusals.SecondFactorWrong:
        return False
    return True


def test_numbers_are_those_of_the_rfc() -> None:
    secret = b"12345678901234567890"
    for seconds, shown in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        assert policy.number_of(secret, policy.step_of(datetime.fromtimestamp(seconds, UTC))) == shown


def test_it_is_asked_for_once_the_app_showed_a_right_number(town: Town) -> None:
    office = town.office
    first = transact(lambda: people.second_factor.begin(actor=office))
    assert transact(lambda: people.second_factor.begin(actor=office)) == first
    with pytest.raises(people.refusals.SecondFactorWrong):
        people.second_factor.confirm("000000", actor=office)
    here = (town.community_id, town.officer_account)
    assert not reading(lambda: people.second_factor.standing(*here)).confirmed
    people.second_factor.confirm(number(town.officer_account), actor=office)
    assert reading(lambda: people.second_factor.standing(*here)) == people.second_factor.FactorStanding(
        True, 10
    )
    with pytest.raises(people.refusals.SecondFactorThere):
        transact(lambda: people.second_factor.begin(actor=office))


def test_a_number_is_good_once_and_none_before_it(town: Town) -> None:
    enrolled(town)
    now, before = number(town.officer_account), number(town.officer_account, -1)
    assert [proves(town, now), proves(town, now), proves(town, before)] == [True, False, False]


@pytest.mark.parametrize(("steps", "holds"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(town: Town, steps: int, holds: bool) -> None:
    enrolled(town)
    assert proves(town, number(town.officer_account, steps)) is holds


def test_a_code_on_paper_is_good_once_however_it_is_typed(town: Town) -> None:
    codes = enrolled(town)
    assert proves(town, codes[0].lower().replace("-", " "))
    assert not proves(town, codes[0])
    assert proves(town, codes[1])
    here = (town.community_id, town.officer_account)
    assert reading(lambda: people.second_factor.standing(*here)).codes_left == 8


def test_the_books_keep_neither_the_secret_nor_a_code(town: Town) -> None:
    codes = enrolled(town)
    secret = secret_of(town.officer_account)
    factor, paper = reading(
        lambda: (
            db.session.execute(sa.select(SecondFactor.sealed)).scalar_one(),
            str(db.session.execute(sa.select(RecoveryCode.digest)).all()),
        )
    )
    assert secret not in factor
    assert keys.unseal(factor, town.admin_account.bytes) is None
    assert not any(policy.plain_code(one) in paper for one in codes)


def test_of_two_at_once_with_one_number_one_comes_in(town: Town, app: Flask) -> None:
    enrolled(town)
    shown, came = number(town.officer_account), []
    gate = threading.Barrier(2)

    def come() -> None:
        with app.app_context():
            gate.wait()
            came.append(proves(town, shown))

    both = [threading.Thread(target=come) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(came) == [False, True]


def test_wrong_ones_lock_as_wrong_passwords_do(town: Town) -> None:
    codes = enrolled(town)
    assert not any(proves(town, "000000") for _ in range(5))
    with pytest.raises(people.refusals.SecondFactorLocked) as caught:
        proves(town, codes[0])
    assert caught.value.facts["minutes"] == 15
    clock.set_now(NOON + timedelta(minutes=30))
    assert proves(town, codes[0])


def test_it_ends_with_the_password_and_a_number_alone(town: Town) -> None:
    codes, office = enrolled(town), town.office
    with pytest.raises(people.refusals.OldPasswordWrong):
        people.second_factor.end("not it", codes[0], actor=office)
    with pytest.raises(people.refusals.SecondFactorWrong):
        people.second_factor.end(PASSWORD, "000000", actor=office)
    people.second_factor.end(PASSWORD, codes[0], actor=office)
    assert not proves(town, codes[1])


def test_a_reset_takes_it_and_signs_out(town: Town) -> None:
    enrolled(town)
    before = reading(lambda: people.actors.find_known(town.officer_account, None))
    transact(lambda: people.second_factor.reset(town.officer_account, actor=town.house))
    here = (town.community_id, town.officer_account)
    assert not reading(lambda: people.second_factor.standing(*here)).confirmed
    assert before is not None
    assert reading(lambda: people.actors.find_known(town.officer_account, before.session_epoch)) is None
    with pytest.raises(NotAllowed):
        transact(lambda: people.second_factor.reset(town.officer_account, actor=town.office))
