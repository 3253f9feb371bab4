"""What other programs ask: one module a resource, its schemas beside it."""

from points.web.api import statements, tokens, vouchers

endpoints = (tokens.blueprint, vouchers.blueprint, statements.blueprint)

__all__ = ["endpoints", "statements", "tokens", "vouchers"]
