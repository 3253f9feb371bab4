"""What the statement's endpoint takes and answers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


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
