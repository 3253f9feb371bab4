"""What people do at the counter, each as one action, and whether the books still hold; nothing here is a guard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import sqlalchemy as sa

from points import oversight, people, shop
from points.foundation import Actor, db, reading, transact
from points.oversight.proving import examine
from points.shop import redemptions
from points.shop.payer_checks import Payer
from points.shop.redemptions import Done, Sale
from tests.support.books import award
from tests.support.street import Street

_numbers = count(1)


def give(street: Street, tenths: int) -> None:
    """A credited service of the resident."""
    person = street.resident.person_id
    assert person is not None
    transact(lambda: award(street, person, tenths))


def voucher(street: Street, tenths: int, *, key: str | None = None) -> shop.vouchers.VoucherInfo:
    """A voucher of the resident."""
    word = key or f"race-{next(_numbers)}"
    return transact(lambda: shop.vouchers.issue(tenths, request_key=word, actor=street.resident))[0]


def redeem(
    street: Street,
    payer: Payer,
    items: Sequence[tuple[str, int]],
    *,
    actor: Actor | None = None,
    scan_id: str | None = None,
) -> Done:
    """A sale to a payer who was scanned before."""
    sale = Sale(street.shop_id, scan_id or f"race-{next(_numbers)}", "payer")
    return transact(lambda: redemptions.redeem(payer, items, sale=sale, actor=actor or street.clerk))


def sell(
    street: Street,
    code: str,
    items: Sequence[tuple[str, int]],
    *,
    actor: Actor | None = None,
    scan_id: str | None = None,
) -> Done:
    """The whole action, from a code to a receipt, as the counter and the API do it."""
    clerk = actor or street.clerk
    return shop.sales.sell(
        Sale(street.shop_id, scan_id or f"race-{next(_numbers)}", code),
        items,
        find_payer=lambda: shop.payers.recognise(code, shop_id=street.shop_id, actor=clerk),
        actor=clerk,
    )


def scanned(street: Street, card: shop.vouchers.VoucherInfo) -> Payer:
    """A voucher that lies on the counter."""
    return shop.payers.recognise(card.code, shop_id=street.shop_id, actor=street.clerk)


def known(street: Street) -> Payer:
    """The resident, who proved who they are by card and PIN."""
    return Payer(street.purse, street.resident.person_id, "card_pin")


def receipt(street: Street, done: Done) -> str:
    """The number on the slip."""
    return reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id)).receipt


def third_clerk(street: Street) -> Actor:
    """One more person behind the counter."""

    def work() -> Actor:
        who = people.residents.register("工作8", actor=street.system)
        account = people.accounts.create(who, actor=street.system)
        people.roles.grant(account, "clerk", place_id=street.community_id, actor=street.system)
        return people.actors.of_account(account, community_id=street.community_id)

    return transact(work)


def on_hand(street: Street, number: str) -> int:
    """What is left of a batch."""
    batch = db.metadata.tables["goods_batch"]
    query = sa.select(batch.c.on_hand).where(batch.c.id == street.batches[number])
    return reading(lambda: int(db.session.execute(query).scalar_one()))


def count_of(street: Street, table: str) -> int:
    """How many rows a table has of this community."""
    rows = db.metadata.tables[table]
    query = sa.select(sa.func.count()).where(rows.c.community_id == street.community_id)
    return reading(lambda: int(db.session.execute(query).scalar_one()))


def broken(street: Street) -> set[str]:
    """The invariants that do not hold."""
    return {one.name for one in reading(lambda: examine(street.community_id)).broken}


def assert_books_hold(street: Street) -> None:
    """Every invariant holds, and says so in the report that is kept."""
    report = oversight.checking.check(street.community_id)
    broken = {one.name: one.rows for one in report.broken}
    assert broken == {}, broken
