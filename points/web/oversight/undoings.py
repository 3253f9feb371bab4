"""What was taken back by two people instead of three, with the reason they gave."""

from __future__ import annotations

from flask import render_template, request

from points import oversight, people
from points.foundation import reading
from points.web.auth import audience, current_actor
from points.web.oversight.base import blueprint


@blueprint.get("/oversight/undoings")
@audience("check_books", card=False)
def undoings() -> str:
    """Every sale that two took back, newest first."""
    actor, after = current_actor(), request.args.get("after", "")[:200]
    found = reading(lambda: oversight.receipts.undone_by_two(actor.community_id, after=after))
    return render_template(
        "oversight/undoings.html",
        rows=found.rows,
        next_key=found.next_key,
        first_page=not after,
        names_whole=people.permissions.may(actor, "see_people"),
    )
