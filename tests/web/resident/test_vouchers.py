"""The resident's vouchers: what each status reads, shown, given back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import sqlalchemy as sa

from points import shop
from points.foundation import clock, db, decide, transact
from points.shop.models import Shop
from tests.support.books import sell, voucher
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def words(page: str) -> str:
    """What stands on a page, without what a screen does not show."""
    text = unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))
    return re.sub(r"\s+", " ", text)


def previous(page: str) -> str:
    """What stands among the vouchers of before."""
    return words(page).partition("以前的券")[2]


def test_a_voucher_is_shown_and_given_back_with_a_word(street: Street, client: Visitor) -> None:
    made = voucher(street, 250)
    assert street.standing() == (70, 250)
    address = f"/vouchers/{made.public_id}"
    enter(client, "tian")
    assert client.get(address + "/qr.svg").mimetype == "image/svg+xml"
    assert client.get(address + "/print").status_code == 200
    asked = client.get(address + "?return=1")
    assert "马上退回" in words(asked.text)
    client.post(address + "/return", data={"request_key": "x"})
    assert street.standing() == (320, 0)
    page = client.get("/vouchers").text
    assert 'role="status"' in page
    assert "25 分退回了，现在能用 32 分。" in words(page)
    assert "退回了" not in words(client.get("/vouchers").text), "said once"


def test_one_that_waits_for_the_office_says_so(street: Street, client: Visitor) -> None:
    made = voucher(street, 250)
    page = enter(client, "tian").get(f"/vouchers/{made.public_id}").text
    assert "要等社区核对" not in words(page), "the control"
    transact(lambda: shop.doubts.doubt_open(street.community_id))
    assert "要等社区核对" in words(client.get(f"/vouchers/{made.public_id}").text)
    refused = client.post(f"/vouchers/{made.public_id}/return", data={"request_key": "x"})
    assert "可能已经用过" in words(refused.text)
    assert street.standing() == (70, 250)


def test_anothers_voucher_does_not_exist_for_me(street: Street, client: Visitor) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(100, request_key="other-key", actor=street.resident))
    enter(client, "leader1")
    for path in ("", "/qr.svg", "/print"):
        assert client.get(f"/vouchers/{made.public_id}{path}").status_code == 404


def test_an_open_one_says_where_and_until_when(street: Street, client: Visitor) -> None:
    made = voucher(street, 100)
    page = words(enter(client, "tian").get(f"/vouchers/{made.public_id}").text)
    for said in ("可以用", "锦溪店", "还有 6 天", "10 分，用掉时才扣", "几点开门，问社区"):
        assert said in page
    assert made.spoken[:4] in page


def test_the_hours_stand_on_the_page_and_on_the_paper(street: Street, client: Visitor) -> None:
    hours = {"days": [2, 4], "hours": [["8:30", "11:30"], ["15:00", "17:00"]]}
    transact(
        lambda: decide(
            street.community_id, "exchange_days", hours, effective_on=clock.today(), actor=street.system
        )
    )
    made = voucher(street, 100)
    enter(client, "tian")
    for path in (f"/vouchers/{made.public_id}", f"/vouchers/{made.public_id}/print"):
        page = words(client.get(path).text)
        assert "锦溪店" in page
        assert "周三、周五" in page
        assert "8:30–11:30" in page


def test_where_it_was_for_still_stands_on_one_that_is_over(street: Street, client: Visitor) -> None:
    transact(lambda: db.session.execute(sa.update(Shop).values(spot="社区服务中心一楼")))
    made = voucher(street, 100)
    transact(lambda: shop.vouchers.give_back(made.public_id, actor=street.resident))
    page = words(enter(client, "tian").get(f"/vouchers/{made.public_id}").text)
    assert "锦溪店 ，社区服务中心一楼" in page


def test_one_whose_last_day_is_over_is_not_said_to_be_back_before_it_is(
    street: Street, client: Visitor
) -> None:
    made = voucher(street, 250)
    with clock.standing_at(clock.now() + timedelta(days=7)):
        enter(client, "tian")
        own = words(client.get(f"/vouchers/{made.public_id}").text)
        assert "昨天到期，今晚自动退回" in own
        assert "已退回" not in own
        page = client.get("/vouchers").text
        assert "手上没有券" in page
        assert "昨天到期，今晚自动退回" in previous(page)
        assert "昨天到期，今晚自动退回" in words(client.get("/").text)
        assert street.standing() == (70, 250), "no reading released it"


def test_one_that_the_night_released_says_so(street: Street, client: Visitor) -> None:
    made = voucher(street, 250)
    with clock.standing_at(clock.now() + timedelta(days=7)):
        assert transact(
            lambda: shop.vouchers.release_expired(street.community_id, made.id, actor=street.system)
        )
        assert street.standing() == (320, 0)
        enter(client, "tian")
        assert "过期没用，25 分退回" in words(client.get(f"/vouchers/{made.public_id}").text)
        assert "过期没用，25 分退回" in previous(client.get("/vouchers").text)
        assert "到期" not in words(client.get("/").text)


def test_one_that_was_given_back_says_so(street: Street, client: Visitor) -> None:
    made = voucher(street, 100)
    transact(lambda: shop.vouchers.give_back(made.public_id, actor=street.resident))
    enter(client, "tian")
    own = words(client.get(f"/vouchers/{made.public_id}").text)
    assert "退掉了，10 分退回" in own
    assert made.spoken[:4] not in own
    assert "退掉了，10 分退回" in previous(client.get("/vouchers").text)


def test_one_that_was_used_says_how_much_of_it(street: Street, client: Visitor) -> None:
    made = voucher(street, 300)
    sell(street, made, [("G02", 1)])
    enter(client, "tian")
    for page in (client.get(f"/vouchers/{made.public_id}").text, client.get("/vouchers").text):
        assert "用了 25 分，退回 5 分" in words(page)


def test_one_whose_sale_was_reversed_is_struck_through(street: Street, client: Visitor) -> None:
    made = voucher(street, 250)
    receipt = sell(street, made, [("G02", 1)])
    transact(lambda: shop.undo.ask(receipt, reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(receipt, actor=street.staff["shop_manager"]))
    enter(client, "tian")
    for page in (client.get(f"/vouchers/{made.public_id}").text, client.get("/vouchers").text):
        assert re.search(r"<s>\s*用了", page)
        assert "换错了，已经冲正，25 分退回了" in words(page)


def test_what_sets_points_aside_is_called_so_wherever_a_resident_reads(
    street: Street, client: Visitor, language: str
) -> None:
    voucher(street, 100)
    enter(client, "tian")
    client.post("/language", data={"lang": language, "next": "/"})
    for path in ("/", "/vouchers", "/statement", "/print/balance", "/vouchers/new?tenths=50&key=k"):
        page = words(client.get(path).text)
        assert not re.search(r"冻结|解冻|frozen|Frozen|\bholds?\b|\bheld\b", page), path


def test_a_day_is_named_on_paper_with_its_year(street: Street, client: Visitor) -> None:
    made = voucher(street, 100)
    last: date = made.valid_until
    page = enter(client, "tian").get(f"/vouchers/{made.public_id}/print").text
    assert f"{last.year}年{last.month}月{last.day}日" in page
