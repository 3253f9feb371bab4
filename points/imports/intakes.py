"""Books brought on the desk: handed in, read by the job, asked about, wanted by one person, confirmed by another.

Files and what was found in them stand in `intake_files`; who works on them is `working`. A deed names the reading
that its page showed (`seen`), so that nobody says yes to what they did not see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, NotAllowed, NotFound, Refusal, changed, clock, new_id
from points.foundation.database import LookAgain
from points.imports import differing, intake_files, intake_rows, undoing
from points.imports.asking import Answer
from points.imports.bringing import Brought
from points.imports.models import Intake
from points.imports.parallel import periods, weeks
from points.imports.reading.understanding import UnderstoodTable
from points.imports.refusals import NothingToUndo
from points.imports.refusals import intakes as no

LISTED = 50


@dataclass(frozen=True)
class IntakeInfo:
    """One intake as a page shows it. `seen` names the reading it shows; `why_not` is why this reader is not the
    second person; `out_of_date` says that other books came in after it was read."""

    intake_id: UUID
    at: datetime
    by: UUID | None
    label: str
    purpose: str
    state: str
    step: str
    done: int
    total: int
    files: int
    bytes: int
    seen: int
    figures: Mapping[str, Any]
    answers: Sequence[Answer]
    proposed_by: UUID | None
    proposed_at: datetime | None
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    import_id: UUID | None
    ended_by: UUID | None
    ended_at: datetime | None
    why: str
    files_deleted_at: datetime | None
    undoes: UUID | None
    out_of_date: bool = False
    why_not: Refusal | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the job has it, or will soon."""
        return self.state in ("uploaded", "reading", "confirmed", "writing")

    @property
    def open_questions(self) -> int:
        """How many questions wait on which points or stock depend."""
        return int(self.figures.get("open", 0))


@audit.records.writes("intake.brought", of="intake")
def begin(
    brought: Brought, *, actor: Actor, purpose: str = "take", until: date | None = None, answers: Sequence[Answer] = ()
) -> UUID:  # fmt: skip
    """Hand over files that have arrived; the same bytes once more are the intake that is open already. Paper goes `until` a day."""
    _need(actor, "import_books")
    until = periods.checked_until(actor.community_id, until) if purpose == "compare" else None
    found = intake_rows.find_open(actor.community_id, brought.digest, purpose)
    if found is not None:
        return found
    said = answers or intake_rows.answered_before(actor.community_id)
    intake_rows.add(brought, purpose=purpose, until=until, actor=actor, answers=said)
    facts = {"files": brought.files, "bytes": brought.bytes, "purpose": purpose}
    _note("intake.brought", brought.intake_id, actor, facts)
    return brought.intake_id


@audit.records.writes("intake.undo_begun", of="intake")
def begin_undo(import_id: UUID, *, actor: Actor) -> UUID:
    """Ask what taking an import back would do; where somebody asked already, that is it. Nothing is taken back yet."""
    _need(actor, "import_books")
    found = intake_rows.find_open(actor.community_id, import_id.hex, "undo")
    if found is not None:
        return found
    planned = undoing.plan(import_id, actor.community_id)
    if not planned.out:
        raise NothingToUndo
    intake_id = new_id()
    intake_rows.add_undo(intake_id, planned, actor=actor)
    _note("intake.undo_begun", intake_id, actor, {"import_id": import_id, "lines": len(planned.out)})
    return intake_id


def plan_of(intake_id: UUID, *, actor: Actor) -> undoing.UndoPlan | None:
    """What taking its import back would do now; None where it is no such intake, or nothing may become of it any more."""
    found = get(intake_id, actor=actor)
    if found.undoes is None or found.state not in ("read", "proposed"):
        return None
    return undoing.plan(found.undoes, actor.community_id)


def get(intake_id: UUID, *, actor: Actor) -> IntakeInfo:
    """One intake, for who may bring or confirm books."""
    _need(actor, "import_books", "confirm_imports")
    row = intake_rows.find(actor.community_id, intake_id)
    if row is None:
        raise NotFound
    newest = audit.provenance.newest(actor.community_id)
    return _info(row, actor, newest)


