"""The shelf as a watcher sees it: what expired, what soon will, what runs out; and one batch with where it went."""

from __future__ import annotations

from flask import render_template, request

from points import oversight
from points.foundation import clock, reading
from points.web.auth import audience, current_actor
from points.web.oversight.base import blueprint


@blueprint.get("/oversight/batches")
@audience("spot_check", card=False)
def batches() -> str:
    """Batches that are left, by when they expire; or goods that run out."""
    community_id, after = current_actor().community_id, request.args.get("after", "")[:200]
    state = request.args.get("state", "")
    state = state if state in oversight.batches.STATES else "expired"
    if state == "scarce":
        rows, next_key = reading(lambda: oversight.batches.scarce(community_id)), None
    else:
        found = reading(lambda: oversight.batches.on_shelf(community_id, state, after=after))
        rows, next_key = found.rows, found.next_key
    return render_template(
        "oversight/batches.html",
        state=state,
        rows=rows,
        next_key=next_key,
        first_page=not after,
        today=clock.today(),
    )


@blueprint.get("/oversight/batches/<number>")
@audience("spot_check", card=False)
def batch(number: str) -> str:
    """One batch and the sales it went into."""
    community_id, after = current_actor().community_id, request.args.get("after", "")[:200]
    found = reading(lambda: oversight.batches.story(community_id, number, after=after))
    return render_template(
        "oversight/batches_one.html", found=found, first_page=not after, today=clock.today()
    )
