"""Pages that anyone may open: is this receipt real? Nothing personal is on them."""

from __future__ import annotations

from flask import current_app, render_template

from points import shop
from points.foundation import codes, community, reading
from points.web import office
from points.web.auth import audience, language
from points.web.limits import limiter
from points.web.public.base import blueprint


@blueprint.get("/R/<receipt>")
@audience("everyone")
@limiter.limit("60 per minute")
def receipt(receipt: str) -> tuple[str, int]:
    """Whether a printed receipt stands in the book as printed."""
    found = reading(lambda: _found(receipt))
    where = reading(lambda: community(found.community_id)) if found else None
    phone = where.phone if where else office.phone()
    page = render_template(
        "public/receipts.html",
        receipt=found,
        community=where,
        typed=receipt,
        phone=phone,
        mark=_mark(found) if found else None,
    )
    return page, 200 if found else 404


def _mark(found: shop.receipts.Receipt) -> codes.DayMark:
    """What the counter's screen showed that day, so that whoever saw it can compare."""
    return codes.day_mark(
        found.community_id,
        found.shop_name,
        found.redeemed_on,
        key=str(current_app.secret_key or ""),
        language=language(),
    )


def _found(token: str) -> shop.receipts.Receipt | None:
    try:
        number, mark = codes.read_receipt(token)
    except codes.CodeError:
        return None
    found = shop.receipts.find_anywhere(number)
    if found is None or codes.read_receipt(codes.receipt_token(found.receipt, found.digest))[1] != mark:
        return None
    return found
