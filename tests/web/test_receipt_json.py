"""A receipt as the counter and other programs get it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from points import shop
from points.foundation import reading
from points.web import receipt_json
from tests.support.books import sell, voucher
from tests.support.street import Street


def test_a_receipt_has_sums_in_tenths_and_a_line_for_each_thing(street: Street) -> None:
    receipt = sell(street, voucher(street, 300), [("G02", 1), ("G06", 3)])
    found = reading(lambda: shop.receipts.get(street.community_id, receipt))
    said = receipt_json.receipt_data(found, "zh")
    assert (said["receipt"], said["tenths"]) == (receipt, 265)
    assert (said["balance_before"], said["balance_after"]) == (320, 55)
    assert said["items"] == [
        {"item": "G02", "name": "小包装米2.5kg", "unit": "袋", "quantity": 1, "tenths": 250},
        {"item": "G06", "name": "袋装醋", "unit": "袋", "quantity": 3, "tenths": 15},
    ]
    assert {one["unit"] for one in receipt_json.receipt_data(found, "en")["items"]} == {""}


def test_an_instant_is_written_in_utc_to_the_second() -> None:
    at = datetime(2025, 11, 26, 12, 0, 5, 999999, tzinfo=timezone(timedelta(hours=8)))
    assert receipt_json.utc(at) == receipt_json.utc(at.astimezone(UTC)) == "2025-11-26T04:00:05Z"
