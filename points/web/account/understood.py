"""What a field understands of a day or a time, said back beside it and while somebody types; the script of the field asks."""

from __future__ import annotations

from typing import Literal

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from points import imports
from points.foundation import clock, wording
from points.web.account.base import blueprint
from points.web.auth import audience, language

#: no day and no time takes longer to write
LONGEST = 40
#: what a field asks for: a day that was, a day to come, a day of birth, a time of day
Kind = Literal["past", "future", "birth", "time"]
KINDS: tuple[Kind, ...] = ("past", "future", "birth", "time")


def init_app(app: Flask) -> None:
    """Let every template say what was understood."""
    app.jinja_env.globals["understood"] = lambda kind, words, starts="": read(kind, words, starts)[0]
    app.jinja_env.globals["iso_day"] = lambda kind, words: read(kind, words)[1]


@blueprint.get("/understood")
@audience("signed_in")
def understood() -> ResponseReturnValue:
    """The typed words as a day or a time, in words and as a date or time field has it."""
    kind = next((one for one in KINDS if one == request.args.get("kind")), None)
    if kind is None:
        return {"said": "", "value": ""}
    said, value = read(
        kind, request.args.get("words", "")[:LONGEST], request.args.get("starts", "")[:LONGEST]
    )
    return {"said": said, "value": value}


def read(kind: Kind, words: str, starts: str = "") -> tuple[str, str]:
    """The same in words, and as a date or time field has it; both empty where nothing was understood.

    A time that ends what begins at `starts` may be one of the next day, and says so.
    """
    return _time(words, starts) if kind == "time" else _day(kind, words)


def _day(kind: Literal["past", "future", "birth"], words: str) -> tuple[str, str]:
    today = clock.today()
    typed = imports.typed_times
    found = typed.whole_day(words) if kind == "birth" else typed.day(words, today=today, sense=kind)
    if found is None:
        return "", ""
    lang = language()
    weekday, day = wording.weekday(found, lang), wording.dated(found, lang, today=today)
    return (f"= {day} {weekday}" if lang == "zh" else f"= {weekday[:3]} {day}"), found.isoformat()


def _time(words: str, starts: str) -> tuple[str, str]:
    found, begins = imports.typed_times.time_of_day(words), imports.typed_times.time_of_day(starts)
    if found is None:
        return "", ""
    said, value = f"{found.hour}:{found.minute:02d}", found.isoformat("minutes")
    if begins is not None and imports.typed_times.ends_on(begins, found) == 1:
        return _("= 到第二天 %(time)s", time=said), value
    return f"= {said}", value
