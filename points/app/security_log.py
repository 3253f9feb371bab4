"""Who came to the doors, from where and how it ended: a file a day, kept for half a year; no name and no secret.

Apart from the access log, which holds no addresses of machines: this one may be asked for after an attack (网络安全法,
article 21: six months at least), and is read by nobody else.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from pathlib import Path

from flask import Flask, Response, current_app, request

from points.foundation import clock
from points.web import auth

KEPT = timedelta(days=185)
#: by which somebody comes in, goes, or changes how they come in
DOORS = ("account", "tokens")
#: who is asked to sign in, may not, or comes too often
TURNED_AWAY = (401, 403, 429)
_faults = logging.getLogger("points.fault")


def init_app(app: Flask) -> None:
    """Note what happens at the doors; what is too old is thrown away when a new day's file begins."""
    app.after_request(_note)


def folder_of(app: Flask) -> Path:
    """Where the files lie, readable by the server's own user alone."""
    return Path(app.config["INSTANCE"]) / "security-log"


def _note(answer: Response) -> Response:
    at_a_door = request.blueprint in DOORS and request.method not in ("GET", "HEAD", "OPTIONS")
    if at_a_door or answer.status_code in TURNED_AWAY:
        try:
            _write(folder_of(current_app), _line(answer))
        except OSError as error:
            # a full disk must not close the doors
            _faults.error("the security log cannot be written: %s", type(error).__name__)
    return answer


def _line(answer: Response) -> str:
    me = auth.signed_in()
    who = str(me.actor.account_id or "card") if me else "-"
    rule = request.url_rule.rule if request.url_rule else "(no such address)"
    at = clock.shanghai(clock.now()).isoformat(timespec="seconds")
    return f"{at} {request.remote_addr or '-'} {who} {request.method} {rule} {answer.status_code}\n"


def _write(folder: Path, line: str) -> None:
    file = folder / f"{clock.today().isoformat()}.log"
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        forget_old(folder)
    # one short write at the end of the file: lines of two workers do not mix
    with file.open("a", encoding="ascii", errors="backslashreplace") as opened:
        opened.write(line)


def forget_old(folder: Path) -> list[Path]:
    """Throw away the days that are older than has to be kept; which."""
    least = clock.today() - KEPT
    old = [path for path in folder.glob("????-??-??.log") if date.fromisoformat(path.stem) < least]
    for path in old:
        path.unlink(missing_ok=True)
    return old
