"""The days side by side: begun by an officer, compared week by week, ended by a switch that one proposes and another confirms.

Who proposes and who confirms saw one comparison; where anything was compared, decided anew or entered since, it is
proposed anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, NotAllowed, NotFound, Refusal, add_rows, changed, clock, db, new_id
from points.foundation.database import LookAgain
from points.imports.models import ParallelPeriod, ParallelWeek
from points.imports.parallel import period_rows, program, verdict_rows, weeks
from points.imports.parallel.weeks import WeekInfo
from points.imports.reading.faults import canonical
from points.imports.refusals import parallel as no

#: paper and program do not go on beside each other for ever
MOST = timedelta(days=186)


@dataclass(frozen=True)
class PeriodInfo:
    """One period as a page shows it; `why_not` is why this reader does not confirm, `stands` what is in the way of a switch."""

    period_id: UUID
    at: datetime
    by: UUID | None
    first_day: date
    switch_on: date
    state: str
    weeks: tuple[WeekInfo, ...]
    undecided: int
    #: what the sheet says as a few signs; it stays the same when two have agreed to it
    digest: str
    proposed_by: UUID | None
    proposed_at: datetime | None
    ended_by: UUID | None
    ended_at: datetime | None
    why_not: Refusal | None = None
    stands: Refusal | None = None

    @property
    def is_going(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None

    @property
    def newest(self) -> WeekInfo | None:
        """The comparison that counts."""
        return self.weeks[0] if self.weeks else None

    @property
    def last_day(self) -> date:
        """The last day of paper."""
        return self.switch_on - period_rows.DAY


@audit.records.writes("parallel.begun", of="parallel")
def begin(first_day: date, switch_on: date, *, actor: Actor) -> UUID:
    """From this day on paper is only compared, until the switch."""
    _need(actor, "import_books")
    going = period_rows.going(actor.community_id)
    if going is not None:
        raise no.ParallelGoing(first=going.first_day)
    closed = period_rows.closed_days(actor.community_id)
    if closed is not None and closed.switch is not None:
        raise no.ProgramKeepsBooks(switch=closed.switch)
    _refuse_days(first_day, switch_on)
    period_id = new_id()
    row = {
        "community_id": actor.community_id, "id": period_id, "at": clock.now(), "by": actor.account_id,
        "first_day": first_day, "switch_on": switch_on, "state": "running", "weeks": 0, "proposed_week": 0, "digest": "",
    }  # fmt: skip
    add_rows(ParallelPeriod, [row])
    _note("parallel.begun", period_id, actor, {"first_day": first_day, "switch_on": switch_on})
    return period_id


@audit.records.writes("parallel.moved", of="parallel")
def move(period_id: UUID, switch_on: date, *, actor: Actor) -> None:
    """Switch on another day."""
    _need(actor, "import_books")
    row = _going(period_id, actor)
    _refuse_days(row.first_day, switch_on)
    _change(row, "running", switch_on=switch_on, **_UNPROPOSED)
    _note("parallel.moved", period_id, actor, {"was": row.switch_on, "switch_on": switch_on})


@audit.records.writes("parallel.stopped", of="parallel")
def stop(period_id: UUID, *, actor: Actor) -> None:
    """Compare no more; paper may be taken in again."""
    _need(actor, "import_books")
    row = _going(period_id, actor)
    _change(row, "stopped", ended_by=actor.account_id, ended_at=clock.now())
    _note("parallel.stopped", period_id, actor, {"weeks": row.weeks})


@audit.records.writes("parallel.switch_proposed", of="parallel")
def propose(period_id: UUID, *, seen: int, actor: Actor) -> None:
    """Say that both agree and the program should keep the books from the day of the switch on."""
    _need(actor, "import_books")
    row = _going(period_id, actor)
    found = _seen(row, seen)
    _refuse_switch(row, found)
    said = {"proposed_by": actor.account_id, "proposed_at": clock.now(), "proposed_week": seen}
    _change(row, "proposed", **said)
    _note("parallel.switch_proposed", period_id, actor, {"week": seen, "switch_on": row.switch_on})


@audit.records.writes("parallel.switched", of="parallel")
def confirm(period_id: UUID, *, seen: int, actor: Actor) -> None:
    """Say yes as a second person: later paper is taken no more."""
    _need(actor, "confirm_imports")
    row = _going(period_id, actor)
    if row.state != "proposed" or row.proposed_week != seen:
        raise no.SwitchNotProposed
    if refusal := _why_not(row, actor):
        raise refusal
    found = _seen(row, seen)
    _refuse_switch(row, found)
    digest = digest_of(row, found)
    _change(row, "switched", ended_by=actor.account_id, ended_at=clock.now(), digest=digest)
    facts = {"switch_on": row.switch_on, "digest": digest, "proposed_by": row.proposed_by}
    _note("parallel.switched", period_id, actor, facts)


@audit.records.writes("parallel.switch_withdrawn", of="parallel")
def withdraw(period_id: UUID, *, actor: Actor) -> None:
    """Not yet: who proposed it takes it back, or who should confirm says no."""
    _need(actor, "import_books", "confirm_imports")
    row = _going(period_id, actor)
    if row.state != "proposed":
        raise no.SwitchNotProposed
    _change(row, "running", **_UNPROPOSED)
    _note("parallel.switch_withdrawn", period_id, actor, {"proposed_by": row.proposed_by})


def list_all(*, actor: Actor) -> list[PeriodInfo]:
    """Every period of the community, the newest first; the one that goes on is the first."""
    _need(actor, "import_books", "confirm_imports")
    query = sa.select(ParallelPeriod).where(ParallelPeriod.community_id == actor.community_id)
    rows = db.session.scalars(query.order_by(ParallelPeriod.at.desc(), ParallelPeriod.id.desc()))
    return [_info(row, actor) for row in rows]


def get(period_id: UUID, *, actor: Actor) -> PeriodInfo:
    """One of them."""
    _need(actor, "import_books", "confirm_imports")
    return _info(_row(period_id, actor), actor)


def going_days(community_id: UUID) -> tuple[date, date] | None:
    """First and last day of paper that is only compared now."""
    row = period_rows.going(community_id)
    return (row.first_day, period_rows.last_day(row)) if row else None


def checked_until(community_id: UUID, until: date | None) -> date | None:
    """To which day paper goes that is brought now: as it was said, where it lies in the days side by side."""
    days = going_days(community_id)
    if until is not None and days is not None and not days[0] <= until <= days[1]:
        raise no.UntilOutside(first=days[0], last=days[1])
    return until if days is not None else None


def digest_of(row: ParallelPeriod, found: ParallelWeek) -> str:
    """What the sheet says as a few signs: days, households, what differs, and who decided what."""
    said = [
        canonical("days", row.first_day, row.switch_on, found.until, found.mark),
        *(canonical("home", number, *figures) for number, figures in sorted(found.homes.items())),
        *(canonical("verdict", *one) for one in sorted(verdict_rows.said_of(row, found.number))),
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


_UNPROPOSED: dict[str, Any] = {"proposed_by": None, "proposed_at": None, "proposed_week": 0}


def _digest_now(row: ParallelPeriod) -> str:
    found = period_rows.week(row, row.weeks)
    return digest_of(row, found) if found else ""


def _refuse_days(first_day: date, switch_on: date) -> None:
    if not period_rows.DAY <= switch_on - first_day <= MOST:
        raise no.ParallelDays(most=MOST.days)


def _refuse_switch(row: ParallelPeriod, found: ParallelWeek) -> None:
    """Paper has to be compared to its end, all of it read and every difference decided, and the program as it was then."""
    if found.until != period_rows.last_day(row):
        raise no.NotComparedYet(last=period_rows.last_day(row), until=found.until)
    if found.figures["open"]:
        raise no.PaperUnanswered(count=found.figures["open"])
    if undecided := verdict_rows.count_undecided(row, found.number):
        raise no.DifferencesUndecided(count=undecided)
    entered = program.lines_of(row.community_id, row.first_day, found.until)
    if program.mark_of(entered) != found.mark:
        raise no.ProgramMoved


def _seen(row: ParallelPeriod, seen: int) -> ParallelWeek:
    found = period_rows.week(row, row.weeks)
    if found is None:
        raise no.NotComparedYet(last=period_rows.last_day(row), until=row.first_day - period_rows.DAY)
    if row.weeks != seen:
        raise no.ComparedAgain
    return found


def _row(period_id: UUID, actor: Actor) -> ParallelPeriod:
    row: ParallelPeriod | None = db.session.get(ParallelPeriod, (actor.community_id, period_id))
    if row is None:
        raise NotFound
    return row


def _going(period_id: UUID, actor: Actor) -> ParallelPeriod:
    row = period_rows.hold(actor.community_id, period_id)
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        raise no.ParallelOver
    return row


def _change(row: ParallelPeriod, state: str, **values: Any) -> None:
    """On to another state; where somebody else was quicker, what stands now is looked at again."""
    stands = ParallelPeriod.community_id == row.community_id, ParallelPeriod.id == row.id
    query = sa.update(ParallelPeriod).where(*stands, ParallelPeriod.state == row.state)
    if not changed(query.values(state=state, **values)):
        raise LookAgain


def _why_not(row: ParallelPeriod, actor: Actor) -> Refusal | None:
    """Why this actor is no second person."""
    if not people.permissions.may(actor, "confirm_imports"):
        return NotAllowed()
    return no.OwnSwitch() if people.origins.could_be(row.proposed_by, actor=actor) else None


def _info(row: ParallelPeriod, actor: Actor) -> PeriodInfo:
    stands = None
    if row.ended_at is None:
        try:
            _refuse_switch(row, _seen(row, row.weeks))
        except Refusal as refusal:
            stands = refusal
    return PeriodInfo(
        row.id, row.at, row.by, row.first_day, row.switch_on, row.state, tuple(weeks.list_all(row)),
        verdict_rows.count_undecided(row, row.weeks), row.digest or _digest_now(row), row.proposed_by, row.proposed_at, row.ended_by,
        row.ended_at, _why_not(row, actor) if row.state == "proposed" else None, stands,
    )  # fmt: skip


def _need(actor: Actor, *what: str) -> None:
    if not people.permissions.may(actor, *what):
        raise NotAllowed


def _note(action: str, period_id: UUID, actor: Actor, facts: dict[str, Any]) -> None:
    audit.records.record(action, actor=actor, subject_kind="parallel", subject_id=period_id, facts=facts)
