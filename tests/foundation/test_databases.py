"""The house's own database: migrated, on both engines, one for each test."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from points.foundation import db


def test_a_test_database_is_built_by_migrating(app: Flask, engine: str) -> None:
    tables = set(sa.inspect(db.engine).get_table_names())
    assert "alembic_version" in tables
    assert set(db.metadata.tables) <= tables
    assert db.engine.dialect.name == engine


def test_a_test_leaves_nothing_to_the_next(app: Flask) -> None:
    with db.engine.begin() as connection:
        assert "left_over" not in sa.inspect(connection).get_table_names()
        connection.exec_driver_sql("CREATE TABLE left_over (id INTEGER)")


def test_the_next_finds_nothing_of_it(app: Flask) -> None:
    assert "left_over" not in sa.inspect(db.engine).get_table_names()
