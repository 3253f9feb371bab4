"""Posts the points of the books in the order they moved, and has each posting written as what it was for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from points import goods, ledger, volunteering
from points.foundation import new_id, setting
from points.imports.balancing import Posting
from points.imports.lines import EarnedLine, RedeemedLine
from points.imports.reading.faults import LEFT_OUT, NOTED
from points.imports.refusals import BalanceShort, LineFault, TooFewInStock
from points.imports.refusals.balancing import DeductionCut
from points.imports.writing.batch import ORIGIN, OpenBatch


@dataclass(frozen=True, slots=True)
class Taken:
    """A posting that can be made: what it will be, and whose."""

    posting: Posting
    subject_id: UUID
    account_id: UUID
    person_id: UUID


Posted = tuple[Taken, ledger.history.OldPosting]


@dataclass(frozen=True)
class AllPosted:
    """What was posted, by what each of it was for."""

    earned: list[Posted]
    spent: list[Posted]
    #: balances carried over, and deductions
    beside: list[Posted]


def write_points(batch: OpenBatch) -> AllPosted:
    """Post what is new in the order it happened."""
    taken = _possible(batch)
    validity = setting(batch.community_id, "validity")
    movements = [_movement(batch, one, validity) for one in taken]
    posted = AllPosted([], [], [])
    into = {"award": posted.earned, "redemption": posted.spent}
    for one, done in zip(taken, ledger.history.post(movements, actor=batch.actor), strict=True):
        into.get(_what(one.posting), posted.beside).append((one, done))
    return posted


def _possible(batch: OpenBatch) -> list[Taken]:
    """The new postings that today's books allow; points or goods may be gone since, by the counter."""
    accounts = {one.account_id for one in batch.homes.values() if one.account_id}
    available = {
        account: one.available - batch.owed[account]
        for account, one in ledger.balances.get_many(batch.community_id, sorted(accounts)).items()
    }
    left = batch.left = goods.history.lock_batches(batch.community_id, _goods_batches(batch))
    taken = []
    for found in batch.balanced.postings:
        line, home = found.line, batch.homes[found.household]
        if not batch.is_new(line.key) or home.account_id is None:
            continue
        # where it takes another one's place, what the purse lacks in the end is lent
        lent = batch.owed[home.account_id] if line.key in batch.decided.instead else 0
        posting, fault = _as_it_stands(batch, found, available[home.account_id] + lent, left)
        if fault is not None:
            batch.refuse(line.origin, fault, NOTED if posting else LEFT_OUT)
        if posting is None:
            continue
        for take in posting.takes:
            left[goods_batch(batch, take.delivery)] -= take.quantity
        available[home.account_id] += posting.tenths
        person = (batch.subject(line.person) if line.person else None) or home.head_id
        if person is not None:
            taken.append(Taken(posting, new_id(), home.account_id, person))
    return taken


def _as_it_stands(
    batch: OpenBatch, posting: Posting, available: int, left: dict[UUID, int]
) -> tuple[Posting | None, LineFault | None]:
    """What can be posted of it in today's books, and what is to be said of that."""
    line = posting.line
    if isinstance(line, RedeemedLine):
        fault = _why_not(batch, posting, available, left)
        return (None if fault else posting), fault
    if available + posting.tenths >= 0:
        return posting, None
    taken = max(available, 0)
    cut = DeductionCut(tenths=-line.tenths, household=posting.household, balance=taken, taken=taken)
    return (replace(posting, tenths=-taken) if taken else None), cut


def _why_not(batch: OpenBatch, posting: Posting, available: int, left: dict[UUID, int]) -> LineFault | None:
    for take in posting.takes:
        in_stock = left[goods_batch(batch, take.delivery)]
        if in_stock < take.quantity:
            assert isinstance(posting.line, RedeemedLine)
            return TooFewInStock(item=posting.line.item, left=in_stock, quantity=take.quantity)
    if available + posting.tenths < 0:
        return BalanceShort(tenths=-posting.tenths, household=posting.household, balance=available)
    return None


def _goods_batches(batch: OpenBatch) -> set[UUID]:
    return {
        goods_batch(batch, take.delivery)
        for posting in batch.balanced.postings
        if batch.is_new(posting.line.key)
        for take in posting.takes
    } | {
        goods_batch(batch, take.delivery)
        for leaving in batch.balanced.leaving
        if batch.is_new(leaving.line.key)
        for take in leaving.takes
    }


def goods_batch(batch: OpenBatch, delivery: str) -> UUID:
    """The batch that a delivery became."""
    batch_id = batch.subject(delivery)
    if batch_id is None:
        raise LookupError(delivery)
    return batch_id


def _what(posting: Posting) -> str:
    """What the line of a purse says it was for."""
    line = posting.line
    if isinstance(line, RedeemedLine):
        return "redemption"
    return "award" if line.kind == "earned" else line.kind


_ACTIONS = {
    "award": "award.credited",
    "redemption": "points.redeemed",
    "opening": "points.carried_over",
    "deduction": "points.deducted",
}


def _movement(batch: OpenBatch, one: Taken, validity: dict[str, object]) -> ledger.history.OldMovement:
    line, what = one.posting.line, _what(one.posting)
    return ledger.history.OldMovement(
        request_key=batch.request("import", line.key),
        action=_ACTIONS[what],
        purse=one.account_id,
        tenths=one.posting.tenths,
        note=ledger.movements.Note(what, ORIGIN, line.day, one.subject_id, one.person_id),
        lapses_on=volunteering.rules.lapses_on(validity, line.day),
        matter=line.matter if isinstance(line, EarnedLine) else "",
        asked=abs(line.tenths),
    )