def list_recent(*, actor: Actor) -> list[IntakeInfo]:
    """The newest first."""
    _need(actor, "import_books", "confirm_imports")
    newest = audit.provenance.newest(actor.community_id)
    return [_info(row, actor, newest) for row in intake_rows.recent(actor.community_id, LISTED)]


def waiting_count(actor: Actor) -> int:
    """How many wait for just this actor's yes."""
    return sum(_why_not(row, actor) is None for row in intake_rows.proposed(actor.community_id))


def found_in(intake_id: UUID, *, actor: Actor) -> dict[str, Any]:
    """What the last reading found, in both languages: figures, faults, questions, what nobody read. With names."""
    get(intake_id, actor=actor)
    return intake_files.find_report(intake_id)


def difference_of(intake_id: UUID, *, actor: Actor) -> differing.KeptDifference | None:
    """What the last reading would change, line by line; None where nothing was read, or it is gone. With names."""
    get(intake_id, actor=actor)
    return differing.open_kept(intake_files.difference_of(intake_id))


def understood_of(intake_id: UUID, *, actor: Actor) -> list[UnderstoodTable]:
    """What the last reading understood of each kind of table, with its first lines. With names."""
    get(intake_id, actor=actor)
    return intake_files.find_understood(intake_id)


def refused_of(intake_id: UUID, *, actor: Actor) -> dict[str, Any]:
    """Why the books were refused, in both languages, with the names of their files; or why an undoing came to nothing."""
    found: dict[str, Any] = get(intake_id, actor=actor).figures.get("refused") or {}
    return found or intake_files.find_refusal(intake_id)


@audit.records.writes("intake.answered", of="intake")
def answer(intake_id: UUID, answers: Sequence[Answer], *, seen: int, actor: Actor) -> None:
    """Answer questions; the books are read again by all that was answered so far."""
    _need(actor, "import_books")
    if not answers:
        raise no.NothingAnswered
    row = _standing(intake_id, ("read",), seen, actor)
    kept = {one.question: one for one in intake_rows.answers_of(row.answers)}
    kept.update({one.question: one for one in answers})
    said = [intake_rows.plain(one) for one in kept.values()]
    _move(row, "uploaded", seen, answers=said, tries=0, runner="", beat_at=None)
    _note("intake.answered", intake_id, actor, {"answers": len(answers)})


@audit.records.writes("intake.read_again", of="intake")
def read_again(intake_id: UUID, *, seen: int, actor: Actor) -> None:
    """Have the books read once more; who had asked for them has to ask anew."""
    _need(actor, "import_books")
    row = _standing(intake_id, ("read", "proposed", "failed"), seen, actor)
    if row.files_deleted_at is not None or not intake_files.is_there(intake_id):
        raise no.IntakeFilesGone
    anew = {"proposed_by": None, "proposed_at": None, "why": "", "ended_at": None, "ended_by": None}
    _move(row, "uploaded", seen, tries=0, runner="", beat_at=None, **anew)
    _note("intake.read_again", intake_id, actor, {})


@audit.records.writes("intake.proposed", of="intake")
def propose(intake_id: UUID, *, seen: int, actor: Actor) -> None:
    """Say that these books should be taken in, as they were found."""
    _need(actor, "import_books")
    row = _standing(intake_id, ("read",), seen, actor)
    if row.purpose == "compare":
        raise no.OnlySideBySide if weeks.period_of(actor.community_id, intake_id) else no.OnlyCompared
    _refuse_out_of_date(row, actor)
    if waiting := row.figures.get("open", 0):
        raise no.IntakeQuestionsOpen(count=waiting)
    _move(row, "proposed", seen, proposed_by=actor.account_id, proposed_at=clock.now())
    _note("intake.proposed", intake_id, actor, {"lines": row.figures.get("lines", 0)})


