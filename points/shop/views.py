"""The counter page and its answers, printed receipts; it reads requests, calls use cases, answers."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from marshmallow import Schema

from points import audit, goods, people, shop
from points.foundation import Actor, codes, reading, setting, wording
from points.people import WrongPassword, audience, current_actor, language, limiter, signed_in
from points.shop import counter
from points.shop.refusals import PayerGone, ProofNeeded, WhoNotConfirmed
from points.shop.schemas import RedeemRequest, ScanRequest, SearchRequest, UndoRequest

T = TypeVar("T")

blueprint = Blueprint("counter", __name__, url_prefix="/counter")
STAFF = ("clerk", "shop_manager")
#: a scanned payer may stand at the counter this long
PAYER_SECONDS = 600
OBJECTION_DAYS = 7
WORDS = {
    "zh": ("您家住几栋？", "请居民输 6 位密码"),
    "en": ("Which building do you live in?", "Ask for the PIN"),
}


@blueprint.get("")
@audience(*STAFF, card=False)
def page() -> str:
    """The counter: left what to do, right who and how much."""
    actor, reads = current_actor(), language()

    def work() -> dict[str, Any]:
        here = shop.shop_of(actor)
        recent = counter.recent_data(actor, reads)
        hours = counter.opening_hours(setting(actor.community_id, "exchange_days"), reads)
        return {
            "shop": _shop_words(here, reads),
            "tiles": counter.tiles(actor.community_id, reads),
            "today": recent["today"],
            "last": _last(actor, reads),
            "hours": hours,
        }

    return render_template("counter/page.html", **reading(work))


@blueprint.post("/scan")
@audience(*STAFF, card=False)
def scan() -> Response:
    """A code, a card with its PIN, or a searched person with a proof: who pays, or which item it is."""
    actor, reads = current_actor(), language()
    asked = _loaded(ScanRequest())
    text = asked["code"] or ""
    if codes.classify(text) == codes.CodeKind.BARCODE:
        return jsonify(kind="item", item=reading(lambda: _item(actor, text, reads)))
    here = reading(lambda: shop.shop_of(actor))
    try:
        payer = _recognised(asked, here.id, actor)
    except ProofNeeded:
        return jsonify(kind="proof", ask=WORDS[reads][1])
    ref = _signer("payer").dumps({**counter.pack_payer(payer), "by": str(actor.account_id)})

    def work() -> dict[str, Any]:
        found = shop.seen(payer, actor=actor)
        tiles = counter.tiles(actor.community_id, reads, payer.account_id)
        return {"kind": "payer", "payer": counter.payer_data(found, ref, WORDS[reads][0]), "tiles": tiles}

    return jsonify(reading(work))


@blueprint.post("/redeem")
@audience(*STAFF, card=False)
def redeem() -> tuple[Response, int]:
    """Points and goods in one step; the same scan id again gives the same answer."""
    actor = current_actor()
    asked = _loaded(RedeemRequest())
    items = [(one["item"], one["quantity"]) for one in asked["items"]]
    here = reading(lambda: shop.shop_of(actor))
    sale = shop.Sale(here.id, asked["scan_id"], asked["payer_ref"])
    done = shop.sell(sale, items, find_payer=lambda: _checked_payer(asked, actor), actor=actor)
    found = reading(lambda: shop.receipt_of(actor.community_id, done.redemption_id))
    days = reading(lambda: goods.last_days_given(actor.community_id, done.redemption_id))
    return jsonify(_done(found, days)), 200 if done.replayed else 201


@blueprint.get("/recent")
@audience(*STAFF, card=False)
def recent() -> Response:
    """Today's receipts."""
    actor = current_actor()
    found = reading(lambda: counter.recent_data(actor, language()))
    for one in found["receipts"]:
        one["receipt_url"] = url_for("counter.receipt", receipt=one["receipt"])
    return jsonify(found)


@blueprint.post("/undo")
@audience(*STAFF, card=False)
def ask_undo() -> Response:
    """Ask that a receipt of today be taken back."""
    actor = current_actor()
    asked = _loaded(UndoRequest())
    found = audit.attempt(
        lambda: shop.ask_undo(asked["receipt"], reason=asked["reason"], actor=actor),
        actor=actor,
        deed="redemption.undo_asked",
        subject_kind="redemption",
    )
    return jsonify(receipt=found.receipt, state=found.state)


@blueprint.post("/undo/confirm")
@audience(*STAFF, card=False)
def confirm_undo() -> Response:
    """A second person confirms: signed in here themselves, or with their name and password for this one deed."""
    asked = _loaded(UndoRequest())
    actor = _second_person(asked) if asked["username"] else current_actor()
    found = audit.attempt(
        lambda: shop.confirm_undo(asked["receipt"], actor=actor),
        actor=actor,
        deed="redemption.undone",
        subject_kind="redemption",
    )
    return jsonify(receipt=found.receipt, state=found.state, tenths=found.tenths)


@blueprint.post("/search")
@audience(*STAFF, card=False)
@limiter.limit("60 per minute")
def search() -> Response:
    """Residents of exactly this name and door, masked; a proof must follow."""
    actor = current_actor()
    asked = _loaded(SearchRequest())
    reads = language()
    found = reading(
        lambda: people.at_the_counter(actor.community_id, name=asked["name"], door=asked["door"], limit=5)
    )
    candidates = [
        {
            "person": _signer("person").dumps({"person": str(one.person_id), "by": str(actor.account_id)}),
            "name": wording.masked(one.name, reads),
            "door": counter.building_of(one.door),
        }
        for one in found
    ]
    return jsonify(candidates=candidates)


