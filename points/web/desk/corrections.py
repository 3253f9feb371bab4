"""Awards that somebody asks to take back: what waits for a second person, and the deeds on the page of one award."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import people, volunteering
from points.foundation import Actor, NotFound, paging, reading
from points.web import drafts
from points.web.auth import audience, current_actor
from points.web.desk.base import act, blueprint, done, page, read_form, typed
from points.web.desk.things import award_again
from points.web.fields import Words
from points.web.forms import Form


class ReasonForm(Form):
    """Why an award is to be taken back, or why not."""

    reason = Words(most=200)


@blueprint.get("/corrections")
@audience("confirm_reversals", card=False)
def corrections() -> str:
    """Everything that waits for a second person, each with the way to its award, or the question itself for who sees no
    purses."""
    return _list(declining=request.args.get("decline", ""))


@blueprint.post("/awards/<award_id>/ask")
@audience("approve_services", card=False)
@drafts.keeps("reason", on_page=True)
def ask_reversal(award_id: str) -> Any:
    """Ask that an award be taken back."""
    form, errors = read_form(ReasonForm)
    actor, which = current_actor(), _uuid(award_id)
    return act(
        lambda: volunteering.corrections.ask(which, reason=form["reason"], actor=actor),
        of=volunteering.corrections.ask,
        errors=errors,
        again=partial(award_again, award_id, asking="ask"),
        then=lambda _: done("reversal_asked", "desk.award", facts={}, award_id=which),
        subject_id=which,
    )


@blueprint.post("/awards/<award_id>/reverse")
@audience("confirm_reversals", card=False)
def confirm_reversal(award_id: str) -> Any:
    """Say yes as a second person: the points are taken back now."""
    actor, which = current_actor(), _uuid(award_id)
    return act(
        lambda: volunteering.corrections.confirm(which, actor=actor),
        of=volunteering.corrections.confirm,
        errors={},
        again=partial(_again, award_id),
        then=lambda _: _answered("award_reversed", which),
        subject_id=which,
    )


@blueprint.post("/awards/<award_id>/decline")
@audience("confirm_reversals", card=False)
@drafts.keeps("reason", on_page=True)
def decline_reversal(award_id: str) -> Any:
    """Say no, or take the own question back."""
    form, errors = read_form(ReasonForm)
    actor, which = current_actor(), _uuid(award_id)
    return act(
        lambda: volunteering.corrections.decline(which, reason=form["reason"], actor=actor),
        of=volunteering.corrections.decline,
        errors=errors,
        again=partial(_again, award_id, asking="decline"),
        then=lambda _: _answered("reversal_declined", which),
        subject_id=which,
    )


def _sees_awards() -> bool:
    return people.permissions.may(current_actor(), "see_purses")


def _again(award_id: str, *, asking: str = "", **more: Any) -> str:
    if _sees_awards():
        return award_again(award_id, asking=asking, **more)
    return _list(declining=award_id if asking else "", **more)


def _answered(code: str, which: UUID) -> Any:
    if _sees_awards():
        return done(code, "desk.award", facts={}, award_id=which)
    return done(code, "desk.corrections", facts={})


def _list(*, declining: str = "", **more: Any) -> str:
    actor = current_actor()
    facts = reading(lambda: _facts(actor))
    return page("desk/corrections.html", facts, declining=declining, form=typed("reason"), **more)


def _facts(actor: Actor) -> dict[str, Any]:
    found = volunteering.corrections.waiting(actor)
    names = people.accounts.names_behind(
        actor.community_id,
        {one.asked_by for one in found if one.asked_by},
        {one.person_id for one in found},
    )
    effects = {one.award_id: volunteering.corrections.effect(one.award_id, actor=actor) for one in found}
    return {"asks": found, "names": names, "effects": {} if _sees_awards() else effects}


def _uuid(text: str) -> UUID:
    found = paging.read_id_key(text)
    if found is None:
        raise NotFound
    return found
