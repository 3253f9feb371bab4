"""Two people and one way to pay: it is confirmed once, an ended one stays ended, and one maker's ways share one cap."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import clock, db, reading, transact
from points.people.models import Way
from points.shop.payer_checks import Payer
from tests.races.counter import assert_books_hold, give, known, redeem
from tests.races.storm import answers, at_once, meeting, refused
from tests.support.books import award
from tests.support.street import Street

#: the statement that looks at what waits
SEEN = ("FROM people_way", "confirmed_at IS NULL")


def new_card(street: Street, person: UUID | None = None) -> people.cards.IssuedCard:
    """A card the officer made."""
    who, officer = person or street.resident.person_id, street.staff["officer"]
    assert who is not None
    return transact(lambda: people.cards.issue(who, kind="person", actor=officer))


def way_of(street: Street, card: people.cards.IssuedCard) -> UUID:
    """The way this card is."""
    found = reading(lambda: people.ways.waiting(street.clerk).rows)
    return next(one.way_id for one in found if one.card_id == card.card_id)


def confirm(street: Street, way: UUID, who: str) -> int:
    """A second person says yes."""
    actor = street.staff[who]
    return transact(lambda: people.confirmations.confirm([way], seen="看了身份证", actor=actor))


def records(street: Street, deed: str) -> int:
    """How often this was done here."""
    query = sa.text(
        "SELECT count(*) FROM audit_record WHERE deed = :deed AND outcome = 'done' AND community_id = :here"
    )
    bound = query.bindparams(sa.bindparam("here", street.community_id, sa.Uuid()))
    return reading(lambda: int(db.session.execute(bound, {"deed": deed}).scalar_one()))


def test_two_who_confirm_at_once_are_one_confirmation(app: Flask, corner: Street) -> None:
    way = way_of(corner, new_card(corner))
    with meeting(2, *SEEN):
        outcomes = at_once(app, [lambda who=who: confirm(corner, way, who) for who in ("clerk", "street")])
    assert (answers(outcomes), refused(outcomes)) == ([1], ["way_settled"])
    assert records(corner, "way.confirmed") == 1


def test_a_confirmation_and_an_end_that_meet_are_never_both_in_the_end(app: Flask, corner: Street) -> None:
    card = new_card(corner)
    way = way_of(corner, card)
    with meeting(2, "FROM people_way"):
        at_once(
            app,
            [
                lambda: confirm(corner, way, "clerk"),
                lambda: transact(lambda: people.confirmations.end(way, actor=corner.resident)),
            ],
        )
    # whichever came first, it has ended and pays nothing; a late confirmation was refused
    assert reading(lambda: people.cards.get(corner.community_id, card.card_id)).status == "revoked"
    standing = reading(lambda: db.session.get(Way, (corner.community_id, way)))
    assert standing is not None
    assert standing.ended_at is not None
    outcomes = at_once(app, [lambda: redeem(corner, _card(corner, card), [("G06", 1)])])
    assert refused(outcomes) == ["card_revoked"]
    assert_books_hold(corner)


def test_without_the_condition_an_ended_way_is_confirmed_all_the_same(app: Flask, corner: Street) -> None:
    way = way_of(corner, new_card(corner))
    everybody_looked = Barrier(2)

    def naive(**values: object) -> None:
        seen = reading(lambda: [one.way_id for one in people.ways.waiting(corner.clerk).rows])
        everybody_looked.wait(30)
        assert way in seen
        mine = sa.update(Way).where(Way.community_id == corner.community_id, Way.id == way)
        transact(lambda: db.session.execute(mine.values(**values)))

    now = clock.now()
    at_once(
        app,
        [
            lambda: naive(confirmed_at=now, confirmed_how="second"),
            lambda: naive(ended_at=now, ended_how="disowned"),
        ],
    )
    standing = reading(lambda: db.session.get(Way, (corner.community_id, way)))
    assert standing is not None
    assert standing.confirmed_at is not None
    assert standing.ended_at is not None


def test_a_sale_and_an_end_that_meet_leave_no_sale_after_the_end(app: Flask, corner: Street) -> None:
    card = transact(
        lambda: people.cards.issue(corner.resident.person_id, kind="person", actor=corner.system)  # type: ignore[arg-type]
    )
    own = reading(lambda: people.purses.of_person(corner.community_id, corner.resident.person_id))  # type: ignore[arg-type]
    found = reading(lambda: people.ways.of_purse(corner.community_id, own.purse_id))
    way = next(one.way_id for one in found if one.card_id == card.card_id)
    outcomes = at_once(
        app,
        [
            lambda: redeem(corner, _card(corner, card), [("G06", 1)]),
            lambda: transact(lambda: people.confirmations.end(way, actor=corner.resident)),
        ],
    )
    assert set(refused(outcomes)) <= {"card_revoked"}
    again = at_once(app, [lambda: redeem(corner, _card(corner, card), [("G06", 1)])])
    assert refused(again) == ["card_revoked"]
    assert_books_hold(corner)


def test_one_makers_ways_that_cooled_pay_together_no_more_than_the_cap(app: Flask, corner: Street) -> None:
    """Three households, a card each by the same officer: of three sales of ten points two are within twenty."""
    purses = [_household(corner, number) for number in range(3)]
    today = clock.now()
    clock.set_now(today + timedelta(days=4))
    for payer, _ in purses:
        redeem(corner, payer, [("G06", 1)])
    cards = [
        Payer(payer.account_id, payer.person_id, "card_pin", card_id=card.card_id) for payer, card in purses
    ]
    with meeting(3, "UPDATE people_way"):
        outcomes = at_once(app, [lambda one=one: redeem(corner, one, [("G07", 5)]) for one in cards])
    assert (len(answers(outcomes)), refused(outcomes)) == (2, ["only_a_little"])


def test_one_household_pays_by_two_that_cooled_no_more_than_its_own_cap(app: Flask, corner: Street) -> None:
    cards = [new_card(corner), new_card(corner)]
    clock.set_now(clock.now() + timedelta(days=4))
    redeem(corner, known(corner), [("G06", 1)])
    with meeting(2, "UPDATE people_way"):
        outcomes = at_once(
            app, [lambda one=one: redeem(corner, _card(corner, one), [("G07", 4)]) for one in cards]
        )
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["only_a_little"])


def test_without_the_caps_row_each_sale_sees_room_for_itself(app: Flask, corner: Street) -> None:
    everybody_looked = Barrier(2)
    spent: list[int] = []

    def naive() -> None:
        used = sum(spent)
        everybody_looked.wait(30)
        if used + 80 <= 100:
            redeem(corner, known(corner), [("G07", 4)])
            spent.append(80)

    give(corner, 200)
    at_once(app, [naive, naive])
    assert sum(spent) > 100


def _card(street: Street, card: people.cards.IssuedCard) -> Payer:
    return Payer(street.purse, street.resident.person_id, "card_pin", card_id=card.card_id)


def _household(street: Street, number: int) -> tuple[Payer, people.cards.IssuedCard]:
    """A household with points and a phone, and a card that the officer made for it today."""

    def work() -> tuple[UUID, UUID]:
        home = people.households.add(f"8{number}", actor=street.system)
        who = people.residents.register(f"邻居{number}", actor=street.system, household_id=home)
        people.accounts.create(who, actor=street.system)
        return who, people.purses.of_person(street.community_id, who).account_id

    who, account = transact(work)
    transact(lambda: award(street, who, 200))
    return Payer(account, who, "identity"), new_card(street, who)
