"""Whom to ask: the office of the reader's community, or of the only community of this installation."""

from __future__ import annotations

from dataclasses import dataclass

from points import shop
from points.foundation import communities, community, reading
from points.web.auth import signed_in


@dataclass(frozen=True)
class Office:
    """A community's telephone and its shops, which say where people go."""

    name: str
    name_en: str
    phone: str
    shops: list[shop.shops.ShopInfo]


def find() -> Office | None:
    """None where several communities share a door and nobody has said yet which is theirs."""
    me = signed_in()

    def query() -> Office | None:
        known = [community(me.actor.community_id)] if me else communities()
        if len(known) != 1:
            return None
        [one] = known
        return Office(one.name, one.name_en, one.phone, shop.shops.list_all(one.id))

    return reading(query)


def phone() -> str:
    """Its telephone; '' where there is none to name."""
    me = signed_in()
    if me is not None:
        return me.community_phone
    found = find()
    return found.phone if found else ""
