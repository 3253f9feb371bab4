"""The fields of every request and answer of the API; the OpenAPI document follows from them."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from points.web.forms import SECONDS_AGO


class ItemSchema(Schema):
    """One item of a basket: 编号 or barcode, and how many."""

    item = fields.String(required=True, validate=validate.Length(min=1, max=40))
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=999))


class SameAgain(Schema):
    """A key of the asker's own, where a lost answer is to be asked for again; without one each request is a new one."""

    class Meta:
        """Programs send other headers."""

        unknown = EXCLUDE

    idempotency_key = fields.String(
        load_default="", data_key="Idempotency-Key", validate=validate.Length(min=8, max=80)
    )


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
    """A code, goods, and the id the counter gave this scan before sending it. `expected_tenths` is the sum its screen said:
    where it costs something else by now, nothing is sold (409 `price_changed`). What is asked for again says how long ago it was
    tried first: before a restore of the books, nobody knows whether it was sold (409 `sale_not_known`)."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=400))
    items = fields.List(fields.Nested(ItemSchema), required=True, validate=validate.Length(min=1, max=100))
    scan_id = fields.String(required=True, validate=validate.Length(min=8, max=80))
    expected_tenths = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=1)
    )
    seconds_ago = fields.Integer(load_default=0, strict=True, validate=SECONDS_AGO)


class AskedRedemption(Schema):
    """The scan id of a redemption whose answer did not come, and how long ago it was tried first."""

    scan_id = fields.String(required=True, validate=validate.Length(min=8, max=80))
    seconds_ago = fields.Integer(load_default=None, allow_none=True, strict=True, validate=SECONDS_AGO)


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


class StatementQuery(Schema):
    """Which page: `before` is the `next` of the page read so far."""

    before = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min=1, max=9223372036854775807)
    )
    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=100))


class StatementEntry(Schema):
    """One line. `tenths` is what it changed; a line that only set points aside changed nothing (0)."""

    id = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    tenths = fields.Integer(required=True)
    balance_after = fields.Integer(required=True)
    what = fields.String(required=True)
    origin = fields.String(required=True)


class StatementAnswer(Schema):
    """Balance in tenths of a point, `hours` in minutes of service, and lines, newest first."""

    available = fields.Integer(required=True, metadata={"description": "What can be spent now, in tenths."})
    held = fields.Integer(required=True, metadata={"description": "What vouchers set aside, in tenths."})
    hours = fields.Integer(
        required=True, metadata={"description": "The reader's own service time (服务时长), in minutes."}
    )
    entries = fields.List(fields.Nested(StatementEntry), required=True)
    next = fields.String(required=True, allow_none=True)
