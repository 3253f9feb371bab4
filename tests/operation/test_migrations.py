"""The database has the shape the models want, the machine sees when it has not, and it saves before it changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.util import CommandError
from flask import Flask
from flask_migrate import upgrade

from points.audit.models import Outbox, Record
from points.foundation import clock, db, migrating, new_id, reading
from points.foundation.backup import backups
from points.foundation.models import Community
from points.oversight.proving import examine
from tests.support.databases import Workshop


def test_migrations_models_and_database_agree(app: Flask) -> None:
    assert migrating.is_current(db.engine)
    assert migrating.differences(db.engine, db.metadata) == []
    assert migrating.health().well


@pytest.mark.parametrize(
    "change, said",
    [
        ("ALTER TABLE foundation_community ADD COLUMN fax TEXT", "fax"),
        ("DROP INDEX ix_ledger_entry_subject", "ix_ledger_entry_subject"),
        ("DROP TABLE oversight_check", "oversight_check"),
    ],
)
def test_another_shape_is_seen(app: Flask, change: str, said: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text(change))
    assert any(said in one for one in migrating.differences(db.engine, db.metadata))


def test_a_lost_trigger_is_seen_which_alembic_does_not(app: Flask) -> None:
    of_sqlite = db.engine.dialect.name == "sqlite"
    name = "keep_ledger_entry_update" if of_sqlite else "keep_ledger_entry_row ON ledger_entry"
    with db.engine.begin() as connection:
        connection.execute(sa.text(f"DROP TRIGGER {name}"))
    [said] = migrating.differences(db.engine, db.metadata)
    assert said.startswith("missing: trigger keep_ledger_entry")


def test_an_empty_database_answers_and_is_not_current(engine: str, workshop: Workshop) -> None:
    house = workshop.house(workshop.empty(engine))
    with house.app_context():
        found = migrating.health()
        assert (found.database, found.migrations, found.well) == (True, False, False)
        db.engine.dispose()


def test_a_database_that_is_away_is_said_and_not_raised(tmp_path: Path, workshop: Workshop) -> None:
    house = workshop.house(f"postgresql+psycopg://nobody@/nothing?host={tmp_path}")
    with house.app_context():
        assert not migrating.health().database


def test_upgrading_builds_everything_and_a_backup_comes_before_a_change(
    engine: str, workshop: Workshop, tmp_path: Path
) -> None:
    house = workshop.house(workshop.empty(engine), BACKUPS=tmp_path / "backups")
    with house.app_context():
        migrating.upgrade()
        assert migrating.is_current(db.engine)
        migrating.upgrade()
        assert not (tmp_path / "backups").exists()
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
        # an unknown revision: the migration itself stops, the backup was made before
        with pytest.raises(CommandError):
            migrating.upgrade()
        [made] = backups(tmp_path / "backups")
        assert f"-before-{migrating.head()}" in made.name
        db.session.remove()
        db.engine.dispose()


def test_a_database_of_0001_with_records_goes_on_and_notes_the_next_one_itself(
    engine: str, workshop: Workshop
) -> None:
    house = workshop.house(workshop.empty(engine))
    with house.app_context():
        upgrade(directory=str(migrating.FOLDER), revision="0001")
        community_id = new_id()
        with db.engine.begin() as connection:
            connection.execute(sa.insert(Community), [founded(community_id)])
            before = write_record(connection, community_id)
            connection.execute(sa.insert(Outbox), [{"community_id": community_id, "record_id": before}])
        migrating.upgrade()
        assert migrating.differences(db.engine, db.metadata) == []
        with db.engine.begin() as connection:
            after = write_record(connection, community_id)
        with db.engine.connect() as connection:
            assert set(connection.scalars(sa.select(Outbox.record_id))) == {before, after}
        db.engine.dispose()


def founded(community_id: UUID) -> dict[str, Any]:
    """A community's row."""
    words = {"name": "锦溪社区", "name_en": "", "phone": "", "demo": False}
    return {"id": community_id, "number": 1, "created_at": clock.now(), **words}


def write_record(connection: sa.Connection, community_id: UUID) -> UUID:
    """One record, as a writer of any release writes it."""
    row = {
        "community_id": community_id,
        "id": new_id(),
        "at": clock.now(),
        "actor_kind": "system",
        "deed": "test.done",
        "subject_kind": "test",
        "outcome": "done",
        "origin": "entered",
        "facts": {},
        "commitments": {},
        "leaf_hash": bytes(32),
    }
    connection.execute(sa.insert(Record.__table__), [row])
    return row["id"]


def test_what_pays_at_the_migration_goes_on_paying(engine: str, workshop: Workshop) -> None:
    """A card that works, one that was lost, an account that is signed in with, and a slip that somebody holds."""
    house = workshop.house(workshop.empty(engine))
    with house.app_context():
        upgrade(directory=str(migrating.FOLDER), revision="0008")
        ids = {name: new_id() for name in ("community", "points", "home", "who", "purse", "account", "slip")}
        with db.engine.begin() as connection:
            connection.execute(sa.insert(Community), [founded(ids["community"])])
            for table, row in _before_ways(ids):
                connection.execute(sa.insert(db.metadata.tables[table]), [row])
        migrating.upgrade()
        way = db.metadata.tables["people_way"]
        with db.engine.connect() as connection:
            found = connection.execute(sa.select(way)).all()
        assert {one.confirmed_how for one in found} == {"before"}
        assert {one.purse_id for one in found} == {ids["purse"]}
        kinds = sorted(
            (
                "card" if one.card_id else "slip" if one.slip_id else "account",
                one.since is not None,
                one.ended_how,
            )
            for one in found
            if one.ended_how is None
        )
        assert kinds == [("account", True, None), ("card", True, None), ("slip", False, None)]
        assert [one.ended_how for one in found if one.ended_how] == ["lost"]
        db.engine.dispose()