@audit.records.writes("intake.confirmed", of="intake")
def confirm(intake_id: UUID, *, seen: int, actor: Actor) -> None:
    """Say yes as a second person; the job then writes them."""
    _need(actor, "confirm_imports")
    row = _standing(intake_id, ("proposed",), seen, actor)
    if refusal := _why_not(row, actor):
        raise refusal
    _refuse_out_of_date(row, actor)
    said = {"confirmed_by": actor.account_id, "confirmed_at": clock.now()}
    _move(row, "confirmed", seen, tries=0, runner="", beat_at=None, **said)
    _note("intake.confirmed", intake_id, actor, {"proposed_by": row.proposed_by})


@audit.records.writes("intake.given_up", of="intake")
def give_up(intake_id: UUID, *, actor: Actor) -> None:
    """Take nothing in; the job then deletes the files. A second person's no is this too."""
    _need(actor, "import_books", "confirm_imports")
    row = _standing(intake_id, ("uploaded", "reading", "read", "proposed", "failed"), None, actor)
    ended = {"ended_by": actor.account_id, "ended_at": clock.now()}
    _move(row, "given_up", None, why="given_up", runner="", beat_at=None, **ended)
    _note("intake.given_up", intake_id, actor, {"state": row.state})


def _need(actor: Actor, *what: str) -> None:
    if not people.permissions.may(actor, *what):
        raise NotAllowed


def _standing(intake_id: UUID, states: tuple[str, ...], seen: int | None, actor: Actor) -> Intake:
    """The intake, where it stands as this deed needs it; else what stands instead."""
    row = intake_rows.find(actor.community_id, intake_id)
    if row is None:
        raise NotFound
    if row.state not in states:
        raise _STANDS[row.state]
    if seen is not None and row.readings != seen:
        raise no.IntakeChanged
    return row


def _move(row: Intake, state: str, seen: int | None, **values: Any) -> None:
    """On to the next state; where somebody else was quicker, what stands now is looked at again."""
    query = (
        sa.update(Intake)
        .where(Intake.community_id == row.community_id, Intake.id == row.id, Intake.state == row.state)
        .values(state=state, step="", done=0, total=0, **values)
    )
    if seen is not None:
        query = query.where(Intake.readings == seen)
    if not changed(query):
        raise LookAgain


def _refuse_out_of_date(row: Intake, actor: Actor) -> None:
    # what an undoing would do is reckoned anew whenever it is looked at, and when it is done
    if row.undoes is None and row.base_id != audit.provenance.newest(actor.community_id):
        raise no.IntakeOutOfDate


def _why_not(row: Intake, actor: Actor) -> Refusal | None:
    """Why this actor is no second person: they asked, they are the same person, or made the account of who did."""
    if not people.permissions.may(actor, "confirm_imports"):
        return NotAllowed()
    return no.OwnIntake() if people.origins.could_be(row.proposed_by, actor=actor) else None


def _info(row: Intake, actor: Actor, newest: UUID | None) -> IntakeInfo:
    return IntakeInfo(
        row.id, row.at, row.by, row.label, row.purpose, row.state, row.step, row.done, row.total, row.files, row.bytes,
        row.readings, row.figures, intake_rows.answers_of(row.answers),
        row.proposed_by, row.proposed_at, row.confirmed_by, row.confirmed_at, row.import_id,
        row.ended_by, row.ended_at, row.why, row.files_deleted_at, row.undoes,
        row.undoes is None and row.state in ("read", "proposed") and row.base_id != newest,
        _why_not(row, actor) if row.state == "proposed" else None,
    )  # fmt: skip


def _note(action: str, intake_id: UUID, actor: Actor, facts: dict[str, Any]) -> None:
    audit.records.record(action, actor=actor, subject_kind="intake", subject_id=intake_id, facts=facts)


#: what is said where an intake stands otherwise than a deed needs it
_STANDS: dict[str, type[Refusal]] = {
    "uploaded": no.IntakeReading,
    "reading": no.IntakeReading,
    "read": no.IntakeNotProposed,
    "proposed": no.IntakeProposed,
    "confirmed": no.IntakeConfirmed,
    "writing": no.IntakeConfirmed,
    "written": no.IntakeWritten,
    "given_up": no.IntakeEnded,
    "failed": no.IntakeEnded,
}
