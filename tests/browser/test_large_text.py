"""Letters as large as a phone can be set: nothing is cut and nothing scrolls sideways, on every page of a phone."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page

from tests.browser.test_looks import (
    DOORS,
    LEADER,
    MEASURE,
    PAPER,
    RESIDENT,
    Town,
    reads,
    town,
)
from tests.support.chromium import enter

__all__ = ["town"]

# Looks do not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

NOTHING_ELSE = {"text": 0, "target": 0, "contrast": 0}
#: what the phone's setting does: every letter so many times as large, whatever it stands in
LARGER = """(times) => {
  const sizes = [...document.querySelectorAll("body, body *")].map((one) => [one, parseFloat(getComputedStyle(one).fontSize)]);
  for (const [one, size] of sizes) if (one.style) one.style.fontSize = `${size * times}px`;
}"""
#: letters that run over the edge of the card or button they stand on, and so onto another colour
OVER = """() => {
  const over = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const aside = element.closest(".visually-hidden, .skip, script, noscript, svg, option");
    if (!texts.currentNode.textContent.trim() || aside) continue;
    const card = element.closest(
      ".cover, .sheet, .weui-cells, .weui-cell, .weui-btn, .chip, .tile, .tag, .state, .plaque, .notice, button"
    );
    if (!card || !card.checkVisibility({ checkVisibilityCSS: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const [box, edge] = [range.getBoundingClientRect(), card.getBoundingClientRect()];
    const out = box.right > edge.right + 1.5 || box.left < edge.left - 1.5;
    if (box.width && edge.width && out) over.push(`over its edge: ${texts.currentNode.textContent.trim().slice(0, 24)}`);
  }
  return over;
}"""


def larger(page: Page, paths: Iterable[str], times: float) -> list[str]:
    """What is cut or hangs over on these pages with letters so many times as large, stories open."""
    wrong = []
    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one, at) => { one.open = at < 3; })")
        page.evaluate(LARGER, times)
        found = [*page.evaluate(MEASURE, NOTHING_ELSE), *page.evaluate(OVER)]
        wrong += [f"{path}: {one}" for one in found]
    return wrong


@pytest.mark.parametrize(("care", "times"), [(False, 2), (True, 1.5)])
def test_nothing_is_cut_on_a_phone_with_large_letters(
    town: Town, phone: Page, care: bool, times: float, language: str
) -> None:
    wrong = []
    reads(phone, language, care=care)
    wrong += larger(phone, [*DOORS, f"/R/{town.receipt_link}", f"/C/{town.card}", "/C/nothing"], times)
    enter(phone, "tian")
    of_one = [*town.of_the_resident, f"/vouchers/{town.voucher}/print", "/password", *PAPER]
    wrong += larger(phone, [*RESIDENT, *of_one], times)
    reads(phone, language, care=care)
    enter(phone, "leader1")
    sheet = f"/lead/{town.coming}"
    wrong += larger(phone, [*LEADER, sheet, f"/lead/{town.past}", f"{sheet}/add"], times)
    assert wrong == []
