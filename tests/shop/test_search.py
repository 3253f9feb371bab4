"""Any sale of any day is found again: by its slip, its number, its voucher, whose it was, what was sold, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import shop
from points.foundation import clock, codes, reading
from tests.shop.test_redemptions import issue, sell
from tests.support.street import Street


def found(street: Street, text: str, **wanted: object) -> list[str]:
    """The receipts that are shown for what was typed; one alone where it is a slip."""

    def query() -> list[str]:
        meant = shop.search.meant_by(street.community_id, text)
        if meant.receipt is not None:
            return [meant.receipt]
        if text and meant.nothing:
            return []
        page = shop.search.list_sales(street.community_id, meant, **wanted)  # type: ignore[arg-type]
        return [one.receipt for one in page.rows]

    return reading(query)


def test_a_sale_is_found_by_everything_that_people_know_of_it(street: Street) -> None:
    paid = issue(street, 20)
    rice = sell(street, issue(street, 250).code, [("G02", 1)])
    soap = sell(street, paid.code, [("G06", 1)])
    number = soap.receipt
    token = codes.receipt_token(number, soap.digest)
    one = [number]
    assert found(street, number) == found(street, number.upper()) == found(street, " ".join(number)) == one
    assert found(street, token) == found(street, codes.receipt_link("https://a.example", token)) == one
    assert found(street, paid.spoken) == one
    assert found(street, "G06") == one
    assert found(street, "田桂兰") == found(street, "1") == [number, rice.receipt]
    assert found(street, "小包装米") == [rice.receipt]
    assert found(street, "没有这个人") == []


def test_days_and_pages_lead_to_all_of_them(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sell(street, issue(street, 20).code, [("G06", 1)]).receipt
    today = clock.today()
    with clock.standing_at(clock.now() + timedelta(days=1)):
        second = sell(street, issue(street, 20).code, [("G06", 1)]).receipt
        assert found(street, "") == [second, first]
        assert found(street, "", day=today) == [first]
        monkeypatch.setattr(shop.search, "PAGE", 1)
        page = reading(lambda: shop.search.list_sales(street.community_id))
        assert ([one.receipt for one in page.rows], bool(page.next_key)) == ([second], True)
        rest = reading(lambda: shop.search.list_sales(street.community_id, after=page.next_key or ""))
        assert ([one.receipt for one in rest.rows], rest.next_key) == ([first], None)


def test_a_sale_that_a_clock_which_was_ahead_wrote_down_is_found(street: Street) -> None:
    with clock.standing_at(clock.now() + timedelta(days=1)):
        number = str(sell(street, issue(street, 300).code, [("G02", 1)]).receipt)
    listed = reading(lambda: shop.search.list_sales(street.community_id))
    assert [one.receipt for one in listed.rows] == [number]
