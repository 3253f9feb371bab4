"""What the shop has: every item with what is left of it and how long that lasts, what runs out first before the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import Response, request, url_for
from flask_babel import lazy_gettext as _

from points import goods, people, shop
from points.foundation import Actor, paging, reading
from points.web import exporting, listing
from points.web.asking import page
from points.web.auth import audience, current_actor
from points.web.exporting import Column
from points.web.manager.base import blueprint

#: what the list is called in the trail
LIST = "goods"
FILTERS = {"state": goods.cover.STATES, "shop": None, "q": None}
#: items named in the title
NAMED = 4
#: the fewest digits of a barcode that are looked for among barcodes
DIGITS = 5


def _limit(one: Any) -> str:
    """That of a household, and behind it that of a person; read again by the import of goods."""
    words = exporting.words_of("goods", "window_word")
    said = [str(_("不限"))]
    if one.limit_window != "none":
        said = [f"{one.limit_count} {one.unit}/{words[one.limit_window]}"]
    if one.person_limit_window:
        each = str(_("每人%(window)s", window=words[one.person_limit_window]))
        said.append(f"{one.person_limit_count} {one.unit}/{each}")
    return "; ".join(said)


def _tenths_of(weeks: float | None) -> str:
    return "" if weeks is None else f"{weeks:.1f}"


COLUMNS = (
    Column(_("编号"), lambda one: one.code, width=8),
    Column(_("商品"), lambda one: one.name, width=24),
    Column(_("库存"), lambda one: one.on_hand, "number", summed=True, width=8),
    Column(_("单位"), lambda one: one.unit, width=6),
    Column(_("补货线"), lambda one: one.safety_stock, "number", width=8),
    Column(_("够几周"), lambda one: _tenths_of(one.weeks), width=8),
    Column(_("最早到期"), lambda one: one.first_day, "day", width=12),
    Column(_("价（分）"), lambda one: one.tenths, "points", width=9),
    Column(_("限量"), _limit, width=12),
    Column(_("补够 8 周"), lambda one: one.to_buy, "number", summed=True, width=9),
)


@blueprint.get("/goods")
@audience("see_shop", card=False)
def goods_list() -> str:
    """The list, narrowed as the address says, on the screen or on paper."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    if request.args.get("print"):
        return exporting.on_paper(
            _("补货单") if chosen["state"] == "low" else _("商品表"),
            COLUMNS,
            partial(_read, actor, chosen),
            back=listing.address("manager.goods_list", chosen),
        )
    return page("manager/goods.html", reading(lambda: _facts(actor, chosen)))


@blueprint.post("/goods/export")
@audience("export_lists", card=False)
def export_goods() -> Response:
    """The filtered list as a file."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    return exporting.take_out(
        LIST,
        str(_("商品表")),
        COLUMNS,
        partial(_read, actor, chosen),
        filters={name: one for name, one in chosen.items() if one},
        actor=actor,
    )


def _facts(actor: Actor, chosen: Mapping[str, str]) -> dict[str, Any]:
    community_id = actor.community_id
    shops = shop.shops.list_all(community_id)
    every = goods.cover.read(community_id, shop_id=_shop_id(shops, chosen))
    found = _turned(_narrowed(every, actor, chosen), listing.asked())
    low = [one for one in every if one.low]
    return {
        "list": listing.Listing("manager.goods_list", found, chosen, people.exports.may(actor)),
        "shops": shops,
        "q": chosen["q"],
        "counts": {state: sum(one.is_in(state) for one in every) for state in goods.cover.STATES},
        "low": low,
        "buying": sum(one.to_buy for one in low),
        "buying_fen": sum(one.to_buy * one.reference_fen for one in low),
        "pieces": sum(one.on_hand for one in every if one.stocked),
        "worth_fen": sum(one.on_hand * one.reference_fen for one in every if one.stocked),
        "pictures": goods.pictures.of_items(community_id, [one.item_id for one in found.rows])
        if found.rows
        else {},
        "may": people.permissions.may(actor, "keep_goods"),
        "export": url_for("manager.export_goods"),
        "named": NAMED,
    }


def _read(actor: Actor, chosen: Mapping[str, str], asked: paging.PageAsked) -> paging.PageFound[Any]:
    shops = shop.shops.list_all(actor.community_id) if chosen["shop"] else []
    every = goods.cover.read(actor.community_id, shop_id=_shop_id(shops, chosen))
    return _turned(_narrowed(every, actor, chosen), asked)


def _shop_id(shops: Sequence[shop.shops.ShopInfo], chosen: Mapping[str, str]) -> Any:
    return next((one.id for one in shops if str(one.number) == chosen["shop"]), None)


def _narrowed(
    every: list[goods.cover.CoverInfo], actor: Actor, chosen: Mapping[str, str]
) -> list[goods.cover.CoverInfo]:
    """What belongs to the filter and is meant by the words; without a filter everything that is offered."""
    words = chosen["q"].strip()
    digits = words.isdigit() and len(words) >= DIGITS
    barcodes = goods.cover.barcodes(actor.community_id) if digits else {}
    # who searches finds what was withdrawn as well
    state = chosen["state"] or ("" if words else "offered")
    return [
        one
        for one in every
        if (not state or one.is_in(state)) and (not words or one.fits(words, barcodes.get(one.item_id, ())))
    ]


def _turned(
    rows: list[goods.cover.CoverInfo], asked: paging.PageAsked
) -> paging.PageFound[goods.cover.CoverInfo]:
    """A page of a list that is there whole; its keys are the codes of its items."""
    places = {one.code: place for place, one in enumerate(rows)}
    first = places.get(asked.start, 0)
    if asked.after in places:
        first = places[asked.after] + 1
    elif asked.before in places:
        first = max(0, places[asked.before] - asked.limit)
    some = rows[first : first + asked.limit]
    return paging.PageFound(
        some,
        first=first + 1 if some else 0,
        total=len(rows),
        before=some[0].code if some and first else None,
        after=some[-1].code if some and first + len(some) < len(rows) else None,
    )
