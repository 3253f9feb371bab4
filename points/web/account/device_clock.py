"""What the clock of a staff member's device says, beside ours: two that agree tell a wrong clock from a right one."""

from __future__ import annotations

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from points import operation
from points.foundation import clock, transact
from points.web import auth
from points.web.account.base import blueprint
from points.web.auth import audience, current_actor
from points.web.limits import limiter

#: milliseconds: a clock beyond the year 9999 is no clock
_MOST = 253402300799999


@blueprint.post("/device-clock")
@audience("use_desk", "serve_counter", "lead_activities", card=False)
@limiter.limit("20 per minute")
def device_clock() -> Response:
    """Keep it for a few minutes, with the session alone; where it is no time, nothing."""
    me, said = auth.signed_in(), request.form.get("now", "")[:20]
    if (
        said.isdecimal()
        and said.isascii()
        and int(said) <= _MOST
        and me is not None
        and me.came_by is not None
    ):
        ahead = timedelta(milliseconds=int(said)) - timedelta(seconds=clock.wall().timestamp())
        actor, session = current_actor(), me.came_by.row_id
        transact(lambda: operation.timekeeping.report(session, ahead, actor=actor))
    return Response(status=204)
