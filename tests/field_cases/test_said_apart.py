"""Small cases of the counter: what is told apart, what comes back together, what pays nothing."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from points import goods, ledger, shop
from points.foundation import Refusal, clock, codes, db, reading, transact
from points.foundation.codes import refusals as codes_refusals
from points.goods import refusals as goods_refusals
from points.ledger import refusals as ledger_refusals
from points.shop import refusals as shop_refusals
from tests.shop.test_redemptions import card_of, issue, on_hand, sell
from tests.support.street import Street

ROOMS = (codes_refusals, goods_refusals, ledger_refusals, shop_refusals)


def kinds() -> Iterator[type[Refusal]]:
    for room in ROOMS:
        for _, kind in inspect.getmembers(room, inspect.isclass):
            if issubclass(kind, Refusal) and kind.__module__ == room.__name__ and kind.zh:
                yield kind


def said(refusal: Refusal) -> tuple[str, str]:
    return refusal.message("zh"), refusal.message("en")


def test_missing_held_and_used_points_are_said_apart_in_both_languages(street: Street) -> None:
    voucher = issue(street, 300)
    pin = card_of(street, "739182")

    def refusal_of(code: str, basket: list[tuple[str, int]], **more: str) -> Refusal:
        with pytest.raises(Refusal) as refused:
            sell(street, code, basket, **more)  # type: ignore[arg-type]
        return refused.value

    held = refusal_of(pin.token, [("G02", 1)], pin="739182")
    missing = refusal_of(pin.token, [("G02", 2)], pin="739182")
    sell(street, voucher.code, [("G07", 1)])
    used = refusal_of(voucher.code, [("G07", 1)])
    assert [held.code, missing.code, used.code] == ["points_held", "not_enough", "voucher_used"]
    sentences = [said(one) for one in (held, missing, used)]
    assert len({zh for zh, _ in sentences}) == len({en for _, en in sentences}) == 3
    assert "30" in held.message("zh")
    assert "退掉券" in held.next_step("zh")
    assert "48" in missing.message("zh")


def lots(street: Street) -> dict[date, int]:
    lot = db.metadata.tables["ledger_lot"]
    query = sa.select(lot.c.lapses_on, lot.c.remaining).where(lot.c.account_id == street.purse)
    return reading(lambda: dict(db.session.execute(query).all()))  # type: ignore[arg-type]


def test_a_sale_taken_back_restores_points_lots_goods_and_limit_together(street: Street) -> None:
    street.give(200, lapses_on=clock.today() + timedelta(days=5))
    street.give(100, lapses_on=clock.today() + timedelta(days=50))
    before = (street.standing(), lots(street), on_hand(street))
    card = card_of(street, "739182")
    sale = [("G02", 1), ("G06", 5)]
    for _ in range(2):
        done = sell(street, card.token, sale, pin="739182")
        assert (street.standing(), lots(street), on_hand(street)) != before
        transact(lambda done=done: shop.undo.ask(done.receipt, reason="拿错了", actor=street.clerk))
        transact(lambda done=done: shop.undo.confirm(done.receipt, actor=street.second_clerk))
        assert (street.standing(), lots(street), on_hand(street)) == before


@pytest.mark.parametrize("word", ["13800000001", "138 0000 0001", "田桂兰", "001", "3栋2单元301"])
def test_a_phone_number_or_a_name_pays_nothing(street: Street, word: str) -> None:
    with pytest.raises(Refusal):
        sell(street, word, [("G07", 1)])
    with pytest.raises(Refusal):
        shop.payers.recognise_person(
            street.resident.person_id,  # type: ignore[arg-type]
            word,
            shop_id=street.shop_id,
            actor=street.clerk,
        )
    assert street.standing() == (320, 0)


def test_a_wrong_count_is_corrected_by_a_stock_move_and_then_it_is_sold(street: Street) -> None:
    """The book says none is left, and one lies on the counter."""
    manager, batch = street.staff["shop_manager"], street.batches["RK6"]

    def correct(pieces: int) -> None:
        goods.stock.correct(street.community_id, batch, pieces, kind="correction", actor=manager)

    street.give(1000)
    transact(lambda: correct(-1))
    voucher = issue(street, 440)
    with pytest.raises(goods.refusals.StockShort):
        sell(street, voucher.code, [("G01", 1)])
    transact(lambda: correct(1))
    assert sell(street, voucher.code, [("G01", 1)]).tenths == 440
    move = db.metadata.tables["goods_stock_move"]
    query = sa.select(move.c.kind, move.c.quantity).where(move.c.batch_id == batch).order_by(move.c.id)
    assert reading(lambda: db.session.execute(query).all()) == [
        ("delivery", 1),
        ("correction", -1),
        ("correction", 1),
        ("redemption", -1),
    ]


def test_both_barcodes_of_an_item_are_one_line_and_one_limit(street: Street) -> None:
    street.give(1000)
    done = sell(street, issue(street, 500).code, [("6900000011010", 1), ("6900000011997", 1)])
    assert [(line.item, line.quantity) for line in done.lines] == [("G02", 2)]


def test_every_no_of_the_counter_says_what_is_and_what_would_help() -> None:
    """A code of its own, a sentence in each language that no other refusal says, and a next step."""
    found = list(kinds())
    assert len(found) > 30
    assert len({one.code for one in found}) == len(found)
    for language in ("zh", "en"):
        sentences = [getattr(one, language) for one in found]
        assert len(set(sentences)) == len(sentences), language
    assert [one.code for one in found if not (one.next_zh and one.next_en)] == []
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert [one.code for one in found if chinese.search(one.en) or not chinese.search(one.zh)] == []


def test_what_is_refused_moves_nothing_and_is_counted_nowhere(street: Street) -> None:
    before = (street.standing(), on_hand(street), lots(street))
    voucher = issue(street, 60)
    for basket in ([("G07", 9)], [("G03", 1)], [("6999999999994", 1)], [("G06", 6)], []):
        with pytest.raises(Refusal):
            sell(street, voucher.code, basket)
    transact(lambda: shop.vouchers.give_back(voucher.public_id, actor=street.resident))
    assert (street.standing(), on_hand(street), lots(street)) == before
    used = reading(
        lambda: ledger.caps.used(
            street.community_id, [street.purse], {"item:G06": clock.today().strftime("%Y-%m")}
        )
    )
    assert used == {}


def test_a_forged_code_of_another_key_is_refused_before_it_is_looked_up(street: Street) -> None:
    digits = issue(street, 60).code
    forged = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    with pytest.raises(codes.CodeError):
        shop.payers.recognise(forged, shop_id=street.shop_id, actor=street.clerk)
