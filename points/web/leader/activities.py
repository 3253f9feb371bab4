"""The activities I lead: soonest first, and those that are over."""

from __future__ import annotations

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
    return render_template("leader/activities.html", activities=soon, past=past)
