"""Today's receipts, and one receipt for the 58 mm printer."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, render_template, url_for

from points import people, shop
from points.foundation import codes, reading, wording
from points.web.addresses import origin
from points.web.auth import audience, current_actor, language
from points.web.counter import data
from points.web.counter.base import blueprint, shop_words

OBJECTION_DAYS = 7


@blueprint.get("/recent")
@audience("serve_counter", card=False)
def recent() -> Response:
    """Today's receipts."""
    actor = current_actor()
    found = reading(lambda: data.recent_data(actor, language()))
    for one in found["receipts"]:
        one["receipt_url"] = url_for("counter.receipt", receipt=one["receipt"])
    return jsonify(found)


@blueprint.get("/receipts/<receipt>")
@audience("read_receipts", card=False)
def receipt(receipt: str) -> str:
    """A receipt for the 58 mm printer."""
    actor, lang = current_actor(), language()

    def query() -> dict[str, Any]:
        found = shop.receipts.get(actor.community_id, receipt)
        person = people.persons.get(actor.community_id, found.person_id) if found.person_id else None
        names = people.accounts.persons_of(actor.community_id, {found.clerk_id} if found.clerk_id else set())
        clerk = (
            people.persons.get(actor.community_id, names[found.clerk_id]).name
            if found.clerk_id in names
            else ""
        )
        return {
            "receipt": {
                "number": found.receipt.upper(),
                "at": found.at,
                "name_masked": wording.masked(person.name, lang) if person else "",
                "door": data.building_of(person.door) if person else "",
                "clerk": clerk,
                "lines": [
                    {
                        "name": wording.named(line, lang),
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
            "shop": shop_words(shop.shops.of_actor(actor), lang),
            "link": codes.receipt_link(origin(), codes.receipt_token(found.receipt, found.digest)),
        }

    facts = reading(query)
    link = facts.pop("link")
    modules = len(codes.qr_dots(link, level="Q", dots=1))
    return render_template(
        "print/receipt.html",
        **facts,
        qr_src=codes.qr_data_url(link),
        qr_modules=modules,
        days=OBJECTION_DAYS,
    )
