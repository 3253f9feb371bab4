"""Sixty days, and one person with whatever roles, who makes every kind of new way and tries every door with each: nothing
is ever paid. A family that comes with somebody to vouch for it pays on the first day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people, shop
from points.foundation import Actor, NotAllowed, Refusal, clock, db, reading, transact
from tests.security.test_small_communities import session_of
from tests.support.street import Street, open_account

DAYS = 60
#: the days on which PINs are compared too: the first, those around the cooling time, and much later
WITH_PINS = (0, 1, 3, 4, 30, 59)
PIN, TYPED, NEW = "275318", "483917", "门口有三棵桂花树"
#: one who holds every role of the staff, and one for each who makes ways at all
MAKERS = ("all", "officer", "admin", "clerk")

# What day it is does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")


@dataclass
class Loot:
    """What somebody made: persons whose phone or account they have, cards with the PIN they know."""

    phones: list[Actor] = field(default_factory=list)
    cards: list[tuple[people.cards.IssuedCard, str]] = field(default_factory=list)


def maker_of(street: Street, which: str) -> Actor:
    """Somebody with this role, or with every one of the staff."""

    def work() -> Actor:
        who = people.residents.register("能人", actor=street.system)
        account = open_account(who, "maker", street.system)
        roles = people.permissions.GRANTABLE if which == "all" else (which,)
        for role in roles:
            people.roles.grant(account, role, place_id=street.community_id, actor=street.system)
        return people.actors.of_account(account, community_id=street.community_id)

    return transact(work)


def member(street: Street) -> UUID:
    """The resident, by id."""
    assert street.resident.person_id is not None
    return street.resident.person_id


def account_of(street: Street, person: UUID) -> Actor:
    """The account of somebody, as whoever has its password."""

    def look() -> Actor:
        account = people.accounts.of_person(street.community_id, person)
        assert account is not None
        return people.actors.of_account(account.account_id, community_id=street.community_id)

    return reading(look)


def sign_up(street: Street, person: UUID, maker: Actor) -> Actor:
    """The maker prints a slip, and uses it."""
    slip = transact(lambda: people.activation.issue(person, actor=maker))
    people.activation.use(slip.code, NEW)
    return account_of(street, person)


def invented(street: Street, maker: Actor, loot: Loot) -> None:
    """A member who was never born."""
    home = reading(lambda: people.persons.get(street.community_id, member(street)).household_id)
    who = transact(lambda: people.residents.register("田小新", actor=maker, household_id=home))
    loot.phones.append(sign_up(street, who, maker))


def reset(street: Street, maker: Actor, loot: Loot) -> None:
    """The resident's own account, with a password of the maker's."""
    loot.phones.append(sign_up(street, member(street), maker))


def carded(street: Street, maker: Actor, loot: Loot) -> None:
    """A card whose number and PIN the maker printed."""
    made = transact(lambda: people.cards.issue(member(street), kind="household", actor=maker, pin=PIN))
    loot.cards.append((made, PIN))


def good_card(street: Street) -> people.cards.IssuedCard:
    """The family's card, which pays, and lies on the counter."""
    return transact(lambda: people.cards.issue(member(street), kind="household", actor=street.system))


def pinned(street: Street, maker: Actor, loot: Loot) -> None:
    """Another PIN for the family's card."""
    made = good_card(street)
    transact(lambda: people.cards.set_pin(made.card_id, PIN, person_id=member(street), actor=maker))
    loot.cards.append((made, PIN))


def typed(street: Street, maker: Actor, loot: Loot) -> None:
    """The maker turns the screen and types it themselves."""
    made, session = good_card(street), session_of(maker)
    turn = people.pins.turn_screen
    transact(lambda: turn(made.card_id, person_id=member(street), session_id=session, actor=maker))
    transact(lambda: people.pins.take(TYPED, TYPED, session_id=session, actor=maker))
    loot.cards.append((made, TYPED))


def typed_at_counter(street: Street, maker: Actor, loot: Loot) -> None:
    """The same at the counter."""
    made, session = good_card(street), session_of(maker)
    transact(lambda: people.pins.turn_screen_at_counter(made.card_id, session_id=session, actor=maker))
    transact(lambda: people.pins.take(TYPED, TYPED, session_id=session, actor=maker))
    loot.cards.append((made, TYPED))


def moved(street: Street, maker: Actor, loot: Loot, *, merged: bool = False) -> None:
    """Somebody whose account the maker has is moved into the household, or merged with its member."""

    def work() -> UUID:
        home = people.households.add("77" if merged else "78", actor=street.system)
        who = people.residents.register("外来人", actor=street.system, household_id=home)
        people.accounts.create(who, actor=street.system)
        change = (
            "UPDATE people_person SET status = 'merged', merged_into = :kept WHERE id = :who"
            if merged
            else "UPDATE people_person SET household_id = (SELECT household_id FROM people_person WHERE id = :kept) WHERE id = :who"
        )
        ids = sa.bindparam("kept", member(street), sa.Uuid()), sa.bindparam("who", who, sa.Uuid())
        db.session.execute(sa.text(change).bindparams(*ids))
        return who

    loot.phones.append(account_of(street, transact(work)))


