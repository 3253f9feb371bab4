"""Closing a day of a shop: one adds it up, another signs; from then on it stays as it was printed.

What is closed lies without a gap between two moments: each day begins where the one before ended, so a sale, or one taken
back, after the close of its day stands on the next. The seal of a day covers the seal of the day before it.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from points import audit, people
from points.foundation import Actor, NotFound, add_rows, changed, clock, new_id
from points.shop import shops
from points.shop.closing import day_close_rows as rows
from points.shop.closing import day_figures
from points.shop.closing.models import DayClose
from points.shop.office.refusals import DayMoved

#: what a reading gives back
DayInfo = rows.DayInfo
Figures = day_figures.Figures
UndoneSale = day_figures.UndoneSale
ACT = "close_day"
#: so many are listed
MOST = 60


class OpenDay(NamedTuple):
    """A shop and the day of it that nobody closed."""

    shop: shops.ShopInfo
    day: date


def unclosed(community_id: UUID, shop_id: UUID) -> date | None:
    """The oldest day before today that was sold on and not closed; of a shop that never closed one, the last."""
    last = rows.last(community_id, shop_id)
    today = clock.instant(clock.today())
    values = {"community": community_id, "shop": shop_id, "until": today}
    if last is None:
        found = rows.sold_last().value(**values)
    else:
        start = max(last.until_at, clock.instant(last.day + timedelta(days=1)))
        found = rows.sold_first().value(**values, start=start)
    return None if found is None else clock.shanghai(found).date()


def left_open(community_id: UUID) -> list[OpenDay]:
    """The days of all shops of a community that were sold on and not closed."""
    every = [(one, unclosed(community_id, one.id)) for one in shops.list_all(community_id)]
    return [OpenDay(one, day) for one, day in every if day is not None]


def due(community_id: UUID, shop_id: UUID) -> date | None:
    """The day that is to be closed next: one that was left open, or today; None where today is closed."""
    left = unclosed(community_id, shop_id)
    last = rows.last(community_id, shop_id)
    if left is None and last is not None and last.day >= clock.today():
        return None
    return left or clock.today()


def draft(community_id: UUID, shop_id: UUID, day: date) -> DayInfo:
    """A day as it would be closed now; it changes nothing."""
    last = rows.last(community_id, shop_id)
    if day != due(community_id, shop_id):
        raise NotFound
    start = clock.instant(day) if last is None else last.until_at
    until = min(clock.now(), clock.instant(day + timedelta(days=1)))
    figures = day_figures.read(community_id, shop_id, start, until, day)
    before = None if last is None else last.digest
    return rows.DayInfo(
        community_id=community_id,
        close_id=None,
        shop_id=shop_id,
        day=day,
        starts_at=start,
        until_at=until,
        status="draft",
        figures=figures,
        books=audit.marks.number(community_id),
        seal="",
        before=rows.signs(before),
        handed_by=None,
        handed_at=None,
        signed_by=None,
        signed_at=None,
        signed_as="",
    )


@audit.records.writes("day.added_up", of="day_close")
def hand_in(shop_id: UUID, day: date, *, actor: Actor) -> UUID:
    """Add a day up for somebody else to sign; again, while it waits, is as it stands now."""
    people.acting.refuse_first(ACT, actor)
    found = draft(actor.community_id, shop_id, day)
    last = rows.last(actor.community_id, shop_id)
    waits = rows.waiting().value(community=actor.community_id, shop=shop_id, day=day)
    row = {
        "community_id": actor.community_id,
        "id": waits or new_id(),
        "shop_id": shop_id,
        "day": day,
        "starts_at": found.starts_at,
        "until_at": found.until_at,
        "status": "waiting",
        "sold": found.figures.sold,
        "sold_tenths": found.figures.sold_tenths,
        "undone": found.figures.undone,
        "undone_tenths": found.figures.undone_tenths,
        "pieces": found.figures.pieces,
        "figures": dict(found.figures.said),
        "books": found.books,
        "previous": None if last is None else last.digest,
        "handed_by": actor.account_id,
        "handed_at": clock.now(),
        "signed_as": "",
    }
    row["digest"] = _digest(row)
    if waits is None:
        add_rows(DayClose, [row])
    elif not changed(rows.change_waiting(actor.community_id, waits).values(**row)):
        raise people.refusals.ProposalClosed
    _record("day.added_up", row, actor)
    return UUID(str(row["id"]))


@audit.records.writes("day.closed", of="day_close")
def sign(close_id: UUID, *, actor: Actor, reason: str = "") -> DayInfo:
    """Agree as the second person to what was added up, if it is still what the books say of that time."""
    row = rows.get(actor.community_id, close_id)
    if row.status != "waiting":
        raise people.refusals.ProposalClosed
    kind = people.acting.refuse_second(ACT, [row.handed_by], actor=actor, reason=reason)
    last = rows.last(actor.community_id, row.shop_id)
    follows = row.previous == (None if last is None else last.digest)
    if not follows or since(rows.info_of(row)) is not None:
        raise DayMoved
    values = {"status": "closed", "signed_by": actor.account_id, "signed_at": clock.now(), "signed_as": kind}
    if not changed(
        rows.change_waiting(actor.community_id, close_id)
        .where(DayClose.digest == row.digest)
        .values(**values)
    ):
        raise people.refusals.ProposalClosed
    _record("day.closed", {**row._asdict(), **values}, actor, reason=reason.strip())
    return get(actor.community_id, close_id)


def get(community_id: UUID, close_id: UUID) -> DayInfo:
    """A day that was added up, as it was then."""
    return rows.info_of(rows.get(community_id, close_id))


def since(found: DayInfo) -> Figures | None:
    """What the books say of that time today, where it is not what was kept; None where it is."""
    now = day_figures.read(found.community_id, found.shop_id, found.starts_at, found.until_at, found.day)
    return None if now.plain() == found.figures.plain() else now


def list_newest(community_id: UUID, shop_id: UUID) -> list[DayInfo]:
    """The days of a shop that were added up, the newest first."""
    return [rows.info_of(row) for row in rows.newest().all(community=community_id, shop=shop_id, limit=MOST)]


def undone_sales(found: DayInfo) -> list[UndoneSale]:
    """What was taken back in the time of that day."""
    return day_figures.undone_sales(found.community_id, found.shop_id, found.starts_at, found.until_at)


def unsealed(community_id: UUID) -> tuple[int, list[date]]:
    """How many days are closed, and those whose seal is not over what they say, or not over the day before them."""
    before: dict[UUID, Any] = {}
    broken: list[date] = []
    every = rows.closed().all(community=community_id)
    for row in every:
        last = before.get(row.shop_id)
        known = (None, row.starts_at) if last is None else (last.digest, last.until_at)
        if row.digest != _digest(row._asdict()) or (row.previous, row.starts_at) != known:
            broken.append(row.day)
        before[row.shop_id] = row
    return len(every), broken


def _digest(row: dict[str, Any]) -> bytes:
    """Over what the day says and the seal of the day before."""
    before = row["previous"]
    said = {**{name: row[name] for name in _SEALED}, "previous": None if before is None else before.hex()}
    return hashlib.sha256(audit.canonical.canonical_bytes(said)).digest()


_SEALED = (
    "shop_id", "day", "starts_at", "until_at", "sold", "sold_tenths", "undone", "undone_tenths", "pieces", "figures",
    "books",
)  # fmt: skip


def _record(action: str, row: dict[str, Any], actor: Actor, reason: str = "") -> None:
    facts = {
        "shop_id": row["shop_id"],
        "day": row["day"],
        "sold_tenths": row["sold_tenths"],
        "undone_tenths": row["undone_tenths"],
        "pieces": row["pieces"],
        "seal": row["digest"].hex(),
    }
    private = {"reason": reason} if reason else {}
    audit.records.record(
        action, actor=actor, subject_kind="day_close", subject_id=row["id"], facts=facts, private=private
    )
