"""PostgreSQL with two users: one owns the tables and migrates, the application's may add and change, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask

from config import SettingMissing, settings
from points import oversight
from points.app import server
from points.foundation import db, keep_keys_in, migrating, transact
from points.foundation.backup import make_backup
from points.foundation.kept import rights
from tests.support.books import build_books
from tests.support.databases import Workshop
from tests.support.street import enter
from tests.support.visitors import Visitor

pytestmark = pytest.mark.only_on("postgresql")

OWNER, USER = "points_owner", "points_app"


def address(workshop: Workshop, name: str, user: str) -> str:
    """Where one of them finds a database."""
    return workshop.url("postgresql", name).replace("postgres@", f"{user}@")


def as_superuser(workshop: Workshop, statement: str, database: str = "postgres") -> None:
    with psycopg.connect(workshop.server.dsn(database), autocommit=True) as keeper:
        keeper.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def name(engine: str, workshop: Workshop) -> str:
    """An empty database of the owner; both users, who are no superusers."""
    found = str(sa.make_url(workshop.empty(engine)).database)
    for user in (OWNER, USER):
        as_superuser(
            workshop,
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{user}')"
            f" THEN CREATE ROLE {user} LOGIN; END IF; END $$",
        )
    as_superuser(workshop, f"ALTER DATABASE {found} OWNER TO {OWNER}")
    return found


@pytest.fixture(scope="module")
def house(name: str, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application as its user, made ready by the owner, with books of a living community."""
    made = workshop.house(
        address(workshop, name, USER),
        MIGRATION_DATABASE_URI=address(workshop, name, OWNER),
        BACKUPS=tmp_path_factory.mktemp("backups"),
    )
    made.test_client_class = Visitor
    with made.app_context():
        server.make_ready(made, lambda say: [], print)
        keep_keys_in(made.config["INSTANCE"] / "keys")
        made.extensions["books"] = build_books()
        yield made
        db.session.remove()
        db.engine.dispose()


def differences(house: Flask) -> list[str]:
    with rights.owner(db.engine, house.config["MIGRATION_DATABASE_URI"]) as owning:
        return rights.differences(owning, db.engine, db.metadata)


def test_the_shape_is_the_models_and_the_user_has_what_it_needs(house: Flask) -> None:
    with rights.owner(db.engine, house.config["MIGRATION_DATABASE_URI"]) as owning:
        assert migrating.differences(owning, db.metadata) == []
    assert differences(house) == []
    done = house.test_cli_runner().invoke(args=["check-migrations", "--here"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET tenths = tenths * 10",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "ALTER TABLE ledger_entry DISABLE TRIGGER keep_ledger_entry_row",
        "DROP TRIGGER keep_ledger_entry_row ON ledger_entry",
        "DROP TRIGGER mention_audit_record ON audit_record",
        "CREATE OR REPLACE FUNCTION foundation_only_added() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "CREATE TRIGGER mine BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION foundation_only_added()",
        "SET session_replication_role = replica",
        "DELETE FROM audit_record",
        "UPDATE audit_row_history SET state = ''",
        "TRUNCATE ledger_balance",
        "ALTER TABLE ledger_balance DROP CONSTRAINT ck_ledger_balance_available",
        "DROP TABLE ledger_entry CASCADE",
        "CREATE TABLE mine (id int)",
        "UPDATE alembic_version SET version_num = '0001'",
        f"GRANT ALL ON ledger_entry TO {USER}",
        f"SET ROLE {OWNER}",
    ],
)
def test_what_would_hide_a_theft_is_refused_by_the_database(house: Flask, statement: str) -> None:
    with db.engine.connect() as connection:
        if statement.startswith("GRANT"):
            # of what one has not: a warning, and gives nothing
            connection.exec_driver_sql(statement)
        else:
            with pytest.raises(sa.exc.DBAPIError) as refused:
                connection.exec_driver_sql(statement)
            assert refused.value.orig.sqlstate == "42501"  # type: ignore[union-attr]
        connection.rollback()
    assert differences(house) == []


def test_the_house_does_all_it_does(house: Flask) -> None:
    books = house.extensions["books"]
    assert oversight.checking.check(books.community_id).balanced
    visitor = house.test_client()
    enter(visitor, "tian")
    assert visitor.get("/statement").status_code == 200
    assert visitor.get("/readyz").status_code == 200
    done = house.test_cli_runner().invoke(args=["nightly"])
    assert done.exit_code == 0, done.output


def test_backups_are_made_by_either(house: Flask, tmp_path: Path) -> None:
    done = house.test_cli_runner().invoke(args=["backup", "--to", str(tmp_path / "owner")])
    assert done.exit_code == 0, done.output
    assert make_backup(db.engine, folder=tmp_path / "user", instance=tmp_path).size > 0


def test_what_is_too_much_or_too_little_is_said_and_put_right_at_the_next_start(
    house: Flask, name: str, workshop: Workshop
) -> None:
    as_superuser(workshop, f"GRANT UPDATE ON ledger_entry TO {USER}", name)
    as_superuser(workshop, f"REVOKE INSERT ON shop_voucher FROM {USER}", name)
    said = " ".join(differences(house))
    assert "ledger_entry" in said
    assert "shop_voucher" in said
    assert house.test_cli_runner().invoke(args=["check-migrations", "--here"]).exit_code == 1
    server.make_ready(house, lambda say: [], print)
    assert differences(house) == []


def test_tables_of_somebody_else_are_named_with_what_to_do(
    house: Flask, name: str, workshop: Workshop
) -> None:
    as_superuser(workshop, f"ALTER TABLE shop_voucher OWNER TO {USER}", name)
    try:
        with pytest.raises(click.ClickException, match=r"REASSIGN OWNED BY points_app TO points_owner"):
            server.make_ready(house, lambda say: [], print)
    finally:
        as_superuser(workshop, f"ALTER TABLE shop_voucher OWNER TO {OWNER}", name)
        server.make_ready(house, lambda say: [], print)


def test_one_user_is_enough(engine: str, workshop: Workshop) -> None:
    house = workshop.house(workshop.fresh(engine))
    with house.app_context():
        assert server.make_ready(house, lambda say: [], print) == []
        assert rights.differences(db.engine, db.engine, db.metadata) == []
        transact(lambda: None)
        db.engine.dispose()


@pytest.mark.parametrize(
    ("own", "owners"),
    [
        ("sqlite:////tmp/points.sqlite", "postgresql://points_owner@/points"),
        ("postgresql://points@/points", "postgresql://points@/points"),
        ("postgresql://points@/points", "postgresql://points_owner@/other"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(
    engine: str, own: str, owners: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingMissing, match="MIGRATION_DATABASE_URL"):
        settings({"DATABASE_URL": own, "MIGRATION_DATABASE_URL": owners, "INSTANCE": str(tmp_path)})
