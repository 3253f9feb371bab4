"""The second signature: what was counted beside the books of that moment, and the stock corrected by just that."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import goods, people, shop
from points.foundation import Actor, NotAllowed, clock, db, new_id, reading, transact
from points.goods.stock import Delivery
from tests.races.counter import broken
from tests.shop.test_stocktakes import (
    OIL,
    RICE,
    SALT,
    SMALL,
    VINEGAR,
    begin,
    count,
    facts,
    hand_in,
    lines,
    recount,
)
from tests.support.street import Street


def differences(street: Street, stocktake_id: UUID) -> dict[str, shop.signed_counts.Difference]:
    """Counted lines beside the books, by code."""

    def read() -> dict[str, shop.signed_counts.Difference]:
        found = goods.stocktakes.get(street.community_id, stocktake_id)
        known = goods.stocktakes.lines(street.community_id, stocktake_id)
        return {one.line.code: one for one in shop.signed_counts.read(found, known, street.community_id)}

    return reading(read)


def sign(
    street: Street, stocktake_id: UUID, *, actor: Actor | None = None, why: str = "", **reasons: str
) -> shop.signed_counts.Signed:
    """Sign, with a reason by code; what is seen is what stands there."""
    seen = differences(street, stocktake_id)
    choices = {
        seen[code].line.line_id: shop.signed_counts.ChosenReason(reason, seen[code].booked.difference)
        for code, reason in reasons.items()
    }
    officer = actor or street.staff["officer"]
    return transact(lambda: shop.signed_counts.sign(stocktake_id, choices, why=why, actor=officer))


def sell(street: Street, code: str, pieces: int = 1) -> None:
    """Pieces that go over the counter."""
    wanted = {street.items[code]: pieces}
    transact(
        lambda: goods.stock.take(
            street.community_id, wanted, subject_id=new_id(), actor=street.clerk, shop_id=street.shop_id
        )
    )


def stands(street: Street, code: str) -> int:
    """What the books say now."""
    batch = db.metadata.tables["goods_batch"]
    query = sa.select(sa.func.sum(batch.c.on_hand)).where(batch.c.item_id == street.items[code])
    return int(reading(lambda: db.session.execute(query).scalar_one()) or 0)


def moves(street: Street, line_id: UUID) -> list[tuple[str, int]]:
    """The stock moves of a line."""
    move = db.metadata.tables["goods_stock_move"]
    query = sa.select(move.c.kind, move.c.quantity).where(move.c.subject_id == line_id).order_by(move.c.id)
    return [(row[0], row[1]) for row in reading(lambda: db.session.execute(query).all())]


def test_a_clock_that_was_ahead_makes_no_difference_of_what_was_sold_meanwhile(street: Street) -> None:
    """Three hours ahead pieces are sold and written off; the clock is put back, and what is left is counted and signed,
    at once and after those hours have come."""
    now = clock.now()
    with clock.standing_at(now + timedelta(hours=3)):
        sell(street, SALT, 4)
        sell(street, VINEGAR, 2)
        write_off(street)
    for begun, later in ((0, timedelta(minutes=15)), (30, timedelta(hours=5))):
        with clock.standing_at(now + timedelta(minutes=begun)):
            made = begin(street, SALT, VINEGAR)
        with clock.standing_at(now + timedelta(minutes=begun + 2)):
            count(street, made, SALT, stands(street, SALT))
            earlier = now + timedelta(minutes=begun + 1)
            count(street, made, VINEGAR, stands(street, VINEGAR) - 1, at=earlier)
            hand_in(street, made)
            sell(street, VINEGAR, 3)
        with clock.standing_at(now + later):
            found = differences(street, made)
            assert (found[SALT].booked.difference, found[VINEGAR].booked.difference) == (0, -1)
            before = stands(street, VINEGAR)
            assert sign(street, made, G06="lost").corrected == 1
            assert stands(street, VINEGAR) == before - 1


def test_the_difference_is_that_of_the_moment_whatever_is_sold_before_and_after(street: Street) -> None:
    now = clock.now()
    with clock.standing_at(now + timedelta(minutes=1)):
        made = begin(street, SALT, VINEGAR)
    with clock.standing_at(now + timedelta(minutes=8)):
        sell(street, SALT)
    with clock.standing_at(now + timedelta(minutes=10)):
        count(street, made, SALT, 27)
        count(street, made, VINEGAR, 50)
        hand_in(street, made)
    with clock.standing_at(now + timedelta(minutes=20)):
        sell(street, SALT, 5)
        sell(street, VINEGAR, 5)
        found = differences(street, made)
        assert (found[SALT].booked.booked, found[SALT].booked.difference) == (29, -2)
        assert found[VINEGAR].booked.difference == 0
        booked = [one.booked for one in found.values()]
        known = reading(
            lambda: goods.differences.just_before(street.community_id, made, street.shop_id, booked)
        )
        assert [(one.kind, one.quantity) for one in known[found[SALT].line.line_id]] == [("redemption", -1)]
        assert found[VINEGAR].line.line_id not in known
        done = sign(street, made, G07="broken")
    assert (done.ended, done.corrected, done.left) == (2, 1, 0)
    assert (stands(street, SALT), stands(street, VINEGAR)) == (22, 45)
    assert moves(street, found[SALT].line.line_id) == [("correction", -2)]
    assert reading(lambda: goods.stocktakes.get(street.community_id, made)).status == "done"
    said = facts("stocktake.signed")
    assert said == {
        "signed_as": "second",
        "ended": 2,
        "differences": [-2],
    }
    kept = lines(street, made)[SALT].ended
    assert kept is not None
    assert (kept.booked, kept.difference, kept.reason) == (29, -2, "broken")
    assert kept.signed_by == street.staff["officer"].account_id


def test_what_lacks_leaves_first_what_expires_first_and_what_is_over_joins_it(street: Street) -> None:
    made = begin(street, SMALL, VINEGAR)
    count(street, made, SMALL, 2)
    count(street, made, VINEGAR, 53)
    hand_in(street, made)
    sign(street, made, G02="lost", G06="gave_less")
    left = reading(lambda: goods.history.known_batches(street.community_id))
    assert {number: left[number][1] for number in ("RK1", "RK2", "RK4")} == {"RK1": 2, "RK2": 0, "RK4": 53}
    by_line = lines(street, made)
    assert moves(street, by_line[SMALL].line_id) == [("correction", -3), ("correction", -1)]


def test_who_counted_does_not_sign_nor_does_who_has_no_part_in_it(street: Street) -> None:
    made = begin(street, SALT)
    count(street, made, SALT, 28, actor=street.staff["shop_manager"])
    hand_in(street, made)
    for hand in (street.staff["shop_manager"], street.clerk, street.resident):
        with pytest.raises((people.refusals.OtherHandNeeded, NotAllowed)):
            sign(street, made, actor=hand, G07="lost")
    with pytest.raises(people.refusals.StandInReason):
        sign(street, made, actor=street.staff["street"], G07="lost")
    sign(street, made, actor=street.staff["street"], why="专干这周请假", G07="lost")
    assert facts("stocktake.signed")["signed_as"] == "stand_in"
    assert stands(street, SALT) == 28


def test_a_line_without_a_reason_waits_while_the_others_are_signed(street: Street) -> None:
    made = begin(street, SALT, VINEGAR)
    count(street, made, SALT, 28)
    with pytest.raises(goods.refusals.CountClosed):
        sign(street, made)
    count(street, made, VINEGAR, 50)
    hand_in(street, made)
    assert sign(street, made).left == 1
    assert stands(street, SALT) == 30
    with pytest.raises(goods.refusals.NothingToSign):
        sign(street, made)
    assert sign(street, made, G07="lost").left == 0
    with pytest.raises(goods.refusals.NothingToSign):
        sign(street, made)
    assert stands(street, SALT) == 28


def test_a_recount_that_agrees_with_the_books_ends_the_line_and_moves_nothing(street: Street) -> None:
    made = begin(street, SALT)
    count(street, made, SALT, 29)
    hand_in(street, made)
    recount(street, made, SALT)
    with pytest.raises(goods.refusals.NothingToSign):
        sign(street, made, G07="lost")
    count(street, made, SALT, 30, actor=street.second_clerk)
    assert sign(street, made).corrected == 0
    assert moves(street, lines(street, made)[SALT].line_id) == []


def test_a_signature_over_a_count_older_than_a_day_asks_for_another(street: Street) -> None:
    now = clock.now()
    with clock.standing_at(now + timedelta(minutes=1)):
        made = begin(street, SALT, VINEGAR)
        count(street, made, SALT, 28)
        count(street, made, VINEGAR, 50)
        hand_in(street, made)
    with clock.standing_at(now + timedelta(days=1, minutes=2)):
        assert differences(street, made)[SALT].stale
        assert not differences(street, made)[VINEGAR].stale, "what agrees moves nothing"
        with pytest.raises(goods.refusals.RecountNeeded) as asked:
            sign(street, made, G07="lost")
        assert "食盐400g" in asked.value.message("zh")
        assert sign(street, made).ended == 1
        recount(street, made, SALT)
        count(street, made, SALT, 28, actor=street.second_clerk)
        sign(street, made, G07="lost")
    assert stands(street, SALT) == 28


def receive(street: Street) -> None:
    """Ten more of salt."""
    came = Delivery("RK9", street.items[SALT], 10, clock.today(), shop_id=street.shop_id)
    transact(lambda: goods.stock.receive(street.community_id, [came], actor=street.clerk))


def write_off(street: Street) -> None:
    """One of salt is broken."""
    batch = street.batches["RK5"]
    transact(
        lambda: goods.stock.correct(street.community_id, batch, -1, kind="write_off", actor=street.clerk)
    )


@pytest.mark.parametrize("deed", [receive, write_off], ids=["delivery", "write_off"])
def test_a_signature_after_other_goods_came_or_went_asks_for_another_count(
    street: Street, deed: object
) -> None:
    made = begin(street, SALT)
    count(street, made, SALT, 28)
    hand_in(street, made)
    deed(street)  # type: ignore[operator]
    with pytest.raises(goods.refusals.RecountNeeded):
        sign(street, made, G07="lost")


def test_of_two_stocktakes_of_one_item_the_second_does_not_correct_it_twice(street: Street) -> None:
    one, two = begin(street, SALT), begin(street, SALT)
    for made in (one, two):
        count(street, made, SALT, 28)
        hand_in(street, made)
    sign(street, one, G07="lost")
    with pytest.raises(goods.refusals.RecountNeeded):
        sign(street, two, G07="lost")
    assert stands(street, SALT) == 28


def test_a_difference_the_signer_did_not_see_is_looked_at_first(street: Street) -> None:
    made = begin(street, SALT)
    count(street, made, SALT, 28)
    hand_in(street, made)
    choice = {lines(street, made)[SALT].line_id: shop.signed_counts.ChosenReason("lost", -1)}
    with pytest.raises(goods.refusals.DifferenceMoved):
        transact(lambda: shop.signed_counts.sign(made, choice, actor=street.staff["officer"]))


def test_pieces_that_were_sold_after_they_were_counted_away_are_counted_once_more(street: Street) -> None:
    made = begin(street, RICE)
    count(street, made, RICE, 0)
    hand_in(street, made)
    sell(street, RICE)
    with pytest.raises(goods.refusals.CountOvertaken):
        sign(street, made, G01="lost")
    assert stands(street, RICE) == 0


def test_the_count_may_be_wrong_and_the_till_refuses_what_lies_in_front_of_you(street: Street) -> None:
    """A piece that lies there and that the books do not know is counted, signed, and sold."""
    sell(street, RICE)
    with pytest.raises(goods.refusals.StockShort):
        sell(street, RICE)
    made = begin(street, RICE)
    count(street, made, RICE, 1)
    hand_in(street, made)
    sign(street, made, G01="gave_less")
    sell(street, RICE)
    assert stands(street, RICE) == 0


def test_goods_that_never_came_in_get_a_batch_by_the_opening_count(street: Street) -> None:
    new = transact(
        lambda: goods.items.add(
            street.community_id,
            [goods.items.NewItem("G40", "香皂", "块", 15)],
            effective_on=clock.today(),
        )
    )
    street.items |= new
    made = begin(street, "G40", kind="opening")
    count(street, made, "G40", 9)
    hand_in(street, made)
    sign(street, made, G40="gave_less")
    sell(street, "G40", 2)
    assert stands(street, "G40") == 7


def test_a_correction_after_a_stocktake_in_between(street: Street) -> None:
    """A sale that is taken back after the count comes on top of what was counted; one taken back before is in it."""
    subject = new_id()
    wanted = {street.items[SALT]: 3}
    transact(lambda: goods.stock.take(street.community_id, wanted, subject_id=subject, actor=street.clerk))
    made = begin(street, SALT)
    count(street, made, SALT, 25)
    hand_in(street, made)
    transact(lambda: goods.stock.put_back(street.community_id, subject, actor=street.clerk))
    assert differences(street, made)[SALT].booked.difference == -2
    sign(street, made, G07="lost")
    assert stands(street, SALT) == 28


def test_the_books_hold_after_it(street: Street) -> None:
    before = broken(street)
    made = begin(street, SALT, OIL, VINEGAR)
    for code, pieces in ((SALT, 28), (OIL, 5), (VINEGAR, 50)):
        count(street, made, code, pieces)
    hand_in(street, made)
    sign(street, made, G07="lost", G03="gave_less")
    assert broken(street) == before
