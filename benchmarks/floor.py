"""The floor: the very statements of a redemption, recorded once and run again by a bare driver loop."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import event

from benchmarks.books import CODE_ITEMS, Books
from points import shop
from points.foundation import db, transact
from points.foundation.engines import sqlite_module, sqlite_pragmas
from points.shop.redemptions import Sale, redeem


class _Undone(Exception):
    """Ends a rehearsal, so that nothing of it stays."""


@dataclass
class Script:
    """The statements of one redemption with their values."""

    steps: list[tuple[str, Any, bool]] = field(default_factory=list)


def rehearse(books: Books, vouchers: Sequence[shop.vouchers.VoucherInfo]) -> list[Script]:
    """Redeem each voucher for real, note every statement, and roll back."""
    return [_rehearse(books, card) for card in vouchers]


def _rehearse(books: Books, card: shop.vouchers.VoucherInfo) -> Script:
    script = Script()

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            script.steps.append((statement, parameters, many))

    payer = shop.payers.recognise(card.code, shop_id=books.shop_id, actor=books.clerk)
    sale = Sale(books.shop_id, f"floor-{card.public_id}", card.code)

    def work() -> None:
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            redeem(payer, list(CODE_ITEMS), sale=sale, actor=books.clerk)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        raise _Undone

    with contextlib.suppress(_Undone):
        transact(work)
    return script


def run_postgresql(dsn: str, scripts: Sequence[Script], clients: int) -> float:
    """Redemptions per second of a bare psycopg loop with so many clients."""

    def client(mine: Sequence[Script]) -> None:
        with psycopg.connect(dsn) as connection:
            for script in mine:
                with connection.cursor() as cursor:
                    for statement, values, many in script.steps:
                        if many:
                            cursor.executemany(statement, values)
                        else:
                            cursor.execute(statement, values)
                        if cursor.description:
                            cursor.fetchall()
                connection.commit()

    return timed(client, [scripts[number::clients] for number in range(clients)], len(scripts))


def run_sqlite(path: str, scripts: Sequence[Script]) -> float:
    """The same with the embedded library: one writer, because there can be only one."""
    module = sqlite_module()

    def client(mine: Sequence[Script]) -> None:
        connection = module.connect(path, isolation_level=None)
        for name, value in sqlite_pragmas(module).items():
            connection.execute(f"PRAGMA {name}={value}")
        for script in mine:
            connection.execute("BEGIN IMMEDIATE")
            for statement, values, many in script.steps:
                cursor = (
                    connection.executemany(statement, values)
                    if many
                    else connection.execute(statement, values)
                )
                cursor.fetchall()
            connection.execute("COMMIT")
        connection.close()

    return timed(client, [scripts], len(scripts))


def bare_selects(connect: Callable[[], Any], books: Books, mark: str, clients: int, each: int) -> float:
    """Balances per second by a bare indexed SELECT."""
    text = f"SELECT posted, held FROM ledger_balance WHERE community_id = {mark} AND account_id = {mark}"
    plain = mark == "?"
    community = books.community_id.hex if plain else books.community_id
    purses = [purse.hex if plain else purse for purse in books.purses[:8]]

    def client(mine: Sequence[Any]) -> None:
        connection = connect()
        for number in range(each):
            connection.execute(text, (community, mine[number % len(mine)])).fetchone()
        connection.close()

    return timed(client, [purses] * clients, clients * each)


def timed(client: Callable[[Any], None], shares: Sequence[Any], count: int) -> float:
    """How many a second, with one thread for each share."""
    threads = [threading.Thread(target=client, args=(share,)) for share in shares]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count / (time.perf_counter() - start)
