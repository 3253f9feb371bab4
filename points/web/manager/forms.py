"""What the forms of the shop manager's pages ask."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import ValidationError, fields

from points.web.fields import Choice, Clock, Day, Words, missing
from points.web.forms import Form

#: ten thousand points; more is a slip of the hand
MOST_TENTHS = 100_000


class Tenths(fields.Field[int]):
    """Points with at most one decimal, kept as tenths."""

    def __init__(self) -> None:
        super().__init__(required=True, error_messages=missing("not_a_number"))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int:  # noqa: ARG002
        text = str(value or "").strip()
        if not text:
            raise ValidationError("required")
        try:
            tenths = Decimal(text) * 10
        except InvalidOperation as error:
            raise ValidationError("not_a_number") from error
        if not tenths.is_finite() or tenths != tenths.to_integral_value():
            raise ValidationError("not_a_number")
        if not 0 < tenths <= MOST_TENTHS:
            raise ValidationError("out_of_range")
        return int(tenths)


class PriceForm(Form):
    """A new price that begins as soon as it may."""

    points = Tenths()
    reason = Words(most=200)


class LaterPriceForm(PriceForm):
    """A new price that begins at a moment."""

    day = Day("future")
    time = Clock()


class DecisionForm(Form):
    """A proposal that is decided about; the reason is of who stands in, or says no."""

    proposal = Choice()
    reason = Words(most=200, required=False)
