"""The sheet of keys: a code for each, of this shop alone, and no code of anything else."""

from __future__ import annotations

import re

from points import shop
from points.foundation import codes, reading, transact
from points.web.counter.keys import KEYS, pressed_by
from tests.support.street import Street
from tests.support.visitors import Visitor


def test_the_sheet_has_a_code_for_every_key_of_this_shop(street: Street, counter: Visitor) -> None:
    page = counter.get("/counter/keys").text
    shown = re.findall(r'alt="(\d+)"', page)
    assert len(set(shown)) == len(KEYS)
    assert all(codes.classify(one) == codes.CodeKind.UNKNOWN for one in shown), (
        "it pays nothing and is no good"
    )
    assert "对上了" in page


def test_another_shops_sheet_presses_nothing_here(street: Street) -> None:
    other = transact(lambda: shop.shops.add("二店", actor=street.system))
    here, there = (codes.paper_key(one, "F8", key="k" * 40) for one in (street.shop_id, other))
    assert here != there
    assert codes.paper_key(street.shop_id, "F8", key="another" * 6) != here
    assert codes.paper_key(street.shop_id, "F6", key="k" * 40) != here


def test_the_counters_page_knows_its_own_sheet(street: Street, counter: Visitor) -> None:
    with counter.application.test_request_context():
        here = reading(lambda: shop.shops.of_actor(street.clerk))
        known = pressed_by(here)
    assert set(known.values()) == set(KEYS)
    page = counter.get("/counter").text
    assert all(one in page for one in known)
