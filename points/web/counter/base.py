"""What the counter's pages share: the blueprint, reading what was asked, the name of the shop, the second person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, request
from marshmallow import Schema

from points import people, shop
from points.foundation import Actor, NotFound, reading, wording
from points.web import machines
from points.web.auth import current_actor, signed_in

blueprint = Blueprint("counter", __name__, url_prefix="/counter")


def shop_words(own_shop: shop.shops.ShopInfo, lang: str) -> dict[str, str]:
    me = signed_in()
    name = wording.named(own_shop, lang)
    return {"name": name, "community_name": me.community_name if me else ""}


def loaded(schema: Schema) -> dict[str, Any]:
    loaded: dict[str, Any] = schema.load(request.get_json(silent=True) or {}, unknown="exclude")
    return loaded


def second_person(asked: dict[str, Any]) -> Actor:
    """Who agrees beside the clerk: their name and password, for this one action."""
    who = people.signing_in.sign_in(asked["username"], asked["password"], machine=machines.counted_as())
    here = current_actor().community_id

    def at_work() -> Actor:
        actor = people.actors.of_account(who.account_id, community_id=who.community_id)
        return people.actors.in_community(actor, here)

    try:
        actor = reading(at_work)
    except NotFound as elsewhere:
        raise people.refusals.WrongPassword from elsewhere
    if not people.permissions.may(actor, "confirm_undo"):
        raise people.refusals.WrongPassword
    people.signing_in.refuse_easy(who, actor)
    return actor


def key() -> str:
    """What references to payers are signed with."""
    return str(current_app.secret_key or "")
