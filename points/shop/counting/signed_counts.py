"""The second signature under a stocktake: what was counted beside the books of that moment, and the stock corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from points import audit, goods
from points.foundation import Actor, clock
from points.shop.counting import signers, stocktakes
from points.shop.office import founding

Booked = goods.differences.Booked
LineInfo = goods.stocktakes.LineInfo
StocktakeInfo = goods.stocktakes.StocktakeInfo
no = goods.refusals

#: a count that is older says too little of what stands there
OLDEST = timedelta(days=1)


@dataclass(frozen=True)
class ChosenReason:
    """Why a line differs, and the difference the signer saw."""

    reason: str
    seen: int


@dataclass(frozen=True)
class Signed:
    """What a signature did: lines that ended, those of them whose stock was corrected, lines that are left."""

    ended: int
    corrected: int
    left: int


@dataclass(frozen=True)
class Difference:
    """A counted line beside the books: `stale` is a difference that is not signed without another count."""

    line: LineInfo
    booked: Booked
    stale: bool

    @property
    def fen(self) -> int:
        """What it is worth at the price of reference."""
        return self.booked.difference * self.line.reference_fen


def read(found: StocktakeInfo, lines: Sequence[LineInfo], community_id: UUID) -> list[Difference]:
    """Every counted line beside the books, in order of code."""
    booked = goods.differences.of_stocktake(community_id, found.stocktake_id, found.shop_id)
    return [
        Difference(line, booked[line.line_id], _is_stale(booked[line.line_id]))
        for line in lines
        if line.line_id in booked
    ]


@audit.records.writes("stocktake.signed", of="stocktake")
def sign(stocktake_id: UUID, choices: Mapping[UUID, ChosenReason], *, actor: Actor, why: str = "") -> Signed:
    """End every line that agrees with the books, and those whose difference has a reason; the rest waits.

    Whoever signs has counted nothing of it, and is of the street office where it differs by more than was decided. Every
    batch of what is signed is held first, so that each move up to each count's moment is in the books by then, and each
    later one is later than this.
    """
    community_id = actor.community_id
    found = goods.stocktakes.get(community_id, stocktake_id)
    lines = goods.stocktakes.lines(community_id, stocktake_id)
    hands = stocktakes.hands_of(lines)
    if found.handed_in_at is None:
        raise no.CountClosed
    founding.hold_open(community_id, found.shop_id)
    goods.differences.hold(community_id, found.shop_id, [one.item_id for one in lines if not one.signed])
    # who held them before may have signed
    lines = goods.stocktakes.lines(community_id, stocktake_id)
    differences = read(found, lines, community_id)
    worth = signers.worth([(one.line, one.booked.difference) for one in differences], community_id)
    signed_as = signers.refuse(worth, hands, actor=actor, why=why)
    ready = [
        one
        for one in differences
        if not one.line.signed
        and not one.line.waits
        and (one.line.line_id in choices or not one.booked.difference)
    ]
    _refuse_unready(ready, choices)
    rows = [_row(one, choices, signed_as) for one in ready]
    goods.stocktakes.add_signed(rows, actor=actor)
    changed = [one for one in ready if one.booked.difference]
    for one in changed:
        _correct(found, one, actor)
    _record(stocktake_id, signed_as, ready, why, actor)
    return Signed(len(rows), len(changed), sum(not one.signed for one in lines) - len(rows))


def _correct(found: StocktakeInfo, one: Difference, actor: Actor) -> None:
    goods.differences.correct(
        actor.community_id,
        found.shop_id,
        one.line.item_id,
        one.booked.difference,
        line_id=one.line.line_id,
        actor=actor,
    )


def _record(stocktake_id: UUID, signed_as: str, ready: Sequence[Difference], why: str, actor: Actor) -> None:
    changed = [one.booked.difference for one in ready if one.booked.difference]
    audit.records.record(
        "stocktake.signed",
        actor=actor,
        subject_kind="stocktake",
        subject_id=stocktake_id,
        facts={"signed_as": signed_as, "ended": len(ready), "differences": changed},
        private={"reason": why} if why else {},
    )


def _is_stale(booked: Booked) -> bool:
    old = clock.now() - booked.at > OLDEST
    return bool(booked.difference) and (old or bool(booked.besides))


def _refuse_unready(ready: Sequence[Difference], choices: Mapping[UUID, ChosenReason]) -> None:
    """Refuse where nothing is to be signed, or something has to be counted or looked at once more first."""
    if not ready:
        raise no.NothingToSign
    stale = [one.line.name for one in ready if one.stale]
    if stale:
        raise no.RecountNeeded(names="、".join(stale))
    moved = [
        one.line.name
        for one in ready
        if one.line.line_id in choices and choices[one.line.line_id].seen != one.booked.difference
    ]
    if moved:
        raise no.DifferenceMoved(names="、".join(moved))


def _row(one: Difference, choices: Mapping[UUID, ChosenReason], signed_as: str) -> dict[str, object]:
    return {
        "line_id": one.line.line_id,
        "count_id": one.booked.count_id,
        "booked": one.booked.booked,
        "difference": one.booked.difference,
        "reason": choices[one.line.line_id].reason if one.booked.difference else "",
        "signed_as": signed_as,
    }
