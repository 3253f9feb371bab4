"""The street's first page: its communities side by side."""

from __future__ import annotations

from flask import render_template, request

from points import oversight
from points.foundation import clock, reading
from points.web.auth import audience, current_actor
from points.web.oversight.base import blueprint


@blueprint.get("/oversight/communities")
@audience("compare_communities", card=False)
def communities() -> str:
    """Households, hours, points and what waits, by community and in all."""
    actor, word = current_actor(), request.args.get("span", "")
    word = word if word in oversight.communities.SPANS else "month"
    lines, total = reading(lambda: oversight.communities.compare(actor, word))
    first, behind = oversight.communities.span(word, clock.today())
    return render_template(
        "oversight/communities.html",
        span=word,
        first=first,
        behind=behind,
        lines=lines,
        total=total,
        own=actor.community_id,
    )
