"""What every template may use: language, filters, globals, versioned addresses; it knows no page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel
from jinja2 import StrictUndefined

from points.foundation import clock, has_demo, reading, wording
from points.web import auth

LANGUAGES = ("zh", "en")
#: the plain filters of wording, by their name in templates
FILTERS: dict[str, Callable[..., str]] = {
    "points": wording.points,
    "column": wording.column,
    "signed": wording.signed,
    "day": wording.day,
    "full_day": wording.full_day,
    "weekday": wording.weekday,
    "clock": wording.clock_time,
    "when": wording.when,
    "hours": wording.hours,
    "masked": wording.masked,
    "named": wording.named,
}


def init_app(app: Flask) -> None:
    """Set Jinja and Babel up; Chinese is what stands in the templates, so it needs no catalogue."""
    app.jinja_options = {**app.jinja_options, "undefined": StrictUndefined}
    app.config["BABEL_DEFAULT_LOCALE"] = "zh"
    Babel(app, default_locale="zh", locale_selector=language)
    for name, say in FILTERS.items():
        app.jinja_env.filters[name] = _spoken(say)
    app.jinja_env.filters["dated"] = lambda value: wording.dated(value, language(), today=clock.today())
    app.jinja_env.filters["due"] = lambda value: wording.due(value, language(), today=clock.today())
    app.context_processor(_everywhere)


def language() -> str:
    """The reader's language: chosen in this browser, else kept with the person, else what the browser asks for."""
    if not has_request_context():
        return "zh"
    asked = request.accept_languages.best_match(LANGUAGES) or "zh"
    if request.path.startswith("/api/v1/"):
        return asked
    chosen = request.cookies.get("lang")
    if chosen not in LANGUAGES and "broken" not in g:
        me = auth.signed_in()
        chosen = me.language if me else ""
    return chosen if chosen in LANGUAGES else asked


def _spoken(say: Callable[..., str]) -> Callable[[Any], str]:
    return lambda value: say(value, language())


def _everywhere() -> dict[str, Any]:
    if "broken" in g:
        return {"lang": language(), "me": None, "demo": False, "care": auth.care()}
    return {"lang": language(), "me": auth.signed_in(), "demo": demo(), "care": auth.care()}


def demo() -> bool:
    """Whether this installation holds a demonstration, which every page then says."""
    return current_app.config["ENVIRONMENT"] != "production" and reading(has_demo)
