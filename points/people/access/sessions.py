"""How long somebody stays signed in: pure decisions on roles and times."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from points.people.permissions import STAFF

CARD_SESSION = timedelta(minutes=30)


@dataclass(frozen=True)
class SessionLength:
    """How long a session lasts: without a click, and in all."""

    idle: timedelta
    whole: timedelta


_RESIDENT = SessionLength(timedelta(days=30), timedelta(days=365))


_LEADER = SessionLength(timedelta(hours=12), timedelta(hours=24))


_STAFF = SessionLength(timedelta(minutes=30), timedelta(hours=12))


def _length(roles: Collection[str]) -> SessionLength:
    """Residents stay for a month; staff half an hour idle; a leader one activity, out in the field."""
    if STAFF & set(roles):
        return _STAFF
    return _LEADER if "leader" in roles else _RESIDENT


def over(roles: Collection[str], *, begun: datetime, seen: datetime, now: datetime) -> bool:
    """Whether a session has been idle too long or is too old."""
    whole = _length(roles)
    return now - seen > whole.idle or now - begun > whole.whole
