"""The job: reads what was brought and says what it comes to, writes what was confirmed, deletes files. One part at a time.

It runs in a process of its own (`flask work-intakes`), which may be killed at any moment: what was being read is
read again, and an intake becomes `written` in the very transaction that writes its books.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from points import audit, people
from points.foundation import (
    Actor,
    BooksAway,
    Busy,
    DiskFull,
    NotKnown,
    Refusal,
    clock,
    db,
    new_id,
    reading,
    transact,
)
from points.imports import differing, importing, intake_files, intake_rows, mapping_rows, undoing
from points.imports.asking import Answer
from points.imports.balancing import BalancedBooks, balance
from points.imports.comparing import ComparedBooks, came_before, compare
from points.imports.models import Intake
from points.imports.parallel import weeks
from points.imports.parallel.keeping_out import without_closed_days
from points.imports.reading.folder import read_books
from points.imports.refusals.intakes import IntakeFilesGone, IntakeQuestionsOpen, IntakeStopped
from points.imports.report import ImportReport, report_on

#: how often a process says that it is at work
BEAT_SECONDS = 10.0
#: what says nothing about the books that were brought
_PASSING = (Busy, BooksAway, DiskFull, NotKnown)

Context = Callable[[], AbstractContextManager[object]]

_log = logging.getLogger("points.intakes")


@dataclass(frozen=True)
class WorkDone:
    """A part that was worked on; why it came to nothing, where it did."""

    why: Refusal | None = None


class _Superseded(Exception):
    """The intake is another process's now, or was given up: what was done here is dropped."""


def work_one(context: Context | None = None, row: Intake | None = None) -> WorkDone | None:
    """Delete what is to be deleted, and do the oldest part that waits, or the one of the `row` that this process has taken;
    None where there was none.

    `context` opens the application for the thread that says that this one is at work; without it nobody says so.
    """
    _delete_ended()
    row = row or transact(lambda: intake_rows.take(new_id().hex))
    if row is None:
        return None
    runner, why = row.runner, None
    with _beating(row, runner, context):
        try:
            _one_part(row, runner)
        except _Superseded:
            _log.info("an intake was given up or taken over meanwhile")
        except _PASSING:
            _log.warning("an intake is tried again", exc_info=True)
            transact(lambda: intake_rows.lay_down(row, runner))
        except Refusal as refusal:
            why = refusal
            _refused(row, runner, refusal)
        except Exception:  # it is tried again, and three times at most
            _log.exception("an intake could not be worked on")
            transact(lambda: intake_rows.lay_down(row, runner))
    _delete_ended()
    return WorkDone(why)


def _delete_ended() -> int:
    """Delete the files of what was written or given up."""
    ended = reading(intake_rows.left)
    for community_id, intake_id in ended:
        intake_files.delete(intake_id)
        transact(lambda one=(community_id, intake_id): intake_rows.files_deleted(*one))  # type: ignore[misc]
    return len(ended)


def forget_old() -> int:
    """Give up what nobody decided about in time, and delete its files and those of no intake; how many were given up."""
    ended = 0
    for community_id, intake_id in reading(intake_rows.old):
        ended += transact(lambda one=(community_id, intake_id): _end_old(*one))  # type: ignore[misc]
    _delete_ended()
    intake_files.delete_unknown(reading(intake_rows.kept), clock.now())
    return ended


def _end_old(community_id: UUID, intake_id: UUID) -> bool:
    ended = intake_rows.end_old(community_id, intake_id)
    if ended:
        system = Actor(community_id=community_id, kind="system")
        audit.records.record(
            "intake.given_up",
            actor=system,
            subject_kind="intake",
            subject_id=intake_id,
            facts={"state": "too_old"},
        )
    return ended


def _one_part(row: Intake, runner: str) -> None:
    if row.tries > intake_rows.TRIES:
        raise IntakeStopped
    if row.undoes is not None:
        _undo(row, runner, row.undoes)
        return
    if not intake_files.is_there(row.id):
        raise IntakeFilesGone
    if row.state == "reading":
        _read(row, runner)
    else:
        _write(row, runner)


def _read(row: Intake, runner: str) -> None:
    """Read, balance and compare, keep what was found, and say so; nothing of it is in the books."""

    def at(step: str, done: int) -> None:
        if not transact(lambda: intake_rows.beat(row, runner, step=step, done=done, total=4)):
            raise _Superseded

    at("opening", 0)
    kept = reading(lambda: mapping_rows.in_force(row.community_id))
    told = [*intake_files.brought_mappings(row.id), *kept]
    answers = intake_rows.answers_of(row.answers)
    before = reading(lambda: came_before(row.community_id))
    books = read_books(
        intake_files.books_of(row.id),
        answers,
        told,
        partial(intake_files.keep_understood, row.id),
        lambda _: before,
    )
    at("balancing", 1)
    balanced = balance(books)
    at("comparing", 2)
    base, compared = reading(lambda: _compared(row, balanced, answers))
    at("keeping", 3)
    report = report_on(compared)
    folder = intake_files.begin_difference(row.id)
    intake_files.keep_report(folder, report.shown())
    intake_files.keep_mappings(folder, told)
    _keep_difference(compared, folder)
    intake_files.end_difference(row.id)
    found = {"figures": report.figures(), "readings": row.readings + 1, "base_id": base, "tries": 0}
    beside = reading(lambda: weeks.compare(row, books))

    def work() -> None:
        if not intake_rows.move(row, runner, "read", **found):
            raise _Superseded
        if beside is not None:
            weeks.keep(beside, row.id)

    transact(work)


