"""Who may sign a stocktake: what its differences are worth in points says whether that is the street office's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from points import goods, people
from points.foundation import Actor, NotAllowed, settings
from points.shop.counting import stocktakes

LineInfo = goods.stocktakes.LineInfo

#: the act of signing differences that are worth more than the limit
LARGE = "sign_large_count"


@dataclass(frozen=True)
class Worth:
    """What the differences of a whole stocktake are worth, over and missing added, and the limit that was decided."""

    tenths: int
    limit: int | None

    @property
    def act(self) -> str:
        """Whose signature it is, as an act."""
        return LARGE if self.limit is not None and self.tenths > self.limit else stocktakes.ACT


def worth(differences: Sequence[tuple[LineInfo, int]], community_id: UUID) -> Worth:
    """Of every counted line of a stocktake and how far it is from the books, at the price of reference; where none is
    written, at what it costs now. What was signed before counts as well, so that no part of a large difference is signed as
    a small one."""
    decided = settings(community_id, ["street_count_tenths", "fen_per_point"])
    limit, rate = decided["street_count_tenths"], decided["fen_per_point"]
    off = [(line, abs(pieces)) for line, pieces in differences if pieces]
    if limit is None or not off:
        return Worth(0, limit)
    prices: dict[UUID, int] = {}
    if not all(line.reference_fen for line, _ in off):
        prices = {one.item_id: one.tenths for one in goods.items.on_offer(community_id)}
    # in tenths of a fen's worth of points, so that only the sum is rounded
    parts = sum(
        pieces * (line.reference_fen * 10 or prices.get(line.item_id, 0) * rate) for line, pieces in off
    )
    return Worth(-(-parts // rate), limit)


def refuse(found: Worth, hands: set[UUID | None], *, actor: Actor, why: str = "") -> str:
    """Refuse whoever may not sign it; tells what they sign it as."""
    try:
        return people.acting.refuse_second(found.act, hands, actor=actor, reason=why)
    except NotAllowed as refused:
        if found.act == LARGE and people.acting.confirms(stocktakes.ACT, hands, actor=actor):
            raise goods.refusals.CountBeyondLimit(tenths=found.tenths, limit=found.limit) from refused
        raise
