"""What was typed after the event, month by month, to be checked against its evidence."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from points import oversight, people
from points.foundation import clock, reading
from points.web.auth import audience, current_actor
from points.web.oversight.base import blueprint


@blueprint.get("/oversight/back-fills")
@audience("spot_check", card=False)
def back_fills() -> str:
    """Everything that was typed in a month."""
    actor, after = current_actor(), request.args.get("after", "")[:200]
    month = oversight.back_fills.month_of(request.args.get("month", ""))
    found = reading(lambda: oversight.back_fills.in_month(actor.community_id, month, after=after))
    following = oversight.back_fills.month_after(month)
    return render_template(
        "oversight/back_fills.html",
        month=month,
        before=(month - timedelta(days=1)).replace(day=1),
        following=following if following <= clock.today() else None,
        rows=found.rows,
        next_key=found.next_key,
        first_page=not after,
        names_whole=people.permissions.may(actor, "see_people"),
    )
