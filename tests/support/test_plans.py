"""The plans of full books: an index where there is one, a scan where there is none, and the test sees which."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from points.foundation import db
from tests.support.plans import plan


def test_a_balance_is_read_by_its_key(full_books: Flask) -> None:
    balance = db.metadata.tables["ledger_balance"]
    query = sa.select(balance.c.posted).where(
        balance.c.community_id == sa.bindparam("community"), balance.c.account_id == sa.bindparam("account")
    )
    found = plan(full_books, query)
    assert found.scanned == (), found.text


def test_a_question_without_an_index_is_seen_as_a_scan(full_books: Flask) -> None:
    entry = db.metadata.tables["ledger_entry"]
    query = sa.select(entry.c.tenths).where(entry.c.what == sa.bindparam("what"))
    assert plan(full_books, query).scanned == ("ledger_entry",)


def test_a_scan_is_seen_behind_an_alias_and_in_a_subquery(full_books: Flask) -> None:
    entry, balance = (db.metadata.tables[name] for name in ("ledger_entry", "ledger_balance"))
    line = entry.alias("line")
    newest = sa.select(sa.func.max(line.c.at)).where(line.c.what == "award").scalar_subquery()
    query = sa.select(balance.c.posted, newest).where(
        balance.c.community_id == sa.bindparam("community"), balance.c.account_id == sa.bindparam("account")
    )
    assert plan(full_books, query).scanned == ("ledger_entry",)


def test_a_change_and_an_insert_are_explained_and_nothing_is_changed(full_books: Flask) -> None:
    balance, transfer = (db.metadata.tables[name] for name in ("ledger_balance", "ledger_transfer"))
    change = (
        sa.update(balance)
        .where(balance.c.community_id == sa.bindparam("community", type_=sa.Uuid()))
        .where(balance.c.account_id == sa.bindparam("account", type_=sa.Uuid()))
        .values(posted=balance.c.posted + sa.bindparam("more", type_=sa.BigInteger()))
    )
    with full_books.app_context(), db.engine.connect() as connection:
        before = connection.execute(sa.select(sa.func.sum(balance.c.posted))).scalar()
    assert plan(full_books, change).scanned == ()
    assert plan(full_books, sa.insert(transfer)).scanned == ()
    with full_books.app_context(), db.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.sum(balance.c.posted))).scalar() == before


def test_an_update_without_its_key_is_seen_as_a_scan(full_books: Flask) -> None:
    balance = db.metadata.tables["ledger_balance"]
    change = sa.update(balance).where(balance.c.held > sa.bindparam("least")).values(held=0)
    assert plan(full_books, change).scanned == ("ledger_balance",)


def test_a_list_of_ids_is_explained(full_books: Flask) -> None:
    lot = db.metadata.tables["ledger_lot"]
    query = sa.select(lot.c.remaining).where(
        lot.c.community_id == sa.bindparam("community"), lot.c.id.in_(sa.bindparam("ids", expanding=True))
    )
    assert plan(full_books, query).scanned == ()


def test_few_rows_of_a_state_are_found_by_its_index(full_books: Flask) -> None:
    voucher = db.metadata.tables["shop_voucher"]
    query = sa.select(voucher.c.id).where(
        voucher.c.community_id == sa.bindparam("community"),
        voucher.c.spoken == sa.bindparam("spoken"),
        voucher.c.status == "open",
    )
    assert plan(full_books, query).scanned == ()
