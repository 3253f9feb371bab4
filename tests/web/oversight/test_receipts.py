"""One sale as a watcher sees it."""

from __future__ import annotations

import sqlalchemy as sa

from points.foundation import db, wording
from tests.support.books import Books, sell, voucher
from tests.support.statements import counting
from tests.support.visitors import Visitor


def test_a_receipt_says_who_paid_how_and_which_batch_it_was(books: Books, watcher: Visitor) -> None:
    receipt = sell(books.street, voucher(books.street, 30), [("G07", 1)])
    with counting(db.engine) as counted:
        page = watcher.get(f"/oversight/receipts/{receipt.upper()}").text
    assert counted.number <= 8
    for words in (wording.in_fours(receipt), "食盐400g", "RK5", "001 户", "兑换券", "工作2"):
        assert words in page, words


def test_an_undone_one_says_so_why_and_who_asked(books: Books, watcher: Visitor) -> None:
    receipt = db.session.execute(
        sa.text("SELECT d.receipt FROM shop_redemption d JOIN shop_undo u ON u.redemption_id = d.id")
    ).scalar_one()
    db.session.remove()
    page = watcher.get(f"/oversight/receipts/{receipt}").text
    assert "这一笔已经冲正" in page
    assert "拿错了" in page
    assert "<s>" in page


def test_another_number_is_not_found(watcher: Visitor) -> None:
    assert watcher.get("/oversight/receipts/sjxxxxxxxxxxxx").status_code == 404
