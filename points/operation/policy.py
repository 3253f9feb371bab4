"""Whether the clock is believed: pure comparisons of what it says with what is known beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID

#: the wall clock may be this far before the last mark
MOST_BACK = timedelta(minutes=5)
#: and this far past it: a holiday of nine days with what stands around it is none, half a year in a drawer is
LONGEST_OFF = timedelta(days=16)
#: a device of staff that differs by more says that one of the two clocks is wrong
DEVICE_OFF = timedelta(days=1)
#: two devices say the same when they differ by no more than this
DEVICES_AGREE = timedelta(hours=1)
#: a device that differs by no more says that ours is right
DEVICE_RIGHT = timedelta(minutes=10)
#: what a device said longer ago was said about another time: shorter than any step that raises doubt
DEVICE_COUNTS = timedelta(minutes=5)


@dataclass(frozen=True)
class DeviceReport:
    """What the clock of a signed-in member of staff's device said beside ours, when it was last asked."""

    account_id: UUID
    ahead: timedelta
    seen_at: datetime


def doubt(now: datetime, *, mark: datetime | None, reports: Sequence[DeviceReport]) -> str:
    """Why the clock is doubted, as a code, or ''. `mark` is the latest time it was believed to show."""
    if mark is not None and now < mark - MOST_BACK:
        return "back"
    if mark is not None and now > mark + LONGEST_OFF:
        return "ahead"
    off = [one for one in _counting(now, reports) if abs(one.ahead) > DEVICE_OFF]
    return "devices" if _two(off) else ""


def agreed(now: datetime, reports: Sequence[DeviceReport]) -> bool:
    """Whether two of staff's devices say that the clock is right, and no two that it is not."""
    right = [one for one in _counting(now, reports) if abs(one.ahead) <= DEVICE_RIGHT]
    return _two(right) and doubt(now, mark=None, reports=reports) == ""


def _counting(now: datetime, reports: Iterable[DeviceReport]) -> list[DeviceReport]:
    """What was said about the time it is now, and not about the one before the clock was moved."""
    return [one for one in reports if timedelta(0) <= now - one.seen_at <= DEVICE_COUNTS]


def _two(reports: Sequence[DeviceReport]) -> bool:
    """Whether two people's devices say the same; one person at two machines is one."""
    return any(
        one.account_id != other.account_id and abs(one.ahead - other.ahead) <= DEVICES_AGREE
        for one, other in combinations(reports, 2)
    )
