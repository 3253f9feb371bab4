"""The counter page and its answers, printed receipts; it lang requests, calls use cases, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, jsonify, url_for

from points import goods, people, shop
from points.foundation import Actor, codes, reading, wording
from points.foundation.spelling import doors
from points.web import receipt_json, rolls
from points.web.auth import audience, current_actor, language
from points.web.counter import data
from points.web.counter.base import blueprint, key, loaded, second_person, shop_words
from points.web.counter.forms import AskedRequest, LookRequest, RedeemRequest, ScanRequest, SearchRequest
from points.web.counter.keys import pressed_by
from points.web.counter.receipts import recent_data
from points.web.limits import limiter

T = TypeVar("T")

#: digits of these lengths were meant for a barcode
_LIKE_BARCODES = range(11, 15)

WORDS = {
    "zh": ("您家住几栋？", "请居民输 6 位密码"),
    "en": ("Which building do you live in?", "Ask for the PIN"),
}


@blueprint.get("")
@audience("serve_counter", card=False)
def page() -> Response:
    """The counter: left what to do, right who and how much."""
    actor, lang = current_actor(), language()

    def query() -> dict[str, Any]:
        own_shop = shop.shops.of_actor(actor)
        return {
            "shop": shop_words(own_shop, lang),
            "recent": recent_data(actor, lang),
            "keys": pressed_by(own_shop),
            "shelf": data.shelf_news(actor.community_id, own_shop.id, lang),
            "asides": len(shop.asides.list_open(actor.community_id, own_shop.id)),
            "ways": people.ways.waiting_count(actor) + people.collectors.waiting_count(actor),
            "unclosed": shop.day_close.unclosed(actor.community_id, own_shop.id),
            "on_shift": shop.shifts.current(actor) is not None,
            "hours": data.opening_hours(own_shop.exchange, lang),
            "closed": own_shop.opening.closed if own_shop.opening else "",
            "elders": own_shop.elders,
            "served_after": own_shop.served_after,
            "closed_at": own_shop.closed_at,
            "queue": shop.calls.board(actor.community_id, own_shop),
        }

    return rolls.rendered("counter/counter.html", **reading(query))


@blueprint.post("/scan")
@audience("serve_counter", card=False)
def scan() -> Response:
    """A code, a card with its PIN, a searched person with a proof: who pays, or which item it is."""
    actor, lang = current_actor(), language()
    asked = loaded(ScanRequest())
    text = asked["code"] or ""
    item = _item(actor, text, lang)
    if item is not None:
        return jsonify(kind="item", item=item)
    old_card = [] if asked["person"] or asked["payer_ref"] else _old_card(text, actor)
    if old_card:
        return jsonify(kind="people", candidates=_candidates(old_card, actor, lang))
    own_shop = reading(lambda: shop.shops.of_actor(actor), more=True)
    wanted: Mapping[str, int] = {}
    try:
        if asked["aside"]:
            payer, wanted = reading(
                lambda: shop.asides.recognise(asked["aside"], shop_id=own_shop.id, actor=actor)
            )
        elif asked["collect"]:
            for_whom = shop.references.read_payer(asked["collect"], key=key(), actor=actor, what="collect")
            payer = shop.collected.proved(for_whom, asked["proof"], actor=actor)
        else:
            payer = _recognised(asked, own_shop.id, actor)
    except shop.refusals.ProofNeeded:
        if not asked["person"]:
            return jsonify(kind="proof", ask=WORDS[lang][1])
        return jsonify(kind="proof", pins=_pins(asked["person"], actor))
    ref = shop.references.sign_payer(payer, key=key(), actor=actor)

    collects = reading(lambda: data.collects(payer, key(), actor, lang), more=True)
    return jsonify(
        kind="payer", wanted=dict(wanted), collects=collects, **_shown_to(payer, ref, own_shop, actor)
    )


@blueprint.post("/redeem")
@audience("serve_counter", card=False)
def redeem() -> tuple[Response, int]:
    """Points and goods in one step; the same scan id again gives the same answer."""
    actor = current_actor()
    asked = loaded(RedeemRequest())
    items = [(one["item"], one["quantity"]) for one in asked["items"]]
    own_shop = reading(lambda: shop.shops.of_actor(actor), more=True)
    second = shop.sales.Second(second_person(asked), asked["reason"]) if asked["username"] else None
    sale = shop.sales.Sale(
        own_shop.id,
        asked["scan_id"],
        asked["payer_ref"],
        shop=own_shop,
        second=second,
        shown=_shown(asked),
        seconds_ago=asked["seconds_ago"],
    )
    done = shop.sales.sell(
        sale, items, find_payer=lambda: _checked_payer(asked, actor), actor=actor, look_first=False
    )
    found = done.receipt or reading(
        lambda: shop.receipts.of_redemption(actor.community_id, done.redemption_id)
    )
    return jsonify(_done(found)), 200 if done.replayed else 201


@blueprint.post("/look")
@audience("serve_counter", card=False)
def look() -> Response:
    """A payer who was recognised and the shelf, as they are now: what changed since the screen was drawn, or all of it
    where the page was loaded again and knows nothing but the reference."""
    actor, ref = current_actor(), loaded(LookRequest())["payer_ref"]
    payer = shop.references.read_payer(ref, key=key(), actor=actor)
    own_shop = reading(lambda: shop.shops.of_actor(actor), more=True)
    return jsonify(_shown_to(payer, ref, own_shop, actor))


@blueprint.post("/redeem/asked")
@audience("serve_counter", card=False)
def asked_about() -> Response:
    """What became of a sale whose answer did not come: the answer, or that nothing was sold. Asking never sells."""
    actor, asked = current_actor(), loaded(AskedRequest())
    own_shop = reading(lambda: shop.shops.of_actor(actor))
    done = shop.sales.ask(
        asked["scan_id"], shop_id=own_shop.id, actor=actor, seconds_ago=asked["seconds_ago"]
    )
    return jsonify(
        _done(reading(lambda: shop.receipts.of_redemption(actor.community_id, done.redemption_id)))
    )


@blueprint.post("/search")
@audience("serve_counter", card=False)
@limiter.limit("60 per minute")
def search() -> Response:
    """Residents of exactly this name and door, masked; a proof must follow."""
    actor = current_actor()
    asked = loaded(SearchRequest())
    lang = language()
    found = reading(
        lambda: people.search.at_counter(actor.community_id, name=asked["name"], door=asked["door"], limit=5)
    )
    return jsonify(candidates=_candidates(found, actor, lang))


def _old_card(text: str, actor: Actor) -> list[people.persons.PersonInfo]:
    """Who lives in the household of an old card's number: what is no code of ours is looked for there."""
    if codes.classify(text) != codes.CodeKind.UNKNOWN:
        return []
    return reading(lambda: people.households.by_old_number(actor.community_id, text), more=True)


