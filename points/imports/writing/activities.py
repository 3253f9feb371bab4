"""Writes the activities of the books, and says from when to when each was. It moves no points."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from points import people, volunteering
from points.foundation import clock
from points.imports.lines import ActivityLine, AttendanceLine
from points.imports.writing.batch import OpenBatch

_START = time(9, 0)


def write_activities(batch: OpenBatch, rules: dict[str, volunteering.rules.RuleInfo]) -> None:
    """Enter activities that are new, as held and reviewed."""
    leaders: dict[str, UUID] = {}
    old = []
    for line in batch.books.activities:
        if not batch.is_new(line.key):
            continue
        if line.leader and line.leader not in leaders:
            leaders[line.leader] = _leader(batch, line.leader)
        starts_at, ends_at = span_of(line)
        activity = volunteering.history.OldActivity(
            title=line.title,
            rule_id=rules[line.rule].rule_id,
            starts_at=starts_at,
            ends_at=ends_at,
            leader_id=leaders.get(line.leader),
        )
        old.append(activity)
        batch.took("activity", line.key, line.origin, activity.activity_id)
    volunteering.history.write_activities(old, actor=batch.actor)


def _leader(batch: OpenBatch, name: str) -> UUID:
    """A leader is staff and stands on no roster: the one of this name outside any household, else a new person."""
    named = people.search.by_name(batch.community_id, name)
    found = [one for one in named if one.household_id is None and one.merged_into is None]
    return found[0].person_id if found else people.residents.register(name, actor=batch.actor)


def span_of(line: ActivityLine) -> tuple[datetime, datetime]:
    """From when to when an activity was: its foot says the start, the longest attendance the end."""
    starts_at = clock.instant(line.day, line.starts or _first_sign_in(line))
    longest = max((one.minutes for one in line.attendances), default=0)
    return starts_at, starts_at + timedelta(minutes=longest or 60)


def times_of(line: ActivityLine, one: AttendanceLine) -> tuple[datetime, datetime | None, datetime]:
    """When somebody came, when they signed out if they did, and until when the hours count."""
    in_at = clock.instant(line.day, one.signed_in or line.starts or _START)
    out_at = None
    if one.signed_out is not None:
        out_at = clock.instant(line.day, one.signed_out)
        out_at = out_at if out_at >= in_at else out_at + timedelta(days=1)
    return in_at, out_at, in_at + timedelta(minutes=one.minutes)


def _first_sign_in(line: ActivityLine) -> time:
    return min((one.signed_in for one in line.attendances if one.signed_in), default=_START)
