"""One sale as a watcher sees it: goods with their batches, how the payer was known, whether and by whom it was undone."""

from __future__ import annotations

from flask import render_template

from points import oversight
from points.foundation import reading
from points.web.auth import audience, current_actor
from points.web.oversight.base import blueprint


@blueprint.get("/oversight/receipts/<receipt>")
@audience("spot_check", card=False)
def receipt(receipt: str) -> str:
    """A receipt and what is behind it."""
    community_id = current_actor().community_id
    found = reading(lambda: oversight.receipts.story(community_id, receipt))
    return render_template("oversight/receipts.html", found=found)
