"""The second proof beside the password: typing it, setting it up, turning it off; it reads requests and answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from points import people
from points.foundation import NotFound, Refusal, reading, transact
from points.foundation.codes import qr_data_url
from points.web import auth, form_keys, machines, navigation, second_factor
from points.web.account.base import blueprint, door, form_again
from points.web.auth import audience, current_actor
from points.web.forms import SecondFactorForm, SecondFactorOffForm, read_form
from points.web.limits import limiter
from points.web.refusals import PrintedBefore


@blueprint.get("/second-factor", endpoint="second_factor")
@audience("everyone")
def asked() -> Any:
    """Where the number of the app is typed after the password."""
    if second_factor.who_is_asked() is None:
        return redirect(url_for("account.sign_in"))
    wanted = auth.safe_next(request.args.get("next", ""))
    return door("account/second_factor.html", errors={}, next=wanted, sheet=_sheet())


@blueprint.post("/second-factor", endpoint="second_factor_posted")
@audience("everyone")
@limiter.limit("30 per minute")
def proved() -> Any:
    """Compare, and go in."""
    wanted = auth.safe_next(request.form.get("next", ""))
    form, errors = read_form(SecondFactorForm, request.form)
    if errors:
        return form_again("account/second_factor.html", errors, next=wanted, sheet=_sheet())
    try:
        return second_factor.finish(form["number"])
    except people.refusals.SecondFactorWrong as refusal:
        clocks = second_factor.doubt_clock(form["number"], form["clock"])
        if clocks is not None:
            return clocks
        no = {"number": refusal}
        return form_again("account/second_factor.html", no, refusal, next=wanted, sheet=_sheet())
    except people.refusals.SecondFactorLocked as refusal:
        return form_again("account/second_factor.html", {}, refusal, next=wanted, sheet=_sheet())


@blueprint.get("/second-factor/setup", endpoint="second_factor_setup")
@audience("prove_twice", card=False)
def setup() -> Any:
    """How the own account stands, and what setting it up means."""
    return door("account/second_factor_setup.html", **_standing(), errors={})


@blueprint.post("/second-factor/setup", endpoint="second_factor_setup_posted")
@audience("prove_twice", card=False)
@limiter.limit("30 per minute")
def set_up() -> Any:
    """First the picture for the app; then, with the number it shows, the codes for paper."""
    actor, draw = current_actor(), form_keys.draw("recovery codes")
    if "number" not in request.form:
        return door("account/second_factor_setup.html", **_standing(), **_picture(), errors={})
    form, errors = read_form(SecondFactorForm, request.form)
    if errors:
        return form_again("account/second_factor_setup.html", errors, **_standing(), **_picture())
    try:
        pressed = form_keys.once_inside(
            lambda also: people.second_factor.confirm(
                form["number"], actor=actor, machine=machines.at_hand(), draw=draw, also=also
            ),
            of=people.second_factor.confirm,
            actor=actor,
        )
        codes = form_keys.shown_again(pressed, lambda: people.second_factor.printed_before(draw, actor=actor))
    except people.refusals.SecondFactorWrong as refusal:
        no = {"number": refusal}
        return form_again("account/second_factor_setup.html", no, refusal, **_standing(), **_picture())
    except PrintedBefore as refusal:
        return form_again("account/second_factor_setup.html", {}, refusal, **_standing())
    second_factor.mark(proved=True)
    return _codes(codes)


@blueprint.post("/second-factor/codes", endpoint="second_factor_codes")
@audience("prove_twice", card=False)
@limiter.limit("10 per minute")
def print_anew() -> Any:
    """The codes for paper anew, for who has both."""
    actor, draw = current_actor(), form_keys.draw("recovery codes")

    def again() -> list[str] | None:
        return people.second_factor.printed_before(draw, actor=actor)

    return _with_both(
        partial(people.second_factor.print_anew, draw=draw),
        people.second_factor.print_anew,
        lambda pressed: _codes(form_keys.shown_again(pressed, again)),
    )


@blueprint.post("/second-factor/off", endpoint="second_factor_off")
@audience("prove_twice", card=False)
@limiter.limit("10 per minute")
def turn_off() -> Any:
    """Turned off by who has both; where it must be, the next page is setting it up anew."""

    def ended(_: form_keys.Pressed[None]) -> Response:
        second_factor.mark(proved=False)
        return redirect(url_for("account.second_factor_setup"), 303)

    return _with_both(people.second_factor.end, people.second_factor.end, ended)


def _with_both(
    deed: Callable[..., Any], of: Callable[..., Any], then: Callable[[form_keys.Pressed[Any]], Any]
) -> Any:
    """What asks for the password and the second proof once more."""
    form, errors = read_form(SecondFactorOffForm, request.form)
    if errors:
        return form_again("account/second_factor_setup.html", errors, **_standing())
    actor, machine = current_actor(), machines.at_hand()
    try:
        pressed = form_keys.once_inside(
            lambda also: deed(form["password"], form["number"], actor=actor, machine=machine, also=also),
            of=of,
            actor=actor,
        )
        return then(pressed)
    except PrintedBefore as refusal:
        return form_again("account/second_factor_setup.html", {}, refusal, **_standing())
    except Refusal as refusal:
        field = "password" if isinstance(refusal, people.refusals.OldPasswordWrong) else "number"
        return form_again("account/second_factor_setup.html", {field: refusal}, refusal, **_standing())


def _codes(codes: list[str]) -> str:
    me = auth.signed_in()
    return door(
        "account/second_factor_codes.html", codes=codes, first=navigation.first_page(me) if me else "/"
    )


def _sheet() -> Any:
    """The sheet of who is asked, if they have one: it says which number."""
    asked = second_factor.who_is_asked()
    return reading(lambda: people.second_factor.standing(*asked)).sheet if asked else None


def _standing() -> dict[str, Any]:
    actor = current_actor()
    if actor.account_id is None:
        raise NotFound
    home, account_id, me = actor.account_home, actor.account_id, auth.signed_in()
    return {
        "standing": reading(lambda: people.second_factor.standing(home, account_id)),
        "required": second_factor.is_required(),
        "first": navigation.first_page(me) if me else "/",
    }


def _picture() -> dict[str, Any]:
    actor = current_actor()
    enrolment = transact(lambda: people.second_factor.begin(actor=actor))
    return {"picture": qr_data_url(enrolment.address), "typed_secret": enrolment.typed}
