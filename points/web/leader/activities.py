"""The activities I lead: soonest first, and those that are over."""

from __future__ import annotations

from typing import Any

from flask import render_template

from points import volunteering
from points.foundation import reading
from points.web.auth import audience, current_actor
from points.web.leader.base import blueprint


@blueprint.get("")
@audience("lead_activities", card=False)
def activities() -> str:
    """Soonest first, and those that are over."""
    actor = current_actor()
    soon, past = reading(lambda: volunteering.lists.led_by(actor))
    return render_template(
        "leader/activities.html",
        activities=[_listed(one) for one in soon],
        past=[_listed(one) for one in past],
    )


def _listed(one: volunteering.lists.LedActivity) -> dict[str, Any]:
    found = one.activity
    return {
        "public_id": found.public_id,
        "name": found.title,
        "starts": found.starts_at,
        "ends": found.ends_at,
        "place": found.spot or None,
        "signed_up": one.signed_up,
        "here": one.here,
        "state": one.state,
    }
