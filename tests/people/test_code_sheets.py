"""A sheet of numbered codes: asked for in order, each good once, replaced by the first code of a new one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import NotAllowed, Refusal, clock, db, reading, transact
from points.people.models import SheetCode
from points.people.proving.factor_rows import SheetStanding
from tests.people.test_second_factor import enrolled, proves
from tests.races.storm import at_once, refused
from tests.support.town import NOON, PASSWORD, Town, resident_account


def in_use(town: Town) -> list[str]:
    """The officer's sheet, its first code typed."""
    codes = people.code_sheets.begin(actor=town.office)
    people.code_sheets.confirm(codes[0], actor=town.office)
    return codes


def stands(town: Town) -> SheetStanding | None:
    return reading(lambda: people.second_factor.standing(town.community_id, town.officer_account)).sheet


def test_a_sheet_proves_nothing_until_its_first_code_was_typed(town: Town) -> None:
    codes = people.code_sheets.begin(actor=town.office)
    assert (len(codes), len(set(codes))) == (40, 40)
    assert stands(town) is None
    assert not proves(town, codes[0])
    with pytest.raises(people.refusals.SheetCodeWrong):
        people.code_sheets.confirm(codes[1], actor=town.office)
    people.code_sheets.confirm(codes[0].lower(), actor=town.office)
    found = stands(town)
    assert found is not None
    assert (found.number, found.left, found.is_low) == (2, 39, False)


def test_codes_are_asked_for_by_number_and_each_is_good_once(town: Town) -> None:
    codes = in_use(town)
    assert not proves(town, codes[2]), "another number than the one that is asked for"
    assert proves(town, f" {codes[1][:3]}-{codes[1][3:].lower()} ")
    assert not proves(town, codes[1])
    assert proves(town, codes[2])
    found = stands(town)
    assert found is not None
    assert found.number == 4


def test_of_two_at_once_with_one_code_one_comes_in(app: Flask, town: Town) -> None:
    codes = in_use(town)
    here = town.community_id, town.officer_account
    outcomes = at_once(app, [lambda: people.second_factor.prove(*here, codes[1])] * 2)
    assert refused(outcomes) == ["second_factor_wrong"]


def test_no_clock_is_in_it(town: Town) -> None:
    codes = in_use(town)
    clock.set_now(NOON - timedelta(days=4000))
    assert proves(town, codes[1])


def test_wrong_ones_lock_as_wrong_passwords_do(town: Town) -> None:
    codes = in_use(town)
    assert not any(proves(town, "AAAAAA") for _ in range(5))
    with pytest.raises(people.refusals.SecondFactorLocked):
        proves(town, codes[1])


def test_the_books_keep_no_code(town: Town) -> None:
    codes = in_use(town)
    kept = reading(lambda: str(db.session.execute(sa.select(SheetCode.digest)).all()))
    assert not any(one in kept for one in codes)
    assert len(set(reading(lambda: db.session.scalars(sa.select(SheetCode.digest)).all()))) == 40


def test_a_new_sheet_takes_the_place_of_the_old_with_its_first_code_alone(town: Town) -> None:
    old = in_use(town)
    with pytest.raises(people.refusals.OldPasswordWrong):
        people.code_sheets.begin("no", actor=town.office)
    lost = people.code_sheets.begin(PASSWORD, actor=town.office)
    new = people.code_sheets.begin(PASSWORD, actor=town.office)
    assert proves(town, old[1]), "the old one goes on until then"
    with pytest.raises(people.refusals.SheetCodeWrong):
        people.code_sheets.confirm(lost[0], actor=town.office)
    people.code_sheets.confirm(new[0], actor=town.office)
    assert not proves(town, old[2])
    assert proves(town, new[1])


def test_with_few_left_it_is_low_and_with_none_it_asks_for_none(town: Town) -> None:
    codes = in_use(town)
    for code in codes[1:35]:
        assert proves(town, code)
    found = stands(town)
    assert found is not None
    assert (found.left, found.is_low) == (5, True)
    for code in codes[35:]:
        assert proves(town, code)
    found = stands(town)
    assert found is not None
    assert (found.number, found.left) == (None, 0)
    assert not proves(town, codes[39])


def test_it_is_instead_of_an_app_and_ends_with_password_and_code(town: Town) -> None:
    codes = in_use(town)
    with pytest.raises(people.refusals.SecondFactorThere):
        transact(lambda: people.second_factor.begin(actor=town.office))
    with pytest.raises(people.refusals.SecondFactorWrong):
        people.second_factor.end(PASSWORD, codes[5], actor=town.office)
    people.second_factor.end(PASSWORD, codes[1], actor=town.office)
    assert stands(town) is None
    enrolled(town)
    with pytest.raises(people.refusals.SecondFactorThere):
        people.code_sheets.begin(actor=town.office)


def test_who_need_not_prove_twice_has_none(town: Town) -> None:
    account = resident_account(town)
    resident = reading(lambda: people.actors.of_account(account))
    with pytest.raises(NotAllowed):
        people.code_sheets.begin(actor=resident)
    with pytest.raises(Refusal):
        people.code_sheets.confirm("AAAAAA", actor=resident)
