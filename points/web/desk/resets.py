"""Taking the second proof from somebody who lost it: one administrator asks on the page of the account, a second person
says yes or no here."""

from __future__ import annotations

from functools import partial
from typing import Any

from points import people
from points.foundation import Actor, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed
from points.web.auth import audience, current_actor
from points.web.desk.accounts import account_again
from points.web.desk.base import blueprint
from points.web.desk.forms import ReasonForm


@blueprint.get("/resets")
@audience("confirm_resets", card=False)
def resets() -> str:
    """What waits for a second person."""
    return resets_again()


@blueprint.post("/accounts/<account_id>/second-factor/reset")
@audience("grant_roles", card=False)
@drafts.keeps("reason", on_page=True)
def ask_reset(account_id: str) -> Any:
    """Ask for it."""
    form, errors = read_form(ReasonForm)
    actor, whose = current_actor(), read_id(account_id)
    return act_once(
        lambda: people.resets.ask(whose, reason=form["reason"], actor=actor),
        of=people.resets.ask,
        errors=errors,
        again=partial(account_again, account_id, resetting=True),
        then=lambda _: done("reset_asked", "desk.account", facts={}, account_id=whose),
        subject_id=whose,
    )


@blueprint.post("/resets/<reset_id>/confirm")
@audience("confirm_resets", card=False)
def confirm_reset(reset_id: str) -> Any:
    """Say yes: it is gone, and so is every session of the account."""
    actor, which = current_actor(), read_id(reset_id)
    return act_once(
        lambda: people.resets.confirm(which, actor=actor),
        of=people.resets.confirm,
        errors={},
        again=resets_again,
        then=lambda _: done("reset_confirmed", "desk.resets", facts={}),
    )


@blueprint.post("/resets/<reset_id>/decline")
@audience("confirm_resets", card=False)
@drafts.keeps("reason", on_page=True)
def decline_reset(reset_id: str) -> Any:
    """Say no, with the reason."""
    form, errors = read_form(ReasonForm)
    actor, which = current_actor(), read_id(reset_id)
    return act_once(
        lambda: people.resets.decline(which, reason=form["reason"], actor=actor),
        of=people.resets.decline,
        errors=errors,
        again=partial(resets_again, declining=reset_id),
        then=lambda _: done("reset_declined", "desk.resets", facts={}),
    )


def resets_again(**more: Any) -> str:
    """The list, after something was asked of it."""
    actor = current_actor()
    return page("desk/resets.html", reading(lambda: _facts(actor)), **typed("reason"), **more)


def _facts(actor: Actor) -> dict[str, Any]:
    return {"resets": people.resets.list_open(actor=actor)}
