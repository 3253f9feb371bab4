"""Every page as axe-core reads it: no finding of any level, best practices too, in both languages and both sizes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from points import shop
from points.foundation import transact
from tests.browser.test_looks import (
    DOORS,
    LANGUAGES,
    LEADER,
    OFFICER,
    PAPER,
    RESIDENT,
    WATCHER,
    Town,
    enter,
    reads,
    town,
)

__all__ = ["town"]

# What a reader of the screen hears does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

#: what those who look on open from the books
LOOKED_INTO = [
    "/oversight/print", "/oversight/back-fills", "/oversight/undoings", "/oversight/batches", "/oversight/batches?state=expired",
    "/oversight/batches?state=scarce", "/oversight/batches/RK3", "/oversight/spot-check", "/desk/activities", "/desk/rules",
]  # fmt: skip
AXE = Path(__file__).with_name("vendor") / "axe-core/axe.min.js"
FINDINGS = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
}"""


def findings(page: Page, paths: Iterable[str]) -> list[str]:
    """What axe finds on these pages, with every story opened."""
    found = []
    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one, at) => { one.open = at < 3; })")
        found += [f"{path} {one}" for one in page.evaluate(FINDINGS)]
    return found


@pytest.mark.parametrize("care", [False, True])
def test_pages_on_a_phone_have_no_finding(town: Town, phone: Page, care: bool) -> None:
    phone.add_init_script(path=AXE)
    found = []
    for language in LANGUAGES:
        reads(phone, language, care=care)
        found += findings(phone, [*DOORS, f"/R/{town.receipt_link}"])
        enter(phone, "tian")
        found += findings(phone, [*RESIDENT, *town.of_the_resident, "/password", *PAPER])
        reads(phone, language, care=care)
        phone.goto(f"/C/{town.card}")
        found += findings(phone, [f"/C/{town.card}"])
        phone.goto(f"/C/{town.card}")
        phone.fill("[name=pin]", town.pin)
        phone.press("[name=pin]", "Enter")
        phone.wait_for_url("**/")
        found += findings(phone, ["/", "/earn", "/code", "/me"])
        reads(phone, language, care=care)
        enter(phone, "leader1")
        found += findings(
            phone, [*LEADER, f"/lead/{town.coming}", f"/lead/{town.past}", f"/lead/{town.coming}/add"]
        )
    assert found == []


def test_pages_in_the_dark_have_no_finding(town: Town, phone: Page) -> None:
    phone.add_init_script(path=AXE)
    phone.emulate_media(color_scheme="dark")
    reads(phone, "zh")
    found = findings(phone, [*DOORS, f"/R/{town.receipt_link}", f"/C/{town.card}"])
    enter(phone, "tian")
    found += findings(phone, [*RESIDENT, *town.of_the_resident, "/password"])
    reads(phone, "zh")
    enter(phone, "leader1")
    found += findings(
        phone, [*LEADER, f"/lead/{town.coming}", f"/lead/{town.past}", f"/lead/{town.coming}/add"]
    )
    assert found == []


def test_pages_on_a_desk_have_no_finding(town: Town, desk: Page) -> None:
    desk.add_init_script(path=AXE)
    found = []
    for language in LANGUAGES:
        reads(desk, language)
        found += findings(desk, DOORS[:2])
        enter(desk, "officer0")
        of_one = [
            f"/desk/people/{town.public_id}/balance",
            f"/lead/{town.coming}",
            f"/lead/{town.coming}/add",
        ]
        found += findings(desk, [*OFFICER, *town.of_the_officer(desk), *of_one, "/password"])
    assert found == []


def test_pages_of_those_who_look_on_have_no_finding(town: Town, desk: Page) -> None:
    desk.add_init_script(path=AXE)
    found = []
    for language in LANGUAGES:
        reads(desk, language)
        enter(desk, "supervisor4")
        family = [f"/oversight/people/{town.public_id}", "/oversight/households/001"]
        found += findings(desk, [*WATCHER, *LOOKED_INTO, *family, f"/oversight/receipts/{town.receipt}"])
        found += findings(desk, ["/desk/roles"])
        for name, path in (
            ("street6", "/oversight/communities"),
            ("street6", "/desk/roles"),
            ("admin5", "/oversight/installation"),
            ("admin5", "/desk/devices"),
        ):
            reads(desk, language)
            enter(desk, name)
            found += findings(desk, [path])
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_counter_has_no_finding_at_any_step(town: Town, desk: Page, language: str) -> None:
    desk.add_init_script(path=AXE)
    rice = transact(lambda: shop.vouchers.issue(100, request_key="over-the-counter", actor=town.resident))[0]
    reads(desk, language)
    enter(desk, "clerk2")
    found = findings(desk, ["/counter", f"/counter/receipts/{town.receipt}"])
    desk.goto("/counter")
    expect(desk.locator("body")).to_have_attribute("data-ready", "yes")

    def at(step: str, *, key: str = "", digits: str = "") -> None:
        """Come to a step and look at it."""
        if digits:
            desk.keyboard.type(digits, delay=1)
        desk.keyboard.press(key or "Enter")
        expect(desk.locator("body")).to_have_attribute("data-at", step)
        found.extend(f"{step}: {one}" for one in desk.evaluate(FINDINGS))

    at("search", key="F4")
    desk.keyboard.press("Escape")
    at("basket", digits=rice.code)
    desk.locator(".tile[data-item=G06]").click()
    desk.locator("[data-do=who]").click()
    found.extend(f"basket filled: {one}" for one in desk.evaluate(FINDINGS))
    at("done", key="F8")
    expect(desk.locator("#paper .slip")).to_be_visible()
    found.extend(f"paper: {one}" for one in desk.evaluate(FINDINGS))
    desk.locator("[data-do=undo-this]").click()
    expect(desk.locator("body")).to_have_attribute("data-at", "recent")
    found.extend(f"recent: {one}" for one in desk.evaluate(FINDINGS))
    desk.keyboard.press("Escape")
    at("refusal", digits=rice.code)
    assert found == []