def _candidates(found: Sequence[people.persons.PersonInfo], actor: Actor, lang: str) -> list[dict[str, str]]:
    """People who were looked for, masked: each has yet to prove who they are."""
    return [
        {
            "person": shop.references.sign_person(one.person_id, key=key(), actor=actor),
            "name": wording.masked(one.name, lang),
            "door": doors.building_of(one.door),
        }
        for one in found
    ]


def _shown_to(
    payer: shop.payers.Payer, ref: str, own_shop: shop.shops.ShopInfo, actor: Actor
) -> dict[str, Any]:
    """A payer as the counter may see them, and the shelf with what they may still take."""
    lang, purse = language(), shop.references.mark_purse(payer.account_id, key=key())

    def query() -> dict[str, Any]:
        found = shop.payers.seen(payer, actor=actor)
        return {
            "payer": data.payer_data(found, ref, purse, WORDS[lang][0]),
            "tiles": data.tiles(own_shop, actor, lang, payer),
        }

    return reading(query)


def _recognised(asked: dict[str, Any], shop_id: UUID, actor: Actor) -> shop.payers.Payer:
    proof = (asked["proof"] or "").strip() or None
    if asked["payer_ref"]:
        shown = shop.references.read_payer(asked["payer_ref"], key=key(), actor=actor)
        return shop.payers.prove_again(shown, proof or "", actor=actor)
    if not asked["person"]:
        return shop.payers.recognise(asked["code"] or "", shop_id=shop_id, actor=actor, pin=proof)
    person_id = shop.references.read_person(asked["person"], key=key(), actor=actor)
    return shop.payers.recognise_person(person_id, proof or "", shop_id=shop_id, actor=actor)


