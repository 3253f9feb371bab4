"""What is wrong with a field of a form."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class FieldMissing(Refusal):
    """A form field left empty."""

    code = "required"
    status = 422
    zh = "这一格还没有填。"
    en = "This is still empty."


class FieldUnfit(Refusal):
    """A form field with something else in it."""

    code = "unfit"
    status = 422
    zh = "这一格填得不对。"
    en = "This does not fit here."
