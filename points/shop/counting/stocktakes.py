"""Counting what stands in a shop: begun, counted blind, handed in, counted once more; nothing moves before it is signed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from points import audit, goods, people
from points.foundation import Actor, NotFound, clock
from points.shop import shops

LineInfo = goods.stocktakes.LineInfo
StocktakeInfo = goods.stocktakes.StocktakeInfo
no = goods.refusals

ACT = "sign_count"
#: so many times the usual, and at least so many pieces, are asked about once more
ODD_TIMES, ODD_PIECES = 3, 10
#: a phone that had no net sends what was counted at most so long ago
LONGEST_AGO = timedelta(hours=24)


@audit.records.writes("stocktake.begun", of="stocktake")
def begin(
    shop_id: UUID, *, kind: str, part: str, actor: Actor, category: str = "", codes: Collection[str] = ()
) -> UUID:
    """Begin to count a shop, or a part of it; several may be counted at once, by whoever may count."""
    people.acting.refuse_first(ACT, actor)
    if shop_id not in {one.id for one in shops.list_all(actor.community_id)}:
        raise NotFound
    items = goods.stocktakes.items_of(actor.community_id, part, category=category, codes=codes)
    if not items:
        raise no.NothingToCount
    made = goods.stocktakes.begin(shop_id, kind=kind, part=part, category=category, items=items, actor=actor)
    facts = {"shop_id": shop_id, "kind": kind, "part": part, "lines": len(items)}
    audit.records.record(
        "stocktake.begun", actor=actor, subject_kind="stocktake", subject_id=made, facts=facts
    )
    return made


@audit.records.writes("stocktake.counted", of="stocktake")
def count(
    stocktake_id: UUID,
    line_id: UUID,
    quantity: int,
    *,
    actor: Actor,
    at: datetime | None = None,
    sure: bool = False,
) -> None:
    """So many pieces, counted now, or `at` a moment that went by where there was no net; until the stocktake is handed in
    whoever counted may mend it."""
    people.acting.refuse_first(ACT, actor)
    community_id = actor.community_id
    found = goods.stocktakes.get(community_id, stocktake_id)
    line = _line(community_id, stocktake_id, line_id)
    _refuse_counter(found, line, actor)
    usual = goods.stocktakes.most_usual(community_id, line.item_id)
    if quantity > max(ODD_PIECES, ODD_TIMES * usual) and not sure:
        raise no.CountOdd(number=quantity, unit=line.unit, name=line.name)
    # who moves a piece of it right now has done so, or waits
    goods.differences.hold(community_id, found.shop_id, [line.item_id])
    now = clock.now()
    at = min(max(at or now, found.begun_at, now - LONGEST_AGO), now)
    again = [one for one in line.counts if one.turn == line.turn]
    stood = goods.differences.stood(community_id, found.shop_id, line.item_id, at=at, now=now)
    count_id = goods.stocktakes.add_count(
        line_id, turn=line.turn, mend=len(again), quantity=quantity, stood=stood, at=at, actor=actor
    )
    facts = {
        "line_id": line_id,
        "count_id": count_id,
        "turn": line.turn,
        "quantity": quantity,
        "moment": at,
    }
    audit.records.record(
        "stocktake.counted", actor=actor, subject_kind="stocktake", subject_id=stocktake_id, facts=facts
    )


@audit.records.writes("stocktake.handed_in", of="stocktake")
def hand_in(stocktake_id: UUID, *, actor: Actor) -> None:
    """From here on no first count is mended; what was not counted stays open."""
    people.acting.refuse_first(ACT, actor)
    found = goods.stocktakes.get(actor.community_id, stocktake_id)
    if found.handed_in_at is not None:
        raise no.StocktakeHandedIn
    if not found.counted:
        raise no.NothingCounted
    goods.stocktakes.add_step(stocktake_id, stocktake_id, kind="handed_in", turn=1, actor=actor)
    facts = {"counted": found.counted, "lines": found.lines}
    audit.records.record(
        "stocktake.handed_in", actor=actor, subject_kind="stocktake", subject_id=stocktake_id, facts=facts
    )


@audit.records.writes("stocktake.recount_asked", of="stocktake")
def ask_recount(stocktake_id: UUID, line_ids: Collection[UUID], *, actor: Actor) -> int:
    """Have somebody else count these once more, blind; how many are asked for that were not before."""
    if not (people.acting.may_begin(ACT, actor) or people.acting.confirms(ACT, (), actor=actor)):
        raise people.refusals.OtherHandNeeded
    community_id = actor.community_id
    if goods.stocktakes.get(community_id, stocktake_id).handed_in_at is None:
        raise no.CountClosed
    lines = goods.stocktakes.lines(community_id, stocktake_id)
    wanted = [one for one in lines if one.line_id in set(line_ids) and not one.signed and not one.waits]
    for one in wanted:
        goods.stocktakes.add_step(stocktake_id, one.line_id, kind="recount", turn=one.turn + 1, actor=actor)
    if wanted:
        facts = {"again": [one.line_id for one in wanted]}
        audit.records.record(
            "stocktake.recount_asked",
            actor=actor,
            subject_kind="stocktake",
            subject_id=stocktake_id,
            facts=facts,
        )
    return len(wanted)


def countable(lines: Collection[LineInfo], actor: Actor) -> set[UUID]:
    """Which of these lines this person may count now: the first time anybody, once more somebody else than who counted it
    and who asked for it, unless nobody else is there who counts."""
    free, own = set[UUID](), dict[UUID, set[UUID | None]]()
    for line in lines:
        latest = line.latest
        if line.turn == 1 or latest is None:
            if latest is None or latest.by == actor.account_id:
                free.add(line.line_id)
        elif latest.turn != line.turn:
            hands = {latest.by, line.asked_by}
            if actor.account_id in hands:
                own[line.line_id] = hands
            else:
                free.add(line.line_id)
    counters = people.acting.who_begins(ACT, actor.community_id) if own else set()
    return free | {line for line, hands in own.items() if not counters - hands}


def hands_of(lines: Collection[LineInfo]) -> set[UUID | None]:
    """Everybody who counted anything."""
    return {count.by for one in lines for count in one.counts}


def _line(community_id: UUID, stocktake_id: UUID, line_id: UUID) -> LineInfo:
    for one in goods.stocktakes.lines(community_id, stocktake_id):
        if one.line_id == line_id:
            return one
    raise NotFound


def _refuse_counter(found: StocktakeInfo, line: LineInfo, actor: Actor) -> None:
    latest = line.latest
    if line.signed or (latest and latest.turn == line.turn and (line.turn > 1 or found.handed_in_at)):
        raise no.CountClosed
    if countable([line], actor):
        return
    if line.turn > 1:
        raise no.OtherCounterNeeded
    raise no.CountedByOthers(name=line.name)
