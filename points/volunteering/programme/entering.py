"""Services as they enter the book: from a confirmed list, or typed in later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id
from points.foundation.codes import PublicKind, new_public_id
from points.volunteering.models import Service
from points.volunteering.programme import activity_rows
from points.volunteering.rulebook import rules
from points.volunteering.rulebook.policy import ONE
from points.volunteering.services.policy import Span


@dataclass(frozen=True)
class Entered:
    """A list that was confirmed or typed in: how many people, how many did not come, their minutes."""

    activity: activity_rows.ActivityInfo
    people: int
    no_shows: int
    minutes: int


def row(
    actor: Actor,
    found: activity_rows.ActivityInfo,
    rule: rules.RuleInfo,
    *,
    person_id: UUID,
    origin: str,
    method: str,
    served_on: date,
    span: Span,
    minutes: int,
    quantity_tenths: int = ONE,
    reason: str = "",
    evidence: str = "",
) -> dict[str, Any]:
    return {
        "community_id": actor.community_id,
        "id": new_id(),
        "public_id": new_public_id(PublicKind.SERVICE),
        "activity_id": found.activity_id,
        "person_id": person_id,
        "rule_id": rule.rule_id,
        "status": "submitted",
        "origin": origin,
        "method": method,
        "served_on": served_on,
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "minutes": minutes,
        "quantity_tenths": quantity_tenths,
        "what": found.title,
        "evidence": evidence,
        "reason": reason,
        "entered_by": actor.account_id,
        "created_at": clock.now(),
    }


def write(rows: list[dict[str, Any]], actor: Actor, *, reason: str = "") -> None:
    if not rows:
        return
    db.session.execute(sa.insert(Service), rows)
    origin = "back_filled" if reason else "entered"
    private = {"reason": reason} if reason else {}
    audit.records.record_many(
        [
            audit.records.Action(
                "service.back_filled" if reason else "service.recorded",
                "service",
                row["id"],
                {name: row[name] for name in ("activity_id", "person_id", "rule_id", "method", "minutes")},
                private,
                origin=origin,
            )
            for row in rows
        ],
        actor=actor,
    )
