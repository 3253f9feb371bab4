"""Closing a day of a shop: one adds it up, another signs; from then on it stays as it was printed.

What is closed lies without a gap between two moments: each day begins where the one before ended, so a sale, or one taken
back, after the close of its day stands on the next. The seal of a day covers the seal of the day before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
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


class SealedDay(NamedTuple):
    """The day a shop closed last, and the signs of its seal as they are printed."""

    shop: shops.ShopInfo
    day: date
    number: str


class ShopStanding(NamedTuple):
    """Where a shop stands: until when its days are closed and by which seal, which day before today was sold on and left
    open (of a shop that never closed one, the last), and which is to be closed next; None where that is closed too."""

    until: datetime | None
    seal: bytes | None
    unclosed: date | None
    due: date | None


class Looked(NamedTuple):
    """A day, what the books say of that time today where it is not what was kept, and what was taken back in it."""

    day: DayInfo
    since: Figures | None
    undone: list[UndoneSale]


def standing(community_id: UUID, shop_id: UUID) -> ShopStanding:
    """Where this shop stands."""
    found = rows.standing(community_id, shop_id)
    if not found:
        raise NotFound
    return _stands(found[0])


def unclosed(community_id: UUID, shop_id: UUID) -> date | None:
    """The oldest day before today that was sold on and not closed; of a shop that never closed one, the last."""
    return standing(community_id, shop_id).unclosed


def left_open(community_id: UUID, every: Sequence[shops.ShopInfo]) -> list[OpenDay]:
    """The days of these shops that were sold on and not closed."""
    left = {row.shop: _stands(row).unclosed for row in rows.standing(community_id)}
    return [OpenDay(one, day) for one in every if (day := left.get(one.id)) is not None]


def sealed_last(community_id: UUID) -> list[SealedDay]:
    """By open shop the day that was closed last; none of one that never closed any."""
    last = {row.shop: row for row in rows.standing(community_id) if row.digest is not None}
    return [
        SealedDay(one, last[one.id].day, rows.signs(last[one.id].digest))
        for one in shops.list_all(community_id)
        if one.id in last
    ]


def due(community_id: UUID, shop_id: UUID) -> date | None:
    """The day that is to be closed next: one that was left open, or today; None where today is closed."""
    return standing(community_id, shop_id).due


def draft(community_id: UUID, shop_id: UUID, day: date | None = None) -> Looked:
    """The day that is due as it would be closed now; refused where it is not the one that is meant. It changes nothing."""
    return _draft(community_id, shop_id, day, standing(community_id, shop_id))


def _draft(community_id: UUID, shop_id: UUID, wanted: date | None, stands: ShopStanding) -> Looked:
    day = stands.due
    if day is None or wanted not in (None, day):
        raise NotFound
    start = stands.until or clock.instant(day)
    until = min(clock.now(), clock.instant(day + timedelta(days=1)))
    figures, undone = day_figures.read(community_id, shop_id, start, until, day)
    one = rows.DayInfo(
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
        before=rows.signs(stands.seal),
        handed_by=None,
        handed_at=None,
        signed_by=None,
        signed_at=None,
        signed_as="",
    )
    return Looked(one, None, undone)


def _stands(row: Any) -> ShopStanding:
    left = None if row.sold_at is None else clock.shanghai(row.sold_at).date()
    done = left is None and row.day is not None and row.day >= clock.today()
    return ShopStanding(row.until_at, row.digest, left, None if done else left or clock.today())


@audit.records.writes("day.added_up", of="day_close")
def hand_in(shop_id: UUID, day: date, *, actor: Actor) -> UUID:
    """Add a day up for somebody else to sign; again, while it waits, is as it stands now."""
    people.acting.refuse_first(ACT, actor)
    stands = standing(actor.community_id, shop_id)
    found = _draft(actor.community_id, shop_id, day, stands).day
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
        "previous": stands.seal,
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
    follows = row.previous == standing(actor.community_id, row.shop_id).seal
    if not follows or look(rows.info_of(row)).since is not None:
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


def look(found: DayInfo) -> Looked:
    """The same beside what the books say of that time today."""
    now = day_figures.read(found.community_id, found.shop_id, found.starts_at, found.until_at, found.day)
    return Looked(found, None if _moved(now.figures) == _moved(found.figures) else now.figures, now.undone)


def _moved(figures: Figures) -> dict[str, Any]:
    """What differs where the books moved. Of goods it is what there was and is: what came with old books once stood among
    what was delivered and handed out."""
    plain = figures.plain()
    ends = [(one["code"], one["opening"], one["closing"], one["tenths"]) for one in plain["said"]["items"]]
    return {**plain, "said": {**plain["said"], "items": ends}}


def list_newest(community_id: UUID, shop_id: UUID) -> list[DayInfo]:
    """The days of a shop that were added up, the newest first."""
    return [rows.info_of(row) for row in rows.newest().all(community=community_id, shop=shop_id, limit=MOST)]


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
