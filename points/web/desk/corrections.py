"""Awards that somebody asks to take back: what waits for a second person, and the deeds on the page of one award."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from points import people, volunteering
from points.foundation import Actor, NotFound, paging, reading
from points.web import drafts
from points.web.auth import audience, current_actor
from points.web.desk.base import act, blueprint, done, page, read_form
from points.web.desk.fields import Words
from points.web.desk.things import award_again
from points.web.forms import Form


class ReasonForm(Form):
    """Why an award is to be taken back, or why not."""

    reason = Words(most=200)


@blueprint.get("/corrections")
@audience("approve_services", card=False)
def corrections() -> str:
    """Everything that waits for a second person, each with the way to its award."""
    actor = current_actor()
    return page("desk/corrections.html", reading(lambda: _facts(actor)))


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
@audience("approve_services", card=False)
def confirm_reversal(award_id: str) -> Any:
    """Say yes as a second person: the points are taken back now."""
    actor, which = current_actor(), _uuid(award_id)
    return act(
        lambda: volunteering.corrections.confirm(which, actor=actor),
        of=volunteering.corrections.confirm,
        errors={},
        again=partial(award_again, award_id),
        then=lambda _: done("award_reversed", "desk.award", facts={}, award_id=which),
        subject_id=which,
    )


@blueprint.post("/awards/<award_id>/decline")
@audience("approve_services", card=False)
@drafts.keeps("reason", on_page=True)
def decline_reversal(award_id: str) -> Any:
    """Say no, or take the own question back."""
    form, errors = read_form(ReasonForm)
    actor, which = current_actor(), _uuid(award_id)
    return act(
        lambda: volunteering.corrections.decline(which, reason=form["reason"], actor=actor),
        of=volunteering.corrections.decline,
        errors=errors,
        again=partial(award_again, award_id, asking="decline"),
        then=lambda _: done("reversal_declined", "desk.award", facts={}, award_id=which),
        subject_id=which,
    )


def _facts(actor: Actor) -> dict[str, Any]:
    found = volunteering.corrections.waiting(actor)
    names = people.accounts.names_behind(
        actor.community_id,
        {one.asked_by for one in found if one.asked_by},
        {one.person_id for one in found},
    )
    return {"asks": found, "names": names}


def _uuid(text: str) -> UUID:
    found = paging.read_id_key(text)
    if found is None:
        raise NotFound
    return found
