"""What a resident sees first and what the points buy: purse, goods in reach, one notice. It moves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from points import ledger, people, shop, volunteering
from points.foundation import Actor, NotFound, clock, setting, wording

#: a notice is given this long before points or a voucher end
LAPSE_NOTICE_DAYS, VOUCHER_NOTICE_DAYS = 60, 3


@dataclass(frozen=True)
class PurseSummary:
    """A purse as its people see it; amounts in tenths, `minutes` the reader's own service time."""

    name: str
    place: str | None
    members: int
    available: int
    held: int
    total: int
    minutes: int


@dataclass(frozen=True)
class Good:
    """One thing on the shelf, for one purse."""

    item: str
    character: str
    name: str
    tenths: int
    unit: str
    left: int | None
    limit: int | None
    limit_per_year: bool
    used: int
    gap: int
    blocked: str | None


def own_person(actor: Actor) -> UUID:
    """The person the actor is; the house itself is none."""
    if actor.person_id is None:
        raise NotFound
    return actor.person_id


def of_purse(actor: Actor, standing: ledger.balances.Standing | None = None) -> PurseSummary:
    """The actor's purse with its balance, unless that was read before, and the actor's own hours."""
    own, purse = own_person(actor), holder(actor)
    now = standing or ledger.balances.get(actor.community_id, purse.account_id)
    return PurseSummary(
        name=purse.label,
        place=purse.door or None,
        members=purse.members,
        available=now.available,
        held=now.held,
        total=now.posted,
        minutes=volunteering.hours.of_person(actor.community_id, own),
    )


def holder(actor: Actor) -> people.purses.PurseInfo:
    """Whose the actor's purse is."""
    return people.purses.of_person(actor.community_id, own_person(actor))


def available(actor: Actor) -> int:
    """What the actor's purse can spend now, in tenths."""
    return ledger.balances.get(actor.community_id, people.purses.account_of(actor)).available


def goods_for(actor: Actor, language: str, *, spendable: int | None = None) -> list[Good]:
    """The whole shelf as this purse meets it: in reach first, of those what people take most and then the
    dearest; the rest by gap. `spendable` is what the purse has, where it was read before."""
    left = available(actor) if spendable is None else spendable
    offers = shop.catalogue.offers(actor.community_id, people.purses.account_of(actor))
    goods = [_good(one, left, language) for one in offers]
    return sorted(
        goods, key=lambda one: (one.gap > 0, one.blocked is not None, one.gap, -one.tenths, one.item)
    )


def notice(actor: Actor, vouchers: Sequence[shop.vouchers.VoucherInfo]) -> dict[str, Any] | None:
    """One notice at most: points that lapse soon, or one of the purse's open vouchers that ends."""
    today = clock.today()
    for day, tenths in ledger.statements.lapsing(actor.community_id, people.purses.account_of(actor)):
        if day <= today + timedelta(days=LAPSE_NOTICE_DAYS):
            return {"kind": "lapse", "tenths": tenths, "day": day}
    for one in sorted(vouchers, key=lambda card: card.valid_until):
        if today <= one.valid_until <= today + timedelta(days=VOUCHER_NOTICE_DAYS):
            facts = {"tenths": one.tenths, "day": one.valid_until, "public_id": one.public_id}
            return {"kind": "voucher", **facts}
    return None


def opening(actor: Actor) -> dict[str, Any] | None:
    """Whether the shop exchanges today and until when; None where it always does."""
    exchange = setting(actor.community_id, "exchange_days")
    if not exchange:
        return None
    local = clock.shanghai(clock.now())
    if local.weekday() not in exchange.get("days", range(7)):
        return {"open": False, "until": None}
    ends = [_time(end) for _start, end in exchange.get("hours", [])]
    left = [end for end in ends if end > local.time()]
    return {"open": bool(left) or not ends, "until": left[0] if left else None}


def last_voucher_day(actor: Actor) -> date:
    """Until when a voucher made today is good."""
    return clock.today() + timedelta(days=int(setting(actor.community_id, "voucher_days")) - 1)


def _good(one: shop.catalogue.Offer, available: int, language: str) -> Good:
    item = one.item
    taken = 0 if one.left is None else item.limit_count - one.left
    blocked = None
    if one.left == 0:
        blocked = "limit"
    elif item.kind == "goods" and item.on_hand == 0:
        blocked = "stock"
    return Good(
        item=item.code,
        character=item.glyph,
        name=wording.named(item, language),
        tenths=item.tenths,
        unit=item.unit if language == "zh" else "",
        left=item.on_hand if item.kind == "goods" else None,
        limit=item.limit_count if item.limit_window != "none" else None,
        limit_per_year=item.limit_window == "year",
        used=taken,
        gap=max(0, item.tenths - available),
        blocked=blocked,
    )


def _time(text: str) -> time:
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))
