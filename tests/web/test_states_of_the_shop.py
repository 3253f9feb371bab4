"""What each audience reads of every state a voucher or a sale can be in: the one that is, never the one to come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from points import ledger, shop
from points.foundation import clock, codes, new_id, reading, transact
from points.shop.models import Redemption, Undo, Voucher
from tests.support.books import sell, voucher
from tests.support.desk_day import words
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.support.world import claimed, note

#: by audience, who signs in; the public page is anybody's
READERS = {
    "resident": "tian",
    "clerk": "clerk2",
    "manager": "shop_manager3",
    "officer": "officer0",
    "supervisor": "supervisor4",
}

Reads = dict[str, tuple[list[str], list[str]]]
"""By audience: what stands on its page, and what does not."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """A test may stand on another day, and comes back."""
    yield
    clock.reset()


def read_as_everybody(client: Visitor, pages: dict[str, Callable[[], str]], reads: Reads) -> None:
    """Each audience opens its page and finds the words."""
    for audience, (there, not_there) in reads.items():
        if audience in READERS:
            enter(client, READERS[audience])
        page = pages[audience]()
        assert [one for one in there if one not in page] == [], (audience, page)
        assert [one for one in not_there if one in page] == [], (audience, page)


def _page(client: Visitor, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return words(answer.text)


# -- vouchers -------------------------------------------------------------------------------------------------------

Made = shop.vouchers.VoucherInfo


def _open(street: Street) -> Made:
    return voucher(street, 250)


def _expired(street: Street) -> Made:
    made = _open(street)
    clock.set_now(clock.now() + timedelta(days=7))
    return made


def _released(street: Street) -> Made:
    made = _expired(street)
    assert transact(lambda: shop.vouchers.release_expired(street.community_id, made.id, actor=street.system))
    return made


def _captured(street: Street) -> Made:
    made = _open(street)
    sell(street, made, [("G07", 1)])
    return made


def _given_back(street: Street) -> Made:
    made = _open(street)
    transact(lambda: shop.vouchers.give_back(made.public_id, actor=street.resident))
    return made


#: by what it is called and how it stands in its table
VOUCHERS: dict[tuple[str, str], tuple[Callable[[Street], Made], Reads]] = {
    ("open", "open"): (
        _open,
        {
            "resident": (["可以用", "用掉时才扣"], ["退回了", "用过了"]),
            "clerk": (["'kind': 'payer'", "田"], ["用过了", "到期"]),
            "officer": (["可以用", "还没有用，25 分冻结着"], ["退回了", "今晚"]),
            "supervisor": (["没用的券", "25 分"], ["退回"]),
        },
    ),
    ("expired", "open"): (
        _expired,
        {
            "resident": (["昨天到期，今晚自动退回"], ["已退回", "可以用"]),
            "clerk": (["到期，不能用了", "到期那天夜里退回家里"], ["已经退"]),
            "officer": (["过期了，今晚退回", "过了最后一天，25 分今晚自动退回"], ["退回了", "冻结着"]),
            "supervisor": (["没用的券", "25 分"], ["退回了"]),
        },
    ),
    ("released", "lapsed"): (
        _released,
        {
            "resident": (["过期没用，25 分退回"], ["今晚", "可以用"]),
            "clerk": (["这张券"], ["'kind': 'payer'"]),
            "officer": (["过期退回了", "25 分退回了", "券到期退回"], ["今晚", "冻结着"]),
            "supervisor": ([], ["没用的券"]),
        },
    ),
    ("captured", "redeemed"): (
        _captured,
        {
            "resident": (["用过了", "用了 2 分，退回 23 分"], ["可以用", "今晚"]),
            "clerk": (["这张券已经用过了"], ["'kind': 'payer'"]),
            "officer": (["用过了", "用了 2 分，退回 23 分", "用券兑换"], ["冻结着", "今晚"]),
            "supervisor": (["食盐400g"], ["没用的券"]),
        },
    ),
    ("given back", "returned"): (
        _given_back,
        {
            "resident": (["退掉了，25 分退回"], ["可以用", "今晚"]),
            "clerk": (["这张券已经退掉"], ["'kind': 'payer'"]),
            "officer": (["退掉了", "25 分退回了", "退券"], ["今晚", "冻结着"]),
            "supervisor": ([], ["没用的券"]),
        },
    ),
}


@pytest.mark.parametrize("state", VOUCHERS, ids=" ".join)
def test_a_voucher_is_called_what_it_is(client: Visitor, street: Street, state: tuple[str, str]) -> None:
    make, reads = VOUCHERS[state]
    made = make(street)
    pages = {
        "resident": lambda: _page(client, f"/vouchers/{made.public_id}"),
        "clerk": lambda: str(client.post("/counter/scan", json={"code": made.code}).json),
        "officer": lambda: _page(client, f"/desk/vouchers/{made.public_id}"),
        "supervisor": lambda: _page(client, "/oversight/households/001"),
    }
    read_as_everybody(client, pages, reads)
    stands = reading(lambda: shop.vouchers.get(street.community_id, made.public_id))
    assert stands.status == state[1], "no reading releases it"


# -- sales ----------------------------------------------------------------------------------------------------------


def _sold(street: Street) -> str:
    return sell(street, voucher(street, 250), [("G02", 1)])


def _undo_asked(street: Street) -> str:
    number = _sold(street)
    transact(lambda: shop.undo.ask(number, reason="拿错了", actor=street.clerk))
    return number


def _undone(street: Street) -> str:
    number = _undo_asked(street)
    transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
    return number


def _declined(street: Street) -> str:
    number = _undo_asked(street)
    transact(lambda: shop.undo.decline(number, actor=street.staff["shop_manager"]))
    return number


def _withdrawn(street: Street) -> str:
    number = _undo_asked(street)
    transact(lambda: shop.undo.decline(number, actor=street.clerk))
    return number


def _imported(street: Street) -> str:
    """As the old books are taken in: a day, a purse, an item, and nobody who served."""

    def work() -> None:
        community_id, txn = street.community_id, claimed(street.community_id)
        redemption = new_id()
        moved = ledger.movements.spend(
            community_id, txn, street.purse, 250, note=note("redemption", subject_id=redemption)
        )
        line = shop.history.BasketLine(street.items["G02"], "G02", "小包装米2.5kg", "", "袋", "goods", 1, 250)
        old = shop.history.OldRedemption(
            redemption_id=redemption,
            scan_id="import:1",
            account_id=street.purse,
            person_id=street.resident.person_id,
            txn_id=txn,
            transfer_id=moved.transfer_id,
            balance_after=70,
            redeemed_on=clock.today(),
            lines=(line,),
        )
        shop.history.write([old], shop_id=street.shop_id, actor=street.system)

    transact(work)
    return reading(lambda: shop.receipts.of_today(street.community_id)[0].receipt)


GOODS = "小包装米2.5kg"
#: by how it is read: done, asked or undone, and imported beside
_STANDS: Reads = {
    "resident": ([GOODS, "25"], ["冲正", "退了"]),
    "clerk": ([GOODS], ["已冲正"]),
    "manager": ([GOODS], ["已冲正"]),
    "officer": ([GOODS, "工作2", "锦溪店", "换完还剩7 分"], ["冲正"]),
    "supervisor": ([GOODS, "工作2"], ["冲正"]),
    "public": (["凭条是真的", GOODS], ["退了", "田"]),
}
#: with a question that is over: what was asked stands in the trail, and nothing waits or was taken back
_NOT_BACK = ["这一笔已经冲正", "等第二个人确认"]
_TOLD: Reads = {"supervisor": ([GOODS], _NOT_BACK)}
SALES: dict[str, tuple[Callable[[Street], str], Reads]] = {
    "done": (_sold, _STANDS),
    "declined": (_declined, _STANDS | _TOLD | {"officer": (["没有同意冲正", GOODS], _NOT_BACK)}),
    "withdrawn": (_withdrawn, _STANDS | _TOLD | {"officer": (["撤回冲正申请", GOODS], _NOT_BACK)}),
    "asked": (
        _undo_asked,
        {
            "resident": ([GOODS], ["已冲正"]),
            "clerk": ([GOODS], ["已冲正，分已退回"]),
            "manager": ([GOODS], ["已冲正，分已退回"]),
            "officer": (
                ["申请了冲正，等第二个人确认", "工作2 申请", "拿错了"],
                ["这一笔已经冲正", "冲正后还剩"],
            ),
            "supervisor": (["申请了冲正，等第二个人确认", "拿错了"], ["这一笔已经冲正"]),
            "public": (["凭条是真的"], ["退了", "拿错了"]),
        },
    ),
    "undone": (
        _undone,
        {
            "resident": (["冲正", GOODS], []),
            "clerk": (["已冲正，分已退回"], []),
            "manager": (["已冲正，分已退回"], []),
            "officer": (["这一笔已经冲正", "工作2 申请", "工作3 确认", "冲正后还剩32 分"], ["等第二个人"]),
            "supervisor": (["这一笔已经冲正", "拿错了"], ["等第二个人"]),
            "public": (["凭条是真的，后来退了", "退回 25 分"], ["拿错了"]),
        },
    ),
    "imported": (
        _imported,
        {
            "resident": ([GOODS], ["冲正"]),
            "officer": ([GOODS, "导入", "没有批次"], ["冲正", "店员"]),
            "supervisor": ([GOODS, "导入"], ["冲正"]),
            "public": (["凭条是真的"], ["退了"]),
        },
    ),
}


@pytest.mark.parametrize("state", SALES)
def test_a_sale_is_called_what_it_is(client: Visitor, street: Street, state: str) -> None:
    make, reads = SALES[state]
    number = make(street)
    found = reading(lambda: shop.receipts.get(street.community_id, number))
    slip = f"/counter/receipts/{number}"
    pages = {
        "resident": lambda: _page(client, "/statement"),
        "clerk": lambda: _page(client, slip),
        "manager": lambda: _page(client, slip),
        "officer": lambda: _page(client, f"/desk/receipts/{number}"),
        "supervisor": lambda: _page(client, f"/oversight/receipts/{number}"),
        "public": lambda: _page(client, f"/R/{codes.receipt_token(number, found.digest)}"),
    }
    read_as_everybody(client, pages, reads)


def _allowed(model: type[Voucher | Undo | Redemption], column: str) -> set[str]:
    checks = [one for one in model.__table__.constraints if isinstance(one, sa.CheckConstraint)]
    [check] = [one for one in checks if str(one.sqltext).startswith(f"{column} IN")]
    return {word.strip(" '()") for word in str(check.sqltext).removeprefix(f"{column} IN").split(",")}


def test_no_state_of_the_shop_is_without_a_case() -> None:
    assert {stands for _called, stands in VOUCHERS} == _allowed(Voucher, "status")
    # with a request that was withdrawn or declined it reads as sold
    assert _allowed(Undo, "status") - {"declined", "withdrawn"} == {"asked", "confirmed"}
    assert _allowed(Redemption, "origin") == {"counter", "imported"}
    assert set(SALES) == {"done", "declined", "withdrawn", "asked", "undone", "imported"}
