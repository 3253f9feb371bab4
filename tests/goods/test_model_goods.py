"""The model list of goods: everyday things with a unit, a price and a limit."""

from __future__ import annotations

import pytest

from points import goods


@pytest.mark.only_on("sqlite")
def test_every_line_has_a_unit_a_price_a_limit_and_says_where_it_is_from() -> None:
    lines = goods.model_goods.list_all()
    assert 30 <= len({one.facts.name for one in lines}) == len(lines) <= 40
    assert {one.facts.category for one in lines} == set(goods.wares.CATEGORIES)
    wrong = [
        one.code
        for one in lines
        if not (one.facts.unit and one.facts.name_en and one.tenths and one.facts.limit_count)
    ]
    silent = [
        one.code for one in lines if not (one.elsewhere and one.elsewhere_en and one.source and one.source_en)
    ]
    assert wrong + silent == []
