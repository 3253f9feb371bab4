"""The counter with its clerk signed in, and what its page sends."""

from __future__ import annotations

from typing import Any

import pytest

from points import shop
from points.foundation import transact
from tests.support.street import Street, as_shown, enter
from tests.support.visitors import Visitor


@pytest.fixture
def counter(street: Street, client: Visitor) -> Visitor:
    """The counter with its clerk signed in."""
    return enter(client, "clerk2")


def ask(counter: Visitor, path: str, **body: Any) -> Any:
    """What the page sends, and the answer; a confirmation says what the screen said when the shop opened, unless told otherwise."""
    confirms = path == "redeem" and "expected_tenths" not in body
    return counter.post(f"/counter/{path}", json=as_shown(body) if confirms else body)


def issue(street: Street, tenths: int, key: str) -> shop.vouchers.VoucherInfo:
    """A voucher of the resident."""
    return transact(lambda: shop.vouchers.issue(tenths, request_key=key, actor=street.resident))[0]


def sale(street: Street, counter: Visitor, tenths: int, item: str, scan_id: str) -> Any:
    """A voucher scanned, who it is asked, and the sale's answer."""
    ref = ask(counter, "scan", code=issue(street, tenths, f"key-{scan_id}").code).json["payer"]["ref"]
    items = [{"item": item, "quantity": 1}]
    done = ask(counter, "redeem", payer_ref=ref, items=items, scan_id=scan_id, who_confirmed=True)
    assert done.status_code == 201, done.json
    return done.json
