"""My hours, my cards, my password, signing out."""

from __future__ import annotations

from typing import Any

from flask import render_template

from points import people, statements
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
        return {
            **page_facts(),
            "purse": statements.summary.of_purse(actor),
            "cards": people.cards.of_person(actor.community_id, statements.summary.own_person(actor)),
        }

    return render_template("resident/profile.html", **reading(query))
