"""Counting on a phone, standing at the shelf: blind. Nothing that is read here knows what the books say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import jsonify, request
from marshmallow import fields, validate

from points import goods, people, shop
from points.foundation import Actor, NotFound, Refusal, clock, reading
from points.web import form_keys
from points.web.addresses import read_id
from points.web.asking import done, page, read_form
from points.web.auth import audience, current_actor, language
from points.web.fields import Choice
from points.web.forms import Form
from points.web.manager.base import blueprint

#: no shelf holds more
MOST = 99_999


class CountForm(Form):
    """So many pieces of a line; `sure` where the number was asked about."""

    line = Choice()
    pieces = fields.Integer(required=True, validate=validate.Range(min=0, max=MOST))
    sure = fields.Boolean(load_default=False)


@blueprint.get("/stocktakes/<stocktake_id>/count")
@audience("see_shop", card=False)
def count(stocktake_id: str) -> str:
    """What is to be counted, and what this person has counted so far; or the question before it is handed in."""
    return _page(read_id(stocktake_id), asking="hand-in" in request.args)


@blueprint.post("/stocktakes/<stocktake_id>/count")
@audience("see_shop", card=False)
def note_count(stocktake_id: str) -> Any:
    """One count, as the phone sends it: how long ago it was stands in the address, so that the same count sent again is
    the same press."""
    actor, at = current_actor(), clock.now() - _ago()
    form, errors = read_form(CountForm)
    if errors:
        raise goods.refusals.QuantityWrong
    try:
        form_keys.once(
            lambda: shop.stocktakes.count(
                read_id(stocktake_id),
                form["line"],
                form["pieces"],
                at=at,
                sure=form["sure"],
                actor=actor,
            ),
            of=shop.stocktakes.count,
            actor=actor,
        )
    except Refusal as refusal:
        lang = language()
        said = {"message": refusal.message(lang), "next": refusal.next_step(lang)}
        return jsonify(code=refusal.code, **said), refusal.status
    return jsonify(noted=True)


@blueprint.post("/stocktakes/<stocktake_id>/hand-in")
@audience("see_shop", card=False)
def hand_in_stocktake(stocktake_id: str) -> Any:
    """Hand it in: from here on others look at the differences."""
    actor, key = current_actor(), read_id(stocktake_id)
    try:
        form_keys.once(
            lambda: shop.stocktakes.hand_in(key, actor=actor),
            of=shop.stocktakes.hand_in,
            actor=actor,
            subject_id=key,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(key, refusal=refusal), refusal.status
    return done("stocktake_handed_in", "manager.stocktakes", facts={})


def _ago() -> timedelta:
    said = request.args.get("ago", "")
    return timedelta(milliseconds=int(said)) if said.isdecimal() and len(said) <= 9 else timedelta(0)


def _page(stocktake_id: UUID, **more: Any) -> str:
    actor = current_actor()
    return page(
        "manager/count.html", reading(lambda: _facts(stocktake_id, actor)), **{"asking": False, **more}
    )


def _facts(stocktake_id: UUID, actor: Actor) -> dict[str, Any]:
    found = goods.stocktakes.get(actor.community_id, stocktake_id)
    people.acting.refuse_first(shop.stocktakes.ACT, actor)
    lines = goods.stocktakes.lines(actor.community_id, stocktake_id)
    barcodes = goods.stocktakes.barcodes(actor.community_id, stocktake_id)
    countable = shop.stocktakes.countable([one for one in lines if one.waits], actor)
    shown = [
        {
            **_shown(one),
            "codes": [one.code, *barcodes.get(one.item_id, ())],
            **_mine(found, one, one.line_id in countable, actor),
        }
        for one in lines
    ]
    return {
        "stocktake": found,
        "lines": shown,
        "left": sum(one["state"] in ("open", "again") for one in shown),
        "counted": found.counted,
    }


def _shown(line: goods.stocktakes.LineInfo) -> dict[str, Any]:
    """A line as the phone has it."""
    return {
        "line": str(line.line_id),
        "name": line.name_en if language() == "en" and line.name_en else line.name,
        "glyph": line.glyph,
        "unit": line.unit,
        "found": f"{line.name} {line.name_en} {line.code} {line.letters}".lower(),
    }


def _mine(
    found: goods.stocktakes.StocktakeInfo, line: goods.stocktakes.LineInfo, countable: bool, actor: Actor
) -> dict[str, Any]:
    """How a line stands for this person, with their own number and nobody else's."""
    mine = line.latest is not None and line.latest.by == actor.account_id
    own = line.latest.quantity if line.latest and mine else None
    state = _state(found, line, countable, mine)
    return {"state": state, "pieces": None if state in ("again", "others") else own}


def _state(
    found: goods.stocktakes.StocktakeInfo, line: goods.stocktakes.LineInfo, countable: bool, mine: bool
) -> str:
    """open: to be counted; again: once more; mine: to be mended; kept: mine, and final; others: not mine to count."""
    if line.waits:
        return ("again" if line.turn > 1 else "open") if countable else "others"
    if not mine:
        return "others"
    return "mine" if line.turn == 1 and found.handed_in_at is None and not line.signed else "kept"
