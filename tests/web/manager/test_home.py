"""Where the shop's work begins."""

from __future__ import annotations

from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_who_works_in_the_shop_or_watches_it_finds_it_in_the_menu(street: Street, client: Visitor) -> None:
    clerk = enter(client, "clerk2")
    page = clerk.get("/shop")
    assert page.status_code == 200
    assert "锦溪店" in page.text
    assert 'href="/shop"' in page.text


def test_a_resident_does_not(street: Street, client: Visitor) -> None:
    assert enter(client, "tian").get("/shop").status_code == 404
