"""Inserts that are sent together: what they refuse is raised, retried and taken back like that of a single statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit, shop
from points.foundation import Actor, add_rows, add_rows_later, clock, db, driver, new_id, reading, transact
from points.foundation.models import Community
from points.foundation.prepared import given, prepared
from points.ledger.models import Transfer, Txn
from tests.races.counter import assert_books_hold, count_of, redeem, voucher
from tests.support.statements import counting
from tests.support.street import Street
from tests.support.world import new_community

pytestmark = pytest.mark.only_on("postgresql")


def txn(community_id: UUID, key: str) -> dict[str, Any]:
    """An event's row."""
    return {
        "community_id": community_id,
        "id": new_id(),
        "request_key": key,
        "digest": b"",
        "deed": "test.done",
        "actor_id": None,
        "answer": {},
        "at": clock.now(),
    }


def keys(community_id: UUID) -> set[str]:
    """The request keys that were kept."""
    query = sa.select(Txn.request_key).where(Txn.community_id == community_id)
    return set(reading(lambda: db.session.scalars(query).all()))


def test_what_waits_is_sent_before_the_next_statement_and_before_the_commit(app: Flask, engine: str) -> None:
    community_id = new_community()
    query = sa.select(sa.func.count()).where(Txn.community_id == community_id)

    def work() -> int:
        add_rows_later(Txn, [txn(community_id, "one")])
        add_rows_later(Txn, [txn(community_id, "two"), txn(community_id, "three")])
        seen = db.session.execute(query).scalar_one()
        add_rows_later(Txn, [txn(community_id, "four")])
        return int(seen)

    assert transact(work) == 3
    assert keys(community_id) == {"one", "two", "three", "four"}


@prepared
def _counted() -> sa.Executable:
    return sa.select(sa.func.count()).where(Txn.community_id == given("community"))


@prepared
def _renamed() -> sa.Executable:
    return sa.update(Community).where(Community.id == given("community")).values(phone="123")


@prepared
def _moved() -> sa.Executable:
    """A change that refers to a row by its foreign key, whose table no word of it names."""
    return (
        sa.update(Transfer)
        .where(Transfer.community_id == given("community"))
        .values(txn_id=sa.bindparam("to", type_=sa.Uuid))
    )


def test_a_statement_that_cannot_miss_what_waits_goes_ahead_of_it(app: Flask, engine: str) -> None:
    community_id = new_community()

    def work() -> int:
        add_rows_later(Txn, [txn(community_id, "one")])
        _renamed().changed(community=community_id)
        before = len(seen.statements)
        assert _counted().value(community=community_id) == 1
        return before

    with counting(db.engine) as seen:
        before = transact(work)
    ahead, waited, asked = seen.statements
    assert (before, ahead.split()[0], waited.split()[2], asked.split()[0]) == (
        1,
        "UPDATE",
        "ledger_txn",
        "SELECT",
    )


def test_a_change_that_refers_to_what_waits_comes_behind_it(app: Flask, engine: str) -> None:
    community_id = new_community()
    row = txn(community_id, "one")

    def work() -> None:
        add_rows_later(Txn, [row])
        _moved().changed(community=community_id, to=row["id"])

    with counting(db.engine) as seen:
        transact(work)
    waited, changed = seen.statements
    assert (waited.split()[2], changed.split()[0]) == ("ledger_txn", "UPDATE")
    assert "ledger_txn" not in changed


def test_a_row_that_is_there_already_takes_everything_back_and_the_action_looks_again(
    app: Flask, engine: str
) -> None:
    community_id, tries = new_community(), []
    transact(lambda: add_rows(Txn, [txn(community_id, "taken")]))

    def work() -> None:
        tries.append(len(tries))
        # the second look gives the true answer: the key is somebody's, so this run takes another one
        add_rows_later(Txn, [txn(community_id, f"first-{len(tries)}")])
        add_rows_later(Txn, [txn(community_id, "taken" if len(tries) == 1 else "free")])

    transact(work)
    assert tries == [0, 1]
    assert keys(community_id) == {"taken", "first-2", "free"}


