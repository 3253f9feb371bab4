"""Pages that anyone may open: is this receipt real? Nothing personal is on them."""

from __future__ import annotations

from typing import Any

from flask import render_template

from points import shop
from points.foundation import codes, community, reading, wording
from points.web.auth import audience, language
from points.web.limits import limiter
from points.web.public.base import blueprint


@blueprint.get("/R/<receipt>")
@audience("everyone")
@limiter.limit("60 per minute")
def receipt(receipt: str) -> tuple[str, int]:
    """Whether a printed receipt stands in the book as printed."""
    found = reading(lambda: _found(receipt, language()))
    return render_template("public/receipts.html", receipt=found, typed=receipt), 200 if found else 404


def _found(token: str, reads: str) -> dict[str, Any] | None:
    try:
        number, mark = codes.read_receipt(token)
    except codes.CodeError:
        return None
    found = shop.receipts.find_anywhere(number)
    if found is None or codes.read_receipt(codes.receipt_token(found.receipt, found.digest))[1] != mark:
        return None
    home = community(found.community_id)
    return {
        "number": found.receipt.upper(),
        "at": found.at,
        "tenths": found.tenths,
        "lines": [
            {
                "name": wording.named(line, reads),
                "quantity": line.quantity,
                "tenths": line.tenths,
            }
            for line in found.lines
        ],
        "community_name": wording.named(home, reads),
        "reversed": found.state == "undone",
        "reversed_at": None,
    }
