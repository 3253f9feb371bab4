"""Changing one's own password; it reads requests and answers."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from points import people
from points.foundation import NotFound, Refusal
from points.web import auth, machines, navigation, second_factor
from points.web.account.base import blueprint, door, form_again, passwords_differ
from points.web.auth import audience, current_actor
from points.web.forms import PasswordForm, read_form
from points.web.limits import limiter


@blueprint.get("/password")
@audience("signed_in", card=False)
def password() -> Any:
    """Where the own password is changed."""
    return door("account/password.html", errors={}, **_shown())


@blueprint.post("/password")
@audience("signed_in", card=False)
@limiter.limit("10 per minute")
def password_posted() -> Any:
    """Change it; every other device is signed out."""
    actor = current_actor()
    form, errors = read_form(PasswordForm, request.form)
    errors = errors or passwords_differ(form)
    if errors:
        return form_again("account/password.html", errors, **_shown())
    try:
        epoch = people.passwords.change(
            form["old"], form["password"], actor=actor, machine=machines.at_hand()
        )
    except Refusal as refusal:
        field = "old" if isinstance(refusal, people.refusals.OldPasswordWrong) else "password"
        return form_again("account/password.html", {field: refusal}, refusal, **_shown())
    if actor.account_id is None:
        raise NotFound
    proved = second_factor.is_proved()
    me = auth.begin_session(actor.community_id, actor.account_id, epoch)
    second_factor.mark(proved=proved)
    return redirect(navigation.first_page(me), 303)


def _shown() -> dict[str, Any]:
    """Whether the password they came in with is one that others guess, and whether they go on without another one."""
    me = auth.signed_in()
    must = bool(me and me.easy and me.is_staff)
    easy = must or request.args.get("easy") == "1"
    return {"easy": easy, "must": must, "next": auth.safe_next(request.args.get("next", ""))}