def _pins(reference: str, actor: Actor) -> dict[str, Any]:
    """Whose PIN the screen asks for: everybody by the name they go by, and to be asked for as who was searched is."""
    person_id = shop.references.read_person(reference, key=key(), actor=actor)
    found = reading(lambda: shop.payers.pins_of(person_id, actor=actor))
    others = [
        {
            "person": shop.references.sign_person(one, key=key(), actor=actor),
            "name": wording.given_name(name),
        }
        for one, name in found.others.items()
    ]
    return {"name": wording.given_name(found.name), "own": found.own, "others": others}


def _checked_payer(asked: dict[str, Any], actor: Actor) -> shop.payers.Payer:
    payer = shop.references.read_payer(asked["payer_ref"], key=key(), actor=actor)
    if _shown(asked) is None:
        raise goods.refusals.PricesUnseen
    shop.payers.refuse_unconfirmed(payer, who_confirmed=asked["who_confirmed"], actor=actor)
    return payer


def _shown(asked: dict[str, Any]) -> shop.sales.Shown | None:
    """What the screen said; None of a page that does not say so yet."""
    units = {one["item"]: one["tenths"] for one in asked["items"] if one["tenths"]}
    if asked["expected_tenths"] is None or len(units) < len({one["item"] for one in asked["items"]}):
        return None
    return shop.sales.Shown(asked["expected_tenths"], units)


def _item(actor: Actor, text: str, lang: str) -> dict[str, Any] | None:
    """The tile of a barcode or of the label of a batch; None where the code is no thing's. Eight digits that nothing here
    has are a number that was said, so that a mistyped one is told so."""
    scan, word = codes.read_scan(text), codes.read_barcode(text) or codes.squeeze(text)
    spoken = scan.kind == codes.CodeKind.SPOKEN
    if not spoken and scan.kind != codes.CodeKind.BARCODE and not word.startswith(goods.stock.BATCH_MARK):
        if scan.kind == codes.CodeKind.UNKNOWN and scan.text.isdigit() and len(scan.text) in _LIKE_BARCODES:
            raise goods.refusals.BarcodeWrong
        return None
    if spoken and not codes.is_ean8(word):
        return None
    here = reading(lambda: data.tiles(shop.shops.of_actor(actor), actor, lang))
    found = next((one for one in here if word in (one["item"], *one["barcodes"])), None)
    if found is None and not spoken:
        raise goods.refusals.ItemUnknown(item=word)
    return found


def _done(found: shop.receipts.Receipt) -> dict[str, Any]:
    """A receipt with the batches to take of each thing, and the mark of its day."""
    answer = receipt_json.receipt_data(found, language())
    for item, line in zip(answer["items"], found.lines, strict=True):
        item["batches"] = [
            {
                "batch": one.batch,
                "pieces": one.pieces,
                "until": one.until.isoformat() if one.until else None,
            }
            for one in line.batches
        ]
    mark = codes.day_mark(
        found.community_id, found.shop_name, found.redeemed_on, key=key(), language=language()
    )
    return {
        **answer,
        "receipt_url": url_for("counter.receipt", receipt=found.receipt),
        "mark": {"number": mark.number, "colour": mark.colour, "word": mark.word},
    }
