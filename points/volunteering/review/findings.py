"""What the office saw of a service and changed when it decided, kept with it for complaints and spot checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from points.volunteering.review.flags import Flag
from points.volunteering.services.policy import ServiceRecord


@dataclass(frozen=True)
class Findings:
    """The doubts there were, the reason the officer gave, and the minutes before where they were changed."""

    flags: tuple[Flag, ...]
    reason: str | None
    minutes_before: int | None


def weigh(
    record: ServiceRecord, flags: Iterable[Flag], *, before: ServiceRecord, reason: str = ""
) -> dict[str, Any]:
    """What is kept with a decided service; `before` is the record as it was found. What the first of two saw stays."""
    found: dict[str, Any] = {"flags": [[one.code, one.minutes, one.other_title] for one in flags]}
    if before.status == "verified" and before.weighed is not None:
        found["first"] = dict(before.weighed)
    if reason:
        found["reason"] = reason
    if changed(record, before):
        found["before"] = {
            "minutes": before.minutes,
            "starts_at": before.starts_at.isoformat() if before.starts_at else None,
            "ends_at": before.ends_at.isoformat() if before.ends_at else None,
        }
    return found


def changed(record: ServiceRecord, before: ServiceRecord) -> bool:
    """Whether times or minutes are not as they were handed in."""
    return (record.minutes, record.starts_at, record.ends_at) != (
        before.minutes,
        before.starts_at,
        before.ends_at,
    )


def of_record(record: ServiceRecord) -> Findings | None:
    """What was seen and changed then; None where it was not kept yet."""
    if record.weighed is None:
        return None
    kept, first = record.weighed, record.weighed.get("first", {})
    before = first.get("before") or kept.get("before")
    return Findings(
        flags=tuple(Flag(*one) for one in kept["flags"]),
        reason=kept.get("reason") or first.get("reason"),
        minutes_before=before["minutes"] if before else None,
    )


def as_before(record: ServiceRecord) -> dict[str, Any]:
    """What is set again when the last decision is taken back; nothing where it changed nothing."""
    kept, again = record.weighed or {}, {}
    if before := kept.get("before"):
        at = ("starts_at", "ends_at")
        again = {name: before[name] and datetime.fromisoformat(before[name]) for name in at}
        again["minutes"] = before["minutes"]
    if first := kept.get("first"):
        again["weighed"] = first
    return again


def alike(
    chosen: Sequence[ServiceRecord], weighed: Mapping[Any, dict[str, Any]]
) -> list[tuple[dict[str, Any], list[ServiceRecord]]]:
    """The records of which the same was kept, together: each group is written by one statement."""
    groups: dict[str, tuple[dict[str, Any], list[ServiceRecord]]] = {}
    for one in chosen:
        kept = weighed[one.service_id]
        groups.setdefault(repr(kept), (kept, []))[1].append(one)
    return list(groups.values())
