"""The shape of the database: whether it is the newest, how it becomes so, how it differs; it knows no rows."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from points.foundation import guards, marks
from points.foundation.backup import Backup, make_backup
from points.foundation.connections import prepare_engine
from points.foundation.database import db
from points.foundation.engines import engine_options, is_damaged, sqlite_module

if TYPE_CHECKING:
    from alembic.config import Config

#: bytes: with less on the disk of a SQLite file the next sale may be the one that does not fit
LEAST_FREE = 32 << 20
#: seconds that a start waits for another one: a long migration of a large community
PATIENCE = 3600.0

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True)
class Health:
    """Whether the database answers, takes something in, has the shape this code was written for, and what was written."""

    database: bool
    writes: bool
    migrations: bool
    #: False while the books lack what somebody was told is in them
    marks: bool

    @property
    def well(self) -> bool:
        """All of it: ready for work."""
        return self.database and self.writes and self.migrations and self.marks


def head() -> str:
    """The newest migration; the one line of migrations/head, so that two branches of them meet as a conflict."""
    return (FOLDER / "head").read_text(encoding="ascii").strip()


def current(engine: sa.Engine) -> str | None:
    """The migration this database has, or None where it has none yet."""
    # said without Alembic, whose eleven megabytes a serving process does not carry
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return found


def is_current(engine: sa.Engine) -> bool:
    """Whether the database has the newest migration."""
    return current(engine) == head()


def health() -> Health:
    """For /healthz and /readyz; it never raises."""
    found = marks.standing()
    holds = found is None or found.well
    # a connection that was lost since it was last used says nothing about the database: the second one is new
    if not (_asked(_reads) or _asked(_reads)):
        return Health(database=False, writes=False, migrations=False, marks=holds)
    return Health(database=True, writes=_asked(_takes_writes), migrations=_asked(is_current), marks=holds)


def _asked(question: Callable[[sa.Engine], bool]) -> bool:
    try:
        return question(db.engine)
    except (SQLAlchemyError, OSError):
        return False


def _reads(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    return True


def _takes_writes(engine: sa.Engine) -> bool:
    """A standby, a database set to reading only, a file of somebody else's or a full disk takes nothing in."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        may = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
        return may and shutil.disk_usage(file.parent).free > LEAST_FREE
    with engine.connect() as connection:
        return connection.scalar(sa.text("SHOW transaction_read_only")) == "off"


def damage(engine: sa.Engine) -> str:
    """The first thing that is wrong with a SQLite file as a file; empty where nothing is. PostgreSQL says so itself."""
    if engine.dialect.name != "sqlite":
        return ""
    try:
        with engine.connect() as connection:
            found = connection.scalar(sa.text("PRAGMA quick_check(1)"))
    except DBAPIError as error:
        if not is_damaged(error):
            raise
        found = str(error.orig)
    return "" if found == "ok" else str(found)


@contextmanager
def alone(engine: sa.Engine, instance: Path) -> Iterator[None]:
    """One at a time, for who changes the shape of this database or fills it first: another start waits here."""
    if engine.dialect.name == "sqlite":
        # a file of its own, locked as SQLite locks on every system, and free again when this process is gone
        with closing(sqlite_module().connect(instance / "preparing", timeout=PATIENCE)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield
        return
    # a table that is begun and never kept: who begins it as well waits for the end of this transaction, however it ends
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE TABLE foundation_preparing ()"))
        try:
            yield
        finally:
            connection.rollback()


def upgrade(engine: sa.Engine | None = None) -> None:
    """Run what is missing, each migration in a transaction of its own; migrations/env.py makes the backup."""
    from alembic import command

    command.upgrade(_config(engine), "head")


def backup_before_migrating(engine: sa.Engine, *, backups: Path, instance: Path) -> Backup | None:
    """A backup of a database that has something to lose and is about to change its shape."""
    found = current(engine)
    if found is None or found == head():
        return None
    return make_backup(engine, folder=backups, instance=instance, label=f"before-{head()}")


def differences(engine: sa.Engine, metadata: sa.MetaData) -> list[str]:
    """Everything in which migrations, models and this database disagree; empty where all is well."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    heads = ScriptDirectory.from_config(_config()).get_heads()
    if heads != [head()]:
        return [f"migrations/head says {head()}, the migrations end in {', '.join(heads) or 'nothing'}"]
    if not is_current(engine):
        return [f"the database is at {current(engine)}, the newest migration is {head()}"]
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        shapes = [_said(one) for one in compare_metadata(context, metadata)]
    return shapes + guards.differences(engine, metadata)


def check_afresh(metadata: sa.MetaData) -> list[str]:
    """The same for a database built now by the migrations alone: what a clean checkout would give."""
    from alembic import command

    with tempfile.TemporaryDirectory() as folder:
        engine = sa.create_engine(f"sqlite:///{folder}/fresh.sqlite", **engine_options("sqlite://"))
        prepare_engine(engine)
        try:
            command.upgrade(_config(engine), "head")
            return differences(engine, metadata)
        finally:
            engine.dispose()


def _said(difference: object) -> str:
    """One line for one of Alembic's differences, which come as tuples or, for columns, as lists of them."""
    if isinstance(difference, list):
        return "; ".join(_said(one) for one in difference)
    return " ".join(str(part) for part in difference) if isinstance(difference, tuple) else str(difference)


def _config(engine: sa.Engine | None = None) -> Config:
    """How Alembic finds the migrations; migrations/env.py takes this engine, else the application's."""
    from alembic.config import Config

    config = Config(FOLDER / "alembic.ini", attributes={"engine": engine})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