@blueprint.get("/receipts/<receipt>")
@audience(*STAFF, "supervisor", card=False)
def receipt(receipt: str) -> str:
    """A receipt for the 58 mm printer."""
    actor, reads = current_actor(), language()

    def work() -> dict[str, Any]:
        found = shop.receipt(actor.community_id, receipt)
        person = people.person(actor.community_id, found.person_id) if found.person_id else None
        names = people.account_names(actor.community_id, {found.clerk_id} if found.clerk_id else set())
        clerk = (
            people.person(actor.community_id, names[found.clerk_id]).name if found.clerk_id in names else ""
        )
        return {
            "receipt": {
                "number": found.receipt.upper(),
                "at": found.at,
                "name_masked": wording.masked(person.name, reads) if person else "",
                "door": counter.building_of(person.door) if person else "",
                "clerk": clerk,
                "lines": [
                    {
                        "name": wording.named(line, reads),
                        "quantity": line.quantity,
                        "tenths": line.tenths,
                    }
                    for line in found.lines
                ],
                "tenths": found.tenths,
                "balance_before": found.balance_before,
                "balance_after": found.balance_after,
                "lapses": None,
                "undone": found.state == "undone",
            },
            "shop": _shop_words(shop.shop_of(actor), reads),
            "link": codes.receipt_link(_origin(), codes.receipt_token(found.receipt, found.digest)),
        }

    facts = reading(work)
    link = facts.pop("link")
    modules = len(codes.qr_dots(link, level="Q", dots=1))
    return render_template(
        "print/receipt.html",
        **facts,
        qr_src=codes.qr_data_url(link),
        qr_modules=modules,
        days=OBJECTION_DAYS,
    )


def _recognised(asked: dict[str, Any], shop_id: UUID, actor: Actor) -> shop.Payer:
    proof = (asked["proof"] or "").strip() or None
    if not asked["person"]:
        return shop.recognise(asked["code"] or "", shop_id=shop_id, actor=actor, pin=proof)
    person_id = UUID(_unsigned("person", asked["person"], actor)["person"])
    return shop.recognise_person(person_id, proof or "", shop_id=shop_id, actor=actor)


def _checked_payer(asked: dict[str, Any], actor: Actor) -> shop.Payer:
    payer = counter.unpack_payer(_unsigned("payer", asked["payer_ref"], actor))
    if not asked["who_confirmed"] and payer.proof != "card_pin":
        _refuse_unless_nothing_to_ask(payer, actor)
    return payer


def _unsigned(what: str, ref: str, actor: Actor) -> dict[str, Any]:
    try:
        packed: dict[str, Any] = _signer(what).loads(ref, max_age=PAYER_SECONDS)
    except BadSignature as error:
        raise PayerGone from error
    if packed.get("by") != str(actor.account_id):
        raise PayerGone
    return packed


def _refuse_unless_nothing_to_ask(payer: shop.Payer, actor: Actor) -> None:
    if reading(lambda: shop.seen(payer, actor=actor)).door:
        raise WhoNotConfirmed


def _second_person(asked: dict[str, Any]) -> Actor:
    who = people.sign_in(asked["username"], asked["password"])
    actor = reading(lambda: people.actor_of(who.account_id, community_id=who.community_id))
    if actor.community_id != current_actor().community_id or not actor.has(*STAFF, "officer"):
        raise WrongPassword
    return actor


def _item(actor: Actor, text: str, reads: str) -> dict[str, Any]:
    [line] = shop.priced_basket(actor.community_id, [(codes.read_barcode(text) or text, 1)])
    return next(one for one in counter.tiles(actor.community_id, reads) if one["item"] == line.code)


def _done(found: shop.Receipt, days: dict[str, date]) -> dict[str, Any]:
    """A receipt with the batch to take of each thing, so that the one that ends first goes first."""
    answer = counter.done_data(found, language())
    for one in answer["items"]:
        one["expires_on"] = days[one["item"]].isoformat() if one["item"] in days else None
    return {**answer, "receipt_url": url_for("counter.receipt", receipt=found.receipt)}


def _last(actor: Actor, reads: str) -> dict[str, Any] | None:
    newest = shop.todays_receipts(actor.community_id, limit=1)
    if not newest:
        return None
    data = counter.done_data(newest[0], reads)
    comma = "，" if reads == "zh" else ", "
    times = " " if reads == "zh" else " × "
    words = comma.join(
        f"{one['name']}{times}{one['quantity']} {one['unit']}".strip() for one in data["items"]
    )
    return {
        "receipt": newest[0].receipt,
        "at": newest[0].at,
        "summary": words,
        "tenths": newest[0].tenths,
        "receipt_url": url_for("counter.receipt", receipt=newest[0].receipt),
    }


def _shop_words(here: shop.ShopCard, reads: str) -> dict[str, str]:
    me = signed_in()
    name = wording.named(here, reads)
    return {"name": name, "community_name": me.community_name if me else ""}


def _signer(what: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"counter {what}")


def _origin() -> str:
    return str(current_app.config["BASE_URL"] or request.url_root.rstrip("/"))


def _loaded(schema: Schema) -> dict[str, Any]:
    loaded: dict[str, Any] = schema.load(request.get_json(silent=True) or {}, unknown="exclude")
    return loaded
