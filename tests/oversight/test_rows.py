"""What somebody with the database's password steals by changing a row is named; the same by a deed of the house is not."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit, goods, people, volunteering
from points.foundation import NEVER, clock, db, decide, reading, run, transact
from points.foundation.kept.remembered import remembered_tables
from points.oversight.proving import examine
from points.people.access.account_rows import put_password
from points.people.models import Account, Card
from tests.support.books import Books
from tests.support.databases import Workshop, settles
from tests.support.street import PASSWORD, password_hash

OF = "(SELECT a.id FROM people_account a WHERE a.username = '{}')"
GRANTED = "community_id, role, place_id, valid_from, valid_until, confirmed_by, confirmed_at, created_at"
PRINTED = "community_id, kind, purse_id, person_id, pin_hash, failed, status, issued_at"


@dataclass
class Desk:
    """Sound books and what was done at the desk: two cards, one of them ended, two relatives, an account closed."""

    books: Books
    card: UUID
    ended: UUID
    closed: UUID
    grant: UUID

    def broken(self) -> dict[str, tuple[str, ...]]:
        """What a check names."""
        return {one.name: one.rows for one in reading(lambda: examine(self.books.community_id)).broken}


@pytest.fixture
@settles("desk of the books", "books")
def office(app: Flask, engine: str, workshop: Workshop, books: Books) -> Desk:
    return deepcopy(workshop.settled(app, engine, "desk of the books", lambda: _furnished(books)))


def _furnished(books: Books) -> Desk:
    street = books.street
    person, system = street.resident.person_id, street.system
    assert person is not None
    grants: list[UUID] = []

    def work() -> Desk:
        first = people.cards.issue(person, kind="household", actor=system, pin=people.pins.draw())
        lost = people.cards.issue(person, kind="household", actor=system, pin=people.pins.draw())
        people.cards.revoke(lost.card_id, reason="丢了", actor=system)
        clerk = street.clerk.person_id
        assert clerk is not None
        people.relations.relate(person, clerk, kind="sibling", actor=system)
        gone = people.accounts.create(people.residents.register("高明远", actor=system), actor=system)
        people.accounts.close(gone, reason="离职", actor=system)
        assert street.clerk.account_id is not None
        until = clock.today() + timedelta(days=10)
        grants.append(
            people.roles.grant(
                street.clerk.account_id,
                "leader",
                place_id=street.community_id,
                actor=system,
                valid_until=until,
            )
        )
        return Desk(books, first.card_id, lost.card_id, gone, grants[-1])

    return transact(work)


THEFTS = {
    "a role given": f"INSERT INTO people_role_grant (id, account_id, {GRANTED})"
    f" SELECT :new, {OF.format('tian')}, {GRANTED} FROM people_role_grant"
    f" WHERE account_id = {OF.format('officer0')}",
    "a role raised": f"UPDATE people_role_grant SET role = 'admin' WHERE account_id = {OF.format('clerk2')}",
    "the end of a role moved": f"UPDATE people_role_grant SET valid_until = '9999-12-31' WHERE valid_until < '{NEVER}'",
    "a rule times ten": "UPDATE volunteering_rule SET tenths = tenths * 10",
    "a price lowered": "UPDATE goods_price SET tenths = 1 WHERE tenths = 440",
    "a limit lifted": "UPDATE goods_item SET limit_count = 99 WHERE code = 'G01'",
    "a setting changed": "UPDATE foundation_setting SET value = '{\"is\": 9}' WHERE name = 'publicity_days'",
    "a password replaced": "UPDATE people_account SET password_hash = 'another' WHERE username = 'officer0'",
    "an account enabled": "UPDATE people_account SET status = 'active', closed_at = NULL WHERE status = 'closed'",
    "somebody's account": "UPDATE people_account SET person_id = (SELECT person_id FROM people_account"
    " WHERE username = 'tian') WHERE username = 'officer0'",
    "a PIN replaced": "UPDATE people_card SET pin_hash = 'another' WHERE status = 'active'",
    "a second card": f"INSERT INTO people_card (id, token_hash, number, {PRINTED})"
    f" SELECT :new, :digest, '4000000000000002', {PRINTED} FROM people_card WHERE status = 'active'",
    "a lost card that works": "UPDATE people_card SET status = 'active', ended_at = NULL WHERE status = 'revoked'",
    "a way confirmed": "UPDATE people_way SET confirmed_at = made_at, confirmed_how = 'second'"
    " WHERE card_id IS NOT NULL AND ended_at IS NULL",
    "a relative forgotten": "DELETE FROM people_relation",
    "a relation ended": "UPDATE people_relation SET ended_at = created_at",
    "out of the household, to serve oneself": "UPDATE people_person SET household_id = NULL WHERE household_id ="
    " (SELECT id FROM people_household WHERE number = '001')",
    "into a household, for its purse": "UPDATE people_person SET household_id = (SELECT id FROM people_household"
    " WHERE number = '001') WHERE household_id IS NULL",
    "a purse's owner": "UPDATE people_purse SET household_id = NULL, person_id = (SELECT person_id FROM people_account"
    " WHERE username = 'tian') WHERE household_id = (SELECT id FROM people_household WHERE number = '002')",
    "a shop opened": "UPDATE shop_shop SET number = 77",
}


@pytest.mark.shortly_on("sqlite")
@pytest.mark.parametrize("sql", THEFTS.values(), ids=THEFTS)
def test_what_is_changed_past_the_house_is_named(office: Desk, sql: str) -> None:
    assert office.broken() == {}
    said = sa.text(sql)
    if ":new" in sql:
        said = said.bindparams(sa.bindparam("new", uuid4(), sa.Uuid))
    if ":digest" in sql:
        said = said.bindparams(sa.bindparam("digest", b"d" * 32, sa.LargeBinary))
    assert transact(lambda: db.session.execute(said).rowcount) > 0  # type: ignore[attr-defined]
    assert "rows_are_their_history" in office.broken()


def deeds(office: Desk) -> dict[str, Callable[[], object]]:
    """The same things, as the house does them."""
    books, street = office.books, office.books.street
    person, system = street.resident.person_id, street.system
    assert person is not None
    account = street.staff["officer"].account_id
    assert account is not None

    def price() -> None:
        item = street.items["G01"]
        goods.prices.set_at(books.community_id, item, 1, at=clock.now())
        audit.records.record("goods.imported", actor=system, subject_kind="item", subject_id=item)

    def rule() -> None:
        new = volunteering.rules.NewRule(code="R77", kind="award", name="探访", unit="小时", tenths=400)
        volunteering.rules.add([new], effective_on=clock.today(), actor=system)

    def setting() -> None:
        decide(books.community_id, "publicity_days", 9, effective_on=clock.today(), actor=system)
        audit.records.record("setting.decided", actor=system, subject_kind="setting")

    def unrelated() -> None:
        for one in people.relations.of_persons(books.community_id, [person]):
            people.relations.end(one.relation_id, reason="弄错了", actor=system)

    def password() -> None:
        people.passwords.change(PASSWORD, "另一个长长的口令 8412", actor=street.staff["officer"])

    return {
        "role": lambda: people.roles.grant(account, "admin", place_id=books.community_id, actor=system),
        "role ended": lambda: people.roles.revoke(office.grant, reason="换人", actor=system),
        "price": price,
        "rule": rule,
        "setting": setting,
        "password": password,
        "account": lambda: people.nominations.reopen(office.closed, reason="回来了", actor=system),
        "card": lambda: people.cards.replace(
            office.card, person_id=person, reason="坏了", actor=system, pin=people.pins.draw()
        ),
        "relation": unrelated,
        "household": lambda: people.residents.register(
            "田小宝", actor=system, household_id=people.households.add("009", actor=system)
        ),
    }


@pytest.mark.parametrize(
    "deed",
    [
        "role",
        "role ended",
        "price",
        "rule",
        "setting",
        "password",
        "account",
        "card",
        "relation",
        "household",
    ],
)
def test_the_same_by_a_deed_of_the_house_is_clean(office: Desk, deed: str) -> None:
    before = lines(office)
    done = deeds(office)[deed]
    if deed == "password":
        done()
    else:
        transact(done)
    assert office.broken() == {}
    assert lines(office) > before


def lines(office: Desk) -> int:
    """How many there are."""
    count = sa.text("SELECT count(*) FROM audit_row_history")
    return int(reading(lambda: db.session.execute(count).scalar_one()))


def test_a_later_deed_does_not_make_it_good(office: Desk) -> None:
    account = office.books.street.staff["officer"].account_id
    assert account is not None
    stolen = sa.text("UPDATE people_account SET password_hash = 'another' WHERE username = 'officer0'")
    transact(lambda: db.session.execute(stolen))

    def work() -> None:
        put_password(account, password_hash() + "x", actor=office.books.street.system)
        audit.records.record(
            "password.set", actor=office.books.street.system, subject_kind="account", subject_id=account
        )

    transact(work)
    shown = office.broken()["rows_are_their_history"]
    assert shown == (f"kind=account, row_id={account}, how=was changed",)


def test_one_change_in_one_row_is_one_finding(office: Desk) -> None:
    transact(lambda: db.session.execute(sa.text("UPDATE people_card SET failed = 0")))
    assert office.broken() == {}
    own = sa.text("UPDATE people_card SET pin_hash = 'another' WHERE id = :id").bindparams(
        sa.bindparam("id", office.card, sa.Uuid)
    )
    transact(lambda: db.session.execute(own))
    assert office.broken() == {
        "rows_are_their_history": (f"kind=card, row_id={office.card}, how=was changed",)
    }


def test_a_deed_without_a_record_is_found_as_well(office: Desk) -> None:
    transact(lambda: run(sa.update(Account).where(Account.id == office.closed).values(status="active")))
    assert set(office.broken()) == {"rows_are_their_history"}


def test_every_table_that_gives_power_or_sets_values_is_looked_at(office: Desk) -> None:
    looked_at = {one.name for one in remembered_tables(db.metadata)}
    assert looked_at >= {
        "foundation_setting", "goods_item", "goods_price", "people_account", "people_card", "people_collector", "people_household",
        "people_person", "people_purse", "people_relation", "people_role_grant", "people_second_factor", "people_slip",
        "people_token", "people_way", "shop_shop", "stockroom_expectation", "volunteering_rule",
    }  # fmt: skip
    # a line of each that has a row, and never a secret
    kinds = sa.text("SELECT DISTINCT kind FROM audit_row_history")
    hashes = reading(lambda: db.session.scalars(sa.select(Card.pin_hash).where(Card.id == office.card)).one())
    said = sa.text("SELECT state FROM audit_row_history WHERE kind IN ('people_card', 'people_account')")
    assert set(reading(lambda: db.session.scalars(kinds).all())) <= looked_at
    assert not [
        one for one in reading(lambda: db.session.scalars(said).all()) if "argon2" in one or hashes in one
    ]
