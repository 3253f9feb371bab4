"""Makes the database ready and hands over to the production server; it knows steps, not what a demo holds."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from points import operation
from points.app import arriving, keeping
from points.commands import telling
from points.foundation import communities, db, has_demo, migrating, reading
from points.foundation.kept import rights
from points.foundation.refusal import BooksWentBack

ROOT = Path(__file__).resolve().parent.parent.parent
THREADS_ALONE = 8  # SQLite: one process, whose queue is fair
WORKERS, THREADS = 2, 4
#: glibc: no heap for every thread, and what a password check needed goes back at once
SMALL_HEAPS = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "1048576"}

_STRANGE = {
    "new": "This machine has never kept these books, and there is something in them. Take the last closing sheet and run "
    "flask adopt-books; after a restore, flask after-restore. 这台机器没有记过这本账，账里已经有内容："
    "请拿最近一张积分账平衡表，运行 flask adopt-books；恢复了备份的，运行 flask after-restore。",
    "other": "These are not the books this machine kept, or they are empty. Is DATABASE_URL right? If they are meant, take "
    "the last closing sheet and run flask adopt-books. 这不是这台机器原来的账本，或者账是空的。请先看 DATABASE_URL 对不对；"
    "确实要用这本账，请拿最近一张积分账平衡表，运行 flask adopt-books。",
}

#: lays out or refreshes the sample community, says how far it is, hands back its accounts
Demo = Callable[[Callable[[str], None]], list[dict[str, str]]]


def make_ready(app: Flask, demo: Demo, say: Callable[[str], None]) -> list[dict[str, str]]:
    """Bring the database to its newest shape and, in a demo, to today; the demo's accounts come back.

    Another start of the same installation waits until this one is through, and finds everything there.
    """
    with rights.owner(db.engine, app.config["MIGRATION_DATABASE_URI"]) as engine:
        _must_answer(engine)
        with migrating.alone(engine, app.config["INSTANCE"]):
            _migrate(engine, app, say)
            _allow(engine)
            accounts = _fill(app, demo, say)
            operation.founding.keep_code(app.config["INSTANCE"])
            return accounts


def _fill(app: Flask, demo: Demo, say: Callable[[str], None]) -> list[dict[str, str]]:
    holds = _recognise(app, say)
    if app.config["ENVIRONMENT"] == "production":
        if reading(has_demo):
            raise click.ClickException(
                "This database holds the sample community. Production needs a database of its own. "
                "这个数据库里是演示社区，正式使用请换一个空的数据库。"
            )
        return []
    # nothing is laid out in books that went back
    if not (holds and wants_demo(app)):
        return []
    accounts = demo(say)
    # what is laid out for today by today's clock has no other day to compare it with
    operation.timekeeping.begin_anew()
    return accounts


def run_server() -> None:
    """Become the production server, or keep one where nothing becomes another program; it never comes back."""
    db.engine.dispose()
    sys.stdout.flush()
    sys.stderr.flush()
    environ = {**SMALL_HEAPS, **os.environ}
    # who serves never holds the password of whoever owns the tables
    environ.pop("MIGRATION_DATABASE_URL", None)
    if kind() == "gunicorn":
        os.execve(sys.executable, _gunicorn(), environ)  # noqa: S606 - our own server, no shell
    environ["SERVER_SOFTWARE"] = "waitress"
    sys.exit(keeping.keep([sys.executable, "-m", "wsgi"], environ, ROOT))


def kind() -> str:
    """Which server: SERVER of the environment, else gunicorn, and on Windows, which it does not know, waitress alone."""
    windows = os.name == "nt"
    said = os.environ.get("SERVER") or ("waitress" if windows else "gunicorn")
    if said not in ("gunicorn", "waitress") or (windows and said == "gunicorn"):
        raise click.ClickException(
            f"SERVER={said} cannot be: it is gunicorn or waitress, and on Windows waitress. "
            "SERVER 只能是 gunicorn 或 waitress，Windows 上只能是 waitress。"
        )
    return said


def _gunicorn() -> list[str]:
    alone = db.engine.dialect.name == "sqlite"
    host, port = address()
    options = {
        # starts the hourly look for today's round
        "config": str(ROOT / "deploy" / "gunicorn.conf.py"),
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "worker-class": "points.app.buffered_worker.BufferedWorker",
        "workers": "1" if alone else os.environ.get("WORKERS", str(WORKERS)),
        "threads": str(THREADS_ALONE if alone else THREADS),
        "graceful-timeout": str(arriving.LAST_WORDS),
        "timeout": "60",
        "keep-alive": str(arriving.QUIET),
        "log-level": "warning",
        "chdir": str(ROOT),
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "gunicorn", "--no-control-socket", *words, "wsgi:app"]


def address() -> tuple[str, int]:
    """Where to listen: HOST and PORT of the environment."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise click.ClickException(f"PORT={port} is not a port number.")
    return os.environ.get("HOST", "127.0.0.1"), int(port)


