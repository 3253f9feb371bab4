"""Pure decisions of the shop: baskets, limits by window, exchange days, what a receipt's mark covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

LEAST_VOUCHER, MOST_VOUCHER = 5, 10000


@dataclass(frozen=True)
class BasketLine:
    """One item of a basket, priced; `tenths` is the line's sum."""

    item_id: UUID
    code: str
    name: str
    name_en: str
    unit: str
    kind: str
    quantity: int
    unit_tenths: int
    limit_count: int = 0
    limit_window: str = "none"

    @property
    def tenths(self) -> int:
        """Price of the whole line."""
        return self.quantity * self.unit_tenths


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
    if limit_window == "year" or day.month == 12:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)


def is_exchange_time(exchange: Mapping[str, Any] | None, local: datetime) -> bool:
    """Whether the shop exchanges at this Shanghai time; `days` are 0 for Monday to 6."""
    if not exchange:
        return True
    if local.weekday() not in exchange.get("days", range(7)):
        return False
    spans = exchange.get("hours") or [["0:00", "24:00"]]
    minute = local.hour * 60 + local.minute
    return any(_minute(start) <= minute < _minute(end) for start, end in spans)


def receipt_digest(facts: Mapping[str, Any]) -> bytes:
    """SHA-256 over a receipt's facts, so that a printed one can be checked against the book."""
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(b"points receipt 1\x00" + plain.encode()).digest()


def _minute(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)
