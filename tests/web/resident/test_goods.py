"""What the points buy now, and how far the rest is."""

from __future__ import annotations

from points import shop
from points.foundation import reading
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_the_page_names_every_good_and_what_it_costs(street: Street, client: Visitor) -> None:
    page = enter(client, "tian").get("/goods").text
    offers = reading(lambda: shop.catalogue.offers(street.community_id, street.purse))
    assert offers
    assert [one.item.name for one in offers if one.item.name not in page] == []


def test_what_is_out_of_reach_says_how_far(street: Street, client: Visitor) -> None:
    dearest = max(
        reading(lambda: shop.catalogue.offers(street.community_id)), key=lambda one: one.item.tenths
    )
    assert dearest.item.tenths > street.available(), "the street has something that is out of reach"
    page = enter(client, "tian").get("/goods").text
    assert f"{(dearest.item.tenths - street.available()) / 10:g}" in page
