"""Every role of the community: what waits for a second person, what counts, what was objected to; it gives none."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from points import people
from points.foundation import Actor, paging, reading
from points.web import drafts, listing
from points.web.asking import act_once, done, page, read_form, typed_or_left
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.forms import AnswerForm, EndRoleForm
from points.web.forms import Form

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
    return _act("confirm", people.nominations.confirm, AnswerForm, said="role_confirmed")


@blueprint.post("/roles/decline")
@audience("confirm_roles", card=False)
@drafts.keeps("reason", on_page=True)
def decline_role() -> Any:
    """Say no to a role, with the reason."""
    return _act("decline", people.nominations.decline, EndRoleForm, said="role_declined")


@blueprint.post("/roles/object")
@audience("object_to_roles", card=False)
@drafts.keeps("reason", on_page=True)
def object_to_role() -> Any:
    """Object to a role, with the reason."""
    return _act("object", people.nominations.object_to, EndRoleForm, said="role_objected")


def _act(deed: str, use_case: Any, schema: type[Form], *, said: str) -> Any:
    """One of the deeds, to the role and with the words of its form."""
    form, errors = read_form(schema)
    actor, grant_id = current_actor(), form.pop("grant", None)
    return act_once(
        lambda: use_case(grant_id, **form, actor=actor),
        of=use_case,
        errors=errors,
        beside={"objection_unanswered": "answer"},
        again=partial(roles_again, asked=deed, about=request.form.get("grant", "")),
        then=lambda _: done(said, "desk.roles", facts={}),
    )


def roles_again(*, asked: str = "", about: str = "", **more: Any) -> str:
    """The list, with the question that a deed asks before it is done."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    facts = reading(lambda: _facts(actor, chosen, asked, about))
    return page("desk/roles.html", facts, form=typed_or_left("reason", "answer"), **more)


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
    grant_id = paging.read_id_key(about)
    row = people.grants.find(grant_id, actor=actor) if grant_id and asked in DEEDS else None
    if row is None or row.ended_at is not None:
        return None
    may = people.permissions.may(actor, "object_to_roles") if asked == "object" else row.mine
    return {"action": asked, "row": row} if may else None