def _compared(
    row: Intake, balanced: BalancedBooks, answers: Sequence[Answer]
) -> tuple[UUID | None, ComparedBooks]:
    """The books beside what came in before; what is to be taken in without the days that no import takes."""
    if row.purpose == "take":
        balanced = without_closed_days(balanced, row.community_id)
    return audit.provenance.newest(row.community_id), compare(balanced, row.community_id, answers)


def _keep_difference(compared: ComparedBooks, folder: Path) -> None:
    """What the books would change, household by household, into a folder for the page that shows it."""
    differing.keep(reading(lambda: differing.difference(compared)), folder)


def _write(row: Intake, runner: str) -> None:
    """Write the books and move the intake, in one transaction; a process that was overtaken writes nothing."""

    def written(import_id: UUID | None, report: ImportReport) -> None:
        said = {"import_id": import_id, "figures": report.figures(), "ended_at": clock.now(), "tries": 0}
        if not intake_rows.move(row, runner, "written", **said):
            raise _Superseded
        audit.records.record(
            "intake.written",
            actor=actor,
            subject_kind="intake",
            subject_id=row.id,
            facts={"import_id": import_id, "confirmed_by": row.confirmed_by},
        )

    transact(lambda: intake_rows.beat(row, runner, step="writing", done=0, total=1))
    actor = reading(lambda: _taker(row))
    report = importing.apply(
        intake_files.books_of(row.id),
        actor=actor,
        answers=intake_rows.answers_of(row.answers),
        mappings=intake_files.find_mappings(row.id),
        label=row.label,
        two=reading(lambda: _two(row)),
        written=written,
    )
    if report.is_open:
        raise IntakeQuestionsOpen(count=report.figures()["open"])


def _undo(row: Intake, runner: str, import_id: UUID) -> None:
    """Take an import back and move the intake, in one transaction."""
    two = reading(lambda: _two(row))

    def work() -> None:
        undone = undoing.undo(import_id, two=two)
        if not intake_rows.move(row, runner, "written", import_id=undone, ended_at=clock.now(), tries=0):
            raise _Superseded

    transact(work)


def _two(row: Intake) -> importing.TwoPeople:
    """Who wanted what these books change, and who said yes to it."""
    confirmer = _named(row, row.confirmed_by)
    return importing.TwoPeople(_taker(row), confirmer, f"《{row.label}》")


def _taker(row: Intake) -> Actor:
    """In whose name the books are written: theirs who wanted them. Whoever they are by now, two people said yes."""
    return _named(row, row.proposed_by)


def _named(row: Intake, account: UUID | None) -> Actor:
    if account is None:
        return Actor(community_id=row.community_id, kind="import")
    persons = people.accounts.persons_of(row.community_id, {account})
    return Actor(
        community_id=row.community_id, account_id=account, person_id=persons.get(account), kind="import"
    )


def _refused(row: Intake, runner: str, refusal: Refusal) -> None:
    """Say why it came to nothing; the names of files stand beside the files."""
    sentences = {
        lang: {"sentence": refusal.message(lang), "next": refusal.next_step(lang)} for lang in ("zh", "en")
    }
    ended = {"why": refusal.code, "ended_at": clock.now(), "tries": 0}
    if intake_files.is_there(row.id):
        intake_files.keep_refusal(row.id, sentences)
    elif row.undoes is not None:
        # there are no files that could be named
        ended["figures"] = {**row.figures, "refused": sentences}
    transact(lambda: intake_rows.move(row, runner, "failed", **ended))


class _beating:  # noqa: N801 - reads as a word in `with`
    """While it lasts a thread says that this process is at work."""

    def __init__(self, row: Intake, runner: str, context: Context | None) -> None:
        self._row, self._runner, self._context = row, runner, context
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="beat", daemon=True)

    def __enter__(self) -> None:
        if self._context is not None:
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._context is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            assert self._context is not None
            with self._context():
                try:
                    transact(lambda: intake_rows.beat(self._row, self._runner))
                except Exception:  # the books are busy or away: the next beat tells
                    _log.info("could not say that an intake is worked on", exc_info=True)
                finally:
                    db.session.remove()
