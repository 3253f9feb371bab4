"""Where a community's points are: what went out of each kind of account and what came in. It judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import ledger
from points.foundation import db

#: account kinds as a page names them; a hold has no account, so purses show as two lines
SHOWN = (("issued", "issued"), ("shop", "redeemed"), ("lapsed", "lapsed"), ("correction", "correction"))
ONLY_IF_USED = (("pool", "pool"), ("loss", "loss"))


@dataclass(frozen=True)
class Turnover:
    """One line of the books, in tenths; `number` says how many stand behind it where that helps."""

    kind: str
    out: int
    into: int
    number: int | None = None

    @property
    def balance(self) -> int:
        """What is there now; below zero where points were made."""
        return self.into - self.out


@dataclass(frozen=True)
class BalanceSheet:
    """All lines, and their sums, which cancel out."""

    accounts: tuple[Turnover, ...]
    totals: Turnover


def balance_sheet(community_id: UUID) -> BalanceSheet:
    """The books as they stand. What was taken back stands in the line of corrections, and not as a change of mind of
    the account it came from: only residents' own line has both."""
    moved = ledger.balances.turnover(community_id)
    numbers = _numbers(community_id)
    held = numbers.pop("held_tenths")
    gone, came = _both(moved, "purse")
    lines = {
        name: Turnover(name, *moved.get((kind, False), (0, 0)), numbers.get(name))
        for kind, name in (*SHOWN, *ONLY_IF_USED)
    }
    back = [sums for (kind, reverses), sums in moved.items() if reverses and kind != "purse"]
    own = lines["correction"]
    lines["correction"] = Turnover(
        "correction", own.out + sum(out for out, _ in back), own.into + sum(into for _, into in back)
    )
    lines["available"] = Turnover("available", gone + held, came, numbers["available"])
    lines["held"] = Turnover("held", 0, held, numbers["held"])
    order = ("issued", "available", "held", "redeemed", "lapsed", "correction", "pool", "loss")
    optional = {name for _, name in ONLY_IF_USED}
    accounts = tuple(
        lines[name] for name in order if name not in optional or lines[name].out or lines[name].into
    )
    out, into = sum(one.out for one in accounts), sum(one.into for one in accounts)
    return BalanceSheet(accounts, Turnover("total", out, into))


def _both(moved: Mapping[tuple[str, bool], tuple[int, int]], kind: str) -> tuple[int, int]:
    found = [moved.get((kind, reverses), (0, 0)) for reverses in (False, True)]
    return sum(out for out, _ in found), sum(into for _, into in found)


def _numbers(community_id: UUID) -> dict[str, int]:
    query = sa.text(
        "SELECT (SELECT coalesce(sum(held), 0) FROM ledger_balance WHERE community_id = :c) AS held_tenths,"
        " (SELECT count(*) FROM people_purse WHERE community_id = :c) AS available,"
        " (SELECT count(*) FROM shop_voucher WHERE community_id = :c AND status = 'open') AS held,"
        " (SELECT count(*) FROM shop_redemption WHERE community_id = :c) AS redeemed"
    ).bindparams(sa.bindparam("c", type_=sa.Uuid))
    row: Any = db.session.execute(query, {"c": community_id}).mappings().one()
    return {name: int(number) for name, number in row.items()}
