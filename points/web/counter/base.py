"""What the counter's pages share: the blueprint, reading what was asked, the name of the shop."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from marshmallow import Schema

from points import shop
from points.foundation import wording
from points.web.auth import signed_in

blueprint = Blueprint("counter", __name__, url_prefix="/counter")


def shop_words(own_shop: shop.shops.ShopInfo, lang: str) -> dict[str, str]:
    me = signed_in()
    name = wording.named(own_shop, lang)
    return {"name": name, "community_name": me.community_name if me else ""}


def loaded(schema: Schema) -> dict[str, Any]:
    loaded: dict[str, Any] = schema.load(request.get_json(silent=True) or {}, unknown="exclude")
    return loaded
