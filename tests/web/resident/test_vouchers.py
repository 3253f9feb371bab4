"""The resident's vouchers: made in two steps, shown, given back."""

from __future__ import annotations

from points import shop
from points.foundation import transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_a_voucher_is_made_in_two_steps_shown_and_given_back(street: Street, client: Visitor) -> None:
    enter(client, "tian")
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


def test_a_voucher_beyond_the_balance_is_refused_in_words_and_holds_nothing(
    street: Street, client: Visitor
) -> None:
    enter(client, "tian")
    fields = {"tenths": "400", "shop": "", "request_key": "k-87654321", "confirm": "1"}
    answer = client.post("/vouchers", data=fields)
    assert answer.status_code == 409
    assert "差 8 分" in answer.text
    assert street.standing() == (320, 0)


def test_anothers_voucher_does_not_exist_for_me(street: Street, client: Visitor) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(100, request_key="other-key", actor=street.resident))
    enter(client, "leader1")
    for path in ("", "/qr.svg", "/print"):
        assert client.get(f"/vouchers/{made.public_id}{path}").status_code == 404


def test_a_voucher_for_no_shop_in_particular_is_good_in_all(street: Street, client: Visitor) -> None:
    enter(client, "tian")
    asked = client.post("/vouchers", data={"tenths": "50", "request_key": "k-anywhere"})
    assert asked.status_code == 200
    assert "哪个店都能用" in asked.text
    fields = {"tenths": "50", "shop": "", "request_key": "k-anywhere", "confirm": "1"}
    made = client.post("/vouchers", data=fields)
    assert made.status_code == 302
    assert "哪个店都能用" in client.get(made.location).text
