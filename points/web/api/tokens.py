"""The JSON endpoint where a program gets its token; it shows no page."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from points import people
from points.foundation import Actor, reading
from points.web import form_keys, machines, second_factor
from points.web.api.schemas import SameAgain
from points.web.auth import audience
from points.web.forms import RefusalAnswer, TokenAnswer, TokenRequest
from points.web.limits import by_name_and_device, limiter

blueprint = Blueprint("tokens", __name__, url_prefix="/api/v1", description="Signing in")


@blueprint.route("/tokens", methods=["POST"])
@audience("everyone")
@limiter.limit("30 per minute", key_func=by_name_and_device)
@blueprint.doc(security=[])
@blueprint.arguments(SameAgain(), location="headers")
@blueprint.arguments(TokenRequest)
@blueprint.response(201, TokenAnswer)
@blueprint.alt_response(409, schema=RefusalAnswer)
def open_token(_headers: dict[str, str], form: dict[str, Any]) -> people.tokens.NewToken:
    """Get a bearer token with a user name (or phone number) and a password: for one purpose, for 30 days unless fewer, or by
    staff more (at most 90), are asked for. Sent again within ten minutes with the same Idempotency-Key and body, it gives the
    same token."""
    who = people.signing_in.sign_in(form["username"], form["password"], machine=machines.counted_as())
    # who it is was proved by the password; a number of the app is good once, and this press has used it
    actor = Actor(who.community_id, who.account_id, who.person_id)
    token = form_keys.draw("token", actor=actor).token()
    if form_keys.answered_before(actor) is None:
        second_factor.refuse_unproved(who, form["second_factor"])
    pressed = form_keys.once(
        lambda: people.tokens.issue(
            who, scope=form["scope"], days=form["days"], machine=machines.program(), token=token
        ),
        of=people.tokens.issue,
        actor=actor,
    )
    return form_keys.shown_again(pressed, lambda: reading(lambda: people.tokens.given_before(token, who)))
