"""The book of points: accounts, movements, holds, reversals, lots, limits, statements.

All amounts are tenths of a point. Every function that moves points needs the txn of a claim.
"""

from points.ledger.accounts import open_books, open_purse, open_purses, own_account
from points.ledger.caps import CapClaim, cap_used, caps_used, give_caps_back, use_caps
from points.ledger.claims import Claim, claim, find_claim
from points.ledger.history import OldMovement, OldPosting, post_history
from points.ledger.holds import capture, place_hold, release
from points.ledger.lapse import due_lots, lapse
from points.ledger.movements import issue, spend
from points.ledger.posting import Moved, Note
from points.ledger.readings import (
    Line,
    Standing,
    balance,
    balances,
    held_total,
    lapsing,
    line,
    statement,
    sums_between,
    turnover,
)
from points.ledger.refusals import (
    AlreadyReversed,
    CapReached,
    GiftNeedsMatch,
    HoldSettled,
    NotEnough,
    PointsHeld,
    RequestKeyReused,
)
from points.ledger.reversal import is_reversed, reverse

__all__ = [
    "AlreadyReversed",
    "CapClaim",
    "CapReached",
    "Claim",
    "GiftNeedsMatch",
    "HoldSettled",
    "Line",
    "Moved",
    "NotEnough",
    "Note",
    "OldMovement",
    "OldPosting",
    "PointsHeld",
    "RequestKeyReused",
    "Standing",
    "balance",
    "balances",
    "cap_used",
    "caps_used",
    "capture",
    "claim",
    "due_lots",
    "find_claim",
    "give_caps_back",
    "held_total",
    "is_reversed",
    "issue",
    "lapse",
    "lapsing",
    "line",
    "open_books",
    "open_purse",
    "open_purses",
    "own_account",
    "place_hold",
    "post_history",
    "release",
    "reverse",
    "spend",
    "statement",
    "sums_between",
    "turnover",
    "use_caps",
]
