"""The resident's pages, on the real application and both engines."""

from __future__ import annotations

import re

import pytest

from points import shop
from points.foundation import codes, reading, transact
from points.shop.redemptions import Sale, redeem
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor

PAGES = ("/", "/statement", "/vouchers", "/goods", "/earn", "/board", "/me", "/code", "/print/balance")


def sign_in(client: Visitor, name: str = "tian") -> None:
    answer = client.post("/sign-in", data={"username": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("care", ["0", "1"])
def test_every_page_opens_in_both_languages_and_sizes(
    street: Street, client: Visitor, language: str, care: str
) -> None:
    sign_in(client)
    client.post("/language", data={"lang": language, "next": "/"})
    client.post("/care", data={"care": care, "next": "/"})
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 200, (page, answer.text[:2000])


def test_the_first_page_tells_the_balance_to_the_tenth(street: Street, client: Visitor) -> None:
    street.give(5)
    sign_in(client)
    assert "32.5" in client.get("/").text


def test_a_voucher_is_made_in_two_steps_shown_and_given_back(street: Street, client: Visitor) -> None:
    sign_in(client)
    asked = client.post("/vouchers", data={"tenths": "250", "shop": "1", "request_key": "k-12345678"})
    assert asked.status_code == 200
    assert street.standing() == (320, 0)
    fields = {"tenths": "250", "shop": "1", "request_key": "k-12345678", "confirm": "1"}
    made = client.post("/vouchers", data=fields)
    again = client.post("/vouchers", data=fields)
    assert made.location == again.location
    assert street.standing() == (70, 250)
    assert client.get(made.location).status_code == 200
    assert client.get(made.location + "/qr.svg").mimetype == "image/svg+xml"
    assert client.get(made.location + "/print").status_code == 200
    client.post(made.location + "/return", data={"request_key": "x"})
    assert street.standing() == (320, 0)


def test_a_voucher_for_no_shop_in_particular_is_good_in_all(street: Street, client: Visitor) -> None:
    sign_in(client)
    asked = client.post("/vouchers", data={"tenths": "50", "request_key": "k-anywhere"})
    assert asked.status_code == 200
    assert "哪个店都能用" in asked.text
    fields = {"tenths": "50", "shop": "", "request_key": "k-anywhere", "confirm": "1"}
    made = client.post("/vouchers", data=fields)
    assert made.status_code == 302
    assert "哪个店都能用" in client.get(made.location).text


def test_a_voucher_beyond_the_balance_is_refused_in_words_and_holds_nothing(
    street: Street, client: Visitor
) -> None:
    sign_in(client)
    fields = {"tenths": "400", "shop": "", "request_key": "k-87654321", "confirm": "1"}
    answer = client.post("/vouchers", data=fields)
    assert answer.status_code == 409
    assert "差 8 分" in answer.text
    assert street.standing() == (320, 0)


def test_anothers_voucher_does_not_exist_for_me(street: Street, client: Visitor) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(100, request_key="other-key", actor=street.resident))
    sign_in(client, "leader1")
    for path in ("", "/qr.svg", "/print"):
        assert client.get(f"/vouchers/{made.public_id}{path}").status_code == 404


def test_the_statement_names_goods_and_receipt_of_every_line(street: Street, client: Visitor) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(300, request_key="key-one", actor=street.resident))
    payer = shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    sale = Sale(street.shop_id, "scan-of-one", made.code)
    transact(lambda: redeem(payer, [("G02", 1), ("G06", 3)], sale=sale, actor=street.clerk))
    sign_in(client)
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
    sign_in(client, "clerk2")
    [found] = reading(lambda: shop.receipts.of_today(street.community_id))
    slip = client.get(f"/counter/receipts/{found.receipt}")
    assert slip.status_code == 200
    token = codes.receipt_token(found.receipt, found.digest)
    page = client.get(f"/R/{token.upper()}")
    assert page.status_code == 200
    assert "田" not in re.sub(r"<title>.*?</title>", "", page.text)
    assert client.get(f"/R/{codes.receipt_token(found.receipt, b'x' * 32)}").status_code == 404
