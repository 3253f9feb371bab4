"""My hours and my family's, my cards, my password, signing out."""

from __future__ import annotations

from typing import Any

from flask import render_template

from points import people, statements, volunteering
from points.foundation import reading
from points.web.auth import audience, current_actor
from points.web.resident.base import blueprint, page_facts


@blueprint.get("/me")
@audience("use_own_purse")
def me() -> str:
    """My hours, my cards, my password, signing out."""
    actor = current_actor()
    assert actor.person_id is not None

    def query() -> dict[str, Any]:
        own, purse = statements.summary.own_person(actor), statements.summary.holder(actor)
        hours = volunteering.hours.of_people(actor.community_id, {own, *purse.names})
        return {
            **page_facts(),
            "purse": purse,
            "minutes": hours[own],
            "family": [(name, hours[person]) for person, name in purse.names.items() if person != own],
            "phone_tail": people.persons.get(actor.community_id, own).phone_tail,
            "cards": people.cards.of_person(actor.community_id, own),
            "ways": {
                one.card_id: one
                for one in people.ways.of_purse(actor.community_id, purse.purse_id)
                if one.card_id
            },
        }

    return render_template("resident/profile.html", **reading(query))
