"""The database: the base of all tables, the one committer and the one place that retries; it knows no room."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column, registry

from points.foundation import driver
from points.foundation.engines import doubled, is_away, is_passing, is_unwritable
from points.foundation.fair_queue import FairQueue
from points.foundation.ids import new_id
from points.foundation.refusal import BooksAway, Busy, DiskFull, NotKnown, ThereAlready

T = TypeVar("T")
RETRY_SECONDS, RETRY_TIMES = 5.0, 10

#: where a connection notes that a reading ran a statement in plain text, which may be anything
SAID_TEXT = "said_text"
#: where a session notes that a reading left its transaction to the next, and the connection of its transaction
_RESTING, _CONNECTION = "resting", "connection"

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_commits: ContextVar[int] = ContextVar("commits", default=0)


class UtcTime(sa.TypeDecorator[datetime]):
    """An aware instant, stored as UTC; a naive one is a bug and refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: last element of __table_args__: rows are only ever added (see guards.py)
KEPT = {"info": {"kept": True}}

Json = sa.JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """Every table of the product."""

    # a registry of its own: Flask-SQLAlchemy derives a second base, which SQLAlchemy 2.1 refuses otherwise
    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcTime,
            dict[str, Any]: Json,
            list[Any]: Json,
            int: sa.BigInteger,
            str: sa.Text,
        },
    )


class Owned:
    """A table that a community owns: every key starts with the community."""

    community_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("foundation_community.id"), primary_key=True, sort_order=-2
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


def within(column: str, table: str, target: str = "id") -> sa.ForeignKeyConstraint:
    """A reference to a row of the same community."""
    return sa.ForeignKeyConstraint(["community_id", column], [f"{table}.community_id", f"{table}.{target}"])


