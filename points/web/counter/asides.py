"""Vouchers left for the next shift: leaving one, and the list the next clerk finds."""

from __future__ import annotations

from flask import Response, jsonify

from points import shop
from points.foundation import reading, wording
from points.web import form_keys
from points.web.auth import audience, current_actor, language
from points.web.counter.base import blueprint, key, loaded
from points.web.counter.forms import AsideRequest


@blueprint.post("/asides")
@audience("serve_counter", card=False)
def leave_aside() -> Response:
    """Leave a voucher that this clerk may not serve alone, with what is wanted for it."""
    actor = current_actor()
    asked = loaded(AsideRequest())
    items = [(one["item"], one["quantity"]) for one in asked["items"]]
    payer = shop.references.read_payer(asked["payer_ref"], key=key(), actor=actor)
    form_keys.once(lambda: shop.asides.leave(payer, items, actor=actor), of=shop.asides.leave, actor=actor)
    return jsonify(left=True)


@blueprint.get("/asides")
@audience("serve_counter", card=False)
def asides() -> Response:
    """What waits for somebody else than who left it."""
    actor, lang = current_actor(), language()
    found = reading(
        lambda: shop.asides.list_open(actor.community_id, shop.shops.of_actor(actor).id),
    )
    return jsonify(
        asides=[
            {
                "aside": one.public_id,
                "name": wording.masked(one.name, lang),
                "left_by": one.left_by,
                "at": one.at.isoformat(),
                "tenths": one.tenths,
                "pieces": sum(one.items.values()),
            }
            for one in found
        ]
    )
