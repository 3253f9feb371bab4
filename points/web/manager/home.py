"""Where the shop's work begins: the shops of the community and the pages about them."""

from __future__ import annotations

from points import shop
from points.foundation import reading
from points.web.asking import page
from points.web.auth import audience, current_actor
from points.web.manager.base import blueprint


@blueprint.get("")
@audience("see_shop", card=False)
def home() -> str:
    """The shops, with when each exchanges."""
    actor = current_actor()
    return page("manager/home.html", {"shops": reading(lambda: shop.shops.list_all(actor.community_id))})
