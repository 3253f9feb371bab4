"""The reader's language, and the sentences of templates said in it; it knows no page.

What is kept here is kept by language and as long as the process lives: catalogues come with a release and do not
change under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from babel.support import NullTranslations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, get_translations
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from points.web import auth, cookies

LANGUAGES = ("zh", "en")


def init_app(app: Flask) -> None:
    """Chinese is what stands in the templates, so it needs no catalogue."""
    app.config["BABEL_DEFAULT_LOCALE"] = "zh"
    Babel(app, default_locale="zh", locale_selector=language)
    # in place of what Babel and Jinja install, which finds language and catalogue anew for every word
    app.jinja_env.globals.update(
        {"_": say, "gettext": say, "ngettext": say_counted, "pgettext": say_in, "later": later}
    )


def language() -> str:
    """The reader's language, found out once a request; pages ask for it with every word."""
    try:
        known: str = g.language
    except (AttributeError, RuntimeError):
        if not has_request_context():
            return "zh"
        known = g.language = _asked_for()
    return known


def _asked_for() -> str:
    """Chosen in this browser, else kept with the person, else what the browser asks for."""
    asked = request.accept_languages.best_match(LANGUAGES) or "zh"
    if request.path.startswith("/api/v1/"):
        return asked
    chosen = cookies.find(cookies.LANGUAGE)
    if chosen not in LANGUAGES and "broken" not in g:
        me = auth.signed_in()
        chosen = me.language if me else ""
    return chosen if chosen in LANGUAGES else asked


def say(sentence: str, /, **facts: Any) -> Markup:
    """A sentence; what is filled in is escaped, as everywhere in a template."""
    said = language()
    return _filled(_form(said, None, sentence), facts) if facts else _whole(said, None, sentence)


def say_in(context: str, sentence: str, /, **facts: Any) -> Markup:
    """A sentence that means something else elsewhere."""
    said = language()
    return _filled(_form(said, context, sentence), facts) if facts else _whole(said, context, sentence)


def say_counted(one: str, many: str, count: int, /, **facts: Any) -> Markup:
    """A sentence about one or many."""
    return _filled(_catalogue(language()).ungettext(one, many, count), facts)


def later(*words: str) -> LazyString:
    """A sentence, or context and sentence, that is said when somebody reads it.

    For the top of a template: one that is imported without context is run once for all readers.
    """
    return LazyString(say if len(words) == 1 else say_in, *words)


@cache
def _form(said: str, context: str | None, sentence: str) -> str:
    """A sentence with its holes."""
    known = _catalogue(said)
    return known.ugettext(sentence) if context is None else known.upgettext(context, sentence)


@cache
def _whole(said: str, context: str | None, sentence: str) -> Markup:
    """A sentence without holes, its doubled percent signs made single."""
    return _filled(_form(said, context, sentence), {})


def _filled(form: str, facts: Mapping[str, Any]) -> Markup:
    return Markup(form % {name: escape(fact) for name, fact in facts.items()})  # noqa: S704 - our own words


@cache
def _catalogue(said: str) -> NullTranslations:
    with force_locale(said):
        return get_translations()
