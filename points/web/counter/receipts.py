"""Today's receipts, and one receipt for the printer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request, url_for

from points import ledger, people, shop
from points.foundation import Actor, clock, codes, reading, wording
from points.foundation.spelling import doors
from points.web import rolls
from points.web.addresses import origin
from points.web.auth import audience, current_actor, language
from points.web.counter import data
from points.web.counter.base import blueprint, shop_words

OBJECTION_DAYS = 7
#: so long after a sale its first slip may be printed; who prints it later, or again, prints a copy
FIRST_FOR = timedelta(minutes=10)


@blueprint.get("/recent")
@audience("serve_counter", card=False)
def recent() -> Response:
    """Today's receipts."""
    actor = current_actor()
    return jsonify(reading(lambda: recent_data(actor, language())))


def recent_data(actor: Actor, lang: str) -> dict[str, Any]:
    """Today's receipts, and where each is printed and taken back in part."""
    found = data.recent_data(actor, lang)
    for one in found["receipts"]:
        one["receipt_url"] = url_for("counter.receipt", receipt=one["receipt"])
        one["sale_url"] = url_for("manager.sale", receipt=one["receipt"])
    return found


@blueprint.get("/receipts/<receipt>")
@audience("read_receipts", card=False)
def receipt(receipt: str) -> Response:
    """A receipt for the printer at the counter, as wide as its roll."""
    actor, lang = current_actor(), language()

    def query() -> dict[str, Any]:
        found = shop.receipts.get(actor.community_id, receipt)
        person = people.persons.get(actor.community_id, found.person_id) if found.person_id else None
        staff = [one for one in (found.clerk_id, found.undone_by) if one]
        names = people.accounts.names_behind(actor.community_id, staff, ())
        collected = shop.collected.names(actor.community_id, [found.redemption_id])
        return {
            "receipt": {
                "number": found.receipt,
                "at": found.at,
                "day": found.redeemed_on if found.origin == "imported" else None,
                "name_masked": wording.masked(person.name, lang) if person else "",
                "door": doors.building_of(person.door) if person else "",
                "clerk": names.get(found.clerk_id, "") if found.clerk_id else "",
                "lines": [
                    {"name": wording.named(line, lang), "quantity": line.quantity, "tenths": line.tenths}
                    for line in found.lines
                ],
                "tenths": found.tenths,
                "balance_before": found.balance_before,
                "balance_after": found.balance_after,
                "replaced_by": found.replaced_by,
                "replaces": found.replaces,
                "is_copy": "first" not in request.args or clock.now() - found.at > FIRST_FOR,
                "lapses": None,
                "collector": collected.get(found.redemption_id, ""),
                "undone": _undone(found, names),
            },
            "news": _news(found),
            "shop": shop_words(shop.shops.of_actor(actor), lang),
            "link": codes.receipt_link(origin(), codes.receipt_token(found.receipt, found.digest)),
        }

    facts = reading(query)
    link = facts.pop("link")
    modules = len(codes.qr_dots(link, level="Q", dots=1))
    return rolls.rendered(
        "print/receipt.html",
        **facts,
        qr_src=codes.qr_data_url(link),
        qr_modules=modules,
        days=OBJECTION_DAYS,
    )


def _news(found: shop.receipts.Receipt) -> list[people.ways.WayInfo]:
    """New ways to the purse; a receipt that is printed again tells no more than was to be told when it was new."""
    waiting = people.ways.news(found.community_id, found.account_id)
    return [one for one in waiting if one.made_at <= found.at]


def _undone(found: shop.receipts.Receipt, names: Mapping[UUID, str]) -> dict[str, Any] | None:
    """What the purse held once the sale was taken back, by whom and when; None while it stands."""
    if found.state != "undone":
        return None
    left = ledger.reversal.left_after(found.community_id, found.transfer_id, found.account_id)
    by = names.get(found.undone_by, "") if found.undone_by else ""
    return {"left": left or 0, "by": by, "at": found.undone_at}
