"""Lists of any length are written in few texts, and answer as SQLAlchemy's own would."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from flask import Flask

from points.foundation import db, driver, reading
from points.foundation.prepared import Prepared, given_many, prepared
from tests.support.statements import counting


@prepared
def _listed(without: bool) -> sa.Executable:
    made = sa.union_all(*(sa.select(sa.literal(at).label("one")) for at in range(10))).subquery()
    chosen = made.c.one.not_in(given_many("some")) if without else made.c.one.in_(given_many("some"))
    return sa.select(made.c.one).where(chosen).order_by(made.c.one)


@pytest.mark.parametrize("some", [[], [3], [9, 1], [1, 2, 3], list(range(4, 9)), [2] * 300])
def test_a_list_chooses_what_stands_in_it(app: Flask, some: Sequence[int]) -> None:
    found = reading(lambda: (_listed(False).values(some=some), _listed(True).values(some=some)))
    inside = sorted(set(some))
    assert found == (inside, [one for one in range(10) if one not in inside])


def test_lists_of_many_lengths_have_few_texts(app: Flask) -> None:
    with counting(db.engine) as seen:
        for length in range(1, 65):
            reading(lambda length=length: _listed(False).all(some=list(range(length))))  # type: ignore[misc]
    assert len(set(seen.statements)) == 7


def test_an_empty_list_a_long_one_and_one_of_pairs_are_left_to_sqlalchemy() -> None:
    lengths = (0, 1, 2, 3, 256, 257)
    assert [driver.width([1] * length) for length in lengths] == [0, 1, 2, 4, 256, 0]
    assert driver.width([(1, 2)]) == 0


def test_what_a_statement_says_itself_is_no_list_of_its_callers(app: Flask) -> None:
    own = Prepared("own", sa.select(sa.literal(1)).where(sa.literal(2).in_([1, 2])))
    assert driver.lists(own.statement) == ()
    assert reading(own.values) == [1]
