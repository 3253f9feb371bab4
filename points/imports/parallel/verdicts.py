"""Whose mistake a difference is: said by name with a remark, taken back by who said it, never changed.

It stays with the difference from one comparison to the next; one that the newest does not find any more is settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from points import audit, people, shop
from points.foundation import Actor, NotAllowed, NotFound, add_rows, clock, db, new_id
from points.imports.models import ParallelDifference, ParallelPeriod, ParallelVerdict
from points.imports.parallel import period_rows, verdict_rows
from points.imports.refusals import parallel as no

VERDICTS = ("paper", "program", "both")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class SaidVerdict:
    """What somebody said of a difference; an empty verdict took back what was said before."""

    nth: int
    at: datetime
    by: UUID
    verdict: str
    remark: str


@dataclass(frozen=True, slots=True)
class DifferenceInfo:
    """What differs, where it stands on paper, what the program's line is about, and all that was said of it, the last first."""

    difference_id: UUID
    kind: str
    household: str
    other: str
    paper_day: date | None
    program_day: date | None
    paper_tenths: int | None
    program_tenths: int | None
    about: str
    words: str
    file: str
    sheet: str
    row: int
    first_week: int
    last_week: int
    is_gone: bool
    said: tuple[SaidVerdict, ...] = ()
    #: a page of the program's line: the id of an award, or the number of a receipt
    award: str = ""
    receipt: str = ""

    @property
    def last(self) -> SaidVerdict | None:
        """What holds now."""
        return self.said[0] if self.said and self.said[0].verdict else None

    @property
    def stands(self) -> str:
        """How it stands: settled, undecided, or decided as paper's mistake, the program's, none."""
        if self.is_gone:
            return "settled"
        return self.last.verdict if self.last else "undecided"

    @property
    def nth(self) -> int:
        """How often something was said of it: who says more names what they saw."""
        return len(self.said)


@audit.records.writes("parallel.decided", of="parallel")
def decide(difference_id: UUID, verdict: str, *, remark: str, seen: int, actor: Actor) -> UUID:
    """Say whose mistake it is; the period it belongs to comes back."""
    _need(actor)
    if verdict not in VERDICTS or not remark.strip():
        raise no.RemarkMissing
    row, said = _standing(difference_id, actor)
    if len(said) != seen or (said and said[-1].verdict):
        raise no.VerdictChanged
    _say(row, seen, verdict, remark.strip()[:LONGEST], actor)
    _note("parallel.decided", row, actor, {"difference": row.id, "verdict": verdict, "kind": row.kind})
    return row.period_id


@audit.records.writes("parallel.undecided", of="parallel")
def take_back(difference_id: UUID, *, seen: int, actor: Actor) -> UUID:
    """Take back what was said: who said it, or who confirms imports."""
    _need(actor)
    row, said = _standing(difference_id, actor)
    if len(said) != seen or not said or not said[-1].verdict:
        raise no.VerdictChanged
    if said[-1].by != actor.account_id and not people.permissions.may(actor, "confirm_imports"):
        raise no.VerdictOfAnother
    _say(row, seen, "", "", actor)
    _note("parallel.undecided", row, actor, {"difference": row.id, "was": said[-1].verdict})
    return row.period_id


def list_all(period_id: UUID, *, actor: Actor) -> list[DifferenceInfo]:
    """Every difference that was ever found in a period: those that stand by household, then what is settled."""
    _need(actor)
    period: ParallelPeriod | None = db.session.get(ParallelPeriod, (actor.community_id, period_id))
    if period is None:
        raise NotFound
    rows = db.session.scalars(
        sa.select(ParallelDifference).where(*verdict_rows.of_period(actor.community_id, period_id))
    ).all()
    said = _said(period)
    sales = shop.receipts.of_redemptions(
        actor.community_id, [one.subject_id for one in rows if one.subject_id and one.about == "handout"]
    )
    receipts = {which: one.receipt for which, one in sales.items()}
    found = [_info(one, period, said.get(one.id, ()), receipts) for one in rows]
    return sorted(found, key=_order)


def _order(one: DifferenceInfo) -> tuple[bool, str, date, UUID]:
    return (
        one.is_gone,
        one.household.zfill(12),
        one.paper_day or one.program_day or date.min,
        one.difference_id,
    )


def _said(period: ParallelPeriod) -> dict[UUID, tuple[SaidVerdict, ...]]:
    query = (
        sa.select(ParallelVerdict)
        .join(
            ParallelDifference,
            sa.and_(
                ParallelDifference.community_id == ParallelVerdict.community_id,
                ParallelDifference.id == ParallelVerdict.difference_id,
            ),
        )
        .where(*verdict_rows.of_period(period.community_id, period.id))
        .order_by(ParallelVerdict.nth.desc())
    )
    found: dict[UUID, tuple[SaidVerdict, ...]] = {}
    for one in db.session.scalars(query):
        said = SaidVerdict(one.nth, one.at, one.by, one.verdict, one.remark)
        found[one.difference_id] = (*found.get(one.difference_id, ()), said)
    return found


def _info(
    row: ParallelDifference,
    period: ParallelPeriod,
    said: Sequence[SaidVerdict],
    receipts: Mapping[UUID, str],
) -> DifferenceInfo:
    subject = row.subject_id
    return DifferenceInfo(
        row.id, row.kind, row.household, row.other, row.paper_day, row.program_day, row.paper_tenths,
        row.program_tenths, row.about, row.words, row.file, row.sheet, row.sheet_row, row.first_week, row.last_week,
        row.last_week < period.weeks, tuple(said),
        award=subject.hex if subject and row.about == "earned" else "",
        receipt=receipts.get(subject, "") if subject else "",
    )  # fmt: skip


def _standing(difference_id: UUID, actor: Actor) -> tuple[ParallelDifference, list[ParallelVerdict]]:
    """A difference of the newest comparison of days that go on, with what was said of it."""
    row: ParallelDifference | None = db.session.get(ParallelDifference, (actor.community_id, difference_id))
    if row is None:
        raise NotFound
    period = period_rows.hold(actor.community_id, row.period_id)
    if period is None or period.ended_at is not None:
        raise no.ParallelOver
    if row.last_week < period.weeks:
        raise no.DifferenceGone
    query = sa.select(ParallelVerdict).where(
        ParallelVerdict.community_id == actor.community_id, ParallelVerdict.difference_id == difference_id
    )
    return row, list(db.session.scalars(query.order_by(ParallelVerdict.nth)))


def _say(row: ParallelDifference, seen: int, verdict: str, remark: str, actor: Actor) -> None:
    """One more line; of two who say something at once the table takes one."""
    said = {
        "community_id": row.community_id, "id": new_id(), "difference_id": row.id, "nth": seen + 1, "at": clock.now(),
        "by": actor.account_id, "verdict": verdict, "remark": remark,
    }  # fmt: skip
    add_rows(ParallelVerdict, [said])


def _need(actor: Actor) -> None:
    if not people.permissions.may(actor, "import_books", "confirm_imports"):
        raise NotAllowed


def _note(action: str, row: ParallelDifference, actor: Actor, facts: dict[str, object]) -> None:
    audit.records.record(action, actor=actor, subject_kind="parallel", subject_id=row.period_id, facts=facts)
