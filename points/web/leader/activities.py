"""The activities I lead: today's first, what is not handed in yet, what comes, and by month what is over."""

from __future__ import annotations

from itertools import groupby

from flask import render_template, request

from points import volunteering
from points.foundation import clock, paging, reading
from points.web.auth import audience, current_actor
from points.web.leader.base import blueprint

#: of what is over, so many at a time
SHOWN = 60


@blueprint.get("")
@audience("lead_activities", card=False)
def activities() -> str:
    """Today's first and large; older ones folded by month, `before` a key."""
    actor, before, today = current_actor(), request.args.get("before"), clock.today()
    still, past = reading(lambda: volunteering.lists.led_by(actor, after=before, limit=SHOWN))
    older = paging.make_key(past[-1].activity.starts_at, past[-1].activity.activity_id) if past else ""
    now_on = [one for one in (*past, *still) if one.activity.day == today]
    off = [one for one in past if one.activity.day > today]
    months = groupby(
        (one for one in past if one.activity.day < today), key=lambda one: one.activity.day.replace(day=1)
    )
    return render_template(
        "leader/activities.html",
        today=sorted(now_on, key=lambda one: one.activity.starts_at),
        late=[one for one in still if one.activity.day < today],
        ahead=[one for one in still if one.activity.day > today],
        off=sorted(off, key=lambda one: one.activity.starts_at),
        months=[(month, list(rows)) for month, rows in months],
        older=older if len(past) == SHOWN else "",
        before=before,
    )
