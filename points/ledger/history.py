"""Old movements of points taken in at once, in the order they happened, as if each had been posted by itself.

It keeps every invariant of a posting (gapless versions, balances, lots, one txn each); it knows no workbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from points.foundation import NEVER, Actor, add_rows, clock, in_parts, new_id
from points.ledger.account_rows import own_account
from points.ledger.models import OLD_KINDS, Entry, OldLine, Transfer, Txn
from points.ledger.old_purses import (
    HeldLot,
    HeldPurse,
    event_row,
    hold,
    write_balances,
    write_lots,
    write_uses,
)
from points.ledger.policy import choose_lots
from points.ledger.posting import Note, PurseState, entry_row, transfer_row
from points.ledger.refusals import NotEnough


@dataclass(frozen=True, slots=True)
class OldMovement:
    """Points that came to a purse (plus) or left it (minus) before this installation kept its books.

    What was carried over or taken off is kept with the `matter` of the old book, and what the book `asked` to take.
    """

    request_key: str
    action: str
    purse: UUID
    tenths: int
    note: Note
    lapses_on: date = NEVER
    matter: str = ""
    asked: int = 0


@dataclass(frozen=True, slots=True)
class OldPosting:
    """Where a movement stands now."""

    txn_id: UUID
    transfer_id: UUID
    balance_after: int


@dataclass
class _Rows:
    txns: list[dict[str, Any]] = field(default_factory=list)
    transfers: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    #: transfer, lot, tenths: of all movements, as a lot is written once it has had all of them
    uses: list[tuple[UUID, UUID, int]] = field(default_factory=list)
    old_lines: list[dict[str, Any]] = field(default_factory=list)


def post(movements: Sequence[OldMovement], *, actor: Actor) -> list[OldPosting]:
    """Post old movements in this order; a purse is never below zero on the way."""
    purses = hold(actor.community_id, {one.purse for one in movements})
    postings: list[OldPosting] = []
    uses: list[tuple[UUID, UUID, int]] = []
    # of what is written few rows at a time are held: old books may have a hundred thousand
    for some in in_parts(movements):
        rows = _Rows(uses=uses)
        postings.extend(_post(one, purses[one.purse], rows, actor) for one in some)
        written = (
            (Txn, rows.txns),
            (Transfer, rows.transfers),
            (Entry, rows.entries),
            (OldLine, rows.old_lines),
        )
        for model, new in written:
            add_rows(model, new)
    if postings:
        write_lots(actor.community_id, [lot for purse in purses.values() for lot in purse.lots])
        write_uses(actor.community_id, uses)
        write_balances(actor.community_id, purses)
    return postings


def _post(one: OldMovement, purse: HeldPurse, rows: _Rows, actor: Actor) -> OldPosting:
    changes = _earn(one, purse) if one.tenths > 0 else _spend(one, purse)
    purse.posted += one.tenths
    purse.version += 1
    community_id = actor.community_id
    txn = event_row(one.request_key, one.action, one.note.subject_id, actor)
    transfer = transfer_row(
        community_id, txn["id"], **_between(one, community_id), tenths=abs(one.tenths), begins=True
    )
    state = PurseState(purse.posted, purse.held, purse.version)
    rows.txns.append(txn)
    rows.transfers.append(transfer)
    rows.entries.append(
        entry_row(community_id, one.purse, transfer["id"], state, one.note, tenths=one.tenths)
    )
    if one.note.what in OLD_KINDS:
        rows.old_lines.append({"community_id": community_id, **_old_line(one), "transfer_id": transfer["id"]})
    rows.uses.extend((transfer["id"], lot_id, tenths) for lot_id, tenths in changes)
    return OldPosting(txn["id"], transfer["id"], purse.posted)


def _earn(one: OldMovement, purse: HeldPurse) -> list[tuple[UUID, int]]:
    lot = next((lot for lot in purse.lots if lot.kind == "earned" and lot.lapses_on == one.lapses_on), None)
    if lot is None:
        earned_at = clock.instant(one.note.happened_on)
        lot = HeldLot(new_id(), one.purse, "earned", one.lapses_on, earned_at=earned_at)
        purse.lots.append(lot)
    lot.granted += one.tenths
    lot.remaining += one.tenths
    return [(lot.id, one.tenths)]


def _spend(one: OldMovement, purse: HeldPurse) -> list[tuple[UUID, int]]:
    """Soonest lapsing first, among those that had not lapsed that day where they suffice."""
    wanted = -one.tenths
    every = purse.left
    good = [lot for lot in every if lot.lapses_on >= one.note.happened_on]
    usable = good if sum(lot.remaining for lot in good) >= wanted else every
    available = sum(lot.remaining for lot in usable)
    if available < wanted:
        raise NotEnough(wanted=wanted, available=available, gap=wanted - available, held=0)
    changes = choose_lots(usable, wanted, None)
    purse.change(changes)
    return [(change.lot_id, change.tenths) for change in changes]


def _between(one: OldMovement, community_id: UUID) -> dict[str, UUID]:
    """Where its points come from, and where they go."""
    own = partial(own_account, community_id)
    if one.tenths > 0:
        return {"source": own("issued"), "target": one.purse}
    return {"source": one.purse, "target": own("correction" if one.note.what == "deduction" else "shop")}


def _old_line(one: OldMovement) -> dict[str, Any]:
    return {
        "id": one.note.subject_id,
        "kind": one.note.what,
        "account_id": one.purse,
        "person_id": one.note.person_id,
        "tenths": abs(one.tenths),
        "asked": one.asked or abs(one.tenths),
        "matter": one.matter,
        "happened_on": one.note.happened_on,
    }
