"""Every page as axe-core reads it: no finding of any level, best practices too, in both languages and both sizes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page

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
        found += findings(phone, [*LEADER, f"/lead/{town.coming}", f"/lead/{town.past}"])
    assert found == []


def test_pages_on_a_desk_have_no_finding(town: Town, desk: Page) -> None:
    desk.add_init_script(path=AXE)
    found = []
    for language in LANGUAGES:
        reads(desk, language)
        found += findings(desk, DOORS[:2])
        enter(desk, "officer0")
        found += findings(desk, [*OFFICER, *town.of_the_officer(desk)])
        reads(desk, language)
        enter(desk, "supervisor4")
        found += findings(desk, WATCHER)
        reads(desk, language)
        enter(desk, "clerk2")
        found += findings(desk, ["/counter", f"/counter/receipts/{town.receipt}"])
    assert found == []
