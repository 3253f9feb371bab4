"""Runs the migrations with the application's own engine."""

from __future__ import annotations

from alembic import context
from flask import current_app

from points.foundation.migrating import backup_before_migrating

db = current_app.extensions["migrate"].db


def run() -> None:
    """Each migration in a transaction of its own; all engines alter in place (migrations/changing.py), so no batch mode."""
    connectable, settings = context.config.attributes.get("engine") or db.engine, current_app.config
    backup_before_migrating(connectable, backups=settings["BACKUPS"], instance=settings["INSTANCE"])
    with connectable.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
