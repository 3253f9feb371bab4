"""The rule book in force, and what is decided for later."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import request

from points import volunteering
from points.foundation import clock, reading
from points.web.asking import page
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint


@blueprint.get("/rules")
@audience("use_desk", card=False)
def rules() -> str:
    """The rule book in force, and what is decided for later."""
    actor, q = current_actor(), request.args.get("q", "")[:60]
    return page("desk/rules.html", {"q": q, "rules": reading(lambda: _found(actor.community_id, q))})


def _found(community_id: UUID, q: str) -> list[volunteering.rules.RuleInfo]:
    """The rule book in force and what is to come within a year, narrowed by words."""
    today = clock.today()
    now = volunteering.rules.in_force(community_id, today)
    later = volunteering.rules.in_force(community_id, today + timedelta(days=365))
    known = {rule.rule_id for rule in now}
    words = q.casefold().split()
    return [
        rule
        for rule in (*now, *(rule for rule in later if rule.rule_id not in known))
        if all(word in _searched(rule) for word in words)
    ]


def _searched(rule: volunteering.rules.RuleInfo) -> str:
    return f"{rule.code} {rule.name} {rule.name_en} {rule.category}".casefold()
