"""The book of points: purses, movements, holds, reversals, lots, caps, statements.

All amounts are tenths of a point. Every function that moves points needs the txn of a begun request.
"""

from points.ledger import (
    accounts,
    balances,
    caps,
    history,
    holds,
    idempotency,
    lots,
    movements,
    old_lines,
    old_reversals,
    purse_lines,
    refusals,
    reversal,
    statements,
)

__all__ = [
    "accounts",
    "balances",
    "caps",
    "history",
    "holds",
    "idempotency",
    "lots",
    "movements",
    "old_lines",
    "old_reversals",
    "purse_lines",
    "refusals",
    "reversal",
    "statements",
]
