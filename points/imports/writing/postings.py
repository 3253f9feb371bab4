"""Posts the points of the books in the order they moved, and has each posting written as what it was for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from points import goods, ledger, volunteering
from points.foundation import new_id, setting
from points.imports.balancing import Posting
from points.imports.lines import EarnedLine, RedeemedLine
from points.imports.reading.faults import faulty_line
from points.imports.refusals import BalanceShort, LineFault, TooFewInStock
from points.imports.writing.batch import ORIGIN, OpenBatch


@dataclass(frozen=True)
class Taken:
    """A posting that can be made: what it will be, and whose."""

    posting: Posting
    subject_id: UUID
    account_id: UUID
    person_id: UUID


Posted = tuple[Taken, ledger.history.OldPosting]


def write_points(batch: OpenBatch) -> tuple[list[Posted], list[Posted]]:
    """Post what is new in the order it happened; what was earned and what was spent come back."""
    taken = _possible(batch)
    validity = setting(batch.community_id, "validity")
    movements = [_movement(one, validity) for one in taken]
    done = list(zip(taken, ledger.history.post(movements, actor=batch.actor), strict=True))
    return [one for one in done if one[0].posting.tenths > 0], [
        one for one in done if one[0].posting.tenths < 0
    ]


def _possible(batch: OpenBatch) -> list[Taken]:
    """The new postings that today's books allow; points or goods may be gone since, by the counter."""
    accounts = {one.account_id for one in batch.homes.values() if one.account_id}
    available = {
        account: one.available
        for account, one in ledger.balances.get_many(batch.community_id, sorted(accounts)).items()
    }
    left = goods.history.lock_batches(batch.community_id, _goods_batches(batch))
    taken = []
    for posting in batch.balanced.postings:
        line, home = posting.line, batch.homes[posting.household]
        if not batch.is_new(line.key) or home.account_id is None:
            continue
        fault = _why_not(batch, posting, available[home.account_id], left)
        if fault is not None:
            batch.refused.append(faulty_line(line.origin, fault))
            continue
        for take in posting.takes:
            left[_goods_batch(batch, take.delivery)] -= take.quantity
        available[home.account_id] += posting.tenths
        person = (batch.subject(line.person) if line.person else None) or home.head_id
        if person is not None:
            taken.append(Taken(posting, new_id(), home.account_id, person))
    return taken


def _why_not(batch: OpenBatch, posting: Posting, available: int, left: dict[UUID, int]) -> LineFault | None:
    if not isinstance(posting.line, RedeemedLine):
        return None
    for take in posting.takes:
        in_stock = left[_goods_batch(batch, take.delivery)]
        if in_stock < take.quantity:
            return TooFewInStock(item=posting.line.item, left=in_stock, quantity=take.quantity)
    if available + posting.tenths < 0:
        return BalanceShort(tenths=-posting.tenths, household=posting.household, balance=available)
    return None


def _goods_batches(batch: OpenBatch) -> set[UUID]:
    return {
        _goods_batch(batch, take.delivery)
        for posting in batch.balanced.postings
        if batch.is_new(posting.line.key)
        for take in posting.takes
    }


def _goods_batch(batch: OpenBatch, delivery: str) -> UUID:
    batch_id = batch.subject(delivery)
    if batch_id is None:
        raise LookupError(delivery)
    return batch_id


def _movement(one: Taken, validity: dict[str, object]) -> ledger.history.OldMovement:
    line = one.posting.line
    is_earned = isinstance(line, EarnedLine)
    note = ledger.movements.Note(
        "award" if is_earned else "redemption", ORIGIN, line.day, one.subject_id, one.person_id
    )
    return ledger.history.OldMovement(
        request_key=f"import:{line.key}",
        action="award.credited" if is_earned else "points.redeemed",
        purse=one.account_id,
        tenths=one.posting.tenths,
        note=note,
        lapses_on=volunteering.rules.lapses_on(validity, line.day),
    )
