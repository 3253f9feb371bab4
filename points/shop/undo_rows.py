"""What was asked to be taken back, as it stands in its table: a row an attempt, of which at most one stands."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from points.shop.models import Redemption, Undo

#: waits; waits or was done. What was withdrawn or declined is an attempt that is over
WAITING = sa.text("shop_undo.status = 'asked'")
STANDING = sa.text("shop_undo.status IN ('asked', 'confirmed')")


def standing(redemption: Any = Redemption) -> sa.ColumnElement[bool]:
    """The attempt that stands for a redemption, for a join."""
    return sa.and_(
        Undo.community_id == redemption.community_id,
        Undo.redemption_id == redemption.id,
        STANDING,
    )
