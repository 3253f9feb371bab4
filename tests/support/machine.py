"""A machine whose wall clock can be wrong, beside its own count of seconds; and the processes on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from points.foundation import clock
from points.operation import timekeeping


class Machine:
    """One process of the house on a machine; the wall clock of the house is what this says."""

    def __init__(self, now: datetime | None = None) -> None:
        self.wall, self.seconds = now or datetime.now(UTC), 0.0
        clock.set_now(self.wall)
        clock.count_by(lambda: self.seconds)
        timekeeping._known = None

    def pass_time(self, time: timedelta) -> None:
        """Time goes by, and the process runs."""
        self.seconds += time.total_seconds()
        self.jump(time)

    def jump(self, by: timedelta) -> None:
        """Somebody, or an empty battery, moves the wall clock."""
        self.set(self.wall + by)

    def set(self, to: datetime) -> None:
        """To this instant."""
        self.wall = to
        clock.set_now(self.wall)

    def restart(self, off: timedelta = timedelta(0)) -> str:
        """The process ends, the machine is off for so long, and a new process looks at the clock."""
        self.jump(off)
        clock.believe()
        timekeeping._known = None
        return timekeeping.look()
