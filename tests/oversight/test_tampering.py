"""Whoever has the database's password and changes the books by hand is seen, and by what they stole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from points.foundation import db, keep_keys_in, reading
from points.oversight.findings import Report
from points.oversight.proving import examine
from points.oversight.reckoning import guards
from tests.oversight.test_invariants import _asked, _without_references, without_guards
from tests.oversight.thefts import NEEDS_HISTORY, THEFTS, Theft
from tests.support.books import Books, build_books, fill
from tests.support.databases import Workshop

SEEN = [one for one in THEFTS if one.title not in NEEDS_HISTORY]


@pytest.fixture(scope="module")
def proved(engine: str, workshop: Workshop) -> Iterator[tuple[Books, Report]]:
    """Books, and the check that proved them."""
    house = workshop.house(workshop.fresh(engine))
    with house.app_context():
        keep_keys_in(house.config["INSTANCE"] / "keys")
        made = fill(build_books())
        report = reading(lambda: examine(made.community_id))
        assert {one.name: one.rows for one in report.broken} == {}
        db.engine.dispose()
        event.listen(db.engine, "connect", _without_references)
        yield made, report
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("done", SEEN, ids=[one.title for one in SEEN])
def test_what_is_stolen_is_named_the_same_night(proved: tuple[Books, Report], done: Theft) -> None:
    books, last = proved
    new = uuid4()
    try:
        for table in {_table(sql) for sql in done.sql}:
            without_guards(table)
        for sql in done.sql:
            bound = {"new": new} if ":new" in sql else {}
            assert db.session.execute(_asked(sql), bound).rowcount > 0, sql  # type: ignore[attr-defined]
        report = examine(books.community_id, last=last, whole=False)
        # whoever does it takes the guards away first, and can put them back
        assert {one.name for one in report.broken} - {"guards_stand"} == done.named
    finally:
        db.session.rollback()
        db.session.remove()


def test_each_theft_has_a_title_and_those_nothing_sees_yet_are_listed() -> None:
    assert len({one.title for one in THEFTS}) == len(THEFTS)
    assert len(SEEN) >= 44
    assert {one.title for one in THEFTS if not one.named} == NEEDS_HISTORY


REBUILT = "CREATE TABLE bare AS SELECT * FROM {0}; DROP TABLE {0}; ALTER TABLE bare RENAME TO {0}"
EMPTY = "BEGIN SELECT 1; END"
#: how a guard is taken away: on SQLite, on PostgreSQL
DISARMED = {
    "dropped": (
        "DROP TRIGGER keep_ledger_entry_update",
        "DROP TRIGGER keep_ledger_entry_row ON ledger_entry",
    ),
    "switched off": (
        "DROP TRIGGER keep_audit_record_delete",
        "ALTER TABLE audit_record DISABLE TRIGGER keep_audit_record_row",
    ),
    "for replicas alone": (
        "DROP TRIGGER copy_audit_record",
        "ALTER TABLE audit_record ENABLE REPLICA TRIGGER copy_audit_record",
    ),
    "emptied": (
        f"DROP TRIGGER mention_audit_record; CREATE TRIGGER mention_audit_record AFTER INSERT ON audit_record {EMPTY}",
        "CREATE OR REPLACE FUNCTION foundation_only_added() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$",
    ),
    "beside ours": (
        f"CREATE TRIGGER mine AFTER INSERT ON ledger_entry {EMPTY}",
        "CREATE TRIGGER mine AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION foundation_only_added()",
    ),
    "a CHECK": (
        REBUILT.format("ledger_balance"),
        "ALTER TABLE ledger_balance DROP CONSTRAINT ck_ledger_balance_available",
    ),
    "a key": (
        REBUILT.format("people_purse"),
        "ALTER TABLE people_purse DROP CONSTRAINT uq_people_purse_community_id_account_id",
    ),
}


@pytest.mark.parametrize("how", DISARMED)
def test_a_guard_that_is_gone_is_named(proved: tuple[Books, Report], engine: str, how: str) -> None:
    assert guards.stand().ok
    try:
        sqlite, postgresql = DISARMED[how]
        for sql in re.split(r"; (?=CREATE|DROP|ALTER)", sqlite) if engine == "sqlite" else [postgresql]:
            db.session.connection().exec_driver_sql(sql)
        broken = [one.name for one in examine(proved[0].community_id).broken]
        assert broken == ["guards_stand"]
    finally:
        db.session.rollback()
        db.session.remove()


def test_what_is_proved_is_written_with_the_check_that_proved_it(proved: tuple[Books, Report]) -> None:
    """Who takes records away and writes the shorter number into the last check has changed its record's word as well."""
    books, _ = proved
    asked = sa.text("UPDATE oversight_check SET findings = :kept")
    kept = sa.bindparam("kept", {"proved": {"digest": "mine"}}, type_=sa.JSON)
    try:
        assert db.session.execute(asked.bindparams(kept)).rowcount > 0  # type: ignore[attr-defined]
        assert [one.name for one in examine(books.community_id).broken] == ["checks_as_recorded"]
    finally:
        db.session.rollback()
        db.session.remove()


def _table(sql: str) -> str:
    return re.split(r"\s+", sql)[2 if sql.startswith(("INSERT", "DELETE")) else 1]
