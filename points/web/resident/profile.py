"""My hours, my cards, my password, signing out."""

from __future__ import annotations

from typing import Any

from flask import render_template

from points import people, statements
from points.foundation import clock, reading
from points.web.auth import audience, current_actor, signed_in
from points.web.resident.base import blueprint, page_facts


@blueprint.get("/me")
@audience("use_own_purse")
def me() -> str:
    """My hours, my cards, my password, signing out."""
    actor, who = current_actor(), signed_in()
    assert actor.person_id is not None

    def work() -> dict[str, Any]:
        purse = statements.summary.of_purse(actor)
        cards = people.cards.of_person(actor.community_id, statements.summary.own_person(actor))
        return {
            **page_facts(actor),
            "purse": purse,
            "person": {
                "name": who.name if who else "",
                "username": who.username if who else None,
                "minutes": purse.minutes,
            },
            "cards": [
                {
                    "number_tail": card.number_tail,
                    "kind": card.kind,
                    "issued_on": clock.shanghai(card.issued_at).date(),
                    "state": "live" if card.status == "active" else "revoked",
                }
                for card in cards
            ],
            "sessions": 1,
        }

    return render_template("resident/profile.html", **reading(work))