def test_without_the_translation_the_action_would_not_look_again(
    app: Flask, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    community_id, tries = new_community(), []
    transact(lambda: add_rows(Txn, [txn(community_id, "taken")]))
    monkeypatch.setattr(driver, "told_as_usual", lambda _connection, error: error)

    def work() -> None:
        tries.append(len(tries))
        add_rows_later(Txn, [txn(community_id, f"first-{len(tries)}")])
        add_rows_later(Txn, [txn(community_id, "taken" if len(tries) == 1 else "free")])

    with pytest.raises(psycopg.errors.UniqueViolation):
        transact(work)
    assert tries == [0]
    assert keys(community_id) == {"taken"}


def test_a_refusal_of_the_database_is_told_as_the_same_kind_of_error(app: Flask, engine: str) -> None:
    community_id = new_community()

    def work() -> None:
        add_rows_later(Txn, [txn(community_id, "one")])
        add_rows_later(Txn, [txn(new_id(), "of no community")])

    with pytest.raises(sa.exc.IntegrityError) as told:
        transact(work)
    assert isinstance(told.value.orig, psycopg.errors.ForeignKeyViolation)
    assert keys(community_id) == set()


def test_a_connection_killed_while_inserts_wait_leaves_nothing_and_the_action_is_run_again(
    app: Flask, engine: str
) -> None:
    community_id, killed = new_community(), []

    def work() -> None:
        add_rows_later(Txn, [txn(community_id, "one")])
        add_rows_later(Txn, [txn(community_id, "two")])
        if not killed:
            waiting = db.session.connection()
            killed.append(waiting.connection.driver_connection.info.backend_pid)
            with db.engine.connect() as other:
                other.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": killed[0]})

    transact(work)
    assert len(killed) == 1
    assert keys(community_id) == {"one", "two"}


def test_nothing_that_waited_is_left_to_the_next_action_on_the_connection(app: Flask, engine: str) -> None:
    community_id = new_community()

    def work() -> None:
        add_rows_later(Txn, [txn(community_id, "given up")])
        raise ZeroDivisionError

    for _ in range(8):
        with pytest.raises(ZeroDivisionError):
            transact(work)
        transact(lambda: keys(community_id))
    assert keys(community_id) == set()


def test_a_sale_sends_its_last_rows_in_one_go(app: Flask, engine: str, corner: Street) -> None:
    card = voucher(corner, 100)
    payer = sale_payer(corner, card.code)
    with counting(db.engine) as counted:
        redeem(corner, payer, [("G07", 1)])
    inserts = [one for one in counted.statements if one.startswith("INSERT")]
    assert [one.split()[2] for one in inserts[-4:]] == [
        "goods_stock_move",
        "shop_redemption",
        "shop_redemption_line",
        "audit_record",
    ]
    assert count_of(corner, "shop_redemption") == 1
    assert_books_hold(corner)


def test_many_rows_are_copied_in_and_arrive_as_they_were(app: Flask, engine: str) -> None:
    community_id = new_community()
    rows = [txn(community_id, f"{at} \"'\\{{}},NULL 米") for at in range(driver.MANY_ROWS)]
    rows[1] |= {"digest": b"\x00\\\xff", "actor_id": new_id(), "answer": {"said": ['"', None, 1]}}

    with pytest.raises(sa.exc.IntegrityError):
        transact(lambda: add_rows(Txn, [*rows, txn(new_id(), "of no community")]))
    assert keys(community_id) == set()
    with counting(db.engine) as seen:
        transact(lambda: add_rows_later(Txn, rows))
    assert [one.split()[0] for one in seen.statements] == ["DISCARD", "COPY"]
    query = sa.select(*(Txn.__table__.c[name] for name in rows[0])).where(Txn.community_id == community_id)
    found = reading(lambda: db.session.execute(query.order_by(Txn.id)).mappings().all())
    assert [dict(one) for one in found] == rows


def test_keys_of_a_table_that_grows_in_one_transaction_are_looked_up_by_their_own_index(
    app: Flask, engine: str
) -> None:
    """The notes beside records refer to them: planned with a few records, any index that has the community would do."""
    actor = Actor(community_id=new_community(), kind="system")
    some = [audit.records.Action("test.done", "test", None)] * driver.MANY_ROWS
    asked = "SELECT pg_stat_get_xact_numscans(CAST('{}' AS regclass))"

    def scans(index: str) -> int:
        return int(db.session.execute(sa.text(asked.format(index))).scalar_one())

    def work() -> tuple[int, int]:
        audit.records.record_many(some[:1], actor=actor)
        audit.records.record_many(some, actor=actor)
        before = scans("ix_audit_record_deed"), scans("pk_audit_record")
        audit.records.record_many(some, actor=actor)
        return scans("ix_audit_record_deed") - before[0], scans("pk_audit_record") - before[1]

    by_deed, by_key = transact(work)
    assert by_deed == 0
    assert by_key >= driver.MANY_ROWS


def sale_payer(street: Street, code: str) -> shop.payers.Payer:
    """Who pays with this code."""
    return shop.payers.recognise(code, shop_id=street.shop_id, actor=street.clerk)
