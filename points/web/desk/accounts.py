"""Who can sign in: every account as a list, and one of them whole, with what is open of it and what became of it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response

from points import oversight, people
from points.foundation import Actor, reading
from points.web import listing
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, typed_or_left
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint

#: what the list is called beside the words of a search
LIST = "accounts"
FILTERS = {
    "state": people.account_list.STATES,
    "role": ("some",),
    "slip": ("open",),
    "token": ("some",),
    "idle": ("long",),
    listing.FOUND: None,
}


@blueprint.get("/accounts")
@audience("see_accounts", card=False)
def accounts() -> str:
    """Accounts, the newest first; those that were closed where they are asked for."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    return page("desk/accounts.html", reading(lambda: _list_facts(actor, chosen)))


@blueprint.post("/accounts")
@audience("see_accounts", card=False)
def search_accounts() -> Response:
    """Show whose name or user name fits the words that were typed, as a list under a number."""
    actor, chosen = current_actor(), {**listing.chosen(FILTERS), listing.FOUND: ""}
    words = request.form.get("q", "").strip()[:60]
    if words:
        chosen[listing.FOUND] = listing.keep_search(LIST, {"q": words}, actor=actor)
    return redirect(listing.address("desk.accounts", chosen), 303)


@blueprint.get("/accounts/<account_id>")
@audience("see_accounts", card=False)
def account(account_id: str) -> str:
    """One account."""
    asked = request.args.get("confirm")
    return account_again(account_id, reopening=asked == "reopen", resetting=asked == "reset")


@blueprint.post("/accounts/<account_id>/sessions/end")
@audience("open_accounts", card=False)
def end_session_of(account_id: str) -> Any:
    """Sign somebody out on one machine."""
    return _end(account_id, people.sessions.end_for, "session", read_id(request.form.get("session", "")))


@blueprint.post("/accounts/<account_id>/tokens/end")
@audience("open_accounts", card=False)
def end_token_of(account_id: str) -> Any:
    """The program with this token no longer comes in."""
    return _end(account_id, people.tokens.end_for, "token", read_id(request.form.get("token", "")))


@blueprint.post("/accounts/<account_id>/slips/end")
@audience("open_accounts", card=False)
def end_slip_of(account_id: str) -> Any:
    """The open slip of an account is worth nothing any more."""
    return _end(account_id, people.activation.end, "slip")


def _end(account_id: str, end: Any, what: str, *which: UUID) -> Any:
    """End something open of an account, with the use case for it."""
    actor, whose = current_actor(), read_id(account_id)
    return act_once(
        lambda: end(whose, *which, actor=actor),
        of=end,
        errors={},
        again=partial(account_again, account_id),
        then=lambda _: done(f"{what}_ended", "desk.account", facts={}, account_id=whose),
        subject_id=whose,
    )


def account_again(account_id: str, **more: Any) -> str:
    """The page of an account, after something was asked of it."""
    actor, lang, whose = current_actor(), language(), read_id(account_id)
    facts = reading(lambda: _facts(whose, actor, lang))
    return page("desk/accounts_one.html", facts, form=typed_or_left("reason"), **more)


def _list_facts(actor: Actor, chosen: dict[str, str]) -> dict[str, Any]:
    words = listing.searched(LIST, actor)
    wanted = people.account_list.AccountFilter(
        words=words.get("q", ""),
        state=chosen["state"],
        **{name: bool(chosen[name]) for name in ("role", "slip", "token", "idle")},
    )
    found = people.account_list.page(actor, wanted, listing.asked())
    return {
        "list": listing.Listing("desk.accounts", found, chosen),
        "q": words.get("q", ""),
        "lost": bool(chosen[listing.FOUND] and not words),
    }


def _facts(account_id: UUID, actor: Actor, lang: str) -> dict[str, Any]:
    """Everything the page of an account says."""
    found = people.account_list.get(account_id, actor=actor)
    holder = None
    if found.status != "closed":
        holder = people.actors.of_account(account_id, community_id=actor.community_id)
    roles = people.grants.of_account(account_id, actor=actor)
    return {
        "account": found,
        "roles": roles,
        "sessions": people.sessions.list_own(actor=holder) if holder else [],
        "tokens": people.tokens.list_own(actor=holder) if holder else [],
        "may": may_change(found, actor),
        "mine": account_id == actor.account_id,
        "history": oversight.trail.of_account(actor.community_id, account_id, language=lang),
        "own": [account_id],
        "factor": people.second_factor.standing(actor.community_id, account_id),
        "reset": people.resets.find_open(account_id, actor=actor),
        "resetter": people.resets.who_confirms(account_id, actor=actor),
    }


def may_change(found: people.account_list.AccountRow, actor: Actor) -> bool:
    """Whether the reader may end what is open of this account: one that holds a role is for an administrator."""
    may = people.permissions.may
    return may(actor, "open_accounts") and (may(actor, "grant_roles") or not found.roles)
