"""Every role of the community: what waits for a second person, what counts, what was objected to; it gives none."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import people
from points.foundation import Actor, reading
from points.web import drafts, listing
from points.web.auth import audience, current_actor
from points.web.desk.base import act, blueprint, done, page, read_form, typed
from points.web.desk.forms import AnswerForm, EndRoleForm

FILTERS = {"state": people.grants.STATES}
#: what may be asked of one role before it is done
DEEDS = ("confirm", "decline", "object")


@blueprint.get("/roles")
@audience("see_roles", card=False)
def roles() -> str:
    """Roles, the newest first; those that wait for the reader stand above them."""
    return roles_again(asked=request.args.get("confirm", ""), about=request.args.get("grant", ""))


@blueprint.post("/roles/confirm")
@audience("confirm_roles", card=False)
@drafts.keeps("answer", on_page=True)
def confirm_role() -> Any:
    """Say yes to a role that somebody else proposed."""
    form, errors = read_form(AnswerForm)
    actor = current_actor()
    return act(
        lambda: people.nominations.confirm(form["grant"], answer=form["answer"], actor=actor),
        of=people.nominations.confirm,
        errors=errors,
        beside={"objection_unanswered": "answer"},
        again=_again("confirm"),
        then=lambda _: done("role_confirmed", "desk.roles", facts={}),
    )


@blueprint.post("/roles/decline")
@audience("confirm_roles", card=False)
@drafts.keeps("reason", on_page=True)
def decline_role() -> Any:
    """Say no to a role, with the reason."""
    form, errors = read_form(EndRoleForm)
    actor = current_actor()
    return act(
        lambda: people.nominations.decline(form["grant"], reason=form["reason"], actor=actor),
        of=people.nominations.decline,
        errors=errors,
        again=_again("decline"),
        then=lambda _: done("role_declined", "desk.roles", facts={}),
    )


@blueprint.post("/roles/object")
@audience("object_to_roles", card=False)
@drafts.keeps("reason", on_page=True)
def object_to_role() -> Any:
    """Object to a role, with the reason."""
    form, errors = read_form(EndRoleForm)
    actor = current_actor()
    return act(
        lambda: people.nominations.object_to(form["grant"], reason=form["reason"], actor=actor),
        of=people.nominations.object_to,
        errors=errors,
        again=_again("object"),
        then=lambda _: done("role_objected", "desk.roles", facts={}),
    )


def roles_again(*, asked: str = "", about: str = "", **more: Any) -> str:
    """The list, with the question that a deed asks before it is done."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    left = drafts.left_here() if drafts.asked_for() else {}
    words = {**typed("reason", "answer"), **{name: said[0] for name, said in left.items() if said}}
    facts = reading(lambda: _facts(actor, chosen, asked, about))
    return page("desk/roles.html", facts, said=words, **more)


def _again(asked: str) -> Any:
    return partial(roles_again, asked=asked, about=request.form.get("grant", ""))


def _facts(actor: Actor, chosen: dict[str, str], asked: str, about: str) -> dict[str, Any]:
    found = people.grants.page(actor, chosen["state"], listing.asked())
    mine = people.grants.waiting_for(actor) if people.permissions.may(actor, "confirm_roles") else []
    return {
        "list": listing.Listing("desk.roles", found, chosen),
        "mine": mine,
        "resets": _resets(actor),
        "confirming": (question := _confirming(actor, asked, about)),
        "days": people.nominations.days_to_wait(question["row"].role, actor.community_id) if question else 0,
    }


def _resets(actor: Actor) -> int:
    """How many second proofs wait to be reset by whoever may say yes to a role."""
    if not people.permissions.may(actor, "confirm_resets"):
        return 0
    return len(people.resets.list_open(actor=actor))


def _confirming(actor: Actor, asked: str, about: str) -> dict[str, Any] | None:
    """The question before a deed, where the reader may do it to this role."""
    grant_id = _uuid(about)
    row = people.grants.find(grant_id, actor=actor) if grant_id and asked in DEEDS else None
    if row is None or row.ended_at is not None:
        return None
    may = people.permissions.may(actor, "object_to_roles") if asked == "object" else row.mine
    return {"action": asked, "row": row} if may else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
