"""What the shop's requests and answers contain."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

SCAN_ID = validate.Length(min=8, max=80)


class ItemSchema(Schema):
    """One item of a basket: 编号 or barcode, and how many."""

    item = fields.String(required=True, validate=validate.Length(min=1, max=40))
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=999))


class IdempotencyKey(Schema):
    """The key a program gives a request, so that it may send it again."""

    class Meta:
        """A request carries many other headers."""

        unknown = EXCLUDE

    idempotency_key = fields.String(
        required=True, data_key="Idempotency-Key", validate=validate.Length(min=8, max=80)
    )


class VoucherRequest(Schema):
    """A voucher to be made; `tenths` of a point, `days` counting today as the first."""

    tenths = fields.Integer(required=True, strict=True, validate=validate.Range(min=5, max=10000))
    shop = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(min=1))
    days = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=1, max=366)
    )


class VoucherAnswer(Schema):
    """A voucher that was made; `qr` is an SVG."""

    id = fields.String(required=True)
    code = fields.String(required=True)
    tenths = fields.Integer(required=True)
    valid_until = fields.Date(required=True)
    qr = fields.String(required=True)


class RedemptionRequest(Schema):
    """A code, goods, and the id the counter gave this scan before sending it."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=400))
    items = fields.List(fields.Nested(ItemSchema), required=True, validate=validate.Length(min=1, max=100))
    scan_id = fields.String(required=True, validate=SCAN_ID)


class RedeemedItem(Schema):
    """One line of the answer; `tenths` is its sum."""

    item = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    quantity = fields.Integer(required=True)
    tenths = fields.Integer(required=True)


class RedemptionAnswer(Schema):
    """The receipt of a redemption."""

    receipt = fields.String(required=True)
    tenths = fields.Integer(required=True)
    balance_after = fields.Integer(required=True)
    items = fields.List(fields.Nested(RedeemedItem), required=True)
    at = fields.DateTime(required=True)


class ScanRequest(Schema):
    """What the counter page scanned or looked up."""

    code = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=400))
    person = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=400))
    proof = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))


class RedeemRequest(Schema):
    """The counter page's confirmation."""

    payer_ref = fields.String(required=True, validate=validate.Length(min=1, max=600))
    items = fields.List(fields.Nested(ItemSchema), required=True, validate=validate.Length(max=100))
    scan_id = fields.String(required=True, validate=SCAN_ID)
    who_confirmed = fields.Boolean(load_default=False)


class UndoRequest(Schema):
    """A receipt to be taken back, with the reason or the second person's sign-in."""

    receipt = fields.String(required=True, validate=validate.Length(min=1, max=40))
    reason = fields.String(load_default="", validate=validate.Length(max=200))
    username = fields.String(load_default="", validate=validate.Length(max=80))
    password = fields.String(load_default="", validate=validate.Length(max=200))


class SearchRequest(Schema):
    """A resident without any code: exact name and door."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=40))
    door = fields.String(required=True, validate=validate.Length(min=1, max=40))
