"""Pure decisions of the shop: baskets, limits by window, exchange days, what a receipt's mark covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from points.foundation import clock
from points.foundation.calendar import month_after

LEAST_VOUCHER, MOST_VOUCHER = 5, 10000


@dataclass(frozen=True)
class BasketLine:
    """One item of a basket, or pieces of one batch that has a price of its own, priced; `tenths` is the line's sum.

    `word` is what the basket called it, `shelf` the id of what its pieces are taken from.
    """

    item_id: UUID
    code: str
    name: str
    name_en: str
    unit: str
    kind: str
    quantity: int
    unit_tenths: int
    price_id: UUID | None = None
    limit_count: int = 0
    limit_window: str = "none"
    word: str = ""
    shelf: UUID | None = None

    @property
    def tenths(self) -> int:
        """Price of the whole line."""
        return self.quantity * self.unit_tenths


@dataclass(frozen=True)
class Shown:
    """What a screen said of a basket: its sum, and the price of a piece by word where it says them."""

    tenths: int
    units: Mapping[str, int] = field(default_factory=dict)


def pieces_of(lines: Sequence[BasketLine]) -> dict[str, int]:
    """Pieces by item code, at whatever price."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.code] = found.get(line.code, 0) + line.quantity
    return found


def merged(items: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Pieces by item word, however often it was scanned; in order of first mention."""
    wanted: dict[str, int] = {}
    for word, quantity in items:
        wanted[word] = wanted.get(word, 0) + quantity
    return wanted


def period_of(limit_window: str, day: date) -> str:
    """The name of the period a day falls into: '2025-11' for a month, '2025' for a year."""
    return f"{day.year:04d}-{day.month:02d}" if limit_window == "month" else f"{day.year:04d}"


def next_period(limit_window: str, day: date) -> date:
    """The first day of the next window."""
    return date(day.year + 1, 1, 1) if limit_window == "year" else month_after(day)


@dataclass(frozen=True)
class Opening:
    """When a shop exchanges, seen at one instant: `until` when, while it is `open`, else from `next_at` on.

    `days` are 0 for Monday to 6, `hours` the clock times of such a day; without hours it is open all day.
    """

    open: bool
    until: datetime | None
    next_at: datetime | None
    days: tuple[int, ...]
    hours: tuple[tuple[str, str], ...]


def opening_at(exchange: Mapping[str, Any] | None, now: datetime) -> Opening | None:
    """Whether the shop exchanges now, until when, or when next; None where no hours are decided."""
    if not exchange:
        return None
    local = clock.shanghai(now)
    days = tuple(sorted(exchange.get("days", range(7))))
    hours = tuple((start, end) for start, end in exchange.get("hours") or ())
    if is_exchange_time(exchange, local):
        minute = local.hour * 60 + local.minute
        ends = [_minute(end) for start, end in hours if _minute(start) <= minute < _minute(end)]
        return Opening(True, _at(local.date(), max(ends)) if ends else None, None, days, hours)
    coming = (
        _at(day, _minute(start))
        for day in (local.date() + timedelta(days=ahead) for ahead in range(8))
        if day.weekday() in days
        for start, _end in sorted(hours or (("0:00", "24:00"),), key=lambda span: _minute(span[0]))
    )
    return Opening(False, None, next((at for at in coming if at > now), None), days, hours)


def is_exchange_time(exchange: Mapping[str, Any] | None, local: datetime) -> bool:
    """Whether the shop exchanges at this Shanghai time; `days` are 0 for Monday to 6."""
    if not exchange:
        return True
    if local.weekday() not in exchange.get("days", range(7)):
        return False
    spans = exchange.get("hours") or [["0:00", "24:00"]]
    minute = local.hour * 60 + local.minute
    return any(_minute(start) <= minute < _minute(end) for start, end in spans)


def people_of_undo(*, asker_pays: bool, confirmer_pays: bool, of_one: bool) -> int:
    """How many different people ask for, agree to and paid what is taken back; a family counts as one."""
    return max(1, 3 - asker_pays - confirmer_pays - of_one)


def receipt_digest(facts: Mapping[str, Any]) -> bytes:
    """SHA-256 over a receipt's facts, so that a printed one can be checked against the book."""
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(b"points receipt 1\x00" + plain.encode()).digest()


def _at(day: date, minute: int) -> datetime:
    return clock.instant(day) + timedelta(minutes=minute)


def _minute(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)
