"""What every command says when it cannot do what it was asked, instead of where in the program that was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from points.foundation import BooksAway, DiskFull, Refusal, db, migrating
from points.foundation.engines import is_away, is_damaged, is_unwritable

DAMAGED = (
    "The database is damaged: some of it cannot be read. Stop the server, keep what is there, and put the newest backup back"
    " (docs/OPERATIONS.md, Restore). 数据库坏了，有的地方读不出来：请停下服务，把现在的文件留好，恢复最新的备份。"
)

AWAY = (
    "The database does not answer: start it, or correct DATABASE_URL, and run this again."
    " 数据库连不上：请先启动它，或者改对 DATABASE_URL，再运行一次。"
)
FULL = (
    "The disk is full or broken, and nothing more is written: make room and run this again, nothing is done twice."
    " 磁盘满了或坏了，写不进去：请腾出地方再运行一次，不会办两遍。"
)


def must_be_current() -> None:
    """Do nothing to a database that another release left as it was."""
    if not migrating.is_current(db.engine):
        raise click.ClickException(
            "The database is not at the newest migration; run flask prepare first. 数据库还不是最新的样子，请先运行 flask prepare。"
        )


def init_app(app: Flask) -> None:
    """Let every command of an application end in a sentence."""
    _tell(app.cli.commands.values())


def _tell(commands: Iterable[click.Command]) -> None:
    for command in commands:
        if isinstance(command, click.Group):
            _tell(command.commands.values())
        if command.callback is not None:
            command.callback = _told(command.callback)


def _told(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def tell(*args: Any, **words: Any) -> Any:
        try:
            return work(*args, **words)
        except BooksAway as away:
            raise click.ClickException(AWAY) from away
        except DiskFull as full:
            raise click.ClickException(FULL) from full
        except Refusal as refusal:
            raise click.ClickException(both(refusal)) from refusal
        except DBAPIError as error:
            raise click.ClickException(_of_database(error)) from error

    return tell


def both(refusal: Refusal) -> str:
    """A refusal in both languages, with what to do next."""
    said = (refusal.message("zh"), refusal.next_step("zh"), refusal.message("en"), refusal.next_step("en"))
    return " ".join(one for one in said if one)


def _of_database(error: DBAPIError) -> str:
    """What is wrong with the database; what is not known is a fault of ours, and shown where it is."""
    if is_damaged(error):
        return f"{DAMAGED}\n{error.orig}"
    if is_unwritable(error):
        return f"{FULL}\n{error.orig}"
    if is_away(error):
        return f"{AWAY}\n{error.orig}"
    raise error
