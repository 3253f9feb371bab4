"""Which database library is used, how it is opened safely and what its errors mean; it knows addresses, not tables."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

#: first releases with the WAL-reset bug fixed, by branch (3.44.6, 3.50.7, 3.51.3 and everything later)
FIXED_BRANCHES = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
#: our statements are read by their keys, whatever the values: planning one anew costs more than running it
POSTGRESQL = "-c plan_cache_mode=force_generic_plan -c jit=off"

#: serialization failure, deadlock, unique violation: run again, the second look gives the true answer
RETRY_STATES = frozenset({"40001", "40P01", "23505"})
#: a page or an index of a table that does not hold together
DAMAGED_STATES = frozenset({"XX001", "XX002"})
#: disk full, and what the system said that a file did not take
FULL_STATES = frozenset({"53100", "58030"})
#: a server that stops, starts or takes nobody in: connection exceptions, shutdowns, no connection left
AWAY_STATES = ("08", "57P01", "57P02", "57P03", "53300")


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite no longer loses commits when two connections reset the write-ahead log."""
    branch = version[:2]
    if branch in FIXED_BRANCHES:
        return version[2] >= FIXED_BRANCHES[branch]
    return branch > (3, 51)


def sqlite_module() -> ModuleType:
    """The packaged SQLite where it is safe, else the newer of it and Python's own; only what is needed is loaded."""
    try:
        import pysqlite3
    except ImportError:
        import sqlite3

        return sqlite3
    if wal_is_safe(pysqlite3.sqlite_version_info):
        return pysqlite3
    import sqlite3

    return pysqlite3 if pysqlite3.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3


def journal_mode(module: ModuleType) -> str:
    """WAL where it is safe, the old rollback journal where it is not."""
    return "WAL" if wal_is_safe(module.sqlite_version_info) else "DELETE"


def sqlite_pragmas(module: ModuleType) -> dict[str, str]:
    """What every connection is told; never mmap_size, which turns a disk error into a crash."""
    return {
        "journal_mode": journal_mode(module),
        "synchronous": "FULL",
        "foreign_keys": "ON",
        "busy_timeout": "5000",
        "trusted_schema": "OFF",
    }


def engine_options(address: str) -> dict[str, Any]:
    """Options for the engine of this address."""
    url = sa.make_url(address)
    if url.get_backend_name() == "sqlite":
        return {"module": sqlite_module(), "connect_args": {"check_same_thread": False, "timeout": 5.0}}
    options = {"pool_size": 8, "max_overflow": 8, "pool_timeout": 10}
    return options if "options" in url.query else {**options, "connect_args": {"options": POSTGRESQL}}


def describe(address: str) -> str:
    """One line for check-books: engine, library version, journal."""
    if sa.make_url(address).get_backend_name() != "sqlite":
        return sa.make_url(address).get_backend_name()
    module = sqlite_module()
    return f"sqlite {module.sqlite_version} ({module.__name__}), journal {journal_mode(module)}"


def is_passing(error: DBAPIError) -> bool:
    """Whether two actions got into each other's way, so that the same one may go well in a moment."""
    if getattr(error.orig, "sqlstate", None) in RETRY_STATES:
        return True
    text = str(error.orig)
    if isinstance(error, IntegrityError):
        return "UNIQUE constraint failed" in text
    busy = "database is locked" in text or "database is busy" in text
    return isinstance(error, OperationalError) and busy


def doubled(error: Exception) -> str:
    """What the database says where a row would have been there twice; empty where that is not what went wrong."""
    if not isinstance(error, IntegrityError):
        return ""
    said = str(error.orig)
    return said if "UNIQUE" in said or getattr(error.orig, "sqlstate", None) == "23505" else ""


def is_damaged(error: DBAPIError) -> bool:
    """Whether what the database keeps cannot be read any more: pages that were overwritten, a file of something else."""
    if getattr(error.orig, "sqlstate", None) in DAMAGED_STATES:
        return True
    return any(one in str(error.orig) for one in ("is malformed", "malformed database", "is not a database"))


def is_unwritable(error: DBAPIError) -> bool:
    """Whether the disk does not take what is written: it is full, or broken."""
    if getattr(error.orig, "sqlstate", None) in FULL_STATES:
        return True
    return any(one in str(error.orig) for one in ("disk is full", "disk I/O error"))


def is_away(error: DBAPIError) -> bool:
    """Whether no answer came because the database cannot be reached, or went away while it was asked."""
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError) or error.orig is None:
        return False
    if not hasattr(error.orig, "sqlstate"):
        return "unable to open database file" in str(error.orig)
    state = error.orig.sqlstate
    # what fails before there is a connection has no state
    return state is None or str(state).startswith(AWAY_STATES)
