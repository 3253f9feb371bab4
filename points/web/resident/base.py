"""What every page of a resident shares: the blueprint, the phone of the office, the size of the letters."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from points.foundation import Actor, community
from points.web.auth import care

blueprint = Blueprint("resident", __name__)


def page_facts(actor: Actor) -> dict[str, Any]:
    """What every resident page needs besides its own."""
    return {"care": care(), "phone": community(actor.community_id).phone or None}
