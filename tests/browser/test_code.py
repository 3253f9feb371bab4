"""The rotating code on an open page: picture and numbers change together, and go together when no fresh ones come."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.chromium import enter
from tests.support.street import Street

pytestmark = pytest.mark.only_on("sqlite")

NEXT = {
    "picture": "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
    "digits": ["8811", "2222", "3333", "4444", "5555", "6666", "77"],
    "short": "123 456",
    "lives": 30,
}


def test_picture_and_numbers_change_together_and_are_hidden_together(street: Street, phone: Page) -> None:
    enter(phone, "tian")
    phone.clock.install()
    phone.goto("/code")
    picture, digits = phone.locator(".code-sheet img"), phone.locator("[data-digits]")
    before = (picture.get_attribute("src"), digits.inner_text())

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body=json.dumps(NEXT))

    phone.route("**/code/now", answer)
    # what is asked for is answered in the time of this machine, and not of the page's clock
    with phone.expect_response("**/code/now"):
        phone.clock.run_for(32_000)
    expect(digits).to_have_text("8811 2222 3333 4444 5555 6666 77")
    expect(picture).to_have_attribute("src", NEXT["picture"])  # type: ignore[arg-type]
    expect(phone.locator("[data-short]")).to_have_text("123 456")
    assert before[1] != digits.inner_text()

    phone.unroute("**/code/now", answer)
    phone.route("**/code/now", lambda route: route.fulfill(status=404))
    with phone.expect_response("**/code/now"):
        phone.clock.run_for(34_000)
    expect(picture).to_be_visible()  # its grace is not over
    phone.clock.run_for(6_000)
    for gone in (picture, digits, phone.locator("[data-short]")):
        expect(gone).to_be_hidden()
    expect(phone.locator("[data-stale]")).to_be_visible()

    phone.unroute("**/code/now")
    phone.route("**/code/now", answer)
    phone.clock.run_for(2_000)
    expect(picture).to_be_visible()
    expect(phone.locator("[data-stale]")).to_be_hidden()


def test_on_a_phone_lying_on_its_side_the_whole_code_is_seen(street: Street, phone: Page) -> None:
    enter(phone, "tian")
    phone.set_viewport_size({"width": 844, "height": 390})
    phone.goto("/code")
    box = phone.locator(".code-sheet img").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 390
    facts = phone.locator(".code-sheet dl").bounding_box()
    assert facts
    assert facts["x"] >= box["x"] + box["width"]
