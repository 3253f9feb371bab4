"""What the command line wants of what came in before: an intake that waits on the desk like one made there, asked for by nobody's
account; or, where a second person stands beside, done at once by the command's own process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO
from uuid import UUID

from points import audit
from points.foundation import Actor, new_id, reading, system_actor, transact
from points.imports import bringing, intake_files, intake_rows, intakes, undoing, working
from points.imports.asking import Answer
from points.imports.intakes import IntakeInfo
from points.imports.models import Intake
from points.imports.reading import choosing
from points.imports.refusals.intakes import IntakeOpenAlready
from points.imports.told import ColumnMapping

#: what taking an import back would do
UndoPlan = undoing.UndoPlan


def propose_books(
    folder: Path,
    community_id: UUID,
    answers: Sequence[Answer],
    mappings: Sequence[ColumnMapping] = (),
    *,
    context: working.Context | None = None,
) -> IntakeInfo:
    """Ask that these books be taken in by these answers. Where the same files wait already with the same answers, that is it."""
    house, runner, begin = system_actor(community_id), new_id().hex, intakes.begin
    brought = bringing.receive(_files(folder.resolve()))
    intake_files.keep_mappings(intake_files.folder_of(brought.intake_id), mappings)

    def work() -> tuple[UUID, Intake | None]:
        which = begin(brought, answers=answers, actor=house)
        return which, intake_rows.take_this(community_id, which, runner)

    try:
        which, row = audit.records.attempt(work, of=begin, actor=house)
    except BaseException:
        bringing.drop(brought)
        raise
    if which != brought.intake_id:
        bringing.drop(brought)
        row = _again(which, answers, house)
    _work_on(row, context)
    return _proposed(which, house)


def plan_undo(import_id: UUID, community_id: UUID) -> UndoPlan:
    """What taking an import back would do now."""
    return undoing.plan(import_id, community_id)


def propose_undo(import_id: UUID, community_id: UUID) -> IntakeInfo:
    """Ask that an import be taken back."""
    house = system_actor(community_id)
    begin = intakes.begin_undo
    which = audit.records.attempt(lambda: begin(import_id, actor=house), of=begin, actor=house)
    return _proposed(which, house)


def confirm(one: IntakeInfo, *, context: working.Context | None = None, actor: Actor) -> IntakeInfo:
    """Say yes as a second person who stands beside, and do it."""
    runner = new_id().hex

    def work() -> Intake | None:
        intakes.confirm(one.intake_id, seen=one.seen, actor=actor)
        return intake_rows.take_this(actor.community_id, one.intake_id, runner)

    row = audit.records.attempt(work, of=intakes.confirm, actor=actor, subject_id=one.intake_id)
    _work_on(row, context)
    return _standing(one.intake_id, actor)


def _work_on(row: Intake | None, context: working.Context | None) -> None:
    done = working.work_one(context, row) if row is not None else None
    if done is not None and done.why is not None:
        raise done.why


def _proposed(which: UUID, house: Actor) -> IntakeInfo:
    found = _standing(which, house)
    if found.state == "read":
        transact(lambda: intakes.propose(which, seen=found.seen, actor=house))
    return _standing(which, house)


def _again(which: UUID, answers: Sequence[Answer], house: Actor) -> Intake | None:
    """What was begun before with the same files; where other books came in since, and nobody on the desk began it, read again."""
    found = _standing(which, house)
    if found.state not in ("read", "proposed") or list(found.answers) != list(answers):
        raise IntakeOpenAlready
    if found.by is not None or not found.out_of_date:
        return None

    def work() -> Intake | None:
        intakes.read_again(which, seen=found.seen, actor=house)
        return intake_rows.take_this(house.community_id, which, new_id().hex)

    return transact(work)


def _files(folder: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """What would be read of a folder, one after the other, by the name a browser would say."""
    books, others = choosing.find_files(folder)
    for path in sorted({one for some in (*books.values(), others) for one in some if one.is_file()}):
        with path.open("rb") as stream:
            yield str(path.relative_to(folder.parent)), stream


def _standing(which: UUID, actor: Actor) -> IntakeInfo:
    return reading(lambda: intakes.get(which, actor=actor))
