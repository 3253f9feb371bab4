"""The rule book in force, and what is decided for later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request

from points import volunteering
from points.foundation import clock, reading
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint, page


@blueprint.get("/rules")
@audience("use_desk", card=False)
def rules() -> str:
    """The rule book in force, and what is decided for later."""
    actor, q = current_actor(), request.args.get("q", "")[:60]
    return page("desk/rules.html", {"q": q, "rows": reading(lambda: rule_rows(actor.community_id, q))})


def rule_rows(community_id: UUID, q: str) -> list[dict[str, Any]]:
    """The rule book in force and what is to come within a year, narrowed by words."""
    today = clock.today()
    now = volunteering.rules.in_force(community_id, today)
    later = volunteering.rules.in_force(community_id, today + timedelta(days=365))
    known = {one.rule_id for one in now}
    rows = [_rule(one) for one in (*now, *(one for one in later if one.rule_id not in known))]
    words = q.casefold().split()
    return [row for row in rows if all(word in _searched(row) for word in words)]


def _rule(one: volunteering.rules.RuleInfo) -> dict[str, Any]:
    return {
        "number": one.code,
        "name": one.name,
        "english": one.name_en,
        "class_name": one.category,
        "unit": one.unit,
        "tenths": one.tenths,
        "cap": one.cap or None,
        "evidence": one.evidence,
        "account": one.credits_to,
        "counts_hours": one.counts_hours,
        "version": one.version,
        "effective_from": one.effective_on,
        "until": one.until,
    }


def _searched(row: dict[str, Any]) -> str:
    return f"{row['number']} {row['name']} {row['english']} {row['class_name']}".casefold()
