"""Where two, three or five people do everything, somebody else is left to confirm each new way to pay and each undo; and
the page names them. Above each of these communities stands its street office, as everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, product
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import ledger, people, shop
from points.foundation import NEVER, Actor, NotAllowed, Refusal, db, reading, system_actor, transact
from tests.support.street import open_account, stock
from tests.support.world import claimed, note

# Who may be the second person is decided in Python; a month and every maker take their time.
pytestmark = pytest.mark.shortly_on("sqlite")

_homes = count(1)
PIN, TYPED, NEW = "275318", "483917", "门口有三棵桂花树"

#: who there is, each with their roles; `opened` says whose account was opened by whom, by their numbers
STAFF_OF: dict[str, tuple[tuple[str, ...], ...]] = {
    "two": (("officer",), ("clerk",)),
    "two, one at both windows": (("officer", "clerk"), ("admin",)),
    "three": (("officer",), ("clerk",), ("admin",)),
    "three, one decides": (("admin",), ("admin", "committee"), ("officer", "clerk")),
    "five": (("admin",), ("committee",), ("officer",), ("shop_manager", "clerk"), ("supervisor",)),
    "five, all at the window": (
        ("officer",),
        ("officer", "clerk"),
        ("clerk",),
        ("shop_manager",),
        ("admin",),
    ),
}


@dataclass
class Small:
    """A community with so many staff, a household with points, and the street office above."""

    community_id: UUID
    resident: Actor
    staff: list[Actor]
    street: Actor
    shop_id: UUID
    batches: dict[str, UUID] = field(default_factory=dict)
    items: dict[str, UUID] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        """The house itself."""
        return system_actor(self.community_id)

    @property
    def member(self) -> UUID:
        """The resident, by id."""
        assert self.resident.person_id is not None
        return self.resident.person_id


@pytest.fixture
def small(app: Flask, request: pytest.FixtureRequest) -> Small:
    """One of these communities."""

    def work() -> Small:
        community = people.places.found_community("锦溪社区", district="江城区", street="城南街道")
        house = system_actor(community)
        shop_id = shop.shops.add("锦溪店", actor=house)
        home = people.households.add("001", actor=house)
        tian = people.residents.register("田桂兰", actor=house, household_id=home, door="3栋")
        account = open_account(tian, "tian", house)
        above = db.session.scalar(
            sa.text("SELECT id FROM people_place WHERE kind = 'street'").columns(id=sa.Uuid())
        )
        assert above is not None

        def somebody(number: int, roles: tuple[str, ...], place: UUID) -> Actor:
            who = people.residents.register(f"工作{number}", actor=house)
            account = open_account(who, f"staff{number}", house)
            for role in roles:
                people.roles.grant(account, role, place_id=place, actor=house)
            return people.actors.of_account(account, community_id=community)

        staff = [somebody(number, roles, community) for number, roles in enumerate(STAFF_OF[request.param])]
        made = Small(
            community,
            people.actors.of_account(account, community_id=community),
            staff,
            somebody(9, ("street",), above),
            shop_id,
        )
        purse = people.purses.of_person(community, tian).account_id
        ledger.movements.issue(
            community, claimed(community), purse, 320, note=note(), kind="earned", lapses_on=NEVER
        )
        stock(made)  # type: ignore[arg-type]
        return made

    return transact(work)


def session_of(actor: Actor) -> UUID:
    """A session of theirs."""
    assert actor.account_id is not None
    known = reading(lambda: people.actors.find_known(actor.account_id, None))  # type: ignore[arg-type]
    assert known is not None
    begin, machine = people.sessions.begin, people.sessions.Machine()
    number = transact(
        lambda: begin(actor.community_id, actor.account_id, known.session_epoch, machine=machine)
    )  # type: ignore[arg-type]
    found = reading(lambda: people.actors.find_known(actor.account_id, None, number=number))  # type: ignore[arg-type]
    assert found is not None
    assert found.came_by is not None
    return found.came_by.row_id


def card(small: Small, maker: Actor, kind: str = "household", pin: str | None = None) -> UUID:
    """A card of the resident."""
    return transact(lambda: people.cards.issue(small.member, kind=kind, actor=maker, pin=pin)).card_id


def slip_of(person_id: UUID, maker: Actor, *, used: bool = True) -> None:
    """A slip, and what becomes of the account once it is used."""
    slip = transact(lambda: people.activation.issue(person_id, actor=maker))
    if used:
        people.activation.use(slip.code, NEW)


def add_member(small: Small, maker: Actor) -> None:
    """Somebody new in the household, who signs in."""
    home = reading(lambda: people.persons.get(small.community_id, small.member).household_id)
    slip_of(transact(lambda: people.residents.register("田小新", actor=maker, household_id=home)), maker)


def set_pin(small: Small, maker: Actor) -> None:
    """A PIN drawn for a card that paid."""
    made = card(small, small.system, pin=TYPED)
    transact(lambda: people.cards.set_pin(made, PIN, person_id=small.member, actor=maker))


def typed(small: Small, maker: Actor, *, counter: bool = False) -> None:
    """The same, typed by its holder on a screen that was turned."""
    made, session = card(small, small.system), session_of(maker)
    if counter:
        transact(lambda: people.pins.turn_screen_at_counter(made, session_id=session, actor=maker))
    else:
        transact(
            lambda: people.pins.turn_screen(made, person_id=small.member, session_id=session, actor=maker)
        )
    transact(lambda: people.pins.take(TYPED, TYPED, session_id=session, actor=maker))


def replace(small: Small, maker: Actor) -> None:
    """Another card in place of the lost one."""
    old = card(small, small.system, pin=PIN)
    transact(lambda: people.cards.replace(old, person_id=small.member, reason="丢了", actor=maker, pin=TYPED))


def move(small: Small, maker: Actor, *, merged: bool = False) -> None:
    """Somebody of another household moves in, or turns out to be registered twice; their slip is a new way."""
    home = transact(lambda: people.households.add(f"7{next(_homes)}", actor=small.system))
    who = transact(lambda: people.residents.register("外来人", actor=small.system, household_id=home))
    transact(lambda: people.accounts.create(who, actor=small.system))
    change = (
        "UPDATE people_person SET status = 'merged', merged_into = :kept WHERE id = :who"
        if merged
        else "UPDATE people_person SET household_id = (SELECT household_id FROM people_person WHERE id = :kept) WHERE id = :who"
    )
    ids = sa.bindparam("kept", small.member, sa.Uuid()), sa.bindparam("who", who, sa.Uuid())
    transact(lambda: db.session.execute(sa.text(change).bindparams(*ids)))
    slip_of(who, maker)


MAKING: dict[str, Callable[[Small, Actor], object]] = {
    "member": add_member,
    "card": lambda small, maker: card(small, maker, pin=PIN),
    "carer": lambda small, maker: card(small, maker, kind="carer"),
    "replaced card": replace,
    "drawn PIN": set_pin,
    "typed PIN": typed,
    "PIN at the counter": lambda small, maker: typed(small, maker, counter=True),
    "slip": lambda small, maker: slip_of(small.member, maker, used=False),
    "reset password": lambda small, maker: slip_of(small.member, maker),
    "moved": move,
    "merged": lambda small, maker: move(small, maker, merged=True),
}


@pytest.mark.parametrize("small", STAFF_OF, indirect=True)
def test_each_way_by_each_maker_is_confirmed_by_somebody_whom_the_page_names(small: Small) -> None:
    """Each is made by everybody who may make it, and confirmed by the first who is named."""
    everybody = [*small.staff, small.street]
    names = {
        f"工作{number}": one for number, one in zip([*range(len(small.staff)), 9], everybody, strict=True)
    }
    made: set[str] = set()
    for (kind, make), maker in product(MAKING.items(), small.staff):
        before = {one.way_id for one in reading(lambda: people.ways.waiting(small.system).rows)}
        assert before == set()
        try:
            make(small, maker)
        except NotAllowed:
            continue
        except people.refusals.NobodyToConfirm:
            # said before anything changed; the office is the way on
            continue
        made.add(kind)
        waits = reading(lambda: people.ways.waiting(small.system).rows)
        assert waits, kind
        for way in waits:
            named = reading(
                lambda way=way, maker=maker: people.confirmations.others(way, actor=maker, most=6)
            )
            assert named, (kind, sorted(maker.roles))
            assert names[named[0]].account_id != maker.account_id
            second = names[named[0]]
            transact(
                lambda way=way, second=second: people.confirmations.confirm(
                    [way.way_id], seen="本人来的", actor=second
                )
            )
    assert made >= set(MAKING) - {"PIN at the counter"}


@pytest.mark.parametrize("small", STAFF_OF, indirect=True)
def test_who_made_it_is_nobody_even_where_few_are_left(small: Small) -> None:
    """The control: the maker confirms nothing, in whichever of these communities."""
    for maker in small.staff:
        try:
            card(small, maker)
        except NotAllowed:
            continue
        [*waits] = reading(lambda: people.ways.waiting(small.system).rows)
        for way in waits:
            with pytest.raises(Refusal):
                transact(
                    lambda way=way, maker=maker: people.confirmations.confirm(
                        [way.way_id], seen="本人来的", actor=maker
                    )
                )
        ids = [one.way_id for one in waits]
        transact(lambda ids=ids: people.confirmations.confirm(ids, seen="街道", actor=small.street))


@pytest.mark.parametrize("small", ["three"], indirect=True)
def test_where_one_opened_the_others_account_the_street_is_named(small: Small) -> None:
    """The administrator opened the clerk's account, and prints a slip: the clerk is of their making, the officer none."""
    officer, clerk, admin = small.staff
    opened = sa.text("UPDATE people_account SET opened_by = :by WHERE id = :id").bindparams(
        sa.bindparam("by", admin.account_id, sa.Uuid()), sa.bindparam("id", clerk.account_id, sa.Uuid())
    )
    transact(lambda: db.session.execute(opened))
    slip_of(small.member, admin, used=False)
    [way] = reading(lambda: people.ways.waiting(small.system).rows)
    assert reading(lambda: people.confirmations.others(way, actor=admin, most=6)) == ["工作9"]
    assert officer.account_id is not None


