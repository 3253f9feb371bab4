"""Signing in and out, here or everywhere; it reads requests and answers."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from points import operation, people
from points.foundation import Refusal, reading, transact
from points.web import auth, machines, navigation, office, second_factor
from points.web.account.base import after, blueprint, door, form_again
from points.web.auth import audience, current_actor
from points.web.forms import SignInForm, read_form
from points.web.limits import by_name_and_device, limiter
from points.web.refusals import WrongPasswordHere


@blueprint.get("/sign-in")
@audience("everyone")
def sign_in() -> Any:
    """The one door for residents, office, counter and watchers."""
    wanted = auth.safe_next(request.args.get("next", ""))
    me = auth.signed_in()
    if me is not None and not me.by_card:
        return redirect(wanted or navigation.first_page(me))
    if office.find() is None and reading(operation.founding.is_empty):
        return redirect(url_for("account.founding"))
    return door(
        "account/sign_in.html",
        next=wanted,
        over=request.args.get("over", ""),
        begun=request.args.get("begun") == "1",
    )


@blueprint.post("/sign-in")
@audience("everyone")
@limiter.limit("30 per minute", key_func=by_name_and_device)
@limiter.limit("300 per minute")
def sign_in_posted() -> Any:
    """Compare, and go on to the page that was asked for."""
    wanted = auth.safe_next(request.form.get("next", ""))
    form, errors = read_form(SignInForm, request.form)
    if errors:
        return form_again("account/sign_in.html", errors, keep=("username",), next=wanted)
    try:
        who = people.signing_in.sign_in(form["username"], form["password"], machine=machines.counted_as())
    except people.refusals.WrongPassword:
        no = WrongPasswordHere(left=people.signing_in.tries_left(form["username"]))
        return form_again("account/sign_in.html", {"password": no}, no, keep=("username",), next=wanted)
    except Refusal as refusal:
        return form_again("account/sign_in.html", {}, refusal, keep=("username",), next=wanted)
    onward = url_for("account.password", easy=1, next=wanted) if who.easy and not who.told_easy else wanted
    return second_factor.enter(who.community_id, who.account_id, who.session_epoch, onward)


@blueprint.post("/sign-out")
@audience("everyone", turned=True)
def sign_out() -> Any:
    """Sign out on this device, or close the card that was looked at on somebody's phone."""
    return after(auth.end_session())


@blueprint.post("/sign-out-everywhere")
@audience("signed_in", card=False)
def sign_out_everywhere() -> Any:
    """Sign out on every device, this one too."""
    actor = current_actor()
    transact(lambda: people.accounts.sign_out_everywhere(actor=actor))
    auth.end_session()
    return redirect(url_for("account.sign_in"), 303)
