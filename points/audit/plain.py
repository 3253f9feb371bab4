"""The one JSON form of a fact; pure, and without floats, which have no single spelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

# nearly every fact is one of these, and asking for the very type is quicker than asking what it derives from
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def plain_value(value: Any) -> Any:
    """The one JSON form of a fact; floats are refused because they have no single spelling."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, int | str):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {
            str(name): one if type(one) in _AS_THEY_ARE else plain_value(one) for name, one in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_value(one) for one in value]
    raise TypeError(f"a fact of type {type(value).__name__} has no canonical form")
