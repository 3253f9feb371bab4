"""Every link of every page leads to a page of its reader: walked from the first page on, by everybody, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.support.books import Books, books
from tests.support.desk_day import DeskDay
from tests.support.street import enter
from tests.support.visitors import ORIGIN, Visitor

__all__ = ["books"]

LINK = re.compile(r'<(?:a|area)\b[^>]*?\shref="([^"]*)"')
#: so many addresses of one kind are opened; what stands behind the hundredth is what stands behind the third
OF_A_KIND = 4


class Walk:
    """One reader's way through all there is to press; what leads nowhere is gathered with the page it stood on."""

    def __init__(self, app: Flask, client: Visitor) -> None:
        self.client = client
        self.routes = app.url_map.bind("localhost")
        self.opened: Counter[object] = Counter()
        self.wrong: list[str] = []

    def all_from(self, path: str) -> None:
        """Open this page and everything it leads to."""
        waiting, known = [(path, "")], {path}
        while waiting:
            address, stood_on = waiting.pop(0)
            kind = self._kind(address)
            if kind is None:
                self.wrong.append(f"{stood_on} -> {address}: no such address")
                continue
            if self.opened[kind] >= OF_A_KIND:
                continue
            self.opened[kind] += 1
            answer = self.client.get(address, follow_redirects=True)
            if answer.status_code != 200:
                self.wrong.append(f"{stood_on} -> {address}: {answer.status_code}")
            if not answer.content_type.startswith("text/html"):
                continue
            for found in map(unescape, LINK.findall(answer.text)):
                whole = urlsplit(urljoin(f"{ORIGIN}{answer.request.full_path}", found))
                if whole.scheme not in ("http", "https") or whole.netloc != "localhost":
                    continue
                further = whole.path + (f"?{whole.query}" if whole.query else "")
                if further not in known:
                    known.add(further)
                    waiting.append((further, address))

    def _kind(self, address: str) -> object:
        """The page and what its query asks for, without values."""
        parts = urlsplit(address)
        try:
            endpoint, _values = self.routes.match(parts.path, "GET")
        except HTTPException as redirect:
            return (parts.path,) if redirect.code and redirect.code < 400 else None
        return (endpoint, tuple(sorted(re.findall(r"(?:^|&)([^=&]+)=", parts.query))))


def walked(app: Flask, username: str, language: str) -> Walk:
    """Somebody's whole walk."""
    client = app.test_client()
    client.set_cookie("lang", language)
    walk = Walk(app, enter(client, username) if username else client)  # type: ignore[arg-type]
    walk.all_from("/")
    return walk


@pytest.mark.only_on("sqlite")
def test_no_link_leads_nowhere(app: Flask, books: Books, language: str) -> None:
    readers = ("", "tian", *(f"{role}{number}" for number, role in enumerate(books.street.staff)))
    walks = {one: walked(app, one, language) for one in readers}
    assert [one for walk in walks.values() for one in walk.wrong] == []
    seen = {one: len(walk.opened) for one, walk in walks.items()}
    assert min(seen.values()) >= 3, "the counter is one page, and so is a leader's day without activities"
    assert min(seen[one] for one in ("tian", "officer0", "supervisor4", "admin5", "street6")) > 15


@pytest.mark.only_on("sqlite")
def test_no_link_of_a_busy_morning_leads_nowhere(app: Flask, desk_day: DeskDay, language: str) -> None:
    desk_day.held()
    desk_day.held("河边步道打扫", days=2)
    walk = walked(app, "yaomin", language)
    assert walk.wrong == []
    assert len(walk.opened) > 40
