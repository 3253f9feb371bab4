"""The administrator's first page: whether the house is well, and what waits for somebody who looks after it."""

from __future__ import annotations

from flask import current_app, render_template

from points import operation
from points.foundation import clock, reading
from points.web.auth import audience, current_actor
from points.web.oversight.base import blueprint


@blueprint.get("/oversight/installation")
@audience("look_after_installation", card=False)
def installation() -> str:
    """Backup, night round, version, what failed, and how much room is left."""
    config = current_app.config
    found = operation.standing.now(
        current_actor().community_id, backups=config["BACKUPS"], instance=config["INSTANCE"]
    )
    return render_template(
        "oversight/installation.html",
        found=found,
        now=clock.now(),
        today=clock.today(),
        beginning=reading(lambda: operation.opening.is_beginning(current_actor())),
    )
