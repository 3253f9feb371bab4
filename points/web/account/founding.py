"""An empty installation: two people at the machine begin a community, and each sets a password of their own."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, request, url_for

from points import operation, people
from points.foundation import Refusal, reading, transact
from points.web.account.base import blueprint, door, form_again
from points.web.auth import audience
from points.web.forms import FoundingForm, read_form
from points.web.limits import limiter

_FIELDS = ("code", "name", "phone", "district", "street", "name_1", "username_1", "name_2", "username_2")
#: which field a refusal is about; before anybody is there only the first of the two can have a name already
_ABOUT = {operation.refusals.FoundingCodeWrong: "code", people.refusals.UsernameTaken: "username_2"}


@blueprint.get("/set-up")
@audience("everyone")
def founding() -> Any:
    """The form, as long as nobody began; then the door to sign in by."""
    if not reading(operation.founding.is_empty):
        return redirect(url_for("account.sign_in"))
    return door("account/founding.html", typed={}, errors={})


@blueprint.post("/set-up")
@audience("everyone")
@limiter.limit("10 per minute")
def founding_posted() -> Any:
    """Begin; pressed again it is begun already, and both know their passwords."""
    form, errors = read_form(FoundingForm, request.form)
    founders = [] if errors else [_founder(form, one) for one in "12"]
    errors = errors or _unfit(form, founders)
    if errors:
        return form_again("account/founding.html", errors, keep=_FIELDS)
    place = operation.founding.FoundedPlace(form["name"], "", form["phone"], form["district"], form["street"])
    try:
        transact(lambda: operation.founding.begin(place, founders, typed=form["code"]))
    except operation.refusals.FoundedAlready:
        return redirect(url_for("account.sign_in"), 303)
    except Refusal as refusal:
        about = _ABOUT.get(type(refusal))
        return form_again("account/founding.html", {about: refusal} if about else {}, refusal, keep=_FIELDS)
    operation.founding.keep_code(current_app.config["INSTANCE"])
    return redirect(url_for("account.sign_in", begun=1), 303)


def _founder(form: dict[str, str], which: str) -> operation.founding.Founder:
    return operation.founding.Founder(
        form[f"name_{which}"], form[f"username_{which}"], form[f"password_{which}"]
    )


def _unfit(form: dict[str, str], founders: list[operation.founding.Founder]) -> dict[str, Refusal]:
    """What is wrong with a user name or a password, beside its field."""
    wrong: dict[str, Refusal] = {}
    for which, one in zip("12", founders, strict=True):
        try:
            people.passwords.refuse_unfit(one.password, username=one.username)
        except people.refusals.UsernameUnfit as refusal:
            wrong[f"username_{which}"] = refusal
        except Refusal as refusal:
            wrong[f"password_{which}"] = refusal
        if one.password != form[f"again_{which}"]:
            wrong[f"again_{which}"] = people.refusals.PasswordsDiffer()
    return wrong
