"""A machine that remembers its books, and copies of them that take their place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from points import audit
from points.foundation import db, keep_keys_in, marks, reading
from tests.support.databases import Workshop


@dataclass
class Machine:
    """An application on the test's database, and a folder for what it remembers."""

    house: Flask
    workshop: Workshop
    engine: str
    folder: Path

    def serves(self) -> marks.MarkStanding:
        """A process that serves begins here: it knows nothing but what the folder says."""
        self.ends()
        marks.follow(self.folder, audit.marks.compare)
        return reading(marks.keep)

    def commands(self) -> marks.MarkStanding:
        """A process that runs a command."""
        self.ends()
        marks.follow(self.folder, audit.marks.compare)
        return reading(marks.look)

    def ends(self) -> None:
        """The process is gone."""
        db.session.remove()
        marks.follow(None)

    def save(self, name: str = "before") -> None:
        """Copy the books, as a backup does."""
        self.workshop._leave(self.house)
        self.workshop._copy(self.engine, f"{self.workshop.worker}_{name}", self.workshop.worker)

    def put_back(self, name: str = "before") -> None:
        """Let a copy take the books' place."""
        self.workshop._leave(self.house)
        self.workshop._copy(self.engine, self.workshop.worker, f"{self.workshop.worker}_{name}")


@contextmanager
def machine(house: Flask, workshop: Workshop, folder: Path) -> Iterator[Machine]:
    """One that remembers in this folder; afterwards nothing is remembered in this process."""
    keep_keys_in(house.config["INSTANCE"] / "keys")
    made = Machine(house, workshop, db.engine.dialect.name, folder)
    try:
        yield made
    finally:
        made.ends()
