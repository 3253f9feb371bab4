"""Pure decisions of the queue: half hours, who is old, in which order numbers are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from points.foundation import clock
from points.shop.policy import WHOLE_DAY, Span, minute_of_day

SLOT = timedelta(minutes=30)
#: who becomes so old in a year goes first in the first hour
ELDER_AGE = 60
#: who was not there is called again after so many others, and so often in all
BEHIND, CALLS_OF_ONE = 3, 2
#: so many days a number may be taken ahead
AHEAD = 7
#: so many tills a shop may have
TILLS = range(1, 10)


@dataclass(frozen=True)
class NumberInfo:
    """A number as it stands. `shop_id` and `day` say which queue it is in; `slot_at` is when its half hour begins."""

    number_id: UUID
    shop_id: UUID
    day: date
    number: int
    origin: str
    elder: bool
    slot_at: datetime | None
    taken_at: datetime
    status: str
    after: int
    misses: int
    till: int | None
    called_by: UUID | None
    called_at: datetime | None

    @property
    def due_at(self) -> datetime:
        """From when on it may be called: with its half hour, or as soon as it was given."""
        return self.slot_at or self.taken_at

    @property
    def ended(self) -> bool:
        """Whether nothing more comes of it: it was served, dropped or given back."""
        return self.status not in ("waiting", "called")

    @property
    def slot_ends(self) -> datetime | None:
        """When its half hour is over."""
        return self.slot_at + SLOT if self.slot_at else None

    @property
    def words(self) -> str:
        """As it stands on paper and screen: three digits."""
        return f"{self.number:03d}"


@dataclass(frozen=True)
class SlotInfo:
    """Half an hour of a day, and how many numbers are left for it."""

    starts_at: datetime
    left: int

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + SLOT


def slots_of(spans: Sequence[Span], day: date, now: datetime) -> list[datetime]:
    """When the half hours of a day begin that are not over; none where no hours are decided."""
    if tuple(spans) == WHOLE_DAY:
        return []
    starts = (
        clock.instant(day) + timedelta(minutes=minute)
        for start, end in spans
        for minute in range(minute_of_day(start), minute_of_day(end), int(SLOT.total_seconds()) // 60)
    )
    return [one for one in starts if one + SLOT > now]


def is_elder(birth_year: int | None, day: date) -> bool:
    """Whether somebody is old, as far as the house knows."""
    return birth_year is not None and day.year - birth_year >= ELDER_AGE


def elders_first(spans: Sequence[Span], now: datetime, minutes: int) -> bool:
    """Whether old people go first now: so many minutes after each opening, and in what waits before the first."""
    if not minutes or not spans:
        return False
    local = clock.shanghai(now)
    minute = local.hour * 60 + local.minute
    opens = [minute_of_day(start) for start, _end in spans]
    return minute < min(opens) or any(one <= minute < one + minutes for one in opens)


def in_order(
    waiting: Iterable[NumberInfo], *, now: datetime, calls: int, elders: bool = False
) -> list[NumberInfo]:
    """Who waits, in the order in which they are called: who is due as they came, with those who were not there behind the
    next few; then those whose half hour has not begun."""
    everybody = sorted(waiting, key=lambda one: (one.due_at, one.number))
    due = [one for one in everybody if one.due_at <= now]
    ready = [one for one in due if one.after <= calls]
    if elders:
        ready.sort(key=lambda one: not one.elder)
    for one in sorted((one for one in due if one.after > calls), key=lambda one: (one.after, one.number)):
        ready.insert(min(one.after - calls, len(ready)), one)
    return ready + [one for one in everybody if one.due_at > now]