@pytest.mark.parametrize("small", STAFF_OF, indirect=True)
def test_each_clerks_undo_is_confirmed_by_somebody(small: Small) -> None:
    """A sale of every clerk, which they ask to take back themselves: some other may agree, and nobody less than two."""
    everybody = [*small.staff, small.street]
    clerks = [one for one in small.staff if people.permissions.may(one, "serve_counter")]
    assert clerks
    for number, clerk in enumerate(clerks):
        payer = shop.payers.Payer(
            reading(lambda: people.purses.of_person(small.community_id, small.member).account_id),
            small.member,
            "card_pin",
        )
        sale = shop.sales.Sale(small.shop_id, f"small-{number}", "small")
        done = shop.sales.sell(sale, [("G07", 1)], find_payer=lambda payer=payer: payer, actor=clerk)
        receipt = reading(
            lambda done=done: shop.receipts.of_redemption(small.community_id, done.redemption_id)
        )
        transact(
            lambda receipt=receipt, clerk=clerk: shop.undo.ask(receipt.receipt, reason="拿错了", actor=clerk)
        )
        with pytest.raises(Refusal):
            transact(lambda receipt=receipt, clerk=clerk: shop.undo.confirm(receipt.receipt, actor=clerk))
        others = [
            one
            for one in everybody
            if one.account_id != clerk.account_id and people.permissions.may(one, "confirm_undo")
        ]
        assert others
        undone = transact(
            lambda receipt=receipt, others=others: shop.undo.confirm(receipt.receipt, actor=others[-1])
        )
        assert undone.state == "undone"
