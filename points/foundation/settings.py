"""What a community may decide: names, defaults, and the version in force on a day; it knows no room's rules."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.actor import Actor
from points.foundation.database import db
from points.foundation.ids import new_id
from points.foundation.models import Setting
from points.foundation.prepared import given, given_many, prepared

#: every name that may be decided, with what holds until a community decides
DEFAULTS: dict[str, Any] = {
    "purse_of": "household",
    "validity": {"kind": "none", "months": 36},
    "publicity_days": 3,
    "takeback_seconds": 60,
    "backfilled_points": False,
    "voucher_days": 7,
    "exchange_days": None,
    "elders_first_minutes": 0,
    "served_after_minutes": 0,
    "queue_places": 0,
    "day_limit_minutes": 480,
    "street_limit_minutes": 720,
    "month_budget_tenths": 15000,
    "gift_match": None,
    "card_no_pin_tenths": 200,
    "collect_month_tenths": 500,
    "fen_per_point": 100,
    "grace_days": 7,
    "cooling_days": 3,
    "working_day_overrides": {},
    "no_show_pause": {"times": 5, "months": 3},
    "decay": None,
    "new_decider_days": 1,
    "price_approval": "second",
    "undo_days": 7,
    "handover_items": [],
    "handover_limit": 0,
    "street_count_tenths": None,
}


def setting(community_id: UUID, name: str, on: date | None = None) -> Any:
    """What this community decided for this day (today by default)."""
    return settings(community_id, [name], on)[name]


def settings(community_id: UUID, names: list[str], on: date | None = None) -> dict[str, Any]:
    """Several decisions with one statement."""
    found = {name: DEFAULTS[name] for name in names}
    rows = _decided().all(community=community_id, names=names, day=on or clock.today())
    for name, value in rows:
        found[name] = value["is"]
    return found


def decision(community: sa.SQLColumnExpression[UUID], name: str) -> sa.ScalarSelect[Any]:
    """What a community decided for `day`, as a column of a statement that reads something else with it; to be read
    by `decided`."""
    return (
        sa.select(Setting.value)
        .where(Setting.community_id == community, Setting.name == name)
        .where(Setting.effective_on <= given("day"))
        .order_by(Setting.effective_on.desc(), Setting.version.desc())
        .limit(1)
        .scalar_subquery()
    )


def decided(name: str, found: Any) -> Any:
    """The decision in such a column, or what holds until a community decides."""
    return DEFAULTS[name] if found is None else found["is"]


@prepared
def _decided() -> sa.Executable:
    return (
        sa.select(Setting.name, Setting.value)
        .where(Setting.community_id == given("community"), Setting.name.in_(given_many("names")))
        .where(Setting.effective_on <= given("day"))
        .order_by(Setting.effective_on, Setting.version)
    )


def decide(community_id: UUID, name: str, value: Any, *, effective_on: date, actor: Actor) -> int:
    """Add a decision; it never changes an older one. The new version's number comes back."""
    if name not in DEFAULTS:
        raise KeyError(name)
    newest = db.session.scalar(
        sa.select(sa.func.max(Setting.version)).where(
            Setting.community_id == community_id, Setting.name == name
        )
    )
    version = (newest or 0) + 1
    row = {
        "community_id": community_id,
        "id": new_id(),
        "name": name,
        "version": version,
        "value": {"is": value},
        "effective_on": effective_on,
        "decided_by": actor.account_id,
        "created_at": clock.now(),
    }
    db.session.execute(sa.insert(Setting), [row])
    return version
