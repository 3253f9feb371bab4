"""Who serves their own purse needs somebody beside them, who is no relative and may agree; a voucher of old books, too."""

from __future__ import annotations

import pytest

from points import people, shop
from points.foundation import Actor, NotAllowed, Refusal, reading, transact
from points.shop import refusals
from points.shop.own_purses import Second
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from tests.support.books import sell, voucher
from tests.support.records import records_of
from tests.support.street import Street
from tests.support.world import key

# Edges of what Python compares; the statements behind them run on both engines in the tests beside these.
pytestmark = pytest.mark.shortly_on("sqlite")


def serve(street: Street, second: Actor | None, reason: str = "") -> None:
    """The clerk sells salt to their own sister, by her card and PIN."""
    person = street.resident.person_id
    assert person is not None
    beside = None if second is None else Second(second, reason)
    sale = Sale(street.shop_id, key("own"), "person", second=beside)
    payer = Payer(street.purse, person, "card_pin")
    transact(lambda: redeem(payer, [("G07", 1)], sale=sale, actor=street.clerk))


def relate(street: Street, one: Actor, other: Actor) -> None:
    pair = one.person_id, other.person_id
    transact(lambda: people.relations.relate(*pair, kind="sibling", actor=street.system))  # type: ignore[arg-type]


def test_somebody_else_agrees_who_may_and_is_of_no_family(street: Street) -> None:
    manager, clerk = street.staff["shop_manager"], street.clerk
    serve(street, None)
    assert records_of("redemption.agreed") == []
    relate(street, clerk, street.resident)
    refused: list[tuple[Actor | None, type[Refusal]]] = [
        (None, refusals.OwnPurse), (clerk, refusals.OwnPurse), (street.system, refusals.OwnPurse),
        (street.staff["leader"], refusals.SecondOfFamily),
    ]  # fmt: skip
    for second, refusal in refused:
        with pytest.raises(refusal):
            serve(street, second)
    assert street.available() == 300
    serve(street, manager, " 今天只有我们 ")
    [agreed] = records_of("redemption.agreed")
    assert (agreed.actor_id, agreed.facts["tenths"]) == (manager.account_id, 20)
    relate(street, manager, clerk)
    with pytest.raises(refusals.SecondOfFamily):
        serve(street, manager)
    assert street.available() == 280


def test_the_family_of_the_payer_does_not_agree(street: Street) -> None:
    relate(street, street.clerk, street.resident)
    relate(street, street.staff["shop_manager"], street.resident)
    with pytest.raises(refusals.SecondOfFamily):
        serve(street, street.staff["shop_manager"])


def test_a_voucher_of_books_that_came_back_pays_only_once_somebody_says_so(street: Street) -> None:
    one, used, officer = voucher(street, 20), voucher(street, 20), street.staff["officer"]
    sell(street, used, [("G07", 1)])
    with pytest.raises(refusals.VoucherAccepted):
        transact(lambda: shop.doubts.accept(one.public_id, actor=officer))
    assert transact(lambda: shop.doubts.doubt_open(street.community_id)) == 1
    with pytest.raises(refusals.VoucherDoubted):
        sell(street, one, [("G07", 1)])
    with pytest.raises(refusals.VoucherDoubted):
        transact(lambda: shop.vouchers.give_back(one.public_id, actor=street.resident))
    for actor in (street.clerk, street.resident):
        with pytest.raises(NotAllowed):
            transact(lambda actor=actor: shop.doubts.accept(one.public_id, actor=actor))  # type: ignore[misc]
    found = transact(lambda: shop.doubts.accept(one.public_id, actor=officer))
    assert (found.id, found.doubted_at) == (one.id, None)
    [said] = records_of("voucher.accepted")
    assert (said.subject_id, said.facts) == (one.id, {"tenths": 20})
    sell(street, one, [("G07", 1)])


def test_nobody_says_so_of_a_voucher_of_their_own_family(street: Street) -> None:
    one, officer = voucher(street, 20), street.staff["officer"]
    relate(street, officer, street.resident)
    transact(lambda: shop.doubts.doubt_open(street.community_id))
    with pytest.raises(refusals.NearVoucher):
        transact(lambda: shop.doubts.accept(one.public_id, actor=officer))
    assert reading(lambda: shop.vouchers.get(street.community_id, one.public_id)).doubted_at is not None
