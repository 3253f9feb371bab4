"""One item whole: its batches, prices, movements, what went by week; its barcodes and picture; withdrawn and brought back."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, render_template, request, url_for

from points import goods, people, shop
from points.foundation import Actor, NotFound, clock, codes, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, refused, typed_or_left
from points.web.auth import audience, current_actor, signed_in
from points.web.fields import Words
from points.web.forms import Form
from points.web.manager.base import ShopReasonForm, blueprint

#: labels of one item on one sheet of A4
LABELS = 24
#: a year; a picture under its number never changes
LONG = 365 * 24 * 3600


class BarcodeForm(Form):
    """A barcode as it is scanned or typed; empty for one of the house's own."""

    barcode = Words(most=40, required=False)


@blueprint.get("/goods/<code>")
@audience("see_shop", card=False)
def one_item(code: str) -> str:
    """Everything about it on one page."""
    return _one(code)


@blueprint.post("/goods/<code>/withdraw")
@audience("keep_goods", card=False)
def withdraw_item(code: str) -> Any:
    """It is no longer offered."""
    form, errors = read_form(ShopReasonForm)
    return _act(code, shop.assortment.withdraw, "item_withdrawn", form, errors, asked="withdraw")


@blueprint.post("/goods/<code>/back")
@audience("keep_goods", card=False)
def bring_back_item(code: str) -> Any:
    """It is offered again."""
    form, errors = read_form(ShopReasonForm)
    return _act(code, shop.assortment.bring_back, "item_brought_back", form, errors, asked="back")


@blueprint.post("/goods/<code>/barcodes")
@audience("keep_goods", card=False)
def add_barcode(code: str) -> Any:
    """One more barcode; one of the house's own where the field is empty."""
    form, errors = read_form(BarcodeForm)
    return _act(code, shop.assortment.add_barcode, "barcode_added", form, errors)


@blueprint.post("/goods/<code>/barcodes/remove")
@audience("keep_goods", card=False)
def remove_barcode(code: str) -> Any:
    """A barcode means this item no more."""
    form, errors = read_form(BarcodeForm)
    return _act(code, shop.assortment.remove_barcode, "barcode_removed", form, errors)


@blueprint.post("/goods/<code>/picture")
@audience("keep_goods", card=False)
def put_picture(code: str) -> Any:
    """A picture, drawn anew before it is kept; without a file the glyph again."""
    file = request.files.get("picture")
    data = file.read() if file else b""
    image = None
    if data:
        try:
            image = goods.pictures.drawn_anew(data)
        except goods.refusals.PictureUnfit as refusal:
            return refused(refusal, partial(_one, code), {refusal.code: "picture"})
    elif not request.form.get("glyph"):
        return _one(code, errors={"picture": "required"}), 422
    return _act(code, shop.assortment.put_picture, "item_pictured", {"image": image}, {})


@blueprint.get("/pictures/<picture_id>")
@audience("signed_in")
def picture(picture_id: str) -> Response:
    """A picture; whoever has it need not ask again."""
    actor = current_actor()
    found = reading(lambda: goods.pictures.read(actor.community_id, read_id(picture_id)))
    answer = Response(found, mimetype=goods.pictures.KIND)
    answer.headers["Cache-Control"] = f"private, max-age={LONG}, immutable"
    return answer


@blueprint.get("/goods/<code>/labels")
@audience("see_shop", card=False)
def labels(code: str) -> str:
    """A sheet of labels with one barcode of an item."""
    actor = current_actor()
    found, barcodes = reading(lambda: _with_barcodes(code, actor))
    wanted = request.args.get("barcode", "")
    barcode = wanted if wanted in barcodes else next(iter(barcodes), "")
    if not barcode:
        raise NotFound
    me = signed_in()
    return render_template(
        "print/item_labels.html",
        item=found,
        barcode=barcode,
        picture=codes.data_url(codes.ean13_svg(barcode)) if len(barcode) == len("0123456789012") else "",
        labels=LABELS,
        community_name=me.community_name if me else "",
        back_url=url_for("manager.one_item", code=code),
    )


def _act(
    code: str, use_case: Any, said: str, form: dict[str, Any], errors: dict[str, str], *, asked: str = ""
) -> Any:
    actor = current_actor()
    return act_once(
        lambda: use_case(code, **form, actor=actor),
        of=use_case,
        errors=errors,
        again=partial(_one, code, asked=asked),
        beside={"barcode_taken": "barcode", "barcode_wrong": "barcode"},
        then=lambda _: done(said, "manager.one_item", facts={}, code=code),
    )


def _with_barcodes(code: str, actor: Actor) -> tuple[goods.wares.WareInfo, tuple[str, ...]]:
    found = goods.wares.get(actor.community_id, code)
    return found, goods.barcodes.of_items(actor.community_id, [found.item_id]).get(found.item_id, ())


def _one(code: str, *, asked: str = "", **more: Any) -> str:
    actor = current_actor()
    facts = reading(lambda: _facts(code, actor))
    asking = asked or request.args.get("confirm", "")
    form = typed_or_left("reason", "barcode")
    return page("manager/item.html", {**facts, "asking": asking}, form=form, **more)


def _facts(code: str, actor: Actor) -> dict[str, Any]:
    community_id = actor.community_id
    found, written, pictured = goods.cover.get(community_id, code)
    moves = goods.wares.moves(community_id, found.item_id)
    left = goods.wares.batches(community_id, found.item_id)
    prices = [one for one in goods.prices.versions(community_id, found.item_id) if one.batch_id is None]
    by = {one.actor_id for one in moves if one.actor_id}
    return {
        "one": found,
        "written": written,
        "batches": goods.cover.by_batch(found, left),
        "coming": [one for one in prices if one.state == "coming"],
        "past": [one for one in prices if one.state != "coming"],
        "moves": moves,
        "names": people.accounts.names_behind(community_id, by, ()) if by else {},
        "weeks": goods.wares.weeks_out(community_id, found.item_id),
        "barcodes": goods.barcodes.of_items(community_id, [found.item_id]).get(found.item_id, ()),
        "is_own": goods.barcodes.is_own,
        "picture": pictured,
        "may": people.permissions.may(actor, "keep_goods"),
        "today": clock.today(),
    }
