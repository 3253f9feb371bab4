"""What the counter shows: tiles, payers, receipts as plain data. It knows no request and no page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from points import goods, people, shop
from points.foundation import Actor, Refusal, clock, codes, setting, wording
from points.foundation.spelling import doors, initials
from points.web import receipt_json

#: the shelf of what ends soon and has a price of its own; a name like those shops give their shelves
NEAR = "临期"
#: so many goods are named of those that run low, and of those that end soon
NEWS = 4


def tiles(
    at: shop.shops.ShopInfo, actor: Actor, language: str, payer: shop.payers.Payer | None = None
) -> list[dict[str, Any]]:
    """The whole shelf of a shop as tiles, with what this payer may still take."""
    account_id, person_id = (payer.account_id, payer.person_id) if payer else (None, None)
    offers = shop.catalogue.offers(
        actor.community_id, account_id, person_id=person_id, frequent=True, shop_id=at.id
    )
    near = {one.item.batch.id for one in offers if one.item.batch}
    wished: dict[UUID, list[goods.batches.StandingBatch]] = {}
    for batch in goods.batches.list_wished(actor.community_id, shop_id=at.id):
        shelf = batch.batch_id if batch.batch_id in near else batch.item_id
        wished.setdefault(shelf, []).append(batch)
    return [
        tile(one, language, wished.get(one.item.batch.id if one.item.batch else one.item.item_id, []))
        for one in offers
    ]


def tile(
    one: shop.catalogue.Offer, language: str, wished: Sequence[goods.batches.StandingBatch] = ()
) -> dict[str, Any]:
    """One tile; `wished`: the batches on its shelf for which a donor asked something."""
    item = one.item
    label = item.batch.word if item.batch else None
    return {
        "item": item.word,
        "of": item.code,
        "near": item.batch.expires_on.isoformat() if item.batch else None,
        "name": item_name(item, language),
        "initials": initials.of(item.name),
        "unit": item.unit if language == "zh" else "",
        "glyph": item.glyph,
        "group": NEAR if item.batch else item.category,
        "tenths": item.tenths,
        "stock": item.on_hand if item.kind == "goods" else None,
        "limit": _limit(item.limit_count, one.left, item.limit_window),
        "person_limit": _limit(item.person_limit_count, one.person_left, item.person_limit_window),
        "barcodes": [codes.squeeze(label)] if label else list(item.barcodes),
        "frequent": one.frequent,
        "blocked": None,
        "wishes": wishes(wished, item.on_hand),
    }


def _limit(allowed: int | None, left: int | None, period: str | None) -> dict[str, Any] | None:
    """So many in a period, and what of it is left; all of it where nobody knows for whom."""
    if not allowed or period in (None, "none"):
        return None
    return {"each": allowed, "left": allowed if left is None else left, "window": period}


def wishes(wished: Sequence[goods.batches.StandingBatch], on_hand: int) -> list[dict[str, Any]]:
    """What donors asked of what stands on a shelf, in their words, and of how many pieces; None: of all."""
    pieces: dict[str, int] = {}
    for one in wished:
        pieces[one.wish] = pieces.get(one.wish, 0) + one.on_hand
    return [
        {"words": words, "pieces": None if number >= on_hand else number} for words, number in pieces.items()
    ]


def item_name(item: goods.items.ItemInfo, language: str) -> str:
    """The item's name in the reader's language, where it has one."""
    return wording.named(item, language)


def payer_data(found: shop.payers.PayerSeen, ref: str, purse: str, question: str) -> dict[str, Any]:
    """A payer as the counter may see it: name, and of who collects, what is available, what to ask, and nothing else.

    Whose PIN was right is asked nothing more, as in `shop.payers.refuse_unconfirmed`.
    """
    building = "" if found.payer.proof == "card_pin" else doors.building_of(found.door)
    voucher, name = found.voucher, found.name
    if found.collector:
        name = _("%(name)s（%(collector)s代领）", name=name, collector=found.collector)
    return {
        "ref": ref,
        "purse": purse,
        "name": name,
        "available_tenths": found.available,
        "held_tenths": found.held,
        "via": {"card_pin": "card"}.get(found.payer.proof, found.payer.proof),
        "ask": {"question": question, "answer": building} if building else None,
        "voucher": None
        if voucher is None
        else {
            "id": voucher.public_id,
            "tenths": voucher.tenths,
            "valid_until": voucher.valid_until.isoformat(),
            "held_tenths": voucher.tenths,
        },
    }


def collects(payer: shop.payers.Payer, key: str, actor: Actor, language: str) -> list[dict[str, str]]:
    """For whom else this one may collect, masked as a search shows them; each with a reference to choose."""
    if payer.collector_id is not None:
        return []
    return [
        {
            "ref": shop.references.sign_payer(one, key=key, actor=actor, what="collect"),
            "name": wording.masked(of.owner_name, language),
            "door": doors.building_of(of.owner_door),
        }
        for one, of in shop.collected.offers(payer, actor=actor)
    ]


def recent_data(actor: Actor, language: str) -> dict[str, Any]:
    """Today's receipts and what waits of earlier days, with what this clerk may do about each."""
    receipts = _today_and_waiting(actor.community_id)
    askers = {one.asked_by for one in receipts if one.asked_by}
    owners = {one.person_id for one in receipts if one.person_id}
    names = people.accounts.names_behind(actor.community_id, askers, owners)
    count, tenths = shop.receipts.sums_of_today(actor.community_id)
    days = setting(actor.community_id, "undo_days")
    return {
        "today": {"count": count, "tenths": tenths},
        "receipts": [
            {
                **receipt_json.receipt_data(one, language),
                "name": wording.masked(names[one.person_id], language) if one.person_id in names else "",
                "state": one.state,
                "can_ask": one.state == "done",
                "back": {
                    "tenths": one.given_back,
                    "items": receipt_json.items_data(one.brought_back, language),
                },
                "swap": _swap(one, language),
                "own": one.asked_by is not None and one.asked_by == actor.account_id,
                "day": wording.day(one.redeemed_on, language) if one.redeemed_on != clock.today() else "",
                "can_confirm": shop.undo.may_confirm(one, actor, days),
                "asked_by": names.get(one.asked_by, "") if one.asked_by else "",
                "reason": one.reason,
            }
            for one in receipts
        ],
    }