def refuse_taken_port() -> None:
    """Say at once that another program listens there, instead of after a minute of loading."""
    listening().close()


def listening() -> socket.socket:
    """A socket on HOST and PORT that nobody else has."""
    host, port = address()
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    # on Windows the usual word would let two programs have one port
    alone = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
    found.setsockopt(socket.SOL_SOCKET, alone, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        raise click.ClickException(
            f"{host}:{port} cannot be used ({error.strerror}). Try another one, as PORT=8001. "
            "这个端口用不了，请换一个，比如 PORT=8001。"
        ) from error
    return found


def _must_answer(engine: sa.Engine) -> None:
    """There is a database, and it is whole: nothing is built on, or copied from, a file with holes."""
    try:
        migrating.current(engine)
    except OperationalError as error:
        place = engine.url.render_as_string(hide_password=True)
        raise click.ClickException(f"The database does not answer: {place}\n{error.orig}") from error
    if found := migrating.damage(db.engine):
        raise click.ClickException(f"{telling.DAMAGED}\n{found}")


def tell_how_to_begin(say: Callable[[str], None]) -> None:
    """Where there is no community yet: where it is begun, and by which code."""
    if reading(operation.founding.is_empty):
        said = operation.founding.code()
        code = " ".join((said[:4], said[4:8], said[8:]))
        say(f"No community yet: open /set-up with the code {code} 还没有社区：打开 /set-up，开办码 {code}")


def _migrate(engine: sa.Engine, app: Flask, say: Callable[[str], None]) -> None:
    found = migrating.current(engine)
    if found == migrating.head():
        return
    if found is not None:
        say(f"Backup into {app.config['BACKUPS']}, then migrating {found} → {migrating.head()}")
    else:
        say("Building the database 正在建库")
    migrating.upgrade(engine)


def _allow(engine: sa.Engine) -> None:
    try:
        rights.allow(engine, db.engine, db.metadata)
    except rights.NotTheOwner as error:
        raise click.ClickException(str(error)) from error


def _recognise(app: Flask, say: Callable[[str], None]) -> bool:
    """Whether the books are what this machine kept; only a demonstration takes others for its own without asking."""
    asks = app.config["ENVIRONMENT"] == "production"
    operation.sealing.begin(app.config["MARKS"], asks=asks)
    found = operation.known_books.at_start(asks=asks)
    standing = found.standing
    if not found.serves:
        raise click.ClickException(_STRANGE[standing.kind])
    if standing.kind == "back":
        back = BooksWentBack(since=standing.since, until=standing.until)
        say(f"{back.message('en')} {back.message('zh')}")
        say(
            "Put a newer backup back, or run flask after-restore. 请恢复更新的备份；没有，就运行 flask after-restore。"
        )
    elif found.anew:
        say("From now on these are the books this machine keeps 从现在起，这台机器记这本账")
    if standing.copied_from:
        say(
            f"This folder was copied from {standing.copied_from}; if the house still runs there, end one of the two."
        )
        say("这个文件夹是从那里拷来的；那边还开着的话，请关掉一边，不然会有两本账。")
    return standing.kind != "back"


def wants_demo(app: Flask) -> bool:
    """A demo that is there is kept fresh; a new one goes into an empty database only, on a server only when asked for."""
    if reading(has_demo):
        return True
    if app.config["ENVIRONMENT"] != "demo" or reading(communities):
        return False
    return app.config["DEMO"] or (db.engine.dialect.name == "sqlite" and not app.config["EMPTY"])
