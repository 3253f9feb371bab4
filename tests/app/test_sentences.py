"""Readers of two languages and sizes beside each other: everybody is shown their own, whoever read before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass
from html import unescape
from itertools import product
from threading import Barrier
from typing import Any

import pytest
from flask import Flask, render_template_string
from jinja2 import DictLoader, Template

from points.app import sentences
from tests.house.test_words import translations
from tests.support.desk_day import DeskDay, desk_day, morning
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

__all__ = ["desk_day", "morning"]

PAGES = {
    "": ("/sign-in", "/no-such-page"),
    "tian": ("/", "/statement", "/goods", "/earn", "/board"),
    "officer0": ("/desk", "/desk/home", "/desk/activities", "/desk/people", "/desk/rules", "/desk/no-such-page"),
    "clerk2": ("/counter",),
    "supervisor4": ("/oversight", "/oversight/trail"),
}  # fmt: skip
PAIRS = [(chinese, english) for _, chinese, english in translations() if chinese != english]
#: what pages say in the other language on purpose: the way to it
OFFERED = {"English", "中文"}
#: a class of a rule that the community named itself
TYPED = {"志愿服务"}


@dataclass(frozen=True)
class Reader:
    """A language, a size of letters, a screen that is dark or not."""

    language: str
    care: str
    scheme: str

    def faults(self, page: str) -> set[str]:
        """What this reader should not have been shown."""
        others = {english if self.language == "zh" else chinese for chinese, english in PAIRS}
        strange = others & pieces(page) - OFFERED - TYPED
        spoken = re.search(r'<html[^>]* lang="(\w+)', page)
        large = re.search(r'<html[^>]* class="phone care"', page)
        if not spoken or spoken[1] != self.language:
            strange.add("another language is announced")
        if large and self.care == "0":
            strange.add("large letters")
        return strange


#: by turns of either language
READERS = [Reader(*reversed(one)) for one in product(("light", "dark"), ("0", "1"), ("zh", "en"))]


def pieces(page: str) -> set[str]:
    """Every text between tags, in attributes that are read, and for the counter's script."""
    found = re.findall(r'>([^<>]+)<|(?:aria-label|data-label|placeholder|title)="([^"]+)"', page)
    texts = {unescape(one.strip()) for pair in found for one in pair if one.strip()}
    if script := re.search(r'id="counter-strings">(.*?)</script>', page, re.DOTALL):
        texts |= set(values(json.loads(script[1])))
    return texts


def values(facts: Any) -> Iterator[str]:
    """Every text in a piece of JSON, without the names."""
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, dict | list):
        for one in facts.values() if isinstance(facts, dict) else facts:
            yield from values(one)


def browser_of(app: Flask, username: str) -> Visitor:
    """A browser in which somebody has signed in, or nobody."""
    client: Visitor = app.test_client()  # type: ignore[assignment]
    return enter(client, username) if username else client


def read(client: Visitor, reader: Reader, page: str) -> set[str]:
    """What is wrong with a page as this reader gets it."""
    client.set_cookie("lang", reader.language)
    client.set_cookie("care", reader.care)
    answer = client.get(page, headers={"Sec-CH-Prefers-Color-Scheme": reader.scheme})
    assert answer.status_code == (404 if "no-such" in page else 200), (page, answer.text[:500])
    return {f"{reader} {page}: {one}" for one in reader.faults(answer.text)}


def test_everybody_is_shown_their_own_language_after_each_other(
    app: Flask, street: Street, desk_day: DeskDay
) -> None:
    desk_day.held()
    wrong: set[str] = set()
    for username, pages in PAGES.items():
        client = browser_of(app, username)
        for page, reader in product(pages, READERS):
            wrong |= read(client, reader, page)
    assert wrong == set()


def test_everybody_is_shown_their_own_language_at_the_same_time(
    app: Flask, street: Street, desk_day: DeskDay
) -> None:
    desk_day.held()
    together = Barrier(2)

    def reads(readers: list[Reader]) -> set[str]:
        wrong: set[str] = set()
        for username, pages in PAGES.items():
            client = browser_of(app, username)
            for page, reader in product(pages, readers):
                together.wait(60)
                wrong |= read(client, reader, page)
        return wrong

    chinese = [one for one in READERS if one.language == "zh"]
    english = [one for one in READERS if one.language == "en"]
    with ThreadPoolExecutor(2) as pool:
        # in a context of their own, as in a server
        found = [pool.submit(Context().run, reads, readers) for readers in (chinese, english)]
        assert [one.result() for one in found] == [set(), set()]


@pytest.mark.only_on("sqlite")
def test_a_word_that_is_said_too_early_would_be_seen(app: Flask) -> None:
    """One reader's word is kept in the module of a template imported without context; `later` keeps none."""
    chinese, english = Reader("zh", "0", "light"), Reader("en", "0", "light")
    for words, left in (("_('等审核')", {"等审核"}), ("later('等审核')", set())):
        template = {
            "words.html": f"{{% set words = {{'review': {words}}} %}}",
            "page.html": '<html lang="{{ lang }}">{% from "words.html" import words %}<p>{{ words.review }}</p>',
        }
        env = app.jinja_env.overlay(loader=DictLoader(template), cache_size=10)
        shown = [shown_to(one, app, env.get_template("page.html")) for one in (chinese, english, chinese)]
        assert [chinese.faults(shown[0]), english.faults(shown[1]), chinese.faults(shown[2])] == [
            set(),
            left,
            set(),
        ]


def shown_to(reader: Reader, app: Flask, template: Template) -> str:
    """A page that is rendered for this reader, in a context of its own."""

    def render() -> str:
        with app.test_request_context("/", headers={"Cookie": f"lang={reader.language}"}):
            return template.render(lang=reader.language)

    return Context().run(render)


@pytest.mark.only_on("sqlite")
def test_what_is_filled_in_is_escaped_and_what_is_said_is_not(app: Flask) -> None:
    template = (
        "{{ _('%(name)s家', name=name) }} {{ words }} {{ ngettext('%(n)s 分', '%(n)s 分', 2, n=name) }}"
    )
    with app.test_request_context("/", headers={"Cookie": "lang=en"}):
        shown = render_template_string(template, name="<b>", words=sentences.later("many", "次"))
    assert shown.count("&lt;b&gt;") == 2
    assert "times" in shown
