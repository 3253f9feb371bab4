"""A job that is killed at any moment neither loses books nor writes them twice; the next one goes on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from points import audit, imports
from points.commands.imports import work_intakes_command
from points.foundation import Actor, clock, db, reading, transact
from points.imports import importing, intake_files, intake_rows, looking, working
from points.imports.writing import books as writing
from tests.support.brought import files_apart, received, staff
from tests.support.street import Street
from tests.support.workbooks import SmallBooks

__all__ = ["files_apart"]

pytestmark = [pytest.mark.usefixtures("files_apart"), pytest.mark.on_both]


def die(*_: object, **__: object) -> None:
    """Nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def _die_while_reading() -> None:
    working._keep_difference = die


def _die_while_writing() -> None:
    writing.write_redemptions = die  # type: ignore[assignment]


def _die_after_writing() -> None:
    apply = importing.apply

    def and_die(*args: Any, **more: Any) -> None:
        apply(*args, **more)
        die()

    importing.apply = and_die  # type: ignore[assignment]


def _die_between_two_transactions() -> None:
    """What must not be: the books are written first, and the intake is moved afterwards."""
    apply = importing.apply

    def and_die(*args: Any, written: object, **more: Any) -> None:
        apply(*args, **more)
        die()

    importing.apply = and_die  # type: ignore[assignment]


@dataclass
class Job:
    """The job as a process of its own, on the test's database and files."""

    app: Flask
    folder: Path
    officer: Actor
    member: Actor

    def run(self, first: Callable[[], None]) -> int:
        """Which signal ended it; afterwards what it said last is more than a minute old."""
        # no connection is one of two processes
        db.session.remove()
        db.engine.dispose()
        child = os.fork()
        if child == 0:
            first()
            imports.working.work_one(self.app.app_context)
            os._exit(0)
        _, ended = os.waitpid(child, 0)
        clock.set_now(clock.now() + timedelta(seconds=61))
        return os.WTERMSIG(ended)

    def begun(self) -> UUID:
        """Small books that were handed in."""
        brought = received(SmallBooks().save(self.folder))
        return transact(lambda: imports.intakes.begin(brought, actor=self.officer))

    def confirmed(self) -> UUID:
        """The same, read, wanted and confirmed."""
        which = self.begun()
        assert imports.working.work_one()
        seen = self.standing(which).seen
        transact(lambda: imports.intakes.propose(which, seen=seen, actor=self.officer))
        transact(lambda: imports.intakes.confirm(which, seen=seen, actor=self.member))
        return which

    def standing(self, which: UUID) -> imports.intakes.IntakeInfo:
        """How it stands."""
        return reading(lambda: imports.intakes.get(which, actor=self.officer))

    def imported(self) -> list[UUID]:
        """Every import there is."""
        return [one.import_id for one in reading(lambda: audit.provenance.batches(self.officer.community_id))]


@pytest.fixture
def job(app: Flask, street: Street, files_apart: Path) -> Job:
    """The job, and two people."""
    folder = files_apart.parent
    return Job(app, folder, staff(street, "zhaolan", "officer"), staff(street, "qianyu", "committee"))


def test_killed_while_reading_it_reads_again(job: Job) -> None:
    which = job.begun()
    assert job.run(_die_while_reading) == signal.SIGKILL
    assert (job.standing(which).state, job.standing(which).step) == ("reading", "keeping")
    assert imports.working.work_one()
    found = job.standing(which)
    assert (found.state, found.figures["people"], found.seen) == ("read", 5, 1)
    assert sorted(one.name for one in intake_files.folder_of(which).iterdir()) == [
        "books", "difference", "understood.json"
    ]  # fmt: skip


def test_killed_while_writing_nothing_is_written_and_then_all(job: Job) -> None:
    which = job.confirmed()
    assert job.run(_die_while_writing) == signal.SIGKILL
    assert (job.standing(which).state, job.imported()) == ("writing", [])
    assert imports.working.work_one()
    found = job.standing(which)
    assert (found.state, [found.import_id]) == ("written", job.imported())


def test_killed_after_writing_it_is_written_once_and_the_files_go(job: Job) -> None:
    which = job.confirmed()
    assert job.run(_die_after_writing) == signal.SIGKILL
    found = job.standing(which)
    assert (found.state, [found.import_id]) == ("written", job.imported())
    assert intake_files.folder_of(which).exists()
    assert reading(intake_rows.waits), "the files wait to be deleted"
    assert not imports.working.work_one()
    assert not intake_files.folder_of(which).exists()
    assert job.standing(which).files_deleted_at is not None
    assert not reading(intake_rows.waits)


def test_in_two_transactions_the_import_would_be_lost(job: Job) -> None:
    """The control: the tests above can see an intake that does not know what it wrote."""
    which = job.confirmed()
    assert job.run(_die_between_two_transactions) == signal.SIGKILL
    assert imports.working.work_one()
    assert (job.standing(which).import_id, len(job.imported())) == (None, 1)


def test_the_server_starts_the_job_where_something_waits(job: Job, tmp_path: Path) -> None:
    done = tmp_path / "done"
    assert not job.app.test_cli_runner().invoke(work_intakes_command).output
    look = looking.IntakeLook(
        job.app.app_context,
        command=[sys.executable, "-c", f"open({str(done)!r}, 'w')"],
        environ={},
        folder="/",
    )
    assert not look.once()
    assert not done.exists()
    which = job.begun()
    assert look.once()
    assert done.exists()
    job.app.test_cli_runner().invoke(work_intakes_command)
    assert job.standing(which).state == "read", "the command is the job"
