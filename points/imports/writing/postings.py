"""Posts the points of settled books in the order they moved, and has each posting written as what it was for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from points import goods, ledger, volunteering
from points.foundation import new_id, setting
from points.imports import lines
from points.imports.balancing import Posting
from points.imports.lines import EarnedLine, Fault, Origin
from points.imports.reading.faults import LEFT_OUT, sentence
from points.imports.refusals import BalanceShort, LineFault, StockShort
from points.imports.writing import batch
from points.imports.writing.batch import ORIGIN


@dataclass(frozen=True)
class Taken:
    """A posting that can be made: what it will be, and whose."""

    posting: Posting
    subject_id: UUID
    account_id: UUID
    person_id: UUID


Posted = tuple[Taken, ledger.history.OldPosting]


def take_points(intake: batch.Batch) -> tuple[list[Posted], list[Posted]]:
    """Post what is new in the order it happened; what was earned and what was spent come back."""
    taken = _possible(intake)
    validity = setting(intake.community_id, "validity")
    movements = [_movement(one, validity) for one in taken]
    done = list(zip(taken, ledger.history.post(movements, actor=intake.actor), strict=True))
    return [one for one in done if one[0].posting.tenths > 0], [
        one for one in done if one[0].posting.tenths < 0
    ]


def _possible(intake: batch.Batch) -> list[Taken]:
    """The new postings that the house as it is now allows; points or goods may be gone since by its own counter."""
    accounts = {one.account_id for one in intake.homes.values() if one.account_id}
    available = {
        account: one.available
        for account, one in ledger.balances.get_many(intake.community_id, sorted(accounts)).items()
    }
    left = goods.history.lock_batches(intake.community_id, _batches(intake))
    taken = []
    for posting in intake.report.postings:
        line, home = posting.line, intake.homes[posting.household]
        if not intake.is_new(line.key) or home.account_id is None:
            continue
        refusal = _why_not(intake, posting, available[home.account_id], left)
        if refusal is not None:
            intake.refused.append(_fault(line.origin, refusal))
            continue
        for take in posting.takes:
            left[_batch(intake, take.delivery)] -= take.quantity
        available[home.account_id] += posting.tenths
        person = (intake.subject(line.person) if line.person else None) or home.head_id
        if person is not None:
            taken.append(Taken(posting, new_id(), home.account_id, person))
    return taken


def _why_not(
    intake: batch.Batch, posting: Posting, available: int, left: dict[UUID, int]
) -> LineFault | None:
    if not isinstance(posting.line, lines.RedemptionLine):
        return None
    for take in posting.takes:
        in_stock = left[_batch(intake, take.delivery)]
        if in_stock < take.quantity:
            return StockShort(item=posting.line.item, left=in_stock, quantity=take.quantity)
    if available + posting.tenths < 0:
        return BalanceShort(tenths=-posting.tenths, household=posting.household, balance=available)
    return None


def _batches(intake: batch.Batch) -> set[UUID]:
    return {
        _batch(intake, take.delivery)
        for posting in intake.report.postings
        if intake.is_new(posting.line.key)
        for take in posting.takes
    }


def _batch(intake: batch.Batch, delivery: str) -> UUID:
    batch_id = intake.subject(delivery)
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


def _fault(origin: Origin, slip: LineFault) -> Fault:
    return Fault(origin, slip.code, LEFT_OUT, sentence(slip, "zh"), sentence(slip, "en"))
