"""An intake as it stands in its table: found, added, taken over by a process, moved on by it. It decides nothing about people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, add_rows, changed, clock, db
from points.imports.asking import CORRECTION, LATER, TAKE, TAKE_BACK, Answer
from points.imports.bringing import Brought
from points.imports.models import OPEN, Intake
from points.imports.undoing import UndoPlan

#: a process that said nothing for so long has died
SILENT = timedelta(minutes=1)
#: so often a process may die over the same part
TRIES = 3
#: so long books are kept that nobody decides about
KEPT_FOR = timedelta(days=14)
#: of so many runs the answers are looked through
REMEMBERED = 50
_ASKED_ANEW = {LATER, CORRECTION, TAKE_BACK, TAKE}
#: what waits for the job, and what it becomes when it takes it
TAKEN = {"uploaded": "reading", "reading": "reading", "confirmed": "writing", "writing": "writing"}


def find(community_id: UUID, intake_id: UUID) -> Intake | None:
    """One intake."""
    found: Intake | None = db.session.get(Intake, (community_id, intake_id))
    return found


def find_open(community_id: UUID, digest: str, purpose: str) -> UUID | None:
    """The open intake of these bytes."""
    query = sa.select(Intake.id).where(
        Intake.community_id == community_id, Intake.digest == digest, Intake.purpose == purpose
    )
    found: UUID | None = db.session.scalar(query.where(Intake.state.in_(OPEN)))
    return found


def recent(community_id: UUID, most: int) -> list[Intake]:
    """The newest first."""
    query = sa.select(Intake).where(Intake.community_id == community_id)
    return list(db.session.scalars(query.order_by(Intake.at.desc(), Intake.id.desc()).limit(most)))


def proposed(community_id: UUID) -> list[Intake]:
    """What somebody asked for and nobody confirmed yet."""
    query = sa.select(Intake).where(Intake.community_id == community_id, Intake.state == "proposed")
    return list(db.session.scalars(query))


def add_undo(intake_id: UUID, found: UndoPlan, *, actor: Actor) -> None:
    """An import that is to be taken back: there are no books to read, and nothing to delete."""
    now = clock.now()
    row = {
        **_row(intake_id, actor),
        "label": found.folder,
        "purpose": "undo",
        "digest": found.import_id.hex,
        "files": 0,
        "bytes": 0,
        "state": "read",
        "readings": 1,
        "figures": found.figures(),
        "files_deleted_at": now,
        "undoes": found.import_id,
    }
    add_rows(Intake, [row])


def add(
    brought: Brought,
    *,
    purpose: str,
    until: date | None = None,
    actor: Actor,
    answers: Sequence[Answer] = (),
) -> None:
    """A new intake, which waits for the job."""
    row = {
        **_row(brought.intake_id, actor),
        "label": brought.label,
        "purpose": purpose,
        "digest": brought.digest,
        "files": brought.files,
        "bytes": brought.bytes,
        "answers": [plain(one) for one in answers],
        "until": until,
    }
    add_rows(Intake, [row])


def _row(intake_id: UUID, actor: Actor) -> dict[str, Any]:
    return {
        "community_id": actor.community_id,
        "id": intake_id,
        "at": clock.now(),
        "by": actor.account_id,
        "state": "uploaded",
        "step": "",
        "done": 0,
        "total": 0,
        "runner": "",
        "tries": 0,
        "readings": 0,
        "why": "",
        "figures": {},
        "answers": [],
    }


def waits() -> bool:
    """Whether anything is to be done: a part that nobody works on, or files to delete."""
    query = sa.select(Intake.id).where(sa.or_(_waiting(), _left())).limit(1)
    return db.session.scalar(query) is not None


def take(runner: str) -> Intake | None:
    """The oldest part that waits, from now on this process's; None where there is none, or another one is at work."""
    alive = sa.select(Intake.id).where(Intake.state.in_(("reading", "writing")), Intake.beat_at > _silent())
    if db.session.scalar(alive.limit(1)) is not None:
        return None
    query = sa.select(Intake).where(_waiting()).order_by(Intake.at, Intake.id).limit(1)
    row: Intake | None = db.session.scalar(query)
    return None if row is None else _taken(row, runner)


def take_this(community_id: UUID, intake_id: UUID, runner: str) -> Intake | None:
    """The same of one intake, whoever else is at work; None where its part is another's, or there is none."""
    row = find(community_id, intake_id)
    return _taken(row, runner) if row is not None and row.state in ("uploaded", "confirmed") else None


