"""Keeping what is being written, and throwing it away; the script of a form asks, and the form itself."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from points.web import auth, drafts
from points.web.account.base import blueprint
from points.web.auth import audience, current_actor
from points.web.limits import limiter


@blueprint.post("/drafts")
@audience("signed_in", card=False)
@limiter.limit("120 per minute")
def keep_draft() -> Response:
    """What stands in a form now, of what may be kept of it."""
    machine = drafts.save(request.form.get("draft_of", ""), request.form, current_actor())
    return drafts.mark_machine(Response(status=204), machine)


@blueprint.post("/drafts/forget")
@audience("signed_in", card=False)
def forget_draft() -> Response:
    """What was left in a form is not wanted; back to the empty form."""
    address = auth.safe_next(request.form.get("draft_of", "")) or "/"
    drafts.forget(address)
    return redirect(address, 303)
