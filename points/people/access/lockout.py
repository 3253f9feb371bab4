"""Counts tries in this process, for names and devices that have no row of their own; it keeps no history."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakSet

FORGET_AFTER = timedelta(hours=1)
MOST_KEPT = 10_000


@dataclass
class _Count:
    times: int
    last: datetime
    locked_until: datetime | None = None


_EVERY: WeakSet[Tries] = WeakSet()


class Tries:
    """Tries per key; only digests of the keys are kept, the oldest fall out."""

    def __init__(self) -> None:
        _EVERY.add(self)
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, _Count] = OrderedDict()

    def note(self, key: str, now: datetime) -> int:
        """One more try; how many it makes."""
        with self._lock:
            count = self._of(key, now)
            count.times += 1
            count.last = now
            return count.times

    def times(self, key: str, now: datetime) -> int:
        """How many there were."""
        with self._lock:
            return self._of(key, now).times

    def lock(self, key: str, until: datetime, now: datetime) -> None:
        """Refuse this key until then."""
        with self._lock:
            self._of(key, now).locked_until = until

    def locked_until(self, key: str, now: datetime) -> datetime | None:
        """Until when this key is refused, if it is."""
        with self._lock:
            until = self._of(key, now).locked_until
            return until if until is not None and until > now else None

    def clear(self, key: str) -> None:
        """Begin anew with this key."""
        with self._lock:
            self._kept.pop(_digest(key), None)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._kept.clear()

    def _of(self, key: str, now: datetime) -> _Count:
        digest = _digest(key)
        count = self._kept.get(digest)
        if count is None or now - count.last > FORGET_AFTER:
            count = self._kept[digest] = _Count(0, now)
        self._kept.move_to_end(digest)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return count


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


def forget_all() -> None:
    """Begin anew with every count of this process, as a restart would."""
    for tries in _EVERY:
        tries.forget()
