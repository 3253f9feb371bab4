"""Somebody leaves: what is open of theirs and who goes on with it, closed with one yes; and opening an account again."""

from __future__ import annotations

from functools import partial
from typing import Any

from points import operation, people
from points.foundation import NotFound, paging, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed_or_left
from points.web.auth import audience, current_actor
from points.web.desk.accounts import account_again, may_change
from points.web.desk.base import blueprint
from points.web.desk.forms import ReasonForm
from points.web.fields import Words


class LeavingForm(ReasonForm):
    """Why an account is closed, and who leads on."""

    heir = Words(most=40, required=False)


@blueprint.get("/accounts/<account_id>/close")
@audience("open_accounts", card=False)
def leaving(account_id: str) -> str:
    """Everything that closing this account ends, and what is handed on."""
    return leaving_again(account_id)


@blueprint.post("/accounts/<account_id>/close")
@audience("open_accounts", card=False)
@drafts.keeps("reason", "heir")
def close_account(account_id: str) -> Any:
    """Close it, and hand on what can be."""
    form, errors = read_form(LeavingForm)
    actor, whose = current_actor(), read_id(account_id)
    return act_once(
        lambda: operation.leaving.close(
            whose, hand_on_to=paging.read_id_key(form["heir"]), reason=form["reason"], actor=actor
        ),
        of=people.accounts.close,
        errors=errors,
        beside={"leader_needed": "heir"},
        again=partial(leaving_again, account_id),
        ids=lambda handed: {"number": handed},
        then=lambda ids: done("account_closed", "desk.account", facts=ids, account_id=whose),
        subject_id=whose,
    )


@blueprint.post("/accounts/<account_id>/reopen")
@audience("open_accounts", card=False)
@drafts.keeps("reason", on_page=True)
def reopen_account(account_id: str) -> Any:
    """Open a closed account again; its roles come back as proposals."""
    form, errors = read_form(ReasonForm)
    actor, whose = current_actor(), read_id(account_id)
    return act_once(
        lambda: people.nominations.reopen(whose, reason=form["reason"], actor=actor),
        of=people.nominations.reopen,
        errors=errors,
        again=partial(account_again, account_id, reopening=True),
        ids=lambda roles: {"number": roles},
        then=lambda ids: done("account_reopened", "desk.account", facts=ids, account_id=whose),
        subject_id=whose,
    )


def leaving_again(account_id: str, **more: Any) -> str:
    """The question before an account is closed."""
    actor, whose = current_actor(), read_id(account_id)
    found = reading(lambda: operation.leaving.look(whose, actor=actor))
    account = found.account
    if "refusal" in more and (account.status == "closed" or whose == actor.account_id):
        return account_again(account_id, **more)
    if account.status == "closed" or not may_change(account, actor) or whose == actor.account_id:
        raise NotFound
    facts = {"leaving": found, "account": account, "form": typed_or_left("reason", "heir")}
    return page("desk/leaving.html", facts, **more)
