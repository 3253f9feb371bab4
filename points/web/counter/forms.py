"""What the counter page asks."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

SCAN_ID = validate.Length(min=8, max=80)


class BasketItem(Schema):
    """One item of a basket: 编号 or barcode, and how many."""

    item = fields.String(required=True, validate=validate.Length(min=1, max=40))
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=999))


class ScanRequest(Schema):
    """What the counter page scanned or looked up."""

    code = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=400))
    person = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=400))
    proof = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))


class RedeemRequest(Schema):
    """The counter page's confirmation."""

    payer_ref = fields.String(required=True, validate=validate.Length(min=1, max=600))
    items = fields.List(fields.Nested(BasketItem), required=True, validate=validate.Length(max=100))
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
