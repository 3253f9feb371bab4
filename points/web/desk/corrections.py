"""Awards that somebody asks to take back: what waits for a second person, and the deeds on the page of one award."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import people, volunteering
from points.foundation import Actor, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.forms import ReasonForm
from points.web.desk.things import award_again
from points.web.forms import Form


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
    return _act(award_id, volunteering.corrections.ask, asking="ask", said="reversal_asked")


@blueprint.post("/awards/<award_id>/reverse")
@audience("confirm_reversals", card=False)
def confirm_reversal(award_id: str) -> Any:
    """Say yes as a second person: the points are taken back now."""
    return _act(award_id, volunteering.corrections.confirm, schema=Form, said="award_reversed")


@blueprint.post("/awards/<award_id>/decline")
@audience("confirm_reversals", card=False)
@drafts.keeps("reason", on_page=True)
def decline_reversal(award_id: str) -> Any:
    """Say no, or take the own question back."""
    return _act(award_id, volunteering.corrections.decline, asking="decline", said="reversal_declined")


def _act(
    award_id: str, use_case: Any, *, said: str, schema: type[Form] = ReasonForm, asking: str = ""
) -> Any:
    """One of the deeds, with the words of its form; then the page of the award again."""
    form, errors = read_form(schema)
    actor, which = current_actor(), read_id(award_id)
    return act_once(
        lambda: use_case(which, **form, actor=actor),
        of=use_case,
        errors=errors,
        again=partial(_again, award_id, asking=asking),
        then=lambda _: _answered(said, which),
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
