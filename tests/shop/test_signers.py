"""Whose the second signature under a stocktake is: beyond a difference that a community decided, the street office's."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from points import goods
from points.foundation import Actor, clock, db, decide, transact
from tests.shop.test_signed_counts import sign, stands
from tests.shop.test_stocktakes import SALT, VINEGAR, begin, count, facts, hand_in
from tests.support.street import Street

#: ten points; a bag of salt costs two, one of vinegar half a point
LIMIT = 100


def limit(street: Street, tenths: int | None = LIMIT) -> None:
    """What the community decided."""
    today = clock.today()
    transact(
        lambda: decide(
            street.community_id, "street_count_tenths", tenths, effective_on=today, actor=street.system
        )
    )


def counted(street: Street, **pieces: int) -> UUID:
    """A stocktake that was handed in, so many of each."""
    made = begin(street, *pieces)
    for code, number in pieces.items():
        count(street, made, code, number)
    hand_in(street, made)
    return made


def refused(street: Street, made: UUID, actor: Actor, **reasons: str) -> goods.refusals.CountBeyondLimit:
    """What is said to who may not sign so much."""
    with pytest.raises(goods.refusals.CountBeyondLimit) as said:
        sign(street, made, actor=actor, why="没有别人了", **reasons)
    return said.value


def test_beyond_the_limit_the_street_signs_and_nobody_for_it(street: Street) -> None:
    limit(street)
    made = counted(street, G07=24)
    for role in ("officer", "shop_manager", "supervisor"):
        no = refused(street, made, street.staff[role], G07="lost")
        assert (no.facts["tenths"], no.facts["limit"]) == (120, LIMIT)
    assert no.message("zh") == "这张单子的差值 12 分，过了 10 分，要街道办的人来签。"
    assert no.message("en") == "The differences are worth 12 points, more than 10: the street office signs."
    assert stands(street, SALT) == 30
    sign(street, made, actor=street.staff["street"], G07="lost")
    assert (stands(street, SALT), facts("stocktake.signed")["signed_as"]) == (24, "second")


def test_up_to_the_limit_and_without_one_whoever_signs_counts_signs(street: Street) -> None:
    sign(street, counted(street, G06=10), G06="lost")
    limit(street)
    sign(street, counted(street, G07=25), G07="lost")
    assert (stands(street, SALT), stands(street, VINEGAR)) == (25, 10)


def test_what_is_over_and_what_is_missing_add_up_and_no_part_is_signed_as_a_small_one(street: Street) -> None:
    limit(street)
    made = counted(street, G07=27, G06=59)
    assert refused(street, made, street.staff["officer"], G07="lost").facts["tenths"] == 105
    assert refused(street, made, street.staff["officer"], G06="gave_less").facts["tenths"] == 105
    sign(street, made, actor=street.staff["street"], G07="lost", G06="gave_less")
    assert (stands(street, SALT), stands(street, VINEGAR)) == (27, 59)


@pytest.mark.parametrize("fen, large", [(1000, False), (1001, True)])
def test_the_price_of_reference_goes_before_what_it_costs(street: Street, fen: int, large: bool) -> None:
    limit(street)
    written = sa.text("UPDATE goods_item SET reference_fen = :fen WHERE code = 'G07'")
    transact(lambda: db.session.execute(written, {"fen": fen}))
    made = counted(street, G07=29)
    if large:
        assert refused(street, made, street.staff["officer"], G07="lost").facts["tenths"] == 101
    else:
        sign(street, made, G07="lost")
    assert stands(street, SALT) == (30 if large else 29)