def shelf_news(community_id: UUID, shop_id: UUID, language: str) -> dict[str, list[dict[str, Any]]]:
    """What runs low in this shop and what ends soon, the most pressing first; a clerk tells residents and the
    manager. What has no price yet is not on the shelf."""
    there = [
        one
        for one in goods.cover.read(community_id, shop_id=shop_id)
        if one.stocked and one.tenths is not None
    ]
    near = sorted((one for one in there if one.near), key=lambda one: (one.first_day, one.code))
    return {
        name: [
            {
                "name": wording.named(one, language),
                "unit": one.unit if language == "zh" else "",
                "left": one.on_hand,
                "day": one.first_day,
            }
            for one in some[:NEWS]
        ]
        for name, some in (("low", [one for one in there if one.low]), ("near", near))
    }


def _today_and_waiting(community_id: UUID) -> list[shop.receipts.Receipt]:
    """What waits of earlier days comes first: it would be forgotten otherwise."""
    today = shop.receipts.of_today(community_id)
    there = {one.redemption_id for one in today}
    return [one for one in shop.receipts.waiting(community_id) if one.redemption_id not in there] + today


def _swap(one: shop.receipts.Receipt, language: str) -> dict[str, Any] | None:
    """What is taken instead, as it costs now; None where nothing is, or where it cannot be had any more."""
    if one.state != "asked" or not one.takes:
        return None
    try:
        lines = shop.attempts.taken_instead(one)
    except Refusal:
        return None
    taken = [
        {
            "name": wording.named(line, language),
            "unit": line.unit if language == "zh" else "",
            "quantity": line.quantity,
        }
        for line in lines
    ]
    return {"tenths": sum(line.tenths for line in lines), "items": taken}


def opening_hours(exchange: Mapping[str, Any] | None, language: str) -> list[tuple[str, str]]:
    """When the shop exchanges, as days and times; empty when it always does."""
    if not exchange:
        return []
    days = wording.weekdays(exchange.get("days", range(7)), language)
    times = ("，" if language == "zh" else ", ").join("–".join(span) for span in exchange.get("hours", []))
    return [(days, times)]
