"""Is this receipt real: anybody may ask, and is told nothing about a person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import current_app

from points import shop
from points.foundation import clock, codes, db, reading, transact, wording
from points.foundation.models import Community
from tests.support.books import sell, voucher
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


@pytest.fixture
def sold(street: Street) -> shop.receipts.Receipt:
    """Two packets of salt, paid by a voucher."""
    receipt = sell(street, voucher(street, 100), [("G07", 2)])
    return reading(lambda: shop.receipts.get(street.community_id, receipt))


def link(found: shop.receipts.Receipt, mark: bytes | None = None) -> str:
    """The address its printed code leads to."""
    return f"/R/{codes.receipt_token(found.receipt, mark or found.digest)}"


def test_a_printed_receipt_is_real_for_anybody(
    sold: shop.receipts.Receipt, client: Visitor, language: str
) -> None:
    client.post("/language", data={"lang": language})
    page = client.get(link(sold))
    assert page.status_code == 200
    assert wording.in_fours(sold.receipt) in page.text
    assert {"zh": "凭条是真的", "en": "real"}[language] in page.text
    assert "食盐400g" in page.text
    assert re.search(r">[^<]*\b4\b[^<]*</td>", page.text)


def test_it_says_what_the_counters_screen_showed_that_day(
    street: Street, sold: shop.receipts.Receipt, client: Visitor
) -> None:
    key = str(current_app.secret_key)
    mark = codes.day_mark(street.community_id, sold.shop_name, sold.redeemed_on, key=key, language="zh")
    assert f"{mark.colour}，{mark.word}" in client.get(link(sold)).text


def test_it_names_nobody(sold: shop.receipts.Receipt, client: Visitor) -> None:
    text = client.get(link(sold)).text
    for word in ("田", "3栋", "13800000001", "工作2"):
        assert word not in text


def test_a_link_in_capitals_leads_there_too(sold: shop.receipts.Receipt, client: Visitor) -> None:
    assert client.get("/R/" + link(sold)[3:].upper()).status_code == 200


def test_one_that_was_taken_back_says_so(
    street: Street, sold: shop.receipts.Receipt, client: Visitor
) -> None:
    transact(lambda: shop.undo.ask(sold.receipt, reason="拿错了", actor=street.clerk))
    assert "后来退了" not in client.get(link(sold)).text
    transact(lambda: shop.undo.confirm(sold.receipt, actor=street.staff["shop_manager"]))
    page = client.get(link(sold))
    assert (page.status_code, "凭条是真的，后来退了" in page.text) == (200, True)
    assert re.search(r"<s>食盐400g.*?</s>", page.text, re.DOTALL)
    assert re.search(r"\d+月\d+日 \d+:\d\d退回 4 分", page.text)


def test_one_that_was_exchanged_names_the_other_and_is_named_by_it(
    street: Street, sold: shop.receipts.Receipt, client: Visitor
) -> None:
    manager = street.staff["shop_manager"]
    transact(lambda: shop.undo.ask(sold.receipt, reason="拿错了", actor=street.clerk, takes={"G06": 1}))
    with clock.standing_at(clock.now() + timedelta(days=1)):
        old = transact(lambda: shop.undo.confirm(sold.receipt, actor=manager, shown=5))
    new = reading(lambda: shop.receipts.get(street.community_id, str(old.replaced_by)))
    assert f"见凭条 {wording.in_fours(new.receipt)}" in client.get(link(old)).text
    page = client.get(link(new)).text
    assert (f"代替凭条 {wording.in_fours(old.receipt)}" in page, "从社区的纸本抄来" in page) == (True, False)


def test_there_is_a_way_on_from_it(street: Street, sold: shop.receipts.Receipt, client: Visitor) -> None:
    query = sa.update(Community).where(Community.id == street.community_id)
    transact(lambda: db.session.execute(query.values(phone="0856-5550126")))
    for address in (link(sold), "/R/nothing"):
        page = client.get(address).text
        assert 'href="tel:0856-5550126"' in page
        assert "回明细" not in page
    assert "回明细" in enter(client, "tian").get("/R/nothing").text
    assert "回明细" not in enter(client, "supervisor4").get("/R/nothing").text


def test_a_forged_one_is_not_there(sold: shop.receipts.Receipt, client: Visitor) -> None:
    for address in (link(sold, b"x" * 32), link(sold)[:-1], "/R/nothing", "/R/" + "8" * 80):
        page = client.get(address)
        assert page.status_code == 404
        assert "没有这张凭条" in page.text
        assert "食盐" not in page.text
