"""A clerk's own purse and others at the same time: two seconds, an owner who gives back, a relation that is just written
down, two clerks who serve each other's families, a voucher left for the next shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people, shop
from points.foundation import Actor, clock, db, reading, transact
from points.shop import redemptions
from points.shop.models import Voucher
from points.shop.own_purses import Second
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale
from points.shop.voucher_rows import get
from tests.races.counter import (
    assert_books_hold,
    broken,
    count_of,
    known,
    redeem,
    scanned,
    third_clerk,
    voucher,
)
from tests.races.storm import answers, at_once, meeting, refused
from tests.races.test_one_balance import write_down
from tests.races.test_one_voucher import HOLD_SEEN
from tests.support.books import award
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


#: the statement that looks who is whose relative
RELATIONS_SEEN = ("people_relation",)


def relate(street: Street, one: Actor, other: Actor) -> None:
    """Somebody writes down that these two are brother and sister."""
    assert one.person_id is not None
    assert other.person_id is not None
    pair = one.person_id, other.person_id
    transact(lambda: people.relations.relate(*pair, kind="sibling", actor=street.system))


def agreements(street: Street) -> int:
    """How often a second person agreed."""
    said = sa.text(
        "SELECT count(*) FROM audit_record WHERE deed = 'redemption.agreed' AND community_id = :here"
    )
    here = {"here": street.community_id}
    return int(
        reading(
            lambda: db.session.execute(
                said.bindparams(sa.bindparam("here", type_=sa.Uuid())), here
            ).scalar_one()
        )
    )


def test_a_relation_written_down_while_the_sale_runs_is_before_it_or_after(
    app: Flask, corner: Street
) -> None:
    with meeting(2, *RELATIONS_SEEN):
        outcomes = at_once(
            app,
            [
                lambda: redeem(corner, known(corner), [("G06", 1)]),
                lambda: relate(corner, corner.clerk, corner.resident),
            ],
        )
    assert refused(outcomes) in ([], ["own_purse"])
    assert count_of(corner, "shop_redemption") == 1 - len(refused(outcomes))
    # whichever came first, from now on it counts
    again = at_once(app, [lambda: redeem(corner, known(corner), [("G06", 1)])])
    assert refused(again) == ["own_purse"]
    assert_books_hold(corner)


def test_the_control_a_sale_that_looked_before_it_began_sells_to_the_sister(
    app: Flask, corner: Street
) -> None:
    """As if it were asked when the code is scanned, and not in the sale: a clerk of whom nothing is known there."""
    assert not reading(lambda: shop.own_purses.is_own(known(corner), corner.clerk))
    relate(corner, corner.clerk, corner.resident)
    blind = replace(corner.clerk, person_id=None)
    redeem(corner, known(corner), [("G06", 1)], actor=blind)
    assert count_of(corner, "shop_redemption") == 1
    assert agreements(corner) == 0


@pytest.fixture
def crossed(corner: Street) -> tuple[Street, Payer, Payer]:
    """Two clerks, each with a brother or sister among the households; the purse of the one's, and of the other's."""

    def work() -> tuple[UUID, UUID]:
        home = people.households.add("801", actor=corner.system)
        who = people.residents.register("邻居", actor=corner.system, household_id=home)
        people.accounts.create(who, actor=corner.system)
        return who, people.purses.of_person(corner.community_id, who).account_id

    who, account = transact(work)
    transact(lambda: award(corner, who, 200))
    second = corner.second_clerk
    assert second is not None
    relate(corner, corner.clerk, corner.resident)
    relate(corner, second, replace(second, person_id=who))
    return corner, known(corner), Payer(account, who, "card_pin")


def test_two_clerks_serve_each_others_families_at_once(
    app: Flask, crossed: tuple[Street, Payer, Payer]
) -> None:
    street, first, other = crossed
    works = [
        lambda: redeem(street, other, [("G06", 1)]),
        lambda: redeem(street, first, [("G06", 1)], actor=street.second_clerk),
    ]
    with meeting(2, *RELATIONS_SEEN):
        outcomes = at_once(app, works)
    assert (len(answers(outcomes)), refused(outcomes)) == (2, [])
    assert agreements(street) == 0
    assert_books_hold(street)


def test_two_clerks_agree_to_each_others_sales_at_once(
    app: Flask, crossed: tuple[Street, Payer, Payer]
) -> None:
    """Each is the clerk of one sale and the second person of the other; neither waits for the other for ever."""
    street, first, other = crossed
    second = street.second_clerk
    assert second is not None

    def sale(payer: Payer, clerk: Actor, agrees: Actor, word: str) -> object:
        asked = Sale(street.shop_id, word, "payer", second=Second(agrees))
        return transact(lambda: redemptions.redeem(payer, [("G06", 1)], sale=asked, actor=clerk))

    works = [
        lambda: sale(first, street.clerk, second, "cross-1"),
        lambda: sale(other, second, street.clerk, "cross-2"),
    ]
    with meeting(2, *RELATIONS_SEEN):
        outcomes = at_once(app, works)
    assert (len(answers(outcomes)), refused(outcomes)) == (2, [])
    assert agreements(street) == 2
    assert_books_hold(street)


def test_the_control_each_serving_their_own_sells_nothing(
    app: Flask, crossed: tuple[Street, Payer, Payer]
) -> None:
    street, first, other = crossed
    works = [
        lambda: redeem(street, first, [("G06", 1)]),
        lambda: redeem(street, other, [("G06", 1)], actor=street.second_clerk),
    ]
    with meeting(2, *RELATIONS_SEEN):
        outcomes = at_once(app, works)
    assert refused(outcomes) == ["own_purse", "own_purse"]
    assert count_of(street, "shop_redemption") == 0


def left_for_the_next_shift(street: Street) -> list[str]:
    """What the next clerk finds."""
    found = reading(lambda: shop.asides.list_open(street.community_id, street.shop_id))
    return [one.public_id for one in found]


def test_left_for_the_next_shift_while_that_serves_it_and_its_owner_gives_it_back(
    app: Flask, own: Street
) -> None:
    card = voucher(own, 300)
    payer = scanned(own, card)
    transact(lambda: shop.asides.leave(payer, [("G06", 1)], actor=own.clerk))
    assert left_for_the_next_shift(own) == [card.public_id]

    def serve() -> object:
        found, wanted = reading(
            lambda: shop.asides.recognise(card.public_id, shop_id=own.shop_id, actor=own.second_clerk)  # type: ignore[arg-type]
        )
        return redeem(own, found, list(wanted.items()), actor=own.second_clerk)

    works: list[Callable[[], object]] = [
        serve,
        lambda: transact(lambda: shop.vouchers.give_back(card.public_id, actor=own.resident)),
        lambda: transact(lambda: shop.asides.leave(payer, [("G06", 2)], actor=own.clerk)),
    ]
    with meeting(3, "shop_voucher"):
        outcomes = at_once(app, works)
    assert set(refused(outcomes)) <= {"voucher_used", "voucher_returned"}
    status = reading(lambda: get(own.community_id, card.id)).status
    assert status in ("redeemed", "returned")
    assert [outcomes[0].refusal is None, outcomes[1].refusal is None].count(True) == 1
    assert count_of(own, "shop_redemption") == (1 if status == "redeemed" else 0)
    # nothing waits any more, and nothing can be left that has ended
    assert left_for_the_next_shift(own) == []
    late = at_once(app, [lambda: transact(lambda: shop.asides.leave(payer, [("G06", 1)], actor=own.clerk))])
    assert refused(late) in (["voucher_used"], ["voucher_returned"])
    assert_books_hold(own)


def test_the_control_without_the_condition_what_has_ended_is_left_for_somebody(
    app: Flask, own: Street
) -> None:
    card = voucher(own, 300)
    seen = reading(lambda: get(own.community_id, card.id)).status
    transact(lambda: shop.vouchers.give_back(card.public_id, actor=own.resident))
    assert seen == "open"
    mine = sa.update(Voucher).where(Voucher.community_id == own.community_id, Voucher.id == card.id)
    transact(lambda: db.session.execute(mine.values(aside_by=own.clerk.account_id, aside_at=clock.now())))
    row = reading(lambda: db.session.get(Voucher, (own.community_id, card.id)))
    assert row is not None
    assert (row.status, row.aside_at is not None) == ("returned", True)
