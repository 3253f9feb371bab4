"""The counter's action: points, goods, receipt and audit record move together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from points import goods, ledger, people, shop
from points.foundation import Actor, Refusal, clock, codes, db, decide, reading, transact
from points.shop.redemptions import Sale, find_done, redeem
from tests.support.records import records_of
from tests.support.street import Street

_scans = count(1)


def issue(street: Street, tenths: int, **facts: Any) -> shop.vouchers.VoucherInfo:
    made, _ = transact(
        lambda: shop.vouchers.issue(tenths, request_key=f"k{next(_scans)}", actor=street.resident, **facts)
    )
    return made


def sell(
    street: Street,
    code: str,
    items: Sequence[tuple[str, int]],
    *,
    scan_id: str | None = None,
    actor: Actor | None = None,
    pin: str | None = None,
) -> shop.receipts.Receipt:
    clerk = actor or street.clerk
    sale = Sale(street.shop_id, scan_id or f"scan-{next(_scans)}", code)
    done = transact(lambda: find_done(sale, items, actor=clerk))
    if done is None:
        payer = shop.payers.recognise(code, shop_id=street.shop_id, actor=clerk, pin=pin)
        done = transact(lambda: redeem(payer, items, sale=sale, actor=clerk))
    return reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id))


def card_of(street: Street, pin: str | None = None) -> people.cards.IssuedCard:
    person = street.resident.person_id
    return transact(lambda: people.cards.issue(person, kind="household", actor=street.system, pin=pin))


def on_hand(street: Street) -> dict[str, int]:
    rows = reading(lambda: db.session.execute(sa.text("SELECT number, on_hand FROM goods_batch")).all())
    return dict(rows)  # type: ignore[arg-type]


def count_of(table: str) -> int:
    return reading(lambda: int(db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()))


def test_a_voucher_pays_a_basket_and_the_rest_of_its_value_returns(street: Street) -> None:
    voucher = issue(street, 300)
    assert street.standing() == (20, 300)
    done = sell(street, voucher.code, [("G02", 1), ("G06", 3)])
    assert (done.tenths, done.balance_before, done.balance_after) == (265, 320, 55)
    assert street.standing() == (55, 0)
    assert on_hand(street)["RK2"] == 2
    assert [(line.name, line.quantity, line.tenths) for line in done.lines] == [
        ("小包装米2.5kg", 1, 250),
        ("袋装醋", 3, 15),
    ]


def test_check_9_the_same_scan_again_gives_the_same_receipt_and_moves_nothing(street: Street) -> None:
    voucher = issue(street, 300)
    first = sell(street, voucher.code, [("G02", 1)], scan_id="one")
    again = sell(street, voucher.code, [("G02", 1)], scan_id="one")
    assert first == again
    assert (street.available(), count_of("shop_redemption")) == (70, 1)
    with pytest.raises(ledger.refusals.RequestKeyReused):
        sell(street, voucher.code, [("G06", 1)], scan_id="one")


def test_a_voucher_is_used_once_and_the_refusal_names_the_receipt(street: Street) -> None:
    voucher = issue(street, 300)
    done = sell(street, voucher.code, [("G02", 1)])
    with pytest.raises(shop.refusals.VoucherUsed) as refused:
        sell(street, voucher.code, [("G06", 1)])
    assert refused.value.facts["receipt"] == done.receipt


def test_the_spoken_number_and_any_of_an_items_barcodes_do_as_well(street: Street) -> None:
    voucher = issue(street, 300)
    done = sell(street, voucher.spoken, [("6900000011997", 1)])
    assert done.lines[0].item == "G02"


def test_a_basket_over_the_voucher_is_refused_with_the_gap(street: Street) -> None:
    voucher = issue(street, 200)
    with pytest.raises(shop.refusals.VoucherTooSmall) as refused:
        sell(street, voucher.code, [("G02", 1)])
    assert refused.value.facts["gap"] == 50
    assert street.standing() == (120, 200)


def test_what_a_card_paid_last_is_its_own(street: Street) -> None:
    paid, other = card_of(street, "739182"), card_of(street, "739182")
    sell(street, paid.token, [("G06", 1)], pin="739182")
    last = sell(street, paid.token, [("G06", 2)], pin="739182")
    sell(street, other.token, [("G06", 1)], pin="739182")
    found = reading(lambda: shop.receipts.last_of_card(street.community_id, paid.card_id, street.purse))
    assert found is not None
    assert found.receipt == last.receipt


def test_of_two_batches_the_sooner_one_goes_and_an_expired_one_never(street: Street) -> None:
    sell(street, card_of(street, "739182").token, [("G02", 1)], pin="739182")
    street.give(400)
    assert (on_hand(street)["RK1"], on_hand(street)["RK2"]) == (3, 2)
    with pytest.raises(goods.refusals.BatchExpired):
        sell(street, card_of(street, "739182").token, [("G03", 1)], pin="739182")


def test_the_last_piece_is_sold_once(street: Street) -> None:
    street.give(2000)
    sell(street, issue(street, 440).code, [("G01", 1)])
    clock.set_now(clock.now() + timedelta(days=32))
    with pytest.raises(goods.refusals.StockShort):
        sell(street, issue(street, 440).code, [("G01", 1)])


def test_a_households_limit_stops_across_vouchers(street: Street) -> None:
    sell(street, issue(street, 20).code, [("G06", 4)])
    with pytest.raises(shop.refusals.LimitReached) as refused:
        sell(street, issue(street, 20).code, [("G06", 2)])
    assert refused.value.facts["opens"] > clock.today()
    sell(street, issue(street, 20).code, [("G06", 1)])


def test_a_service_is_paid_without_stock(street: Street) -> None:
    done = sell(street, issue(street, 150).code, [("G32", 1)])
    assert done.tenths == 150
    assert count_of("goods_stock_move") == 6


def test_a_card_alone_pays_a_little_a_day_and_with_its_pin_as_much_as_there_is(street: Street) -> None:
    card = card_of(street, pin="739182")
    sell(street, card.token, [("G07", 5)])
    with pytest.raises(Refusal) as refused:
        sell(street, card.token, [("G02", 1)])
    assert refused.value.code == "pin_needed"
    with pytest.raises(Refusal):
        sell(street, card.token, [("G07", 6)])
    assert sell(street, card.token, [("G07", 6)], pin="739182").proof == "card_pin"


def test_a_typed_card_number_always_needs_the_pin(street: Street) -> None:
    card = card_of(street, pin="739182")
    with pytest.raises(shop.refusals.ProofNeeded):
        sell(street, card.number, [("G07", 1)])
    assert sell(street, card.number, [("G07", 1)], pin="739182").tenths == 20


def test_a_revoked_card_pays_nothing_even_if_it_was_scanned_before(street: Street) -> None:
    card = card_of(street)
    payer = shop.payers.recognise(card.token, shop_id=street.shop_id, actor=street.clerk)
    transact(lambda: people.cards.revoke(card.card_id, reason="lost", actor=street.system))
    sale = Sale(street.shop_id, "late", card.token)
    with pytest.raises(people.refusals.CardRevoked):
        transact(lambda: redeem(payer, [("G07", 1)], sale=sale, actor=street.clerk))


def test_a_rotating_code_pays_once(street: Street) -> None:
    code = transact(lambda: people.rotating_codes.current(actor=street.resident)).digits
    sell(street, code, [("G07", 1)])
    with pytest.raises(Refusal):
        sell(street, code, [("G07", 1)])
    assert street.available() == 300


def test_a_returned_voucher_frees_its_points_and_pays_no_more(street: Street) -> None:
    voucher = issue(street, 250)
    transact(lambda: shop.vouchers.give_back(voucher.public_id, actor=street.resident))
    assert street.standing() == (320, 0)
    with pytest.raises(shop.refusals.VoucherReturned):
        sell(street, voucher.code, [("G02", 1)])


def test_an_expired_voucher_can_be_neither_used_nor_lost(street: Street) -> None:
    voucher = issue(street, 250)
    clock.set_now(clock.now() + timedelta(days=8))
    with pytest.raises(shop.refusals.VoucherLapsed):
        sell(street, voucher.code, [("G06", 1)])
    [due] = reading(lambda: shop.vouchers.expired(street.community_id))
    assert transact(lambda: shop.vouchers.release_expired(street.community_id, due, actor=street.system))
    assert not transact(lambda: shop.vouchers.release_expired(street.community_id, due, actor=street.system))
    assert street.standing() == (320, 0)


def test_another_communitys_voucher_is_unknown_here(street: Street) -> None:
    payload = codes.VoucherPayload(
        key_number=1,
        community=999,
        voucher_id=codes.new_voucher_id(),
        shop=0,
        tenths=10,
        last_day=clock.today(),
    )
    from points.foundation import current_key

    key = transact(current_key)
    forged = codes.encode_voucher(
        codes.VoucherPayload(**{**payload.__dict__, "key_number": key.number}), key.sign
    )
    with pytest.raises(shop.refusals.VoucherUnknown):
        sell(street, forged, [("G06", 1)])


def test_undoing_the_same_day_gives_back_points_goods_and_limits_together(street: Street) -> None:
    done = sell(street, issue(street, 300).code, [("G02", 1), ("G06", 5)])
    transact(lambda: shop.undo.ask(done.receipt, reason="拿错了", actor=street.clerk))
    with pytest.raises(shop.refusals.SecondPersonNeeded):
        transact(lambda: shop.undo.confirm(done.receipt, actor=street.clerk))
    before = on_hand(street)["RK2"]
    undone = transact(lambda: shop.undo.confirm(done.receipt, actor=street.second_clerk))
    assert undone.state == "undone"
    assert street.standing() == (320, 0)
    assert on_hand(street)["RK2"] == before + 1
    sell(street, issue(street, 300).code, [("G06", 5)])
    with pytest.raises(shop.refusals.UndoDecided):
        transact(lambda: shop.undo.confirm(done.receipt, actor=street.second_clerk))


def test_a_slip_that_is_older_than_the_community_decided_is_not_taken_back_at_the_counter(
    street: Street,
) -> None:
    done = sell(street, issue(street, 20).code, [("G07", 1)])
    clock.set_now(clock.now() + timedelta(days=8))
    with pytest.raises(shop.refusals.UndoTooLate):
        transact(lambda: shop.undo.ask(done.receipt, reason="late", actor=street.clerk))


def test_a_refused_basket_leaves_nothing_behind(street: Street) -> None:
    street.give(1000)
    voucher = issue(street, 300 + 400)
    before = {table: count_of(table) for table in ("ledger_transfer", "goods_stock_move", "ledger_txn")}
    with pytest.raises(goods.refusals.StockShort):
        sell(street, voucher.code, [("G06", 1), ("G07", 31)])
    assert {table: count_of(table) for table in before} == before
    assert street.standing() == (620, 700)


@contextmanager
def counted() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def statements_of(
    street: Street, voucher: shop.vouchers.VoucherInfo, items: Sequence[tuple[str, int]]
) -> list[str]:
    payer = shop.payers.recognise(voucher.code, shop_id=street.shop_id, actor=street.clerk)
    sale = Sale(street.shop_id, f"counted-{next(_scans)}", voucher.code)
    with counted() as seen:
        transact(lambda: redeem(payer, items, sale=sale, actor=street.clerk))
    return [one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]


def test_a_redemption_takes_at_most_26_statements_the_same_for_any_lots_and_goods(street: Street) -> None:
    few = statements_of(street, issue(street, 20), [("G06", 2)])
    for day in range(50):
        street.give(10, lapses_on=clock.today() + timedelta(days=30 + day))
    many = statements_of(street, issue(street, 700), [("G02", 1), ("G06", 1), ("G07", 9), ("G32", 1)])
    assert len(few) == len(many) <= 26, "\n".join(many)


def test_the_records_of_two_sales_name_their_own_receipts_goods_and_batches(street: Street) -> None:
    voucher, card = issue(street, 300), card_of(street)
    one = sell(street, voucher.code, [("G02", 1), ("G06", 2)])
    other = sell(street, card.token, [("G07", 1)])
    [first, second] = records_of("voucher.redeemed", "points.redeemed")
    assert (first.deed, first.subject_id) == ("voucher.redeemed", one.redemption_id)
    assert first.facts == {
        "receipt": one.receipt,
        "tenths": 260,
        "account_id": str(street.purse),
        "voucher_id": str(voucher.id),
        "proof": "voucher",
        "items": {"G02": 1, "G06": 2},
        "batches": {"RK2": 1, "RK4": 2},
    }
    assert (second.deed, second.subject_id) == ("points.redeemed", other.redemption_id)
    assert second.facts == {
        "receipt": other.receipt,
        "tenths": 20,
        "account_id": str(street.purse),
        "voucher_id": None,
        "proof": "card",
        "items": {"G07": 1},
        "batches": {"RK5": 1},
    }


@pytest.mark.parametrize("read_before", [False, True])
def test_outside_its_hours_the_shop_sells_nothing(street: Street, read_before: bool) -> None:
    never = {"days": []}
    transact(
        lambda: decide(
            street.community_id, "exchange_days", never, effective_on=clock.today(), actor=street.system
        )
    )
    card = card_of(street)
    payer = shop.payers.recognise(card.token, shop_id=street.shop_id, actor=street.clerk)
    seen = reading(lambda: shop.shops.of_actor(street.clerk)) if read_before else None
    sale = Sale(street.shop_id, "closed", card.token, shop=seen)
    with pytest.raises(shop.refusals.NotExchangeDay):
        transact(lambda: redeem(payer, [("G07", 1)], sale=sale, actor=street.clerk))
    assert (street.available(), count_of("shop_redemption")) == (320, 0)


def test_what_is_no_ones_code_pays_nothing(street: Street) -> None:
    for text in ("6900000011058", "大米", codes.new_public_id(codes.PublicKind.RECEIPT)):
        with pytest.raises(shop.refusals.CodeNotForPaying):
            shop.payers.recognise(text, shop_id=street.shop_id, actor=street.clerk)
