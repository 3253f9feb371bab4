"""What the counter page asks."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from points.web.forms import SECONDS_AGO, PlainText

SCAN_ID = validate.Length(min=8, max=80)


class BasketItem(Schema):
    """One item of a basket: 编号, barcode or the word of a batch, how many, and what the screen said a piece costs."""

    item = fields.String(required=True, validate=validate.Length(min=1, max=40))
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=999))
    tenths = fields.Integer(load_default=None, strict=True, validate=validate.Range(min=1))


class SecondPerson(Schema):
    """Who agrees beside the clerk, signing in for this one action, and why nobody else was there."""

    reason = PlainText(load_default="", validate=validate.Length(max=200))
    username = fields.String(load_default="", validate=validate.Length(max=80))
    password = fields.String(load_default="", validate=validate.Length(max=200))


class ScanRequest(Schema):
    """What the counter page scanned or looked up, or who was recognised and is to prove it by a PIN as well."""

    code = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=400))
    person = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=400))
    payer_ref = fields.String(load_default="", validate=validate.Length(max=600))
    proof = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    collect = fields.String(load_default="", validate=validate.Length(max=600))
    aside = fields.String(load_default="", validate=validate.Length(max=40))


class RedeemRequest(SecondPerson):
    """The counter page's confirmation, with the sum its screen said."""

    payer_ref = fields.String(required=True, validate=validate.Length(min=1, max=600))
    items = fields.List(fields.Nested(BasketItem), required=True, validate=validate.Length(max=100))
    scan_id = fields.String(required=True, validate=SCAN_ID)
    who_confirmed = fields.Boolean(load_default=False)
    expected_tenths = fields.Integer(load_default=None, strict=True, validate=validate.Range(min=1))
    seconds_ago = fields.Integer(load_default=0, strict=True, validate=SECONDS_AGO)


class LookRequest(Schema):
    """The payer for whom the shelf is looked at again."""

    payer_ref = fields.String(required=True, validate=validate.Length(min=1, max=600))


class AskedRequest(Schema):
    """A sale whose answer did not come."""

    scan_id = fields.String(required=True, validate=SCAN_ID)
    seconds_ago = fields.Integer(load_default=None, strict=True, validate=SECONDS_AGO)


class TurnRequest(Schema):
    """The card whose holder is to type a PIN, as it was scanned or typed."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=400))


class ProofRequest(Schema):
    """A new way to pay, and what the resident proves it with: the older card's PIN, or a code that was scanned."""

    way = fields.UUID(required=True)
    pin = fields.String(load_default="", validate=validate.Length(max=64))
    code = fields.String(load_default="", validate=validate.Length(max=400))


class SeenRequest(Schema):
    """A new way to pay, and what the clerk saw."""

    way = fields.UUID(required=True)
    seen = fields.String(load_default="", validate=validate.Length(max=200))


class AsideRequest(Schema):
    """A voucher to be left for the next shift, and what is wanted for it."""

    payer_ref = fields.String(required=True, validate=validate.Length(min=1, max=600))
    items = fields.List(fields.Nested(BasketItem), required=True, validate=validate.Length(max=100))


class UndoRequest(SecondPerson):
    """A receipt to be taken back, with the reason (of asking, or of being only two) or the second person's sign-in; and what
    the screen said other goods cost that are taken instead."""

    receipt = fields.String(required=True, validate=validate.Length(min=1, max=40))
    expected_tenths = fields.Integer(load_default=None, strict=True, validate=validate.Range(min=1))


class SearchRequest(Schema):
    """A resident without any code: exact name and door."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=40))
    door = fields.String(required=True, validate=validate.Length(min=1, max=40))
