"""What processes used of the machine, read from /proc: CPU seconds of whole trees, resident memory; it knows no load."""

from __future__ import annotations

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def children(process: int) -> list[int]:
    """The processes this one started and that still run."""
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        return [int(word) for one in threads for word in (one / "children").read_text().split()]
    except OSError:
        return []


def tree(process: int) -> list[int]:
    """This process and everything below it."""
    return [process, *(below for child in children(process) for below in tree(child))]


def cpu_seconds(process: int) -> float:
    """What this process and everything below it used so far, those that ended meanwhile included."""
    return sum(_used(one) for one in tree(process))


def resident_mb(process: int) -> int:
    """Mebibytes of memory this process holds now."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(found[0]) // 1024 if found else 0


def _used(process: int) -> float:
    """Own time in user and kernel, and that of children that were waited for."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    fields = text.rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICK
