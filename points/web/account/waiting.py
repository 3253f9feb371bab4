"""Where somebody begins who can sign in and do nothing yet: which of their roles wait, and for whom."""

from __future__ import annotations

from typing import Any

from flask import redirect

from points import people
from points.foundation import clock, reading
from points.web import navigation
from points.web.account.base import blueprint, door
from points.web.auth import audience, current_actor, signed_in


@blueprint.get("/waiting")
@audience("signed_in", card=False)
def waiting() -> Any:
    """The roles that do not count yet; who has one that does goes on to its page."""
    me, actor = signed_in(), current_actor()
    if me is not None and me.roles:
        return redirect(navigation.first_page(me), 303)
    return door(
        "account/waiting.html",
        roles=reading(lambda: people.grants.waiting_of(actor)),
        today=clock.today(),
    )
