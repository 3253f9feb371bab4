"""What takes two people, as numbers: contrast, targets, text, nothing cut, no sideways scroll, on the narrowest phone too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.test_axe import (
    Walk,
    by_two,
    newest_of_an_administrator,
    newest_of_an_officer,
    newest_of_the_street,
)
from tests.browser.test_looks import CARE, DESK, PHONE, Town, look, reads, town
from tests.support.by_two import NEWCOMER, ByTwo
from tests.support.chromium import enter

__all__ = ["by_two", "town"]

# Looks do not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")


def test_who_gives_and_who_confirms_can_read_and_press_everything(
    town: Town, by_two: ByTwo, desk: Page
) -> None:
    wrong = []
    for walk in (
        Walk("officer0", newest_of_an_officer(town, by_two)),
        Walk("admin5", newest_of_an_administrator(by_two)),
        Walk("street6", newest_of_the_street(by_two)),
    ):
        # English is the longer one
        reads(desk, "en")
        enter(desk, walk.who)
        wrong += look(desk, walk.paths, DESK)
    assert wrong == []


@pytest.mark.parametrize("care", [False, True])
def test_everybody_can_see_to_their_own_ways_in(
    town: Town, by_two: ByTwo, phone: Page, care: bool, language: str
) -> None:
    wrong = []
    for who, paths in (("tian", ["/me/ways", "/sessions"]), (NEWCOMER, ["/waiting", "/password"])):
        reads(phone, language, care=care)
        enter(phone, who)
        wrong += look(phone, paths, CARE if care else PHONE, dark=not care)
    assert wrong == []
