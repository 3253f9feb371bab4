"""The practice till, played through in Chromium: all planned trouble in at most 25 touches, and nothing of the house is touched."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, Request, expect

from points.foundation import db, reading
from tests.browser.test_journey import at, counter
from tests.browser.test_touches import Hand
from tests.support.street import Street

__all__ = ["counter"]

# What the page answers itself does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

#: all of it, from the first code to the last person's bag
MOST = 25
GUIDE, NEXT = "#guide-press", '[data-step="done"] [data-do="next"]'
KNOWN, CONFIRM, WAY = '[data-do="who"]', "#confirm", '[data-step="refusal"] .way'


def rows() -> dict[str, int]:
    """How many rows every table of the house has."""
    tables = db.metadata.sorted_tables
    count = sa.select(sa.func.count())
    return reading(lambda: {one.name: int(db.session.scalar(count.select_from(one)) or 0) for one in tables})


def test_all_trouble_is_practised_in_few_touches_and_nothing_of_the_house_is_touched(
    street: Street, counter: Page
) -> None:
    # a sale without an answer lies on this machine, and is none of the practice's
    counter.evaluate("localStorage.setItem('counter.pending', '[]')")
    counter.goto("/counter/practice")
    expect(counter.locator("body")).to_have_attribute("data-ready", "yes")
    expect(counter.locator(".practice-mark")).to_have_text("练习")
    before, asked = rows(), list[str]()
    counter.on("request", lambda request: asked.append(note(request)))
    hand = Hand(counter)

    def touch(at_: str, step: str = "") -> None:
        hand.press(at=at_)
        if step:
            at(counter, step)

    # a voucher that ended, a wrong PIN
    touch(GUIDE, "refusal")
    expect(counter.locator('[data-step="refusal"] h1')).to_contain_text("这张券")
    touch(GUIDE, "proof")
    touch(GUIDE, "refusal")
    touch(WAY, "proof")
    touch(GUIDE, "basket")
    # the same bag twice, somebody who jumps the queue
    touch(GUIDE)
    touch(GUIDE)
    expect(counter.locator('[data-side="who"] .steps b')).to_have_text("2")
    touch('[data-do="less"]')
    touch(GUIDE, "refusal")
    touch(WAY, "basket")
    touch(KNOWN)
    touch(CONFIRM, "done")
    slip = counter.locator("#paper .slip")
    expect(slip).to_contain_text("这张是练习")
    expect(slip.locator("h1")).to_have_text("练习")
    touch(NEXT, "scan")
    # no card, and no network
    touch('[data-step="scan"] [data-do="search"]', "search")
    for field, words in (("#search-name", "李大爷"), ("#search-door", "5-2-301")):
        touch(field)
        counter.fill(field, words)
    touch("#search-form button")
    touch('[data-list="candidates"] .way', "proof")
    touch(GUIDE, "basket")
    touch("#tiles .tile >> nth=2")
    touch(KNOWN)
    touch(CONFIRM, "unsure")
    touch('[data-step="unsure"] [data-do="again"]', "done")
    touch(NEXT, "scan")
    expect(counter.locator("#guide-number")).to_have_text("✓")
    assert hand.touches <= MOST
    assert asked == [], "it asks nobody"
    assert rows() == before
    # what the machine kept for the real counter is as it was, and nothing came to it
    counter.goto("/counter")
    kept = counter.evaluate(
        "[localStorage.getItem('counter.pending'), sessionStorage.getItem('counter.basket')]"
    )
    assert kept == ["[]", None]
    expect(counter.locator(".practice-mark")).to_have_count(0)


def note(request: Request) -> str:
    """What was asked for."""
    return request.url
