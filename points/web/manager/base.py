"""The blueprint of the shop manager's pages, which shop a page is about, and who is behind the accounts it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, request

from points import people, shop
from points.foundation import Actor, NotFound

blueprint = Blueprint("manager", __name__, url_prefix="/shop")


def shop_here(actor: Actor) -> shop.shops.ShopInfo:
    """The shop whose number the request says, else the one whose counter this is; inside a reading."""
    number = request.values.get("shop", "")
    if not number:
        return shop.shops.of_actor(actor)
    found = [one for one in shop.shops.list_all(actor.community_id) if str(one.number) == number]
    if not found:
        raise NotFound
    return found[0]


def shops_here(actor: Actor) -> dict[str, Any]:
    """The shop of the page and all there are to choose from; none where none was opened."""
    every = shop.shops.list_all(actor.community_id)
    return {"shops": every, "here": shop_here(actor) if every else None}


def names_of(actor: Actor, accounts: Iterable[UUID | str | None]) -> dict[UUID, str]:
    """By account who is behind it; somebody of the street office or elsewhere has no name here."""
    ids = {UUID(str(one)) for one in accounts if one}
    return people.accounts.names_behind(actor.community_id, ids, ())
