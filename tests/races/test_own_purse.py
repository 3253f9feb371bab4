"""A clerk's own voucher and two seconds, or one second and its owner who gives it back: it ends once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people, shop
from points.foundation import Actor, clock, db, reading, transact
from points.shop import redemptions
from points.shop.own_purses import Second
from points.shop.redemptions import Sale
from points.shop.voucher_rows import get
from tests.races.counter import assert_books_hold, broken, count_of, scanned, third_clerk, voucher
from tests.races.storm import answers, at_once, meeting, refused
from tests.races.test_one_balance import write_down
from tests.races.test_one_voucher import HOLD_SEEN
from tests.support.street import Street


@pytest.fixture
def own(corner: Street) -> Street:
    """The clerk is the resident's sister."""
    clerk, resident = corner.clerk.person_id, corner.resident.person_id
    assert clerk is not None
    assert resident is not None
    transact(lambda: people.relations.relate(clerk, resident, kind="sibling", actor=corner.system))
    return corner


def agreed(
    street: Street, card: shop.vouchers.VoucherInfo, second: Actor, scan_id: str
) -> Callable[[], object]:
    """The clerk's sale of her sister's voucher, to which this person agrees."""
    payer = scanned(street, card)
    sale = Sale(street.shop_id, scan_id, "payer", second=Second(second))
    return lambda: transact(lambda: redemptions.redeem(payer, [("G06", 1)], sale=sale, actor=street.clerk))


def test_two_who_agree_at_once_sell_once(app: Flask, own: Street) -> None:
    card = voucher(own, 300)
    seconds = [own.staff["shop_manager"], third_clerk(own)]
    works = [agreed(own, card, second, f"own-race-{at}") for at, second in enumerate(seconds)]
    with meeting(2, *HOLD_SEEN):
        outcomes = at_once(app, works)
    assert len(answers(outcomes)) == 1
    assert refused(outcomes) == ["voucher_used"]
    assert count_of(own, "shop_redemption") == 1
    said = sa.text("SELECT count(*) FROM audit_record WHERE deed = 'redemption.agreed'")
    assert reading(lambda: db.session.scalar(said)) == 1
    assert_books_hold(own)


def test_agreed_while_its_owner_gives_it_back_it_ends_once(app: Flask, own: Street) -> None:
    card = voucher(own, 300)

    def give_back() -> object:
        return transact(lambda: shop.vouchers.give_back(card.public_id, actor=own.resident))

    with meeting(2, *HOLD_SEEN):
        outcomes = at_once(app, [agreed(own, card, own.staff["shop_manager"], "own-race-9"), give_back])
    assert len(answers(outcomes)) == 1
    assert refused(outcomes) in (["voucher_used"], ["voucher_returned"])
    assert_books_hold(own)


def test_the_control_two_who_only_looked_sell_twice(app: Flask, own: Street) -> None:
    """Both look at an open voucher and then write by what they saw: the books notice."""
    card = voucher(own, 300)
    table = db.metadata.tables["shop_voucher"]
    seen = [reading(lambda: get(own.community_id, card.id)).status for _ in range(2)]

    def end() -> None:
        values = {"status": "redeemed", "ended_at": clock.now()}
        db.session.execute(sa.update(table).where(table.c.id == card.id).values(**values))
        write_down(own, posted=300, held=0, moved=20)

    for status in seen:
        assert status == "open"
        transact(end)
    assert "vouchers_are_holds" in broken(own)
