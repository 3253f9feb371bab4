"""Two clocks that do not agree, for who gave the password and a number that is right by the machine's; it lets nobody in."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from points.foundation import clock
from points.web import second_factor
from points.web.account.base import blueprint, door
from points.web.auth import audience


@blueprint.get("/clock", endpoint="clock")
@audience("everyone")
def two_clocks() -> Any:
    """What time it is here and there, and what to do. Nobody is signed in on this page, so no other page opens."""
    doubted = second_factor.doubted_clock()
    if doubted is None:
        return redirect(url_for("account.sign_in"))
    return door(
        "account/clock.html", ours=clock.shanghai(doubted.ours), theirs=clock.shanghai(doubted.theirs)
    )
