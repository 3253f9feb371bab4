"""A connection lost at COMMIT: whether it was kept is unknown, and asking again must neither lose nor repeat it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from points import ledger, shop
from points.foundation import NotKnown, db, reading, transact
from points.foundation.database import RETRY_TIMES
from points.ledger.posting import Moved
from tests.races.counter import assert_books_hold, count_of, give, sell, voucher
from tests.races.storm import at_once, refused
from tests.support.losses import losing
from tests.support.street import Street
from tests.support.world import claimed, note


def issue(street: Street, key: str, tenths: int) -> shop.vouchers.VoucherInfo:
    return transact(
        lambda: shop.vouchers.issue(tenths, request_key=key, actor=street.resident), replayable=True
    )[0]


def test_every_request_is_answered_and_counts_once_though_answers_are_lost(
    app: Flask, corner: Street, soak: bool
) -> None:
    times, sales = (300, 25) if soak else (12, 8)
    give(corner, 20 * times)
    with losing(0.3) as lost:
        cards = [issue(corner, f"lost-{number}", 20) for number in range(times)]
        slips = [sell(corner, card.code, [("G07", 1)]) for card in cards[:sales]]
    assert lost[0] >= times // 6
    assert len({card.public_id for card in cards}) == count_of(corner, "shop_voucher") == times
    assert len({done.redemption_id for done in slips}) == count_of(corner, "shop_redemption") == sales
    assert corner.standing() == (320, 20 * (times - sales))
    assert_books_hold(corner)


def test_a_sale_is_debited_once_and_the_answer_is_the_same(app: Flask, corner: Street) -> None:
    card = voucher(corner, 300)
    with losing(1.0) as lost, pytest.raises(NotKnown):
        transact(lambda: ledger.balances.get(corner.community_id, corner.purse))
    assert lost[0] == 1
    with losing(0.6, seed=4) as lost:
        done = sell(corner, card.code, [("G02", 1)], scan_id="the-lost-scan")
    assert lost[0] >= 1
    assert sell(corner, card.code, [("G02", 1)], scan_id="the-lost-scan").redemption_id == done.redemption_id
    assert (corner.standing(), count_of(corner, "shop_redemption")) == ((70, 0), 1)
    assert_books_hold(corner)


def test_answers_lost_under_load(app: Flask, corner: Street, soak: bool) -> None:
    threads = 32 if soak else 6
    with losing(0.3, seed=2):
        outcomes = at_once(
            app, [lambda number=number: issue(corner, f"load-{number % 3}", 100) for number in range(threads)]
        )
    assert refused(outcomes) == []
    assert len({one.answer.public_id for one in outcomes if one.answer}) == 3
    assert corner.standing() == (20, 300)
    assert_books_hold(corner)


def test_without_a_request_key_asking_again_debits_twice(app: Flask, corner: Street) -> None:
    def debit() -> Moved:
        return ledger.movements.spend(
            corner.community_id, claimed(corner.community_id), corner.purse, 20, note=note("redemption")
        )

    with losing(0.7, seed=1) as lost:
        transact(debit, replayable=True)
    assert lost[0] >= 1
    assert corner.available() == 320 - 20 * (lost[0] + 1)


def test_what_may_not_be_asked_again_says_that_it_is_unknown(app: Flask, corner: Street) -> None:
    with losing(1.0) as lost, pytest.raises(NotKnown):
        transact(lambda: shop.vouchers.issue(100, request_key="unknown", actor=corner.resident))
    assert lost[0] == 1
    assert issue(corner, "unknown", 100).tenths == 100
    assert corner.standing() == (220, 100)


def test_a_connection_that_is_always_lost_ends_in_not_known_and_not_in_a_second_debit(
    app: Flask, corner: Street
) -> None:
    with losing(1.0) as lost:
        [outcome] = at_once(app, [lambda: issue(corner, "always", 100)])
    assert outcome.refusal is not None
    assert outcome.refusal.code == "not_known"
    assert 1 < lost[0] <= RETRY_TIMES
    assert corner.standing() == (220, 100)
    assert_books_hold(corner)


@pytest.mark.only_on("postgresql")
def test_a_connection_killed_in_the_middle_leaves_nothing_and_the_retry_does_it(
    app: Flask, engine: str, corner: Street
) -> None:
    killed: list[int] = []

    def work() -> object:
        done = shop.vouchers.issue(100, request_key="killed", actor=corner.resident)
        if not killed:
            pid = int(db.session.execute(sa.text("SELECT pg_backend_pid()")).scalar_one())
            with db.engine.connect() as other:
                other.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            killed.append(pid)
        return done

    transact(work, replayable=True)
    assert len(killed) == 1
    assert corner.standing() == (220, 100)
    assert reading(lambda: db.session.execute(sa.text("SELECT 1")).scalar_one()) == 1
    assert_books_hold(corner)
