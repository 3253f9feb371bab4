"""Every line of the own purse, with its receipt."""

from __future__ import annotations

import re

from points import shop
from points.foundation import codes, reading, transact
from points.shop.redemptions import Sale, redeem
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_the_statement_names_goods_and_receipt_of_every_line(street: Street, client: Visitor) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(300, request_key="key-one", actor=street.resident))
    payer = shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    sale = Sale(street.shop_id, "scan-of-one", made.code)
    transact(lambda: redeem(payer, [("G02", 1), ("G06", 3)], sale=sale, actor=street.clerk))
    enter(client, "tian")
    page = client.get("/statement").text
    assert "小包装米2.5kg、袋装醋" in page
    assert "26.5" in page
    receipts = reading(lambda: shop.receipts.of_today(street.community_id))
    assert receipts[0].receipt.upper() in page


def test_a_printed_receipt_can_be_checked_by_anyone_and_a_forged_one_cannot(
    street: Street, client: Visitor
) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(300, request_key="key-two", actor=street.resident))
    payer = shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    sale = Sale(street.shop_id, "scan-of-two", made.code)
    transact(lambda: redeem(payer, [("G02", 1)], sale=sale, actor=street.clerk))
    enter(client, "clerk2")
    [found] = reading(lambda: shop.receipts.of_today(street.community_id))
    slip = client.get(f"/counter/receipts/{found.receipt}")
    assert slip.status_code == 200
    token = codes.receipt_token(found.receipt, found.digest)
    page = client.get(f"/R/{token.upper()}")
    assert page.status_code == 200
    assert "田" not in re.sub(r"<title>.*?</title>", "", page.text)
    assert client.get(f"/R/{codes.receipt_token(found.receipt, b'x' * 32)}").status_code == 404
