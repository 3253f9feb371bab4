"""A comparison: made by the job from paper that was brought, kept with what differs, known again in the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, add_rows, changed, clock, db, in_parts, new_id
from points.foundation.database import LookAgain
from points.imports.lines import Books
from points.imports.models import Intake, ParallelDifference, ParallelPeriod, ParallelWeek
from points.imports.parallel import pairing, paper, period_rows, program
from points.imports.parallel.lines import ComparedSides, FoundDifference
from points.imports.reading.faults import LEFT_OUT


@dataclass(frozen=True)
class MadeComparison:
    """What the job found, before it is kept."""

    period: ParallelPeriod
    until: date
    sides: ComparedSides
    homes: Mapping[str, Sequence[int | None]]
    mark: str
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WeekInfo:
    """A comparison as a page lists it."""

    number: int
    intake_id: UUID
    at: datetime
    until: date
    figures: Mapping[str, int]
    homes: Mapping[str, Sequence[Any]]


def compare(row: Intake, books: Books) -> MadeComparison | None:
    """The books of an intake beside what the program has of the same days; None where nothing goes on side by side, or
    they are to be taken in. To be called within a reading."""
    period = period_rows.going(row.community_id) if row.purpose == "compare" else None
    if period is None:
        return None
    db.session.expunge(period)
    brought = clock.shanghai(row.at).date()
    until = min(max(row.until or brought, period.first_day), period_rows.last_day(period))
    written = list(paper.lines_of(books, period.first_day, until))
    entered = program.lines_of(row.community_id, period.first_day, until)
    waiting = program.waiting_lines(row.community_id, period.first_day, until)
    sides = pairing.compare(written, entered, waiting)
    homes, balances = _with_balances(
        row.community_id, sides.homes, paper.balances_of(books, period.first_day, until)
    )
    sums = [sum(one[side] for one in sides.homes.values()) for side in range(4)]
    left_out = sum(one.level == LEFT_OUT for one in books.faults)
    open_questions = sum(one.is_open and one.moves_points for one in books.questions)
    agreeing = sum(not one[4] for one in sides.homes.values())
    figures = {
        "paper_lines": len(written), "program_lines": len(entered), "agree": sides.agree,
        "waiting": sides.waiting, "differ": len(sides.differences),
        "households": len(sides.homes), "agreeing": agreeing,
        "balances": len(balances), "balances_agree": sum(balances), "left_out": left_out, "open": open_questions,
        **dict(zip(("paper_in", "paper_out", "program_in", "program_out"), sums, strict=True)),
    }  # fmt: skip
    return MadeComparison(period, until, sides, homes, program.mark_of(entered), figures)


def _with_balances(
    community_id: UUID, homes: Mapping[str, Sequence[int]], written: Mapping[str, tuple[date, int]]
) -> tuple[dict[str, list[int | None]], list[bool]]:
    """The sums of each household with what paper wrote down as left and what the program had that day; whether each agrees."""
    held = program.balances_on(community_id, {number: day for number, (day, _) in written.items()})
    found: dict[str, list[int | None]] = {}
    for number, sums in homes.items():
        said = written.get(number)
        found[number] = [*sums, said[1] if said else None, held.get(number) if said else None]
    return found, [one[6] == one[7] for one in found.values() if one[6] is not None]


def keep(found: MadeComparison, intake_id: UUID) -> None:
    """Write it down as the next of its period; inside the transaction that says that the books were read."""
    period, community = found.period, found.period.community_id
    number = _next(period)
    if number is None:
        return
    week = {
        "community_id": community, "id": new_id(), "period_id": period.id, "number": number, "intake_id": intake_id,
        "at": clock.now(), "until": found.until, "figures": dict(found.figures), "homes": dict(found.homes),
        "mark": found.mark,
    }  # fmt: skip
    add_rows(ParallelWeek, [week])
    _keep_differences(period, found.sides.differences, number)
    audit.records.record(
        "parallel.compared",
        actor=Actor(community_id=community, kind="system"),
        subject_kind="parallel",
        subject_id=period.id,
        facts={
            "week": number,
            "until": found.until,
            "agree": found.figures["agree"],
            "differ": found.figures["differ"],
        },
    )


def list_all(period: ParallelPeriod) -> list[WeekInfo]:
    """Every comparison of a period, the newest first."""
    query = sa.select(ParallelWeek).where(
        ParallelWeek.community_id == period.community_id, ParallelWeek.period_id == period.id
    )
    rows = db.session.scalars(query.order_by(ParallelWeek.number.desc()))
    return [WeekInfo(one.number, one.intake_id, one.at, one.until, one.figures, one.homes) for one in rows]


def period_of(community_id: UUID, intake_id: UUID) -> UUID | None:
    """The period in which an intake was compared side by side."""
    query = sa.select(ParallelWeek.period_id).where(
        ParallelWeek.community_id == community_id, ParallelWeek.intake_id == intake_id
    )
    found: UUID | None = db.session.scalar(query.limit(1))
    return found


def _next(period: ParallelPeriod) -> int | None:
    """The number of the next comparison, None where the days have ended meanwhile; a switch that was proposed before has to
    be proposed anew."""
    stands = (
        ParallelPeriod.community_id == period.community_id,
        ParallelPeriod.id == period.id,
        ParallelPeriod.ended_at.is_(None),
    )
    number: int | None = db.session.scalar(sa.select(ParallelPeriod.weeks).where(*stands))
    if number is None:
        return None
    after = {
        "weeks": number + 1,
        "state": "running",
        "proposed_by": None,
        "proposed_at": None,
        "proposed_week": 0,
    }
    if not changed(sa.update(ParallelPeriod).where(*stands, ParallelPeriod.weeks == number).values(after)):
        raise LookAgain
    return number + 1


def _keep_differences(period: ParallelPeriod, found: Sequence[FoundDifference], number: int) -> None:
    """Those that were found before stand in this week too; the others are new."""
    known = set[str]()
    here = (ParallelDifference.community_id == period.community_id, ParallelDifference.period_id == period.id)
    for some in in_parts([one.key for one in found]):
        again = (*here, ParallelDifference.line_key.in_(some))
        known |= set(db.session.scalars(sa.select(ParallelDifference.line_key).where(*again)))
        changed(sa.update(ParallelDifference).where(*again).values(last_week=number))
    rows = [_row(period, one, number) for one in found if one.key not in known]
    if rows:
        add_rows(ParallelDifference, rows)


def _row(period: ParallelPeriod, one: FoundDifference, number: int) -> dict[str, Any]:
    paper_line, program_line = one.paper, one.program
    line = paper_line or program_line
    assert line is not None
    origin = paper_line.origin if paper_line else None
    return {
        "community_id": period.community_id, "id": new_id(), "period_id": period.id, "line_key": one.key,
        "kind": one.kind, "first_week": number, "last_week": number,
        "household": line.household, "other": one.households[1] if len(one.households) > 1 else "",
        "paper_day": paper_line.day if paper_line else None, "program_day": program_line.day if program_line else None,
        "paper_tenths": paper_line.tenths if paper_line else None,
        "program_tenths": program_line.tenths if program_line else None,
        "about": line.kind, "words": " ".join(dict.fromkeys(one for one in (line.about, line.words) if one)),
        "subject_id": program_line.subject_id if program_line else None,
        "file": origin.file if origin else "", "sheet": origin.sheet if origin else "",
        "sheet_row": origin.row if origin else 0,
    }  # fmt: skip
