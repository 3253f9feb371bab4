"""What every page of a resident shares: the blueprint, the phone of the office, the size of the letters."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from points.web.auth import care, signed_in
from points.web.posting import post_what_is_due

blueprint = Blueprint("resident", __name__)
blueprint.before_request(post_what_is_due)


def page_facts() -> dict[str, Any]:
    """What every resident page needs besides its own."""
    me = signed_in()
    return {"care": care(), "phone": (me.community_phone if me else "") or None}
