"""JSON endpoints of the shop: make a voucher, redeem one; it shows no page."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from points import audit, shop
from points.foundation import NotFound, codes, reading
from points.web import receipt_json
from points.web.api.schemas import (
    AskedRedemption,
    IdempotencyKey,
    RedemptionAnswer,
    RedemptionRequest,
    VoucherAnswer,
    VoucherRequest,
)
from points.web.auth import audience, current_actor, language
from points.web.forms import RefusalAnswer

blueprint = Blueprint("shop_api", __name__, url_prefix="/api/v1", description="Vouchers and redemptions")
SECURITY: list[dict[str, list[str]]] = [{"bearer": []}]


@blueprint.route("/vouchers", methods=["POST"])
@audience("use_own_purse", card=False)
@blueprint.doc(security=SECURITY)
@blueprint.arguments(IdempotencyKey(), location="headers")
@blueprint.arguments(VoucherRequest())
@blueprint.response(201, VoucherAnswer)
@blueprint.alt_response(401, schema=RefusalAnswer)
@blueprint.alt_response(403, schema=RefusalAnswer)
@blueprint.alt_response(404, schema=RefusalAnswer)
@blueprint.alt_response(409, schema=RefusalAnswer)
@blueprint.alt_response(422, schema=RefusalAnswer)
@blueprint.alt_response(503, schema=RefusalAnswer)
def make_voucher(headers: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Set points aside for a voucher. The same Idempotency-Key again gives the same voucher."""
    actor = current_actor()
    shop_id = None
    if body["shop"] is not None:
        found = reading(
            lambda: [one for one in shop.shops.list_all(actor.community_id) if one.number == body["shop"]]
        )
        if not found:
            raise NotFound
        shop_id = found[0].id
    made, _replayed = audit.records.attempt(
        lambda: shop.vouchers.issue(
            body["tenths"],
            request_key=headers["idempotency_key"],
            actor=actor,
            shop_id=shop_id,
            days=body["days"],
        ),
        of=shop.vouchers.issue,
        actor=actor,
        replayable=True,
    )
    return {
        "id": made.public_id,
        "code": made.code,
        "tenths": made.tenths,
        "valid_until": made.valid_until,
        "qr": codes.qr_svg(made.code, level="M"),
    }


@blueprint.route("/redemptions", methods=["POST"])
@audience("serve_counter", card=False)
@blueprint.doc(security=SECURITY)
@blueprint.arguments(RedemptionRequest())
@blueprint.response(201, RedemptionAnswer)
@blueprint.alt_response(200, schema=RedemptionAnswer)
@blueprint.alt_response(401, schema=RefusalAnswer)
@blueprint.alt_response(403, schema=RefusalAnswer)
@blueprint.alt_response(404, schema=RefusalAnswer)
@blueprint.alt_response(409, schema=RefusalAnswer)
@blueprint.alt_response(422, schema=RefusalAnswer)
@blueprint.alt_response(429, schema=RefusalAnswer)
@blueprint.alt_response(503, schema=RefusalAnswer)
def make_redemption(body: dict[str, Any]) -> Any:
    """Debit a code against goods. The same scan_id again gives the same receipt with 200."""
    actor = current_actor()
    items = [(one["item"], one["quantity"]) for one in body["items"]]
    own_shop = reading(lambda: shop.shops.of_actor(actor), more=True)
    shown = None if body["expected_tenths"] is None else shop.sales.Shown(body["expected_tenths"])
    sale = shop.sales.Sale(
        own_shop.id,
        body["scan_id"],
        body["code"],
        shop=own_shop,
        shown=shown,
        seconds_ago=body["seconds_ago"],
    )
    done = shop.sales.sell(
        sale,
        items,
        find_payer=lambda: shop.payers.recognise(
            body["code"],
            shop_id=own_shop.id,
            actor=actor,
            answered=lambda: shop.sales.is_done(sale, actor=actor),
        ),
        actor=actor,
        look_first=not shop.payers.is_only_read(body["code"]),
    )
    found = done.receipt or reading(
        lambda: shop.receipts.of_redemption(actor.community_id, done.redemption_id)
    )
    answer = {**receipt_json.receipt_data(found, language()), "at": found.at}
    return answer, 200 if done.replayed else 201


@blueprint.route("/redemptions/asked", methods=["POST"])
@audience("serve_counter", card=False)
@blueprint.doc(security=SECURITY)
@blueprint.arguments(AskedRedemption())
@blueprint.response(200, RedemptionAnswer)
@blueprint.alt_response(401, schema=RefusalAnswer)
@blueprint.alt_response(403, schema=RefusalAnswer)
@blueprint.alt_response(404, schema=RefusalAnswer)
@blueprint.alt_response(409, schema=RefusalAnswer)
@blueprint.alt_response(503, schema=RefusalAnswer)
def ask_redemption(body: dict[str, Any]) -> dict[str, Any]:
    """What became of a scan_id: its receipt, 404 `not_sold` where nothing was sold, or 409 `sale_not_known` where a restore may
    have forgotten it: then a person has to know. Asking never sells."""
    actor = current_actor()
    own_shop = reading(lambda: shop.shops.of_actor(actor))
    done = shop.sales.ask(body["scan_id"], shop_id=own_shop.id, actor=actor, seconds_ago=body["seconds_ago"])
    found = reading(lambda: shop.receipts.of_redemption(actor.community_id, done.redemption_id))
    return {**receipt_json.receipt_data(found, language()), "at": found.at}
