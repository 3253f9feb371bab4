"""Runs the migrations with the application's own engine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context
from flask import current_app

from points.foundation.kept import rights
from points.foundation.migrating import backup_before_migrating

db = current_app.extensions["migrate"].db


def run() -> None:
    """Each migration in a transaction of its own; all engines alter in place (migrations/changing.py), so no batch mode."""
    settings = current_app.config
    given = context.config.attributes.get("engine")
    with rights.owner(
        given or db.engine, None if given else settings.get("MIGRATION_DATABASE_URI")
    ) as engine:
        backup_before_migrating(engine, backups=settings["BACKUPS"], instance=settings["INSTANCE"])
        _run(engine)


def _run(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
