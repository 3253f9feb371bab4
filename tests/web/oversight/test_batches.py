"""The shelf by what wants an eye, and one batch with where it went."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from points import oversight
from points.foundation import clock, db, new_id, transact, wording
from tests.support.books import Books, insert, sell, voucher
from tests.support.statements import counting
from tests.support.visitors import Visitor


@pytest.mark.parametrize(
    "state, there, not_there",
    [("expired", "RK3", "RK2"), ("soon", "RK2", "RK3"), ("later", "RK6", "RK1"), ("all", "RK5", "RK9")],
)
def test_each_state_lists_its_batches(
    books: Books, watcher: Visitor, state: str, there: str, not_there: str
) -> None:
    with counting(db.engine) as counted:
        page = watcher.get(f"/oversight/batches?state={state}").text
    assert counted.number <= 8
    assert f">{there}</a>" in page
    assert f">{not_there}</a>" not in page


def test_what_expired_says_since_when_and_promises_no_page_there_is_not(watcher: Visitor) -> None:
    page = watcher.get("/oversight/batches").text
    assert "过期 1 天" in page
    assert "请店里报损：一个人提，另一个人看过" in page


def test_goods_that_run_out_have_a_list(watcher: Visitor) -> None:
    assert "没有这样的货" in watcher.get("/oversight/batches?state=scarce").text


def test_a_batch_says_where_it_went(books: Books, watcher: Visitor) -> None:
    receipt = sell(books.street, voucher(books.street, 30), [("G07", 1)])
    with counting(db.engine) as counted:
        page = watcher.get("/oversight/batches/RK5").text
    assert counted.number <= 8
    assert wording.in_fours(receipt) in page
    assert "001 户" in page
    assert watcher.get("/oversight/batches/RK999").status_code == 404


def test_a_sale_that_was_undone_is_marked_and_what_came_back_stands_there(
    books: Books, watcher: Visitor
) -> None:
    page = watcher.get("/oversight/batches/RK2").text + watcher.get("/oversight/batches/RK1").text
    assert "已冲正" in page
    assert "冲正退回" in page


def test_what_a_batch_did_stands_by_its_day_whenever_it_was_written(
    books: Books, watcher: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old books come in at one moment, and not in the order of their days."""
    street, today = books.street, clock.today()
    days = [today - timedelta(days=ago) for ago in (40, 20, 30, 10)]

    def old() -> None:
        moves = db.metadata.tables["goods_stock_move"]
        batch = street.batches["RK5"]
        item = db.session.scalar(sa.select(moves.c.item_id).where(moves.c.batch_id == batch).limit(1))
        for one in days:
            insert(
                "goods_stock_move", community_id=street.community_id, id=new_id(), item_id=item, batch_id=batch,
                kind="correction", quantity=1, moved_on=one, at=clock.now(),
            )  # fmt: skip

    transact(old)
    monkeypatch.setattr(oversight.batches, "PAGE", 2)
    address, found = "/oversight/batches/RK5", ""
    while address:
        page = watcher.get(address).text
        found += page
        following = re.search(r'href="(/oversight/batches/RK5\?after=[^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    places = [found.index(wording.full_day(one)) for one in sorted(days, reverse=True)]
    assert places == sorted(places)
