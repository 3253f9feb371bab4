"""Fills books for a measurement: purses with points and open vouchers, and a ledger of a given length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import goods, ledger, people, shop
from points.foundation import NEVER, Actor, clock, db, decide, system_actor, transact
from points.ledger.account_rows import own_account
from points.ledger.posting import Note
from points.people.registry.registration_rows import NewHousehold, NewPerson

VOUCHER = 300
RICH = 1_000_000


#: everybody's here; one that nobody guesses, or it would be refused
PASSWORD = "sieben Wolken, ein Sack Reis"


@dataclass
class Books:
    """What the load needs to know."""

    community_id: UUID
    shop_id: UUID
    clerk: Actor
    clerk_token: str
    readers: list[str]
    vouchers: list[shop.vouchers.VoucherInfo]
    purses: list[UUID]


def fill(*, purses: int, readers: int = 8) -> Books:
    """A community with so many purses, each with one open voucher, and a shop that never runs out."""
    community_id = transact(lambda: people.places.found_community("测速社区"))
    system = system_actor(community_id)
    for name, value in (("publicity_days", 0), ("takeback_seconds", 0), ("exchange_days", None)):
        transact(
            lambda name=name, value=value: decide(
                community_id, name, value, effective_on=date(2020, 1, 1), actor=system
            )
        )
    shop_id = transact(lambda: shop.shops.add("测速店", actor=system))
    transact(lambda: stock(community_id, system))
    clerk = transact(lambda: _staff(community_id, system))
    found = people.actors.communities_of(clerk)
    db.session.remove()
    assert found
    persons = transact(lambda: _residents(community_id, system, purses))
    actors = [
        transact(lambda person=person, at=at: _holder(system, person, signs_in=at < readers))
        for at, (person, _) in enumerate(persons)
    ]
    vouchers = [_voucher(actor) for actor in actors]
    tokens = [token_of(actor, _name(actor.person_id)) for actor in actors[:readers]]
    clerk_token = token_of(clerk)
    accounts = [account for _, account in persons]
    return Books(community_id, shop_id, clerk, clerk_token, tokens, vouchers, accounts)


def lengthen(books: Books, entries: int) -> int:
    """Grow the ledger to about so many entries, spread over all purses; the number that stands comes back."""
    each = max(0, entries // len(books.purses))
    if each == 0:
        return _count()
    statement = _POSTGRESQL if db.engine.dialect.name == "postgresql" else _SQLITE
    issued = own_account(books.community_id, "issued")
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET session_replication_role = replica"))
        for text in statement:
            connection.execute(
                sa.text(text).bindparams(
                    **{
                        name: value
                        for name, value in {
                            "community": _plain(books.community_id),
                            "issued": _plain(issued),
                            "each": each,
                            "kind": "purse",
                        }.items()
                        if f":{name}" in text
                    }
                )
            )
        connection.commit()
        connection.execute(sa.text("ANALYZE"))
        connection.commit()
    return _count()


def _plain(key: UUID) -> object:
    return key.hex if db.engine.dialect.name == "sqlite" else key


def _count() -> int:
    found = int(db.session.execute(sa.text("SELECT count(*) FROM ledger_entry")).scalar_one())
    db.session.remove()
    return found


#: history in front of what stands: the rows of each purse are moved up and `each` older ones put below
_POSTGRESQL = (
    (
        "CREATE TEMP TABLE older AS SELECT a.id AS account, n, gen_random_uuid() AS txn, gen_random_uuid() AS transfer"
        " FROM ledger_account a CROSS JOIN generate_series(1, :each) n"
        " WHERE a.community_id = :community AND a.kind = 'purse'"
    ),
    "ALTER TABLE ledger_entry DISABLE TRIGGER USER",
    "UPDATE ledger_entry SET version = version + 1000000 WHERE community_id = :community",
    "UPDATE ledger_entry SET version = version - 1000000 + :each WHERE community_id = :community",
    "UPDATE ledger_balance SET version = version + :each WHERE community_id = :community",
    (
        "INSERT INTO ledger_txn (community_id, id, request_key, digest, deed, answer, at)"
        " SELECT :community, txn, 'old:' || txn, '\\x00', 'points.old', '{}', now() FROM older"
    ),
    (
        "INSERT INTO ledger_transfer (community_id, id, txn_id, phase, source_id, target_id, tenths, point_kind, at)"
        " SELECT :community, transfer, txn, 'single', :issued, account, 10, 'earned', now() FROM older"
    ),
    (
        "INSERT INTO ledger_entry (community_id, account_id, version, transfer_id, tenths, held, balance_after,"
        " held_after, what, origin, happened_on, at)"
        " SELECT :community, account, n, transfer, 10, 0, n * 10, 0, 'award', 'imported', current_date, now() FROM older"
    ),
    "ALTER TABLE ledger_entry ENABLE TRIGGER USER",
    "DROP TABLE older",
)

_ID = "lower(hex(randomblob(16)))"
_SQLITE = (
    "PRAGMA foreign_keys = OFF",
    (
        "CREATE TEMP TABLE older AS WITH RECURSIVE counted(n) AS"
        " (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :each)"
        f" SELECT a.id AS account, n, {_ID} AS txn, {_ID} AS transfer FROM ledger_account a, counted"
        " WHERE a.community_id = :community AND a.kind = 'purse'"
    ),
    "DROP TRIGGER keep_ledger_entry_update",
    "UPDATE ledger_entry SET version = version + 1000000 WHERE community_id = :community",
    "UPDATE ledger_entry SET version = version - 1000000 + :each WHERE community_id = :community",
    "UPDATE ledger_balance SET version = version + :each WHERE community_id = :community",
    (
        "INSERT INTO ledger_txn (community_id, id, request_key, digest, deed, answer, at)"
        " SELECT :community, txn, 'old:' || txn, x'00', 'points.old', '{}', '2025-01-01 00:00:00.000000' FROM older"
    ),
    (
        "INSERT INTO ledger_transfer (community_id, id, txn_id, phase, source_id, target_id, tenths, point_kind, at)"
        " SELECT :community, transfer, txn, 'single', :issued, account, 10, 'earned', '2025-01-01 00:00:00.000000'"
        " FROM older"
    ),
    (
        "INSERT INTO ledger_entry (community_id, account_id, version, transfer_id, tenths, held, balance_after,"
        " held_after, what, origin, happened_on, at)"
        " SELECT :community, account, n, transfer, 10, 0, n * 10, 0, 'award', 'imported', '2025-01-01',"
        " '2025-01-01 00:00:00.000000' FROM older"
    ),
    (
        "CREATE TRIGGER keep_ledger_entry_update BEFORE UPDATE ON ledger_entry"
        " BEGIN SELECT RAISE(ABORT, 'ledger_entry is only ever added to'); END"
    ),
    "DROP TABLE older",
)


def stock(community_id: UUID, system: Actor) -> None:
    """Two kinds of goods, more than any run takes."""
    ids = goods.items.add(
        community_id,
        [
            goods.items.NewItem("G02", "小包装米2.5kg", "袋", 250),
            goods.items.NewItem("G06", "袋装醋", "袋", 5),
        ],
        effective_on=clock.today(),
    )
    until = clock.today() + timedelta(days=90)
    goods.stock.receive(
        community_id,
        [goods.stock.Delivery(f"RK{code}", item, RICH, clock.today(), until) for code, item in ids.items()],
        actor=system,
    )


def _staff(community_id: UUID, system: Actor) -> Actor:
    person = people.residents.register("店员", actor=system)
    account = people.accounts.create(person, actor=system, username="bench-clerk", password=PASSWORD)
    people.roles.grant(account, "clerk", place_id=community_id, actor=system)
    return people.actors.of_account(account, community_id=community_id)


def _residents(community_id: UUID, system: Actor, count: int) -> list[tuple[UUID, UUID]]:
    households = [
        NewHousehold(number=f"{number:05d}", people=[NewPerson(name=f"居民{number}")])
        for number in range(count)
    ]
    people.residents.register_many(households, actor=system)
    made = []
    for household in households:
        person = household.people[0].person_id
        account = people.purses.of_person(community_id, person).account_id
        claim = ledger.idempotency.begin(
            community_id,
            request_key=f"start:{account}",
            body={},
            answer={},
            action="points.old",
            actor=system,
        )
        note = Note("award", "imported", clock.today(), None, person)
        ledger.movements.issue(community_id, claim.txn_id, account, 2 * VOUCHER, note=note, lapses_on=NEVER)
        made.append((person, account))
    return made


def _voucher(actor: Actor) -> shop.vouchers.VoucherInfo:
    return transact(
        lambda: shop.vouchers.issue(VOUCHER, request_key=f"bench:{actor.person_id}", actor=actor)
    )[0]


def _holder(system: Actor, person: UUID, *, signs_in: bool) -> Actor:
    """Somebody as their own account acts; a password costs its hash, and only readers need one."""
    entry = {"username": _name(person), "password": PASSWORD} if signs_in else {}
    account = people.accounts.create(person, actor=system, **entry)
    return people.actors.of_account(account, community_id=system.community_id)


def _name(person: UUID | None) -> str:
    return f"r{person.hex[-20:]}" if person else ""


def token_of(actor: Actor, name: str = "bench-clerk", password: str = PASSWORD) -> str:
    """A bearer token of an account, by its password."""
    who = people.signing_in.sign_in(name, password)
    assert who.account_id == actor.account_id
    return transact(lambda: people.tokens.issue(who)).token
