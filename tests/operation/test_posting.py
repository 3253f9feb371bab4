"""The serving process posts, everywhere, what nobody took back in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from points import operation
from points.foundation import clock, db, transact
from points.operation.posting import post_due
from tests.operation.due import due_service
from tests.support.street import Street, build_street


def waiting(street: Street) -> None:
    """A service that was approved just now and waits a minute."""
    person = street.resident.person_id
    assert person is not None
    transact(lambda: due_service(street, person, until=clock.today()))
    table = sa.table(
        "volunteering_service", sa.column("status"), sa.column("due_at", sa.DateTime(timezone=True))
    )
    due = clock.now() + timedelta(minutes=1)
    transact(
        lambda: db.session.execute(
            sa.update(table).values(status="approved", due_at=due if _aware() else due.replace(tzinfo=None))
        )
    )


def _aware() -> bool:
    return db.engine.dialect.name != "sqlite"


def test_what_is_due_is_posted_by_the_process_that_serves(app: Flask, tmp_path: Path) -> None:
    street = build_street(0)
    waiting(street)
    watch = operation.scheduler.RoundTheClock(
        app.app_context, backups=tmp_path, instance=app.config["INSTANCE"]
    )
    assert (watch.post(), street.available()) == (0, 0)
    clock.set_now(clock.now() + timedelta(minutes=1))
    db.session.remove()
    assert (watch.post(), watch.post()) == (1, 0)
    assert street.available() == 40


def test_where_nothing_waits_nothing_is_posted(app: Flask) -> None:
    build_street(0)
    assert post_due() == 0
