"""What every template may use: filters, globals, icons, versioned addresses; it knows no page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, current_app, g
from flask.templating import Environment
from jinja2 import StrictUndefined, Template
from markupsafe import Markup

from points import people
from points.app import sentences
from points.app.sentences import language
from points.foundation import clock, has_demo, marks, reading, wording
from points.web import auth

#: the plain filters of wording, by their name in templates
FILTERS: dict[str, Callable[..., str]] = {
    "points": wording.points,
    "column": wording.column,
    "signed": wording.signed,
    "day": wording.day,
    "in_fours": wording.in_fours,
    "full_day": wording.full_day,
    "month": wording.month,
    "weekday": wording.weekday,
    "weekdays": wording.weekdays,
    "clock": wording.clock_time,
    "clock_second": wording.clock_second,
    "kept_day": wording.kept_day,
    "kept_when": wording.kept_when,
    "when": wording.when,
    "hours": wording.hours,
    "hours_column": wording.hours_column,
    "masked": wording.masked,
    "named": wording.named,
}
_ICON = (
    '<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {role}>{drawing}</svg>'
)


class Templates(Environment):
    """Templates are read one after another: eight people who open a page after a start would else compile it eight
    times, and the process keeps the room that took."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._reading = Lock()

    def get_template(self, *args: Any, **options: Any) -> Template:
        """The template of this name, compiled once."""
        with self._reading:
            return super().get_template(*args, **options)


def init_app(app: Flask) -> None:
    """Set Jinja up."""
    app.jinja_environment = Templates  # type: ignore[method-assign]
    app.jinja_options = {**app.jinja_options, "undefined": StrictUndefined}
    sentences.init_app(app)
    for name, say in FILTERS.items():
        app.jinja_env.filters[name] = _spoken(say)
    app.jinja_env.filters["dated"] = lambda value: wording.dated(value, language(), today=clock.today())
    app.jinja_env.filters["due"] = lambda value: wording.due(value, language(), today=clock.today())
    app.jinja_env.filters["data"] = data
    app.jinja_env.filters["ago"] = lambda value: wording.ago(value, language(), today=clock.today())
    app.jinja_env.globals["icon"] = _icons(Path(str(app.template_folder)) / "shared/icons")
    app.jinja_env.globals["setting_words"] = _setting_words
    app.jinja_env.globals["books_standing"] = marks.standing
    app.context_processor(_everywhere)


def data(text: Any) -> Any:
    """What somebody wrote, as it was written: Chinese on an English page is marked so. Not for attributes."""
    foreign = language() == "en" and re.search("[\u4e00-\u9fff]", str(text))
    return Markup('<span lang="zh-CN">{}</span>').format(text) if foreign else text


def _setting_words(name: str, value: Any) -> str:
    """A setting and what was decided about it, in words; one of another release as it is."""
    known, said = people.catalogue.get(name), language()
    return (
        f"{known.titled(said)}{': ' if said == 'en' else '：'}{known.kind.said(value, said)}"
        if known
        else name
    )


def _icons(folder: Path) -> Callable[..., Markup]:
    """icon(name, size=24, label=none): one Tabler outline icon, drawn in the colour of the text beside it.

    Without a label it is decoration; with one (only for back, minus, plus) it is read aloud. The files come with a
    release, so each is read once a process.
    """

    @lru_cache(maxsize=None, typed=True)
    def icon(name: str, size: int = 24, label: str | None = None) -> Markup:
        drawing = (folder / f"{name}.svg").read_text(encoding="utf-8").strip()
        role = Markup('role="img" aria-label="{}"').format(label) if label else 'aria-hidden="true"'
        return Markup(_ICON.format(size=size, role=role, drawing=drawing))  # noqa: S704 - drawings of our own

    return icon


def _spoken(say: Callable[..., str]) -> Callable[[Any], str]:
    return lambda value: say(value, language())


def _everywhere() -> dict[str, Any]:
    me, practice = (None, False) if "broken" in g else (auth.signed_in(), demo())
    return {"lang": language(), "me": me, "demo": practice, "care": auth.care()}


def demo() -> bool:
    """Whether this is a demonstration, which every page then says: for who is signed in their own community, for
    everybody else this installation."""
    if current_app.config["ENVIRONMENT"] == "production":
        return False
    me = auth.signed_in()
    return me.demo if me else reading(has_demo)