MAKING: tuple[Callable[[Street, Actor, Loot], None], ...] = (
    invented, carded, pinned, typed, typed_at_counter, moved,
    lambda street, maker, loot: moved(street, maker, loot, merged=True), reset,
)  # fmt: skip


def doors(street: Street, maker: Actor, loot: Loot, *, pins: bool = True) -> Iterator[Callable[[], object]]:
    """Everything one person tries in a day with what they made; a PIN is slow to compare, and `pins` says whether it is."""
    for phone in loot.phones:
        yield partial(voucher, phone)
        yield lambda phone=phone: scan(
            street, transact(lambda: people.rotating_codes.current(actor=phone)).digits
        )
    for made, pin in loot.cards:
        yield partial(scan, street, made.token)
        payer = shop.payers.Payer(street.purse, member(street), "card_pin", card_id=made.card_id)
        yield partial(sell, street, payer)
        if pins:
            yield partial(scan, street, made.token, pin)
            yield partial(scan, street, made.number, pin)
            yield partial(by_name, street, pin)
    for way in reading(lambda: people.ways.waiting(street.system).rows):
        yield partial(confirm, way.way_id, maker)
        # each with each is many: on most days the first speaks for the others
        for made, pin in loot.cards[: None if pins else 1]:
            yield partial(people.confirmations.prove, way.way_id, made.number, pin, actor=maker)
        for phone in loot.phones[: None if pins else 1]:
            yield partial(answer, way.way_id, phone)


def voucher(phone: Actor) -> None:
    """Set five points aside."""
    key = f"{clock.today()}-{phone.account_id}"
    transact(lambda: shop.vouchers.issue(50, request_key=key, actor=phone))


def confirm(way: UUID, maker: Actor) -> None:
    """The maker says yes to what they made."""
    transact(lambda: people.confirmations.confirm([way], seen="本人来的，我看过", actor=maker))


def answer(way: UUID, phone: Actor) -> None:
    """What they made says yes to what they made."""
    transact(lambda: people.confirmations.answer(way, ours=True, actor=phone))


def by_name(street: Street, pin: str) -> None:
    """No card at hand: the name and the PIN."""
    sell(
        street, shop.payers.recognise_person(member(street), pin, shop_id=street.shop_id, actor=street.clerk)
    )


def scan(street: Street, code: str, pin: str | None = None) -> None:
    """Shown at the counter, and paid with where it is taken."""
    sell(street, shop.payers.recognise(code, shop_id=street.shop_id, actor=street.clerk, pin=pin))


def sell(street: Street, payer: shop.payers.Payer) -> None:
    """One thing over the counter."""
    sale = shop.sales.Sale(street.shop_id, f"day-{clock.now().timestamp()}-{payer.card_id}", "word")
    shop.sales.sell(sale, [("G07", 1)], find_payer=lambda: payer, actor=street.clerk)


def rows(table: str) -> int:
    """How many rows a table has."""
    return int(reading(lambda: db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()))


@pytest.mark.parametrize("which", MAKERS)
def test_what_one_person_made_alone_pays_nothing_on_any_of_sixty_days(street: Street, which: str) -> None:
    maker, loot = maker_of(street, which), Loot()
    for make in MAKING:
        try:
            make(street, maker, loot)
        except NotAllowed:
            continue
    assert loot.phones, "somebody moved or merged is there at least"
    tried, opened = 0, []
    # who holds every role walks every day; the others could do no more than they
    days = range(DAYS) if which == "all" else WITH_PINS
    begun = clock.now()
    for day in days:
        clock.set_now(begun + timedelta(days=day))
        for at, door in enumerate(doors(street, maker, loot, pins=day in WITH_PINS)):
            tried += 1
            try:
                door()
            except Refusal:
                continue
            opened.append((day, at))
    assert opened == []
    assert tried >= len(days) * 5
    assert (rows("shop_voucher"), rows("shop_redemption"), street.standing()) == (0, 0, (320, 0))


def test_the_same_doors_open_to_a_family_with_a_second_person_on_the_first_day(street: Street) -> None:
    """The control: what one person made, another saw; then the phone makes a voucher and the card buys salt."""
    maker, loot = maker_of(street, "officer"), Loot()
    for make in (invented, carded):
        make(street, maker, loot)
    ids = [one.way_id for one in reading(lambda: people.ways.waiting(street.clerk).rows)]
    transact(lambda: people.confirmations.confirm(ids, seen="一家人都来了，户口本", actor=street.clerk))
    opened = 0
    for door in doors(street, maker, loot):
        try:
            door()
        except Refusal:
            continue
        opened += 1
    assert opened >= 4
    assert (rows("shop_voucher"), rows("shop_redemption") >= 2) == (1, True)
    assert street.available() < 320
