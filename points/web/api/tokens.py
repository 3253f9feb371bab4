"""The JSON endpoint where a program gets its token; it shows no page."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from points import people
from points.foundation import transact
from points.web import machines, second_factor
from points.web.auth import audience
from points.web.forms import TokenAnswer, TokenRequest
from points.web.limits import by_name_and_device, limiter

blueprint = Blueprint("tokens", __name__, url_prefix="/api/v1", description="Signing in")


@blueprint.route("/tokens", methods=["POST"])
@audience("everyone")
@limiter.limit("30 per minute", key_func=by_name_and_device)
@blueprint.doc(security=[])
@blueprint.arguments(TokenRequest)
@blueprint.response(201, TokenAnswer)
def open_token(form: dict[str, Any]) -> people.tokens.NewToken:
    """Get a bearer token with a user name (or phone number) and a password: for one purpose, for 30 days unless fewer, or by
    staff more (at most 90), are asked for."""
    who = people.signing_in.sign_in(form["username"], form["password"], machine=machines.counted_as())
    second_factor.refuse_unproved(who, form["second_factor"])
    asked = {"scope": form["scope"], "days": form["days"], "machine": machines.program()}
    return transact(lambda: people.tokens.issue(who, **asked))
