"""The one clock of the product: UTC instants and Shanghai days, and whether it is believed; it knows nothing of what
happens at them."""

from __future__ import annotations

import time as machine
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEVER = date(9999, 12, 31)
#: so far the wall clock may move against the machine's own count of seconds before it is no longer believed
MOST_MOVED = timedelta(minutes=10)

_fixed: datetime | None = None
_file: Path | None = None
#: why this process does not believe its clock, '' where it does
_doubt = ""


def _count() -> float:
    """Seconds that nobody sets; those of a sleep count too, where the system says them: a lid that was closed is no doubt."""
    # Linux alone has this clock; elsewhere the usual one goes on counting
    asleep_too = getattr(machine, "CLOCK_BOOTTIME", None)
    return machine.monotonic() if asleep_too is None else machine.clock_gettime(asleep_too)


_seconds: Callable[[], float] = _count
#: what wall clock and count said when they were last believed
_believed = (datetime.now(UTC), _count())


def now() -> datetime:
    """This instant, aware, in UTC. While the clock is doubted it is never earlier than what was believed, and what went by
    since: else a machine that woke up in 1970 would know neither its staff nor its prices."""
    return max(wall(), _expected()) if _doubt else wall()


def wall() -> datetime:
    """What the machine's clock shows, believed or not; a test may have set another one."""
    if _fixed is not None:
        return _fixed
    if _file is not None and _file.exists():
        return _aware(datetime.fromisoformat(_file.read_text(encoding="ascii").strip()))
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Shanghai, which is what residents and rules mean by a day."""
    return shanghai(now()).date()


def shanghai(instant: datetime) -> datetime:
    """The same instant on the wall clock of the community."""
    return _aware(instant).astimezone(SHANGHAI)


def instant(day: date, at: time = time(0, 0)) -> datetime:
    """The UTC instant of a Shanghai day and wall-clock time."""
    return datetime.combine(day, at, tzinfo=SHANGHAI).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First instant of a Shanghai day and first instant of the next, in UTC."""
    return instant(day), instant(day + timedelta(days=1))


def doubted() -> str:
    """Why this clock is not believed, as a code, or ''. What was noticed once stays so until somebody says otherwise."""
    global _doubt
    if not _doubt and abs(_moved()) > MOST_MOVED:
        _doubt = "moved"
    return _doubt


def ending() -> date:
    """What has its last day before this one has ended: today, and while the clock is doubted nothing has."""
    return date.min if doubted() else today()


def certain_day() -> date:
    """The day that has come for certain, by which goods are still good: while the clock is doubted, the one that would be
    if it had gone on from where it was believed."""
    return min(today(), shanghai(_expected()).date()) if doubted() else today()


def doubt(reason: str, *, believed: datetime) -> None:
    """Believe the clock no longer, in this process; `believed` is the latest time at which somebody did."""
    global _doubt, _believed
    if not _doubt:
        _believed = (_aware(believed), _seconds())
    _doubt = reason


def believe() -> None:
    """Believe it again, as it goes now."""
    global _doubt, _believed
    _doubt, _believed = "", (wall(), _seconds())


def _expected() -> datetime:
    """What the clock would show if it had only gone on since it was believed."""
    then, counted = _believed
    return then + timedelta(seconds=_seconds() - counted)


def _moved() -> timedelta:
    """How far the wall clock went beside the count since both were believed."""
    if _seconds is _count and (_fixed is not None or _file is not None):
        # a clock that is set for a test or a demonstration moves as it is told
        return timedelta(0)
    return wall() - _expected()


def count_by(seconds: Callable[[], float] | None) -> None:
    """Count seconds by this, beside whatever clock is set; for tests."""
    global _seconds
    _seconds = seconds or _count
    believe()


def set_now(value: datetime | None) -> None:
    """Stop the clock at an aware instant; for tests."""
    global _fixed
    _fixed = None if value is None else _aware(value)


def reset() -> None:
    """Let the clock run again, and be believed."""
    set_now(None)
    count_by(None)


@contextmanager
def standing_at(value: datetime) -> Iterator[None]:
    """Let it be this instant for a while, in this process; for laying out a demonstration."""
    global _fixed
    before, _fixed = _fixed, _aware(value)
    try:
        yield
    finally:
        _fixed = before


def follow(path: Path | None) -> None:
    """Read the instant from a file whenever it exists, so that a test can move a served process.

    Production refuses to start with such a file (config.py).
    """
    global _file
    _file = path


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return value.astimezone(UTC)
