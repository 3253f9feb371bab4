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
    person_limit_count: int | None = None
    person_limit_window: str | None = None
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


def rule_of(code: str) -> str:
    """What the limit of an item is called among all limits, as a household uses it up."""
    return f"item:{code}"


def person_rule_of(code: str) -> str:
    """The same, as one person uses it up."""
    return f"each:{code}"


def period_of(limit_window: str, day: date) -> str:
    """The name of the period a day falls into: '2025-11-30', '2025-11' for a month, '2025-Q4' for a quarter, '2025' for
    a year."""
    if limit_window == "day":
        return day.isoformat()
    if limit_window == "month":
        return f"{day.year:04d}-{day.month:02d}"
    return f"{day.year:04d}-Q{_quarter(day)}" if limit_window == "quarter" else f"{day.year:04d}"


def periods_of(day: date) -> tuple[str, ...]:
    """Every period a limit may have counted a day into."""
    return tuple(period_of(one, day) for one in ("day", "month", "quarter", "year"))


def next_period(limit_window: str, day: date) -> date:
    """The first day of the next period."""
    if limit_window == "day":
        return day + timedelta(days=1)
    if limit_window == "quarter":
        return month_after(date(day.year, 3 * _quarter(day), 1))
    return date(day.year + 1, 1, 1) if limit_window == "year" else month_after(day)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


Span = tuple[str, str]
#: a day without hours
WHOLE_DAY: tuple[Span, ...] = (("0:00", "24:00"),)
#: so many days ahead the next opening is looked for
LOOK_AHEAD = 60


@dataclass(frozen=True)
class SpecialDay:
    """A day unlike its weekday: closed, or open in `hours` of its own."""

    day: date
    kind: str
    hours: tuple[Span, ...]
    reason: str


def spans_on(
    exchange: Mapping[str, Any] | None, day: date, special: Mapping[date, SpecialDay] | None = None
) -> tuple[Span, ...]:
    """From when to when a shop exchanges on a day, in order; nothing where it does not. `days` are 0 for Monday to 6."""
    one = (special or {}).get(day)
    if one is not None:
        return (one.hours or WHOLE_DAY) if one.kind == "open" else ()
    if not exchange:
        return WHOLE_DAY
    if day.weekday() not in exchange.get("days", range(7)):
        return ()
    hours = [(start, end) for start, end in exchange.get("hours") or WHOLE_DAY]
    return tuple(sorted(hours, key=lambda span: minute_of_day(span[0])))


@dataclass(frozen=True)
class Opening:
    """When a shop exchanges, seen at one instant: `until` when, while it is `open`, else from `next_at` on.

    `days` are 0 for Monday to 6, `hours` the clock times of such a day; without hours it is open all day. `closed` is why
    it is closed today, where that is no matter of the weekday; until `elders_until` old people go first.
    """

    open: bool
    until: datetime | None
    next_at: datetime | None
    days: tuple[int, ...]
    hours: tuple[Span, ...]
    closed: str = ""
    elders_until: datetime | None = None


def opening_at(
    exchange: Mapping[str, Any] | None,
    now: datetime,
    special: Mapping[date, SpecialDay] | None = None,
    elders: int = 0,
) -> Opening | None:
    """Whether the shop exchanges now, until when, or when next; None where no hours are decided and no day is special."""
    if not exchange and not special:
        return None
    today, minute = clock.shanghai(now).date(), _minute_of(now)
    days = tuple(sorted((exchange or {}).get("days", range(7))))
    hours = tuple((start, end) for start, end in (exchange or {}).get("hours") or ())
    spans = [
        (minute_of_day(start), minute_of_day(end))
        for start, end in spans_on(exchange, today, special)
        if minute_of_day(start) <= minute < minute_of_day(end)
    ]
    if spans:
        start, end = min(spans)[0], max(end for _start, end in spans)
        first = _at(today, start + elders) if elders and minute < start + elders else None
        until = _at(today, end) if (start, end) != (0, minute_of_day("24:00")) else None
        return Opening(True, until, None, days, hours, elders_until=first)
    coming = (
        _at(day, minute_of_day(start))
        for day in (today + timedelta(days=ahead) for ahead in range(LOOK_AHEAD))
        for start, _end in spans_on(exchange, day, special)
    )
    next_at = next((at for at in coming if at > now), None)
    why = (special or {}).get(today)
    return Opening(
        False,
        None,
        next_at,
        days,
        hours,
        closed=why.reason if why and why.kind == "closed" else "",
        elders_until=next_at + timedelta(minutes=elders) if next_at and elders else None,
    )


def is_exchange_time(
    exchange: Mapping[str, Any] | None,
    local: datetime,
    special: Mapping[date, SpecialDay] | None = None,
    after: int = 0,
) -> bool:
    """Whether the shop exchanges at this Shanghai time, or closed at most `after` minutes ago: the queue is served."""
    minute = local.hour * 60 + local.minute
    spans = spans_on(exchange, local.date(), special)
    return any(minute_of_day(start) <= minute < minute_of_day(end) + after for start, end in spans)


def closed_at(spans: Sequence[Span], now: datetime, after: int) -> datetime | None:
    """When a shop closed today that still serves its queue for so many minutes; None while it is open, or has ended."""
    minute, today = _minute_of(now), clock.shanghai(now).date()
    if any(minute_of_day(start) <= minute < minute_of_day(end) for start, end in spans):
        return None
    ends = (minute_of_day(end) for _start, end in spans)
    return next((_at(today, end) for end in ends if end <= minute < end + after), None)


def people_of_undo(*, asker_pays: bool, confirmer_pays: bool, of_one: bool) -> int:
    """How many different people ask for, agree to and paid what is taken back; a family counts as one."""
    return max(1, 3 - asker_pays - confirmer_pays - of_one)


def receipt_digest(facts: Mapping[str, Any]) -> bytes:
    """SHA-256 over a receipt's facts, so that a printed one can be checked against the book."""
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(b"points receipt 1\x00" + plain.encode()).digest()


def _at(day: date, minute: int) -> datetime:
    return clock.instant(day) + timedelta(minutes=minute)


def _minute_of(at: datetime) -> int:
    local = clock.shanghai(at)
    return local.hour * 60 + local.minute


def minute_of_day(clock_time: str) -> int:
    """How many minutes after midnight a clock time is."""
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)
