"""The practice till's page: for who serves, it reads no book and writes none, and is in the reader's language."""

from __future__ import annotations

import json
import re

from flask import Flask

from points.foundation import db
from points.web.refusals import NotPractised
from tests.support.statements import counting
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

#: what only who signs in touches
OF_WHO_ASKS = ("people_", "foundation_", "audit_")


def table(text: str) -> dict[str, object]:
    """What the page's script answers from."""
    found = re.search(r'id="practice-table">(.*?)</script>', text, re.S)
    assert found is not None
    return dict(json.loads(found[1]))


def test_it_is_for_who_serves_and_is_linked_from_the_counter(street: Street, client: Visitor) -> None:
    counter = enter(client, "clerk2")
    assert 'href="/counter/practice"' in counter.get("/counter").text
    counter.post("/sign-out")
    assert enter(counter, "officer0").get("/counter/practice").status_code in {403, 404}


def test_it_reads_no_book_and_writes_nothing(app: Flask, street: Street, counter: Visitor) -> None:
    counter.get("/counter/practice")
    with counting(db.engine) as seen:
        page = counter.get("/counter/practice")
    assert page.status_code == 200
    assert not [one for one in seen.statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    books = ("shop_", "goods_", "ledger_", "stockroom_")
    assert not [one for one in seen.statements if any(f"FROM {book}" in one for book in books)]


def test_its_words_are_the_readers_and_say_practice(counter: Visitor) -> None:
    chinese = counter.get("/counter/practice").text
    assert "这张是练习，分和货都没有动" in chinese
    assert NotPractised().message("zh") in str(table(chinese))
    counter.set_cookie("lang", "en")
    english = counter.get("/counter/practice").text
    assert "This is practice: no points and no goods moved" in english
    refusals = table(english)["refusals"]
    assert refusals["not_practised"]["message"] == NotPractised().message("en")  # type: ignore[index]
    # every step is known to be done by something on the screen
    steps = table(english)["steps"]
    assert all(one["words"] and one["until"] for one in steps)  # type: ignore[attr-defined]
    assert len(steps) <= 25  # type: ignore[arg-type]
