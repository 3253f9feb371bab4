"""No reading of points is of another community, not even where everything there has the same ids and says something else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from points import ledger
from points.foundation import Actor, clock, db, paging, reading, transact
from points.ledger import account_rows, holds, idempotency, lot_rows, posting, reversal
from points.ledger.models import CapUse, Lot, OldLine, Transfer
from points.ledger.old_purses import hold
from tests.support.books import Books, books
from tests.support.old_books import bring, of_household
from tests.support.twins import twin

__all__ = ["books"]


@pytest.mark.only_on("sqlite")
def test_what_is_read_is_the_same_beside_a_community_with_the_same_ids(app: Flask, books: Books) -> None:
    here, purse = books.community_id, books.street.purse
    for days in (-1, 1, 2):
        books.street.give(10, lapses_on=clock.today() + timedelta(days=days))
    old_book, importing = of_household("002", "冉小满", "G07", 20), Actor(community_id=here, kind="import")
    transact(lambda: bring(old_book, here, actor=importing))
    old = reading(lambda: db.session.scalars(sa.select(OldLine.id)).all())
    transfers = reading(lambda: db.session.scalars(sa.select(Transfer).order_by(Transfer.id)).all())
    lots = reading(lambda: db.session.scalars(sa.select(Lot.id)).all())
    caps = reading(lambda: db.session.execute(sa.select(CapUse.rule, CapUse.subject, CapUse.window)).all())
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    ids = [one.id for one in transfers]
    txn = reading(lambda: db.session.scalars(sa.text("SELECT request_key FROM ledger_txn")).first())
    reads: dict[str, Any] = {
        "accounts": lambda: account_rows.known_accounts(here, [purse]),
        "balance": lambda: ledger.balances.get(here, purse),
        "balances": lambda: ledger.balances.get_many(here, [purse]),
        "turnover": lambda: ledger.balances.turnover(here),
        "caps": lambda: [ledger.caps.used(here, [subject], {rule: window}) for rule, subject, window in caps],
        "caps of many": lambda: ledger.caps.used_by_many(here, list(map(tuple, caps))),
        "key": lambda: idempotency.find(here, str(txn)),
        "left": lambda: lot_rows.lots_left(here, purse),
        "uses": lambda: [lot_rows.lot_uses(here, [one]) for one in ids],
        "due": lambda: ledger.lots.due(here),
        "lapsed": lambda: ledger.lots.lapsed(here, clock.now() - timedelta(days=9)),
        "times": lambda: [ledger.lots._times_lapsed(here, one) for one in lots],
        "old": lambda: ledger.old_lines.get_many(here, old),
        "locked": lambda: posting.lock_purse(here, purse),
        "hold": lambda: [
            tuple(holds._hold().first(community=here, hold=one.id))
            for one in transfers
            if one.phase == "pending"
        ],
        "after": lambda: [reversal.left_after(here, one, purse) for one in ids],
        "posted": lambda: [
            reversal._posted(here, one.id).tenths
            for one in transfers
            if one.phase == "single" and one.id not in {two.reverses for two in transfers}
        ],
        "lines": lambda: ledger.statements.lines(here, purse),
        "about": lambda: [
            ledger.statements.about(here, one.subject_id) for one in ledger.statements.lines(here, purse)
        ],
        "newest": lambda: ledger.statements.newest(here, purse, told_once=True),
        "front": lambda: ledger.statements.front(here, purse, limit=5),
        "lapsing": lambda: ledger.statements.lapsing(here, purse),
        "first day": lambda: ledger.statements.first_day(here, purse),
        "sums": lambda: ledger.statements.sums_by_person(here, purse, [(today, tomorrow)]),
        "page": lambda: ledger.purse_lines.page(
            here, purse, ledger.purse_lines.LineFilter(), paging.FIRST_PAGE
        ),
        "months": lambda: ledger.purse_lines.sums_of_months(
            here, purse, ledger.purse_lines.LineFilter(), [today.replace(day=1)]
        ),
        "old purses": lambda: [vars(one) for one in hold(here, {purse}).values()],
    }
    alone = {name: reading(read) for name, read in reads.items()}
    twin(
        here,
        tenths="tenths + 1000",
        posted="posted + 9",
        held="held + 3",
        used="used + 1",
        allowed="allowed + 1",
    )
    beside = {name: reading(read) for name, read in reads.items()}
    assert [name for name in reads if beside[name] != alone[name]] == []
    assert [name for name, said in alone.items() if not said] == []
