"""The one clock of the product: UTC instants and Shanghai days; it knows nothing of what happens at them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEVER = date(9999, 12, 31)

_fixed: datetime | None = None
_file: Path | None = None


def now() -> datetime:
    """This instant, aware, in UTC; a test may have set another one."""
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


def set_now(value: datetime | None) -> None:
    """Stop the clock at an aware instant; for tests."""
    global _fixed
    _fixed = None if value is None else _aware(value)


def reset() -> None:
    """Let the clock run again."""
    set_now(None)


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