def one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    """A text column that takes only these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def upsert(model: type[Base]) -> Any:
    """An INSERT that takes ON CONFLICT, in the dialect at hand; both engines spell it alike."""
    return sqlite.insert(model) if db.engine.dialect.name == "sqlite" else postgresql.insert(model)


def current_connection() -> sa.Connection:
    """The connection of the transaction at hand, begun now where there is none; looked up once a transaction."""
    session = db.session()
    known: sa.Connection | None = session.info.get(_CONNECTION)
    if known is None or known.closed or not session.in_transaction():
        known = session.info[_CONNECTION] = session.connection()
    return known


def run(
    statement: sa.Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
) -> sa.CursorResult[*tuple[Any, ...]]:
    """Run a statement on columns past the unit of work, which costs more than the statement itself."""
    if statement.is_dml and not _writing.get():
        raise RuntimeError("a write outside transact()")
    return current_connection().execute(statement, values)


def is_writing() -> bool:
    """Whether an action is under way here."""
    return _writing.get()


def commits() -> int:
    """How many COMMITs were begun here; where the number has grown, nobody may say that nothing was done."""
    return _commits.get()


def changed(statement: sa.Update | sa.Delete) -> int:
    """Run a conditional change and say how many rows it met."""
    return int(run(statement).rowcount)


_queue = FairQueue()


@contextmanager
def _turn() -> Iterator[None]:
    if db.engine.dialect.name == "sqlite":
        with _queue.turn():
            yield
    else:
        yield


class LookAgain(Exception):
    """What an action had looked at changed before it could write: it is run again from its beginning."""


def transact(work: Callable[[], T], *, replayable: bool = False) -> T:
    """Run `work` and commit it, or nothing of it.

    The only commit and the only retry in the product. `work` may run several times, so it must have no effect outside the
    database. Refuses a session that is already in a transaction: what was read before would not be protected. A connection
    lost before COMMIT has written nothing, and `work` runs again; one lost at COMMIT leaves the outcome unknown
    (`NotKnown`), unless `replayable` says that `work` carries a request key. A row in the way twice is no race.
    """
    if _rests():
        _end_reading()
    if _writing.get() or db.session().in_transaction():
        raise RuntimeError("transact inside a transaction: read inside the use case, or in reading()")
    until, unknown, said = time.monotonic() + RETRY_SECONDS, False, ""
    for attempt in range(1, RETRY_TIMES + 1):
        try:
            with _turn():
                return _commit(work)
        except (DBAPIError, LookAgain) as error:
            # what is lost before COMMIT is a LookAgain
            unknown = unknown or (isinstance(error, DBAPIError) and error.connection_invalidated)
            before, said = said, doubled(error)
            if said and said == before:
                logging.getLogger("points.database").warning("there already: %s", said.partition("\n")[0])
                raise ThereAlready from error
            again = attempt < RETRY_TIMES and time.monotonic() < until and (replayable or not unknown)
            if not again or not _may_go_well(error):
                raise _told(error, unknown) from error.__cause__
            time.sleep(random.uniform(0, min(0.4, 0.01 * 2**attempt)))  # noqa: S311 - jitter, not a secret
    raise Busy


def _may_go_well(error: DBAPIError | LookAgain) -> bool:
    return isinstance(error, LookAgain) or is_passing(error) or is_away(error)


def _told(error: DBAPIError | LookAgain, unknown: bool = False) -> Exception:
    cause = error.__cause__ if isinstance(error, LookAgain) else error
    if unknown:
        return NotKnown()
    if isinstance(cause, DBAPIError) and is_away(cause):
        return BooksAway()
    if isinstance(cause, DBAPIError) and is_unwritable(cause):
        return DiskFull()
    return Busy() if _may_go_well(error) else error


def reading(work: Callable[[], T], *, more: bool = False) -> T:
    """Run `work` that only reads, and end its transaction, so that an action may follow.

    `more` leaves it to the next reading, or the next action, to end it: who asks is read before what they ask for,
    and one transaction does for both. A connection that was lost since it was last used is no answer: it is asked
    once more on another one.
    """
    if db.session().in_transaction() and not _rests():
        return work()
    try:
        answer = _read(work)
    except BaseException:
        db.session.remove()
        raise
    if more and db.session().in_transaction():
        db.session().info[_RESTING] = True
    else:
        _end_reading()
    return answer


def _end_reading() -> None:
    """End what only read. A driver forgets its prepared statements with every ROLLBACK, so it ends by COMMIT, unless
    something was said in plain text: that is never kept."""
    session = db.session()
    try:
        if session.in_transaction() and not session.connection().info.pop(SAID_TEXT, False):
            session.commit()
    except DBAPIError:
        session.rollback()
    finally:
        db.session.remove()


def _rests() -> bool:
    """Whether the transaction at hand was left by a reading that said `more`; it is taken over by who asks."""
    return bool(db.session().info.pop(_RESTING, False))


def _read(work: Callable[[], T]) -> T:
    for again in (True, False):
        try:
            return work()
        except DBAPIError as error:
            if not again or not error.connection_invalidated:
                raise _told(error) from error.__cause__
            db.session.remove()
    raise BooksAway


def _commit(work: Callable[[], T]) -> T:
    token = _writing.set(True)
    try:
        answer = _before_commit(work)
        _commits.set(_commits.get() + 1)
        db.session.commit()
        return answer
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)
        db.session.remove()


def _before_commit(work: Callable[[], T]) -> T:
    try:
        answer = work()
        if db.session().in_transaction():
            driver.send(current_connection())
        return answer
    except DBAPIError as error:
        if error.connection_invalidated:
            raise LookAgain from error
        raise


@event.listens_for(Session, "before_flush")
def _only_in_transact(session: Session, *_: object) -> None:
    if not _writing.get() and (session.new or session.dirty or session.deleted):
        raise RuntimeError("a write outside transact()")


@event.listens_for(Session, "do_orm_execute")
def _only_reads_outside(state: ORMExecuteState) -> None:
    if not _writing.get() and (state.is_insert or state.is_update or state.is_delete):
        raise RuntimeError("a write outside transact()")
