"""One engine, several commits in turns: lays the books of each, serves them side by side, and asks them alternately."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from benchmarks import floor8, load, trees
from benchmarks.turns import CLIENTS, Sizes, Subject, take_turns
from tests.support.engines import Postgres

WORKERS, THREADS, THREADS_ALONE = 2, 4, 8


@dataclass
class Measured:
    """What one engine did: this commit, the other one, this commit with longer ledgers, the floor per second."""

    engine: str
    this: Subject
    other: Subject | None
    longer: list[Subject]
    floors: list[float] = field(default_factory=list)

    @property
    def floor(self) -> float | None:
        """The floor in the middle turn."""
        return median(self.floors) if self.floors else None


@dataclass(frozen=True)
class Place:
    """Where the databases of one engine are made and copied."""

    engine: str
    folder: Path
    postgres: Postgres | None

    def url(self, name: str) -> str:
        """The address of a database."""
        if self.postgres is not None:
            return self.postgres.url(f"bench_{name}")
        return f"sqlite:///{self.folder / name}.sqlite"

    def environ(self, name: str, instance: str) -> dict[str, str]:
        """What a process of the product is told; `instance` holds the keys, which a copy shares."""
        home = self.folder / f"instance-{self.engine}-{instance}"
        home.mkdir(exist_ok=True)
        return {
            "ENVIRONMENT": "test",
            "DATABASE_URL": self.url(name),
            "SECRET_KEY": "of-the-benchmark-only-" * 2,
            "INSTANCE": str(home),
        }

    def make(self, name: str, source: str | None = None) -> None:
        """A new database, empty or a copy of another one nobody is connected to."""
        if self.postgres is None:
            if source is not None:
                shutil.copyfile(self.folder / f"{source}.sqlite", self.folder / f"{name}.sqlite")
            return
        template = f" TEMPLATE bench_{source} STRATEGY file_copy" if source else ""
        with psycopg.connect(self.postgres.dsn(), autocommit=True) as keeper:
            keeper.execute(f"CREATE DATABASE bench_{name}{template}")  # type: ignore[call-overload]

    @property
    def postmaster(self) -> int | None:
        """The process of the database server, where there is one."""
        if self.postgres is None:
            return None
        return int((self.postgres.folder / "data" / "postmaster.pid").read_text().split()[0])


def compare(
    place: Place, this: trees.Tree, other: trees.Tree | None, sizes: Sizes, lengths: Sequence[int]
) -> Measured:
    """Measure this commit beside another one, and beside itself with each of these lengths of its ledger."""
    found = _seed(place, this, other, sizes, lengths)
    subjects = [one for one in (found.this, found.other, *found.longer) if one is not None]
    with ExitStack() as stack:
        for one in subjects:
            one.warm(stack.enter_context(one.serve()))
        for number in range(sizes.turns):
            say(f"{place.engine}: turn {number + 1} of {sizes.turns}")
            take_turns(subjects, sizes, number)
            if place.postgres is not None:
                found.floors.append(_floor(place, found.this.known, number, sizes))
    return found


def _seed(
    place: Place, this: trees.Tree, other: trees.Tree | None, sizes: Sizes, lengths: Sequence[int]
) -> Measured:
    """Books by each commit's own code, then copies of them, each grown to its length."""
    built = {"this": this, **({"other": other} if other else {})}
    say(f"{place.engine}: {sizes.purses} purses with a voucher each, by {len(built)} commits")
    for name in built:
        place.make(name)
    files = {name: place.folder / f"{place.engine}-{name}.json" for name in built}
    trees.finished(
        [
            tree.seeding(place.environ(name, name), "build", str(sizes.purses), str(files[name]))
            for name, tree in built.items()
        ]
    )
    known = {name: trees.read(path) for name, path in files.items()}
    longer = [f"long{length}" for length in lengths]
    floor = ["floor"] if place.postgres is not None else []
    for name in [*floor, *longer]:
        place.make(name, "this")
    grown = {"this": sizes.few, **dict.fromkeys(floor, sizes.few), **dict(zip(longer, lengths, strict=True))}
    grown |= {"other": sizes.few} if other else {}
    entries = {}
    for name, length in grown.items():
        say(f"{place.engine}: {name} grows to {length:,} entries")
        base = "other" if name == "other" else "this"
        seeding = built[base].seeding(place.environ(name, base), "lengthen", str(length), str(files[base]))
        entries[name] = int(trees.finished([seeding])[0].split()[-1])

    def subject(name: str, label: str, base: str = "this", **more: Any) -> Subject:
        alone = place.postgres is None
        command = load.gunicorn(built[base].root, *((1, THREADS_ALONE) if alone else (WORKERS, THREADS)))
        environ, postmaster = place.environ(name, base), place.postmaster
        return Subject(
            label, built[base], environ, known[base], command, postmaster, entries=entries[name], **more
        )

    return Measured(
        place.engine,
        subject("this", "this"),
        subject("other", other.name, "other") if other else None,
        [subject(name, f"this, {entries[name]:,} entries", with_pages=False) for name in longer],
    )


def _floor(place: Place, known: dict[str, Any], number: int, sizes: Sizes) -> float:
    """The floor on a copy of this commit's books, with vouchers of this turn."""
    assert place.postgres is not None
    each = len(known["vouchers"]) // sizes.turns
    cards = known["vouchers"][number * each : (number + 1) * each]
    return floor8.rate(place.postgres.dsn("bench_floor"), [one["public_id"] for one in cards], CLIENTS)


def say(text: str) -> None:
    """Progress, beside the table."""
    print(text, file=sys.stderr, flush=True)