def _taken(row: Intake, runner: str) -> Intake | None:
    mine = (
        sa.update(Intake)
        .where(Intake.community_id == row.community_id, Intake.id == row.id)
        .where(Intake.state == row.state, Intake.runner == row.runner, Intake.tries == row.tries)
        .values(
            state=TAKEN[row.state], runner=runner, tries=row.tries + 1, beat_at=clock.now(), step="", done=0
        )
    )
    if not changed(mine):
        return None
    db.session.refresh(row)
    db.session.expunge(row)
    return row


def beat(row: Intake, runner: str, **step: Any) -> bool:
    """Say that the process is at work, and on what; False where the intake is its no longer."""
    return _mine(row, runner, {"beat_at": clock.now(), **step})


def lay_down(row: Intake, runner: str) -> bool:
    """Let whoever looks next take it at once."""
    return _mine(row, runner, {"beat_at": None})


def move(row: Intake, runner: str, state: str, **values: Any) -> bool:
    """On to another state, by the process whose it is; False where it is its no longer."""
    idle = {"runner": "", "beat_at": None, "step": "", "done": 0, "total": 0}
    return _mine(row, runner, {"state": state, **idle, **values})


def left() -> list[tuple[UUID, UUID]]:
    """Community and id of ended intakes whose files are not known to be deleted."""
    return [(one.community_id, one.id) for one in db.session.execute(_ids().where(_left()))]


def files_deleted(community_id: UUID, intake_id: UUID) -> None:
    """Note that nothing of the files is left."""
    changed(
        sa.update(Intake)
        .where(Intake.community_id == community_id, Intake.id == intake_id)
        .values(files_deleted_at=clock.now())
    )


def old() -> list[tuple[UUID, UUID]]:
    """Community and id of intakes that nobody decided about in time; of what is confirmed and written never."""
    states = ("uploaded", "reading", "read", "proposed", "failed")
    query = _ids().where(Intake.state.in_(states), Intake.at < clock.now() - KEPT_FOR)
    return [(one.community_id, one.id) for one in db.session.execute(query)]


def end_old(community_id: UUID, intake_id: UUID) -> bool:
    """Give up what nobody decided about in time."""
    states = ("uploaded", "reading", "read", "proposed", "failed")
    ended = {"state": "given_up", "why": "too_old", "ended_at": clock.now(), "runner": "", "beat_at": None}
    query = sa.update(Intake).where(Intake.community_id == community_id, Intake.id == intake_id)
    return changed(query.where(Intake.state.in_(states)).values(**ended)) > 0


def kept() -> set[UUID]:
    """The ids of intakes whose files may be there."""
    return set(db.session.scalars(sa.select(Intake.id).where(Intake.files_deleted_at.is_(None))))


def answered_before(community_id: UUID) -> list[Answer]:
    """What was answered about books that came in, the newest answer to each question. An answer fits only the very cells it
    was given about. What changes the books is asked each time, and so is what was left for later."""
    query = sa.select(Intake.answers).where(Intake.community_id == community_id, Intake.state == "written")
    newest = db.session.scalars(query.order_by(Intake.ended_at.desc(), Intake.id.desc()).limit(REMEMBERED))
    kept: dict[tuple[str, str], Answer] = {}
    for given in newest:
        for one in answers_of(given):
            kept.setdefault((one.question, one.digest), one)
    return [one for one in kept.values() if not _ASKED_ANEW & {one.choice, *one.cells.values()}]


def answers_of(plain_answers: Sequence[Any]) -> list[Answer]:
    """Answers as they are kept."""
    return [
        Answer(
            one["question"], one["digest"], one["choice"], one.get("value", ""), dict(one.get("cells", {}))
        )
        for one in plain_answers
    ]


def plain(answer: Answer) -> dict[str, Any]:
    """An answer as it is kept."""
    said: dict[str, Any] = {
        "question": answer.question, "digest": answer.digest, "choice": answer.choice, "value": answer.value
    }  # fmt: skip
    return {**said, "cells": dict(answer.cells)}


def _mine(row: Intake, runner: str, values: Mapping[str, Any]) -> bool:
    query = sa.update(Intake).where(
        Intake.community_id == row.community_id, Intake.id == row.id, Intake.runner == runner
    )
    return changed(query.where(Intake.state.in_(("reading", "writing"))).values(values)) > 0


def _ids() -> Any:
    return sa.select(Intake.community_id, Intake.id).order_by(Intake.at)


def _silent() -> Any:
    return clock.now() - SILENT


def _waiting() -> sa.ColumnElement[bool]:
    silent = sa.or_(Intake.beat_at.is_(None), Intake.beat_at <= _silent())
    return sa.or_(
        Intake.state.in_(("uploaded", "confirmed")),
        sa.and_(Intake.state.in_(("reading", "writing")), silent),
    )


def _left() -> sa.ColumnElement[bool]:
    return sa.and_(Intake.state.in_(("written", "given_up")), Intake.files_deleted_at.is_(None))
