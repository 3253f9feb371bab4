"""Reads every book and proves them; it writes only its own checks."""

from points.oversight import (
    accounts,
    back_fills,
    batches,
    changes,
    checking,
    communities,
    families,
    findings,
    habits,
    receipts,
    recovery,
    spot_check,
    trail,
    warnings,
    week,
)

__all__ = [
    "accounts",
    "back_fills",
    "batches",
    "changes",
    "checking",
    "communities",
    "families",
    "findings",
    "habits",
    "receipts",
    "recovery",
    "spot_check",
    "trail",
    "warnings",
    "week",
]
