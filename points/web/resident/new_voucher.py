"""Making a voucher: a second look at what would be set aside, which stands in the address, and then doing it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from points import audit, ledger, shop, statements
from points.foundation import Actor, Refusal, reading
from points.web.auth import audience, current_actor, language
from points.web.form_keys import new_request_key
from points.web.resident.base import blueprint, page_facts
from points.web.resident.vouchers import list_page

#: what the address of the second look may say
_ASKED = ("tenths", "shop", "good", "key")
_POINTS = re.compile(r"(\d{1,5})(?:[.,。](\d))?")


@blueprint.get("/vouchers/new")
@audience("use_own_purse", card=False)
def confirm_voucher() -> AnyResponse | str | tuple[str, int]:
    """What would be set aside, for what and where. The address holds the key of the request as well, so that who
    comes back here after the voucher was made is shown the vouchers and makes no second one."""
    actor, asked = current_actor(), request.args
    if not asked:
        return redirect(url_for("resident.vouchers"))  # nothing was chosen yet: there it is
    key = asked.get("key", "")[:120]
    if not key:
        return redirect(_second_look(asked))
    if reading(lambda: shop.vouchers.is_issued(key, actor=actor)):
        return redirect(url_for("resident.vouchers"))
    return _confirm(actor, _tenths(asked), asked, key)


@blueprint.post("/vouchers")
@audience("use_own_purse", card=False)
def new_voucher() -> AnyResponse | str | tuple[str, int]:
    """Set the points aside."""
    actor, form = current_actor(), request.form
    if form.get("confirm") != "1":
        return redirect(_second_look({**form, "key": form.get("request_key", "")}), 303)
    key = form.get("request_key", "")[:120] or new_request_key()
    chosen = _shop_numbered(reading(lambda: shop.shops.list_all(actor.community_id)), form.get("shop", ""))
    try:
        made, _replayed = audit.records.attempt(
            lambda: shop.vouchers.issue(
                _tenths(form), request_key=key, actor=actor, shop_id=chosen.id if chosen else None
            ),
            of=shop.vouchers.issue,
            actor=actor,
            replayable=True,
        )
    except Refusal as refusal:
        return list_page(actor, refusal), refusal.status
    return redirect(url_for("resident.voucher", public_id=made.public_id))


def _second_look(asked: Mapping[str, str]) -> str:
    """The address of the second look, with a key of its own."""
    kept = {name: asked[name][:120] for name in _ASKED if asked.get(name)}
    kept |= {"tenths": str(_tenths(asked)), "key": kept.get("key") or new_request_key()}
    return f"{url_for('resident.confirm_voucher')}?{urlencode(kept)}"


def _tenths(asked: Mapping[str, str]) -> int:
    """How much was asked for: `tenths` from a link of ours, or `points` as somebody typed them; 0 where it is no amount."""
    plain = asked.get("tenths", "")
    if plain.isascii() and plain.isdigit():
        return min(int(plain[:9]), 10**8)
    typed = _POINTS.fullmatch(asked.get("points", "").strip())
    return int(typed[1]) * 10 + int(typed[2] or 0) if typed else 0


def _confirm(actor: Actor, tenths: int, asked: Mapping[str, str], key: str) -> str | tuple[str, int]:
    lang = language()

    def query() -> dict[str, Any]:
        standing = statements.summary.standing(actor)
        available = standing.available
        shops = shop.shops.list_all(actor.community_id)
        shelf = statements.goods.of_purse(actor, lang, spendable=available) if asked.get("good") else []
        return {
            **page_facts(),
            "tenths": tenths,
            "good": next((one for one in shelf if one.item == asked.get("good")), None),
            "shop": shops[0] if len(shops) == 1 else _shop_numbered(shops, asked.get("shop", "")),
            "shops": shops,
            "available": available,
            "held": standing.held,
            "after": available - tenths,
            "last_day": statements.summary.last_voucher_day(actor),
            "request_key": key,
        }

    facts = reading(query)
    refusal = _refusal_of(tenths, facts["available"], facts.pop("held"))
    if refusal is not None:
        return list_page(actor, refusal), refusal.status
    return render_template("resident/new_voucher.html", **facts)


def _shop_numbered(shops: list[shop.shops.ShopInfo], number: str) -> shop.shops.ShopInfo | None:
    return next((one for one in shops if str(one.number) == number), None)


def _refusal_of(tenths: int, available: int, held: int) -> Refusal | None:
    """Why a voucher of this value cannot be made, before anything is tried."""
    if tenths <= 0:
        return shop.refusals.AmountWrong()
    if tenths > available:
        return ledger.balances.short_of(tenths, available=available, held=held)
    return None
