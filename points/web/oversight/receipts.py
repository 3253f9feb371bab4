"""One sale as a watcher sees it: goods with their batches, how the payer was known, whether and by whom it was undone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template

from points import oversight, shop
from points.foundation import reading
from points.web.auth import audience, current_actor
from points.web.oversight.base import blueprint


@blueprint.get("/oversight/receipts/<receipt>")
@audience("spot_check", card=False)
def receipt(receipt: str) -> str:
    """A receipt and what is behind it."""
    community_id = current_actor().community_id
    return render_template("oversight/receipts.html", **reading(lambda: _receipt(community_id, receipt)))


def _receipt(community_id: UUID, number: str) -> dict[str, Any]:
    found = shop.receipts.get(community_id, number)
    names = oversight.naming.names_of([one for one in (found.clerk_id, found.asked_by) if one])
    called = oversight.naming.said(
        community_id, [("points_account", found.account_id), ("voucher", found.voucher_id)]
    )
    return {
        "receipt": found,
        "batches": oversight.batches.given_to(community_id, found.redemption_id),
        "purse": called.get(("points_account", found.account_id)),
        "voucher": called.get(("voucher", found.voucher_id)),
        "clerk": names.get(found.clerk_id) if found.clerk_id else None,
        "asked_by": names.get(found.asked_by) if found.asked_by else None,
    }
