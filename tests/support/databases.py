"""Makes a fresh, migrated database for every test: migrated once, then copied; it knows no rows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import psycopg
from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from psycopg import sql

from config import settings
from points.app import create_app
from points.foundation import db
from tests.support.engines import FAST, Postgres, locked, start_postgres

T = TypeVar("T")

F = TypeVar("F", bound=Callable[..., object])

ENGINES = ("sqlite", "postgresql")
TEMPLATE = "migrated"


def settles(world: str, *on: str) -> Callable[[F], F]:
    """Mark what a fixture runs: it settles this world, on others (the last of them on an empty database). A test that
    asks for it begins with a copy."""

    def mark(build: F) -> F:
        build.worlds = (world, *on)  # type: ignore[attr-defined]
        return build

    return mark


class Workshop:
    """The databases of one test worker. All workers share the folder, the server and the migrated templates."""

    def __init__(self, folder: Path, worker: str, postgres: tuple[str, ...] = FAST) -> None:
        self.folder, self.worker, self.postgres = folder, worker, postgres
        self.houses: dict[str, Flask] = {}
        self.worlds: dict[tuple[str, str], object] = {}
        self._server: Postgres | None = None
        self._keeper: psycopg.Connection | None = None
        self._count = 0
        #: pages are compiled once, whichever application shows them first
        self._compiled = FileSystemBytecodeCache(str(folder))
        #: what the application's database began with, for the test at hand
        self._stands: set[str] = set()

    def application(self, engine: str, *worlds: str) -> Flask:
        """This worker's application on this engine, with nothing left of the test before.

        The first of these `worlds` that was settled before is copied instead of the empty database.
        """
        self._prepare(engine)
        settled = [self._world(world) for world in worlds if (engine, world) in self.worlds]
        source = settled[0] if settled else TEMPLATE
        self._stands = {world for world in worlds if (engine, world) in self.worlds}
        if engine not in self.houses:
            self._copy(engine, self.worker)
            self.houses[engine] = self.house(self.url(engine, self.worker))
            return self.houses[engine]
        house = self.houses[engine]
        self._leave(house)
        self._copy(engine, self.worker, source)
        if limiter := house.extensions.get("limiter"):
            for one in limiter if isinstance(limiter, set) else {limiter}:
                one.reset()
        return house

    def settled(self, house: Flask, engine: str, world: str, build: Callable[[], T]) -> T:
        """What `build` made in this application's database: built once a worker, then copied with the database."""
        if (engine, world) not in self.worlds:
            made = build()
            self._leave(house)
            self._copy(engine, self._world(world), self.worker)
            self.worlds[engine, world] = made
        elif world not in self._stands:
            self._leave(house)
            self._copy(engine, self.worker, self._world(world))
        return cast("T", self.worlds[engine, world])

    def _world(self, world: str) -> str:
        return f"{self.worker}_{world}"

    def fresh(self, engine: str) -> str:
        """The address of one more database, for a test that opens it itself."""
        self._prepare(engine)
        self._count += 1
        name = f"{self.worker}_{self._count}"
        self._copy(engine, name)
        return self.url(engine, name)

    def empty(self, engine: str) -> str:
        """The address of a database without any table, for tests of the migrations themselves."""
        self._prepare(engine)
        self._count += 1
        name = f"{self.worker}_{self._count}"
        if engine == "postgresql":
            self._say("CREATE DATABASE {}", name)
        return self.url(engine, name)

    def house(self, url: str, **more: object) -> Flask:
        """An application on this address with the settings of a test."""
        environ = {"ENVIRONMENT": "test", "DATABASE_URL": url, "SECRET_KEY": "of-the-tests-only-" * 2}
        environ["INSTANCE"] = str(self.folder / f"instance-{self.worker}")
        # databases of many tests stand beside one another here, and are copied over
        made = create_app({**settings(environ), "TESTING": True, "MARKS": None, **more})
        made.jinja_env.bytecode_cache = self._compiled
        return made

    def url(self, engine: str, name: str) -> str:
        """Where a database of this name is."""
        return f"sqlite:///{self.folder / name}.sqlite" if engine == "sqlite" else self.server.url(name)

    @property
    def server(self) -> Postgres:
        """The PostgreSQL that all workers share."""
        if self._server is None:
            with locked(self.folder):
                self._server = start_postgres(self.folder, self.postgres)
        return self._server

    def close(self) -> None:
        """Let go of every connection."""
        for house in self.houses.values():
            self._leave(house)
        self.let_go()

    def let_go(self) -> None:
        """Of the connection to the server itself; one that was stopped meanwhile is spoken to anew."""
        if self._keeper:
            self._keeper.close()
        self._keeper = None

    def _prepare(self, engine: str) -> None:
        if engine == "postgresql":
            _ = self.server
        done = self.folder / f"{TEMPLATE}-{engine}"
        with locked(self.folder):
            if done.exists():
                return
            if engine == "postgresql":
                self._say("DROP DATABASE IF EXISTS {} WITH (FORCE)", TEMPLATE)
                self._say("CREATE DATABASE {}", TEMPLATE)
            migrate(self.house(self.url(engine, TEMPLATE)))
            done.touch()

    def _copy(self, engine: str, name: str, source: str = TEMPLATE) -> None:
        if engine == "postgresql":
            self._say("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            self._say("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, source)
            return
        target = self.folder / f"{name}.sqlite"
        for left in ("-wal", "-shm", "-journal"):
            target.with_name(target.name + left).unlink(missing_ok=True)
        shutil.copyfile(self.folder / f"{source}.sqlite", target)

    def _say(self, statement: str, *names: str) -> None:
        if self._keeper is None:
            self._keeper = psycopg.connect(self.server.dsn(), autocommit=True)
        self._keeper.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    @staticmethod
    def _leave(house: Flask) -> None:
        with house.app_context():
            db.session.remove()
            db.engine.dispose()


def migrate(house: Flask) -> None:
    """Build the database of this application by its migrations, and let go of it."""
    with house.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