def test_rows_that_are_there_begin_their_history(engine: str, workshop: Workshop) -> None:
    house = workshop.house(workshop.empty(engine))
    with house.app_context():
        upgrade(directory=str(migrating.FOLDER), revision="0008")
        ids = {name: new_id() for name in ("community", "points", "home", "who", "purse", "account", "slip")}
        with db.engine.begin() as connection:
            connection.execute(sa.insert(Community), [founded(ids["community"])])
            for table, row in _before_ways(ids):
                connection.execute(sa.insert(db.metadata.tables[table]), [row])
        migrating.upgrade()
        report = reading(lambda: examine(ids["community"]))
        named = {
            one.name: (one.counted, one.rows) for one in report.findings if one.rule == "rows_have_history"
        }
        # a household, a person, a purse, two cards, an account, a slip, and the ways that are theirs
        assert named["rows_are_their_history"] == (11, ())
        assert {rows for _, rows in named.values()} == {()}
        assert "records_unaltered" not in {one.name for one in report.broken}
        db.engine.dispose()


def _before_ways(ids: dict[str, UUID]) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a household as 0008 knew it, in an order that their references allow."""
    now, own = clock.now(), {"community_id": ids["community"]}
    points = {"id": ids["points"], "kind": "purse", "balance_mode": "strict", "created_at": now}
    card = {"purse_id": ids["purse"], "person_id": ids["who"], "kind": "household", "issued_at": now}
    return [
        ("ledger_account", {**own, **points}),
        ("people_household", {**own, "id": ids["home"], "number": "001", "created_at": now}),
        (
            "people_person",
            {**own, "id": ids["who"], "public_id": "p1", "household_id": ids["home"], "created_at": now},
        ),
        (
            "people_purse",
            {
                **own,
                "id": ids["purse"],
                "account_id": ids["points"],
                "household_id": ids["home"],
                "created_at": now,
            },
        ),
        (
            "people_card",
            {**own, **card, "id": new_id(), "token_hash": b"1", "number": "1", "status": "active"},
        ),
        (
            "people_card",
            {
                **own,
                **card,
                "id": new_id(),
                "token_hash": b"2",
                "number": "2",
                "status": "revoked",
                "ended_at": now,
            },
        ),
        (
            "people_account",
            {**own, "id": ids["account"], "person_id": ids["who"], "username": "tian", "created_at": now},
        ),
        (
            "people_slip",
            {
                **own,
                "id": ids["slip"],
                "account_id": ids["account"],
                "code_hash": b"3",
                "valid_until": now + timedelta(days=1),
                "created_at": now,
            },
        ),
    ]


def test_a_new_machine_that_was_not_told_of_yet_still_is(engine: str, workshop: Workshop) -> None:
    """And whether a password is easy is asked anew, as a new one did not take it back before."""
    house = workshop.house(workshop.empty(engine))
    with house.app_context():
        upgrade(directory=str(migrating.FOLDER), revision="0017")
        ids = {name: new_id() for name in ("community", "who", "account", "strange", "known")}
        now, own = clock.now(), {"community_id": ids["community"]}
        tables = db.metadata.tables
        with db.engine.begin() as connection:
            connection.execute(sa.insert(Community), [founded(ids["community"])])
            person = {**own, "id": ids["who"], "public_id": "p1", "created_at": now}
            connection.execute(sa.insert(tables["people_person"]), [person])
            account = {**own, "id": ids["account"], "person_id": ids["who"], "username": "tian"}
            account |= {"created_at": now, "easy_told_at": now}
            connection.execute(sa.insert(tables["people_account"]), [account])
            for name, told in (("strange", None), ("known", now)):
                row = {**own, "id": ids[name], "account_id": ids["account"], "number_hash": name.encode()}
                row |= {"session_epoch": 1, "words": "Chrome", "machine": b"m", "begun_at": now}
                connection.execute(_session_of_0017(), [row | {"seen_at": now, "told_at": told}])
        migrating.upgrade()
        notice, account_now = tables["people_notice"], tables["people_account"]
        with db.engine.connect() as connection:
            [found] = connection.execute(sa.select(notice)).all()
            assert (found.id, found.session_id, found.kind) == (ids["strange"], ids["strange"], "machine")
            assert (found.account_id, found.words, found.machine) == (ids["account"], "Chrome", b"m")
            assert found.understood_at is None
            assert connection.scalar(sa.select(account_now.c.easy_told_at)) is None
        db.engine.dispose()


def _session_of_0017() -> sa.Insert:
    """A session as it stood in its table while that still had `told_at`."""
    uuids, times = ("community_id", "id", "account_id"), ("begun_at", "seen_at", "told_at")
    columns = [sa.column(name, sa.Uuid()) for name in uuids]
    columns += [sa.column(name, sa.DateTime(timezone=True)) for name in times]
    columns += [sa.column(name, sa.LargeBinary()) for name in ("number_hash", "machine")]
    return sa.insert(sa.table("people_session", *columns, sa.column("session_epoch"), sa.column("words")))
