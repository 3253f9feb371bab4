"""What is counted, by whom, and that nobody counts by the books; nothing moves before it is signed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import audit, goods, people, shop
from points.foundation import Actor, NotAllowed, NotFound, clock, db, reading, transact
from tests.support.street import Street

RICE, SMALL, OIL, VINEGAR, SALT = "G01", "G02", "G03", "G06", "G07"


def begin(street: Street, *codes: str, kind: str = "running", actor: Actor | None = None) -> UUID:
    """A stocktake of these goods, or of everything."""
    return transact(
        lambda: shop.stocktakes.begin(
            street.shop_id,
            kind=kind,
            part="items" if codes else "all",
            codes=codes,
            actor=actor or street.clerk,
        )
    )


def lines(street: Street, stocktake_id: UUID) -> dict[str, goods.stocktakes.LineInfo]:
    """Its lines by code."""
    return {
        one.code: one for one in reading(lambda: goods.stocktakes.lines(street.community_id, stocktake_id))
    }


def count(
    street: Street,
    stocktake_id: UUID,
    code: str,
    quantity: int,
    *,
    actor: Actor | None = None,
    at: datetime | None = None,
    sure: bool = False,
) -> None:
    """So many pieces."""
    line = lines(street, stocktake_id)[code].line_id
    transact(
        lambda: shop.stocktakes.count(
            stocktake_id, line, quantity, at=at, sure=sure, actor=actor or street.clerk
        )
    )


def hand_in(street: Street, stocktake_id: UUID) -> None:
    """Hand it in."""
    transact(lambda: shop.stocktakes.hand_in(stocktake_id, actor=street.clerk))


def recount(street: Street, stocktake_id: UUID, *codes: str, actor: Actor | None = None) -> int:
    """Have these counted once more."""
    found = lines(street, stocktake_id)
    wanted = [found[code].line_id for code in codes]
    return transact(
        lambda: shop.stocktakes.ask_recount(stocktake_id, wanted, actor=actor or street.staff["shop_manager"])
    )


def get(street: Street, stocktake_id: UUID) -> goods.stocktakes.StocktakeInfo:
    """As it stands."""
    return reading(lambda: goods.stocktakes.get(street.community_id, stocktake_id))


def facts(action: str) -> dict[str, object]:
    """What the newest record of an action says."""
    record = db.metadata.tables["audit_record"]
    query = sa.select(record.c.facts).where(record.c.deed == action, record.c.outcome == "done")
    return reading(lambda: dict(db.session.execute(query.order_by(record.c.at.desc()).limit(1)).scalar_one()))


def test_a_stocktake_is_all_of_a_shop_a_kind_of_goods_or_chosen_goods(street: Street) -> None:
    whole = begin(street, kind="opening")
    assert set(lines(street, whole)) == {RICE, SMALL, OIL, VINEGAR, SALT}, "what is no thing is not counted"
    some = begin(street, SALT, VINEGAR)
    assert set(lines(street, some)) == {SALT, VINEGAR}
    category = lines(street, whole)[SALT].category
    kind = transact(
        lambda: shop.stocktakes.begin(
            street.shop_id, kind="yearly", part="category", category=category, actor=street.clerk
        )
    )
    assert {one.category for one in lines(street, kind).values()} == {category}
    said = facts("stocktake.begun")
    assert said["shop_id"] == str(street.shop_id)
    assert (said["kind"], said["part"], said["lines"]) == ("yearly", "category", len(lines(street, kind)))
    assert [one.kind for one in reading(lambda: goods.stocktakes.list_newest(street.community_id))] == [
        "yearly",
        "running",
        "opening",
    ]


def test_who_may_not_count_begins_nothing(street: Street) -> None:
    with pytest.raises(NotAllowed):
        begin(street, actor=street.staff["officer"])
    with pytest.raises(goods.refusals.NothingToCount):
        begin(street, "G99")
    with pytest.raises(NotFound):
        transact(lambda: shop.stocktakes.begin(street.purse, kind="running", part="all", actor=street.clerk))


def test_a_count_keeps_its_moment_and_is_mended_until_it_is_handed_in(street: Street) -> None:
    made = begin(street, SALT)
    before = clock.now()
    with clock.standing_at(before + timedelta(hours=2)):
        count(street, made, SALT, 29, at=before + timedelta(hours=1))
        line = lines(street, made)[SALT]
        assert line.latest is not None
        assert line.latest.at == before + timedelta(hours=1)
        assert facts("stocktake.counted") == {
            "line_id": str(line.line_id),
            "count_id": str(line.latest.count_id),
            "turn": 1,
            "quantity": 29,
            "moment": facts("stocktake.counted")["moment"],
        }
        count(street, made, SALT, 28)
        count(street, made, SALT, 27, at=before - timedelta(days=30))
    assert [one.quantity for one in lines(street, made)[SALT].counts] == [29, 28, 27]
    begun = get(street, made).begun_at
    assert lines(street, made)[SALT].counts[-1].at == begun, "never earlier than it was begun"
    hand_in(street, made)
    assert facts("stocktake.handed_in") == {"counted": 1, "lines": 1}
    with pytest.raises(goods.refusals.CountClosed):
        count(street, made, SALT, 26)
    with pytest.raises(goods.refusals.StocktakeHandedIn):
        hand_in(street, made)


def test_nothing_is_handed_in_that_was_not_counted_and_what_is_left_is_counted_afterwards(
    street: Street,
) -> None:
    made = begin(street, SALT, VINEGAR)
    with pytest.raises(goods.refusals.NothingCounted):
        hand_in(street, made)
    count(street, made, SALT, 30)
    hand_in(street, made)
    assert get(street, made).status == "differences"
    count(street, made, VINEGAR, 50)
    assert get(street, made).counted == 2


def test_an_item_is_one_persons_to_count(street: Street) -> None:
    made, other = begin(street, SALT, VINEGAR), street.second_clerk
    count(street, made, SALT, 30)
    with pytest.raises(goods.refusals.CountedByOthers):
        count(street, made, SALT, 29, actor=other)
    count(street, made, VINEGAR, 50, actor=other)
    assert [one.quantity for one in lines(street, made)[SALT].counts] == [30]


def test_far_more_than_usual_is_asked_about_once_more_without_saying_what_is_usual(street: Street) -> None:
    made = begin(street, SALT)
    with pytest.raises(goods.refusals.CountOdd) as asked:
        count(street, made, SALT, 91)
    assert "30" not in asked.value.message("zh")
    count(street, made, SALT, 90)
    count(street, made, SALT, 3000, sure=True)
    assert lines(street, made)[SALT].latest.quantity == 3000  # type: ignore[union-attr]


def test_once_more_is_another_persons_work(street: Street) -> None:
    made, other = begin(street, SALT), street.second_clerk
    assert other is not None
    count(street, made, SALT, 28)
    with pytest.raises(goods.refusals.CountClosed):
        recount(street, made, SALT)
    hand_in(street, made)
    assert recount(street, made, SALT) == 1
    line = lines(street, made)[SALT]
    assert line.waits
    assert facts("stocktake.recount_asked") == {"again": [str(line.line_id)]}
    assert recount(street, made, SALT) == 0, "asked for already"
    for hand in (street.clerk, street.staff["shop_manager"]):
        assert not reading(lambda hand=hand: shop.stocktakes.countable([line], hand))
        with pytest.raises(goods.refusals.OtherCounterNeeded):
            count(street, made, SALT, 30, actor=hand)
    assert reading(lambda: shop.stocktakes.countable([line], other)) == {line.line_id}
    count(street, made, SALT, 29, actor=other)
    assert not lines(street, made)[SALT].waits
    with pytest.raises(goods.refusals.CountClosed):
        count(street, made, SALT, 30, actor=other)
    with pytest.raises(people.refusals.OtherHandNeeded):
        recount(street, made, SALT, actor=street.resident)


def test_only_what_is_named_is_counted_once_more(street: Street) -> None:
    made = begin(street, SALT, RICE)
    count(street, made, SALT, 28)
    count(street, made, RICE, 20, sure=True)
    hand_in(street, made)
    assert recount(street, made) == 0
    assert recount(street, made, SALT) == 1
    assert {code: one.waits for code, one in lines(street, made).items()} == {SALT: True, RICE: False}


def test_where_nobody_else_is_left_the_same_person_counts_once_more(street: Street) -> None:
    """A shop with two has no dead end: who counted and who asked are all there are."""
    made = begin(street, SALT)
    count(street, made, SALT, 28)
    hand_in(street, made)
    recount(street, made, SALT)
    other = street.second_clerk
    assert other is not None
    assert other.account_id is not None
    gone = other.account_id
    transact(lambda: people.accounts.close(gone, reason="离职", actor=street.system))
    count(street, made, SALT, 30)
    assert lines(street, made)[SALT].latest.turn == 2  # type: ignore[union-attr]


def test_what_is_counted_is_found_by_the_first_letters_of_its_name(street: Street) -> None:
    made = begin(street)
    found = lines(street, made)
    assert (found[SALT].letters, found[OIL].letters) == ("sy400g", "dhy18l")
    known = reading(lambda: goods.stocktakes.barcodes(street.community_id, made))
    assert known[found[SMALL].item_id] == ("6900000011010", "6900000011997")


def test_a_refused_count_is_written_down_as_one(street: Street) -> None:
    made = begin(street, SALT)
    line = lines(street, made)[SALT].line_id
    with pytest.raises(goods.refusals.CountOdd):
        audit.records.attempt(
            lambda: shop.stocktakes.count(made, line, 500, actor=street.clerk),
            of=shop.stocktakes.count,
            actor=street.clerk,
        )
    assert lines(street, made)[SALT].counts == ()
