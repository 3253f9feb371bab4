"""What every command says when the database's file cannot be read any more, instead of where in the program that was."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from points.foundation.engines import is_damaged

SENTENCE = (
    "The database is damaged: some of it cannot be read. Stop the server, keep what is there, and put the newest backup back"
    " (docs/OPERATIONS.md, Restore). 数据库坏了，有的地方读不出来：请停下服务，把现在的文件留好，恢复最新的备份。"
)


def init_app(app: Flask) -> None:
    """Let every command of an application end in a sentence."""
    for command in app.cli.commands.values():
        if command.callback is not None:
            command.callback = _told(command.callback)


def _told(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def tell(*args: Any, **words: Any) -> Any:
        try:
            return work(*args, **words)
        except DBAPIError as error:
            if is_damaged(error):
                raise click.ClickException(f"{SENTENCE}\n{error.orig}") from error
            raise

    return tell
