"""A price that changes while somebody confirms: what was paid is what the screen said, or nothing was sold."""

from __future__ import annotations

from flask import Flask

from points import goods, shop
from points.foundation import clock, reading, transact
from points.shop import redemptions
from points.shop.price_setting import Wished
from points.shop.redemptions import Done, Sale
from points.shop.sales import Shown
from tests.races.counter import assert_books_hold, give, known
from tests.races.storm import answers, at_once, refused
from tests.support.street import Street, with_committee

SALT = "G07"
ROUNDS = 20


def on_screen(street: Street) -> int:
    """What a screen that is drawn now says."""
    return reading(lambda: goods.items.find(street.community_id, [SALT]))[SALT].tenths


def sell(street: Street, scan_id: str, shown: Shown | None) -> Done:
    """One piece, at what the screen said."""
    sale = Sale(street.shop_id, scan_id, "payer", shown=shown)
    return transact(lambda: redemptions.redeem(known(street), [(SALT, 1)], sale=sale, actor=street.clerk))


def paid(street: Street, done: Done) -> int:
    """The sum on the receipt."""
    return reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id)).tenths


def test_a_price_approved_while_a_sale_is_confirmed(app: Flask, corner: Street) -> None:
    give(corner, 30000)
    committee, manager = with_committee(corner), corner.staff["shop_manager"]
    sold = 0
    for number in range(ROUNDS):
        said = on_screen(corner)
        wish = Wished(SALT, 20 + (number + 1) % 2, "一涨一落")
        [made] = transact(lambda wish=wish: shop.price_setting.propose(wish, actor=manager))

        def approve(proposal_id: object = made.proposal_id) -> None:
            transact(lambda: shop.price_setting.approve(proposal_id, actor=committee))  # type: ignore[arg-type]

        def confirm(number: int = number, said: int = said) -> Done:
            return sell(corner, f"round-{number:04d}", Shown(said, {SALT: said}))

        outcomes = at_once(app, [approve, confirm])
        done = [one for one in answers(outcomes) if isinstance(one, Done)]
        assert [paid(corner, one) for one in done] in ([], [said])
        assert set(refused(outcomes)) <= {"price_changed"}
        assert len(done) + len(refused(outcomes)) == 1
        sold += len(done)
        assert on_screen(corner) == wish.tenths
    assert sold <= ROUNDS
    assert_books_hold(corner)


def test_the_control_a_sale_that_does_not_say_what_was_shown_takes_another_sum(corner: Street) -> None:
    give(corner, 3000)
    said = on_screen(corner)
    salt = corner.items[SALT]
    transact(lambda: goods.prices.set_at(corner.community_id, salt, said + 5, at=clock.now()))
    assert paid(corner, sell(corner, "no-word-1", None)) == said + 5
