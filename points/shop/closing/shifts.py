"""Who stood at the counter from when to when, and what they counted when they handed over; selling never waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, people
from points.foundation import Actor, NotFound, add_rows, changed, clock, new_id, settings
from points.foundation.prepared import given, prepared
from points.shop import asides, receipt_rows
from points.shop.closing import day_figures
from points.shop.closing.models import Shift
from points.shop.models import Redemption, Undo

ACT = "hand_over"
#: so many are listed
MOST = 60


@dataclass(frozen=True)
class HandOverLine:
    """An item that was counted when a shift ended, beside what the books said at that moment."""

    code: str
    name: str
    name_en: str
    unit: str
    book: int
    counted: int

    @property
    def gap(self) -> int:
        """More or fewer than the books say."""
        return self.counted - self.book


@dataclass(frozen=True)
class ShiftInfo:
    """A shift: open, handed over, or waiting for a second person because what was counted is too far off."""

    community_id: UUID
    shift_id: UUID
    shop_id: UUID
    clerk_id: UUID
    status: str
    opened_at: datetime
    handed_at: datetime | None
    counts: tuple[HandOverLine, ...]
    second_id: UUID | None
    second_at: datetime | None


@dataclass(frozen=True)
class Left:
    """What is left for the next: vouchers set aside, and sales that somebody asked to take back."""

    asides: Sequence[asides.Aside]
    undo_asked: Sequence[str]


def current(actor: Actor) -> ShiftInfo | None:
    """The shift this clerk has open."""
    row = _open().first(community=actor.community_id, clerk=actor.account_id)
    return None if row is None else _info(row)


@audit.records.writes("shift.opened", of="shift")
def start(shop_id: UUID, *, actor: Actor) -> ShiftInfo:
    """Take over; who has a shift open already has that one."""
    people.acting.refuse_first(ACT, actor)
    found = current(actor)
    if found is not None:
        return found
    shift_id = new_id()
    row: dict[str, Any] = {
        "community_id": actor.community_id,
        "id": shift_id,
        "shop_id": shop_id,
        "clerk_id": actor.account_id,
        "status": "open",
        "opened_at": clock.now(),
        "counts": {},
    }
    add_rows(Shift, [row])
    audit.records.record(
        "shift.opened", actor=actor, subject_kind="shift", subject_id=shift_id, facts={"shop_id": shop_id}
    )
    return get(actor.community_id, shift_id)


def to_count(community_id: UUID) -> list[tuple[str, str, str, str]]:
    """What the community decided to count when a shift ends: code, name, English name and unit, by code. No figure of the
    books."""
    wanted = {one.casefold() for one in settings(community_id, ["handover_items"])["handover_items"]}
    if not wanted:
        return []
    return [
        (one.code, one.name, one.name_en, one.unit)
        for one in goods.turnover.known(community_id)
        if one.code.casefold() in wanted or one.category.casefold() in wanted
    ]


@audit.records.writes("shift.handed_over", of="shift")
def hand_over(counts: Mapping[str, int], *, actor: Actor) -> ShiftInfo:
    """Hand over with what was counted: too far from the books, it waits for a second person; nothing is corrected."""
    people.acting.refuse_first(ACT, actor)
    found = current(actor)
    if found is None:
        raise NotFound
    lines = _counted(found, counts)
    limit = settings(actor.community_id, ["handover_limit"])["handover_limit"]
    status = "waiting" if any(abs(one.gap) > limit for one in lines) else "closed"
    kept = {one.code: {name: value for name, value in asdict(one).items() if name != "code"} for one in lines}
    _change(found, "open", status=status, handed_at=clock.now(), counts=kept)
    facts = {"shop_id": found.shop_id, "status": status, "counted": {one.code: one.counted for one in lines}}
    audit.records.record(
        "shift.handed_over", actor=actor, subject_kind="shift", subject_id=found.shift_id, facts=facts
    )
    return get(actor.community_id, found.shift_id)


@audit.records.writes("shift.confirmed", of="shift")
def confirm(shift_id: UUID, *, actor: Actor, reason: str = "") -> ShiftInfo:
    """Somebody else saw what was counted: the shift is handed over; what is missing is for a stocktake."""
    found = get(actor.community_id, shift_id)
    kind = people.acting.refuse_second(ACT, [found.clerk_id], actor=actor, reason=reason)
    _change(found, "waiting", status="closed", second_id=actor.account_id, second_at=clock.now())
    gaps = {one.code: one.gap for one in found.counts if one.gap}
    audit.records.record(
        "shift.confirmed",
        actor=actor,
        subject_kind="shift",
        subject_id=shift_id,
        facts={"gaps": gaps, "as": kind},
        private={"reason": reason.strip()} if reason.strip() else {},
    )
    return get(actor.community_id, shift_id)


def get(community_id: UUID, shift_id: UUID) -> ShiftInfo:
    """One shift."""
    row = _one().first(community=community_id, shift=shift_id)
    if row is None:
        raise NotFound
    return _info(row)


def list_newest(community_id: UUID, shop_id: UUID) -> list[ShiftInfo]:
    """The shifts of a shop, the newest first."""
    return [_info(row) for row in _newest().all(community=community_id, shop=shop_id, limit=MOST)]


def sums(found: ShiftInfo) -> dict[str, Any]:
    """What this clerk sold in the shift, and what of theirs was taken back."""
    until = found.handed_at or clock.now()
    return day_figures.of_clerk(found.community_id, found.clerk_id, found.opened_at, until)


def left_for_next(community_id: UUID, shop_id: UUID) -> Left:
    """What the next clerk finds waiting."""
    waiting = _asked().values(community=community_id, shop=shop_id)
    return Left(asides.list_open(community_id, shop_id), list(waiting))


def _counted(found: ShiftInfo, counts: Mapping[str, int]) -> list[HandOverLine]:
    """What was counted beside the books of this moment."""
    wanted = to_count(found.community_id)
    book = goods.turnover.on_hand(found.community_id, found.shop_id, [one[0] for one in wanted])
    return [HandOverLine(*one, book=book.get(one[0], 0), counted=counts[one[0]]) for one in wanted]


def _change(found: ShiftInfo, was: str, **values: Any) -> None:
    """Change a shift that still stands so; of two at once the second finds it settled."""
    query = sa.update(Shift).where(Shift.id == found.shift_id, Shift.status == was).values(**values)
    if not changed(query):
        raise people.refusals.ProposalClosed


def _info(row: Any) -> ShiftInfo:
    counts = tuple(HandOverLine(code, **row.counts[code]) for code in sorted(row.counts))
    return ShiftInfo(
        row.community_id,
        row.id,
        row.shop_id,
        row.clerk_id,
        row.status,
        row.opened_at,
        row.handed_at,
        counts,
        row.second_id,
        row.second_at,
    )


def _shifts() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(*Shift.__table__.columns).where(Shift.community_id == given("community"))


@prepared
def _one() -> sa.Executable:
    return _shifts().where(Shift.id == given("shift"))


@prepared
def _open() -> sa.Executable:
    return _shifts().where(Shift.clerk_id == given("clerk"), Shift.status == "open")


@prepared
def _newest() -> sa.Executable:
    newest = _shifts().where(Shift.shop_id == given("shop")).order_by(Shift.opened_at.desc(), Shift.id)
    return newest.limit(sa.bindparam("limit", type_=sa.Integer()))


@prepared
def _asked() -> sa.Executable:
    return (
        sa.select(Redemption.receipt)
        .join(Undo, receipt_rows.standing())
        .where(Redemption.community_id == given("community"), Redemption.shop_id == given("shop"))
        .where(receipt_rows.WAITING)
        .order_by(Undo.asked_at)
    )
