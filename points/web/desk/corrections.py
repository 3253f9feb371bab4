"""Awards that somebody asks to take back: what waits for a second person, and the deeds on the page of one award."""

from __future__ import annotations

from functools import partial
from typing import Any

from points import people, volunteering
from points.foundation import Actor, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.auth import audience, current_actor
from points.web.desk.base import act, blueprint, done, page, read_form
from points.web.desk.forms import ReasonForm
from points.web.desk.things import award_again
from points.web.forms import Form


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
    return _act(award_id, volunteering.corrections.ask, asking="ask", said="reversal_asked")


@blueprint.post("/awards/<award_id>/reverse")
@audience("approve_services", card=False)
def confirm_reversal(award_id: str) -> Any:
    """Say yes as a second person: the points are taken back now."""
    return _act(award_id, volunteering.corrections.confirm, schema=Form, said="award_reversed")


@blueprint.post("/awards/<award_id>/decline")
@audience("approve_services", card=False)
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
    return act(
        lambda: use_case(which, **form, actor=actor),
        of=use_case,
        errors=errors,
        again=partial(award_again, award_id, asking=asking),
        then=lambda _: done(said, "desk.award", facts={}, award_id=which),
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
