"""Where the shop's work begins: the shops of the community and the pages about them."""

from __future__ import annotations

from typing import Any

from points import goods, shop
from points.foundation import Actor, reading
from points.web.asking import page
from points.web.auth import audience, current_actor
from points.web.manager.base import blueprint


@blueprint.get("")
@audience("see_shop", card=False)
def home() -> str:
    """The shops, with when each exchanges."""
    actor = current_actor()
    return page("manager/home.html", reading(lambda: _facts(actor)))


def _facts(actor: Actor) -> dict[str, Any]:
    every, shops = goods.cover.read(actor.community_id), shop.shops.list_all(actor.community_id)
    return {
        "shops": shops,
        "waiting": len(shop.founding.list_asked(actor.community_id)),
        **{state: sum(one.is_in(state) for one in every) for state in ("low", "near", "unpriced")},
        "undo_asked": shop.receipts.count_waiting(actor.community_id),
        "left_open": shop.day_close.left_open(actor.community_id, shops),
    }
