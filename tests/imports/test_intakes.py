"""Books brought on the desk: read by the job, wanted by one, confirmed by another, written; and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit, imports, oversight, people
from points.commands.operation import PARTS
from points.foundation import Actor, NotAllowed, NotFound, Refusal, clock, db, new_id, reading, transact
from points.imports import intake_files, intake_rows, working
from points.imports.asking import Answer
from points.imports.models import Intake
from points.imports.refusals import NothingToUndo
from points.imports.refusals import intakes as no
from tests.support.brought import doubtful, files_apart, member, officer, received
from tests.support.records import facts_of
from tests.support.street import Street
from tests.support.workbooks import SmallBooks

__all__ = ["files_apart", "member", "officer"]

pytestmark = pytest.mark.usefixtures("files_apart")


def taken(folder: Path, officer: Actor, member: Actor, **choices: str) -> imports.intakes.IntakeInfo:
    """These books, wanted by one and confirmed by another, with these answers by kind of question."""
    which = transact(lambda: imports.intakes.begin(received(folder), actor=officer))
    assert imports.working.work_one()
    if choices:
        asked = reading(lambda: imports.intakes.found_in(which, actor=officer))["zh"]["questions"]
        given = [Answer(one["id"], one["digest"], choices[one["kind"]]) for one in asked]
        seen = standing(which, officer).seen
        transact(lambda: imports.intakes.answer(which, given, seen=seen, actor=officer))
        assert imports.working.work_one()
    seen = standing(which, officer).seen
    transact(lambda: imports.intakes.propose(which, seen=seen, actor=officer))
    transact(lambda: imports.intakes.confirm(which, seen=seen, actor=member))
    assert imports.working.work_one()
    return standing(which, officer)


def asked_about(folder: Path, officer: Actor) -> list[str]:
    """The kinds of questions these books leave open; they are given up again."""
    which = transact(lambda: imports.intakes.begin(received(folder), actor=officer))
    assert imports.working.work_one()
    found = reading(lambda: imports.intakes.found_in(which, actor=officer))["zh"]["questions"]
    transact(lambda: imports.intakes.give_up(which, actor=officer))
    return [str(one["kind"]) for one in found]


def folder_of(folder: Path) -> Path:
    """A folder somebody called after a person."""
    made = folder / "田桂兰的旧账"
    made.mkdir()
    return made


def standing(intake_id: UUID, actor: Actor) -> imports.intakes.IntakeInfo:
    """How it stands."""
    return reading(lambda: imports.intakes.get(intake_id, actor=actor))


def begun(actor: Actor, content: bytes = b"a", purpose: str = "take") -> UUID:
    """An intake of one file that nobody reads."""
    brought = imports.bringing.receive([("rules.csv", BytesIO(content))])
    return transact(lambda: imports.intakes.begin(brought, purpose=purpose, actor=actor))


def put(intake_id: UUID, **values: Any) -> None:
    """Set columns of an intake."""
    transact(lambda: intake_rows.changed(sa.update(Intake).where(Intake.id == intake_id).values(**values)))


def put_into(state: str, intake_id: UUID, by: Actor) -> None:
    """As if it had got there."""
    put(
        intake_id, state=state, proposed_by=by.account_id, proposed_at=clock.now(), confirmed_at=clock.now(),
        base_id=reading(lambda: audit.provenance.newest(by.community_id)),
    )  # fmt: skip


def actions(community_id: UUID) -> dict[str, Any]:
    """The facts of what was done with intakes, by what it was."""
    wanted = audit.trail.TrailFilter(action="intake.")
    return {one.action: one.facts for one in reading(lambda: audit.trail.read(community_id, wanted))}


def test_one_asks_another_confirms_and_the_files_go(
    app: Flask, street: Street, officer: Actor, member: Actor, tmp_path: Path
) -> None:
    before = {one.name for one in oversight.checking.check(street.community_id).broken}
    brought = received(SmallBooks().save(folder_of(tmp_path)))
    which = transact(lambda: imports.intakes.begin(brought, actor=officer))
    folder = intake_files.folder_of(which)
    assert folder.stat().st_mode & 0o077 == 0
    assert imports.working.work_one()
    found = standing(which, officer)
    assert (found.state, found.figures["people"], found.figures["open"]) == ("read", 5, 0)
    assert reading(lambda: imports.intakes.found_in(which, actor=officer))["en"]["people"] == 5
    assert reading(lambda: audit.provenance.newest(street.community_id)) is None, "nothing is written yet"
    transact(lambda: imports.intakes.propose(which, seen=found.seen, actor=officer))
    transact(lambda: imports.intakes.confirm(which, seen=found.seen, actor=member))
    assert imports.working.work_one()
    found = standing(which, officer)
    assert (found.state, found.import_id) == (
        "written",
        reading(lambda: audit.provenance.newest(street.community_id)),
    )
    assert found.files_deleted_at is not None
    assert not folder.exists()
    assert not imports.working.work_one()
    [batch] = reading(lambda: audit.provenance.batches(street.community_id))
    assert (batch.folder, batch.actor_id) == ("田桂兰的旧账", officer.account_id)
    assert reading(lambda: people.ways.waiting_count(member)) == 0, (
        "households of a confirmed import wait for nobody"
    )
    facts = actions(street.community_id)
    assert facts["intake.brought"] == {"files": 8, "bytes": brought.bytes, "purpose": "take"}
    assert facts["intake.proposed"] == {"lines": 12}
    assert facts["intake.confirmed"] == {"proposed_by": str(officer.account_id)}
    assert facts["intake.written"]["import_id"] == str(found.import_id)
    assert facts["intake.written"]["confirmed_by"] == str(member.account_id)
    row = reading(lambda: intake_rows.find(street.community_id, which))
    assert row is not None
    kept = str({name: one for name, one in vars(row).items() if name != "label"})
    assert "田" not in str(facts) + kept, "no name stands in the books beside the label"
    assert {one.name for one in oversight.checking.check(street.community_id).broken} == before


def test_answers_are_kept_and_the_books_are_read_by_them(
    app: Flask, street: Street, officer: Actor, tmp_path: Path
) -> None:
    which = transact(lambda: imports.intakes.begin(received(doubtful().save(tmp_path)), actor=officer))
    imports.working.work_one()
    found = standing(which, officer)
    assert found.open_questions == 1
    with pytest.raises(no.IntakeQuestionsOpen):
        transact(lambda: imports.intakes.propose(which, seen=found.seen, actor=officer))
    every = reading(lambda: imports.intakes.found_in(which, actor=officer))["zh"]["questions"]
    [asked] = [one for one in every if one["moves_points"]]
    place = asked["places"][0]
    cells = {" ".join((place["file"], place["sheet"], place["cell"])): "leave_out"}
    answer = Answer(asked["id"], asked["digest"], "cancelled", cells=cells)
    with pytest.raises(no.NothingAnswered):
        transact(lambda: imports.intakes.answer(which, [], seen=found.seen, actor=officer))
    transact(lambda: imports.intakes.answer(which, [answer], seen=found.seen, actor=officer))
    assert standing(which, officer).state == "uploaded"
    imports.working.work_one()
    found = standing(which, officer)
    assert (found.state, found.open_questions, list(found.answers)) == ("read", 0, [answer])
    with pytest.raises(no.IntakeChanged):
        transact(lambda: imports.intakes.propose(which, seen=1, actor=officer))
    transact(lambda: imports.intakes.read_again(which, seen=found.seen, actor=officer))
    assert standing(which, officer).state == "uploaded"
    facts = actions(street.community_id)
    assert (facts["intake.answered"], facts["intake.read_again"]) == ({"answers": 1}, {})


@pytest.mark.parametrize(("said", "still_open"), [("cancelled", 0), ("leave_out", 1)])
def test_what_was_answered_about_the_same_cells_is_not_asked_again(
    app: Flask, officer: Actor, member: Actor, tmp_path: Path, said: str, still_open: int
) -> None:
    """What was left for later is."""
    folder = doubtful().save(tmp_path)
    given = {kind: said for kind in asked_about(folder, officer) if not kind.endswith("_changed")}
    taken(folder, officer, member, goods_changed="keep", rules_changed="keep", **given)
    which = transact(lambda: imports.intakes.begin(received(folder), actor=officer))
    assert imports.working.work_one()
    assert standing(which, officer).open_questions == still_open


@pytest.mark.shortly_on("sqlite")
def test_what_changes_the_books_is_asked_each_time(
    app: Flask, street: Street, officer: Actor, member: Actor, tmp_path: Path
) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "less").mkdir()
    taken(SmallBooks().save(tmp_path / "whole"), officer, member)
    books = SmallBooks()
    del books.register[4]
    folder = books.save(tmp_path / "less")
    for said, kept in (("stays", {"stays"}), ("take_back", {"stays"})):
        taken(folder, officer, member, goods_changed="keep", lines_vanished=said)
        answers = reading(lambda: intake_rows.answered_before(street.community_id))
        assert {one.choice for one in answers if one.question.startswith("lines_vanished")} <= kept
    assert not {one.choice for one in answers} & {"take_back", "take", "correction", "leave_out"}


def test_the_same_bytes_are_the_same_intake_while_it_is_open(app: Flask, officer: Actor) -> None:
    first = begun(officer)
    assert begun(officer) == first
    assert begun(officer, purpose="compare") != first
    assert begun(officer, b"b") != first
    transact(lambda: imports.intakes.give_up(first, actor=officer))
    assert begun(officer) != first
    assert len(reading(lambda: imports.intakes.list_recent(actor=officer))) == 4


STANDS: list[tuple[str, str, type[Refusal]]] = [
    ("uploaded", "propose", no.IntakeReading),
    ("reading", "confirm", no.IntakeReading),
    ("read", "confirm", no.IntakeNotProposed),
    ("proposed", "propose", no.IntakeProposed),
    ("confirmed", "confirm", no.IntakeConfirmed),
    ("confirmed", "give_up", no.IntakeConfirmed),
    ("writing", "give_up", no.IntakeConfirmed),
    ("written", "read_again", no.IntakeWritten),
    ("given_up", "propose", no.IntakeEnded),
    ("failed", "confirm", no.IntakeEnded),
]


def test_whoever_presses_second_is_told_what_stands(app: Flask, officer: Actor, member: Actor) -> None:
    which = begun(officer)
    for state, deed, refusal in STANDS:
        put_into(state, which, officer)
        more = {} if deed == "give_up" else {"seen": 0}
        with pytest.raises(refusal):
            transact(lambda d=deed, m=more: getattr(imports.intakes, d)(which, **m, actor=member))  # type: ignore[misc]


def test_who_asked_does_not_confirm_and_who_may_not_is_refused(
    app: Flask, street: Street, officer: Actor, member: Actor
) -> None:
    which = begun(member)
    put_into("proposed", which, member)
    with pytest.raises(no.OwnIntake):
        transact(lambda: imports.intakes.confirm(which, seen=0, actor=member))
    with pytest.raises(NotAllowed):
        transact(lambda: imports.intakes.confirm(which, seen=0, actor=officer))
    with pytest.raises(NotAllowed):
        reading(lambda: imports.intakes.get(which, actor=street.clerk))
    with pytest.raises(NotFound):
        reading(lambda: imports.intakes.get(new_id(), actor=member))
    assert isinstance(standing(which, member).why_not, no.OwnIntake)
    transact(lambda: imports.intakes.confirm(which, seen=0, actor=street.staff["street"]))
    assert standing(which, member).state == "confirmed"


def test_what_was_found_before_other_books_came_in_is_out_of_date(
    app: Flask, street: Street, officer: Actor, member: Actor
) -> None:
    which = begun(officer)
    put_into("read", which, officer)
    line = audit.provenance.ImportedLine("k", "household", "花名册.xlsx", "一", 3, None)
    transact(lambda: audit.provenance.write_batch("x", [line], report={}, actor=street.system))
    assert standing(which, officer).out_of_date
    with pytest.raises(no.IntakeOutOfDate):
        transact(lambda: imports.intakes.propose(which, seen=0, actor=officer))
    put(which, state="proposed")
    with pytest.raises(no.IntakeOutOfDate):
        transact(lambda: imports.intakes.confirm(which, seen=0, actor=member))


def test_books_that_are_only_compared_are_not_taken_in(app: Flask, officer: Actor) -> None:
    which = begun(officer, purpose="compare")
    put_into("read", which, officer)
    with pytest.raises(no.OnlyCompared):
        transact(lambda: imports.intakes.propose(which, seen=0, actor=officer))


def pressed_at_once(app: Flask, which: UUID, people: list[Actor]) -> list[str]:
    """What each of them is told who confirms at the same moment."""
    ready = Barrier(len(people))

    def press(actor: Actor) -> str:
        with app.app_context():
            ready.wait(10)
            try:
                transact(lambda: imports.intakes.confirm(which, seen=0, actor=actor))
            except Refusal as refusal:
                return refusal.code
            return "done"

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(press, people))


def confirmations(community_id: UUID) -> int:
    """How many confirmations were written down as done."""
    wanted = audit.trail.TrailFilter(action="intake.confirmed")
    return sum(one.outcome == "done" for one in reading(lambda: audit.trail.read(community_id, wanted)))


def test_of_two_who_confirm_at_once_one_does(
    app: Flask, street: Street, officer: Actor, member: Actor
) -> None:
    which = begun(officer)
    put_into("proposed", which, officer)
    told = pressed_at_once(app, which, [member, street.staff["street"]])
    assert told == ["done", "intake_confirmed"]
    assert confirmations(street.community_id) == 1


def test_without_the_look_at_its_state_both_would(
    app: Flask, street: Street, officer: Actor, member: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the test above can see two confirmations."""
    which = begun(officer)
    put_into("proposed", which, officer)
    states = (*imports.intakes._STANDS,)
    usual: Callable[..., Intake] = imports.intakes._standing
    monkeypatch.setattr(
        imports.intakes,
        "_standing",
        lambda intake_id, _states, seen, actor: usual(intake_id, states, seen, actor),
    )
    assert pressed_at_once(app, which, [member, street.staff["street"]]) == ["done", "done"]
    assert confirmations(street.community_id) == 2


def test_books_that_cannot_be_read_say_why_and_may_be_read_again(
    app: Flask, street: Street, officer: Actor
) -> None:
    which = begun(officer, b"nothing of a rule")
    assert imports.working.work_one()
    found = standing(which, officer)
    assert (found.state, found.why) == ("failed", "header_missing")
    told = reading(lambda: imports.intakes.refused_of(which, actor=officer))
    assert "rules.csv" in told["zh"]["sentence"]
    transact(lambda: imports.intakes.read_again(which, seen=0, actor=officer))
    assert standing(which, officer).state == "uploaded"
    put(which, state="failed")
    intake_files.delete(which)
    with pytest.raises(no.IntakeFilesGone):
        transact(lambda: imports.intakes.read_again(which, seen=0, actor=officer))


def test_a_part_that_breaks_is_tried_three_times(
    app: Flask, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def broken(*_: object) -> None:
        tried.append(1)
        raise MemoryError

    monkeypatch.setattr(working, "read_books", broken)
    which = begun(officer)
    while imports.working.work_one():
        pass
    assert (len(tried), standing(which, officer).why) == (3, no.IntakeStopped.code)


def test_one_part_at_a_time_and_what_is_silent_for_a_minute_is_taken_over(app: Flask, officer: Actor) -> None:
    begun(officer)
    begun(officer, b"b")
    taken = transact(lambda: intake_rows.take("one"))
    assert taken is not None
    assert transact(lambda: intake_rows.take("two")) is None
    clock.set_now(clock.now() + timedelta(seconds=59))
    assert transact(lambda: intake_rows.beat(taken, "one"))
    clock.set_now(clock.now() + timedelta(seconds=59))
    assert transact(lambda: intake_rows.take("two")) is None
    clock.set_now(clock.now() + timedelta(seconds=2))
    again = transact(lambda: intake_rows.take("two"))
    assert again is not None
    assert again.id == taken.id
    assert not transact(lambda: intake_rows.beat(taken, "one")), "the first one lost it"
    assert not transact(lambda: intake_rows.move(taken, "one", "read"))


def test_what_is_given_up_meanwhile_stays_so(
    app: Flask, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    which = begun(officer)

    def given_up(*_: object) -> None:
        transact(lambda: imports.intakes.give_up(which, actor=officer))
        raise no.IntakeFilesGone

    monkeypatch.setattr(working, "read_books", given_up)
    assert imports.working.work_one()
    assert standing(which, officer).state == "given_up"
    assert not intake_files.folder_of(which).exists()
    assert actions(officer.community_id)["intake.given_up"] == {"state": "reading"}


def test_what_nobody_decides_about_goes_after_a_fortnight(
    app: Flask, street: Street, officer: Actor, files_apart: Path
) -> None:
    which, written = begun(officer), begun(officer, b"b")
    put_into("confirmed", written, officer)
    strange = files_apart / new_id().hex
    strange.mkdir()
    clock.set_now(clock.now() + timedelta(days=13))
    assert imports.working.forget_old() == 0
    clock.set_now(clock.now() + timedelta(days=2))
    assert PARTS["intakes"]() == {"given_up": 1}, "a part of the nightly round"
    found = standing(which, officer)
    assert (found.state, found.why) == ("given_up", "too_old")
    assert not intake_files.folder_of(which).exists()
    assert standing(written, officer).state == "confirmed", "what two agreed to waits for the job"
    assert not strange.exists()
    assert actions(street.community_id)["intake.given_up"] == {"state": "too_old"}


def test_a_corrected_book_is_wanted_by_one_confirmed_by_another_and_reversed(
    app: Flask, street: Street, officer: Actor, member: Actor, tmp_path: Path
) -> None:
    before = {one.name for one in oversight.checking.check(street.community_id).broken}
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    taken(SmallBooks().save(tmp_path / "first"), officer, member)
    books = SmallBooks()
    books.register[5][6] = 3
    done = taken(
        books.save(tmp_path / "second"), officer, member, lines_corrected="correction", goods_changed="keep"
    )
    assert done.state == "written"
    [facts] = [one for one in facts_of("books.imported") if one["out"]]
    assert (facts["lines"]["earned"], facts["out"]) == (1, 1)
    query = sa.text("SELECT decided_by FROM volunteering_service WHERE status = 'reversed'")
    [by] = reading(lambda: list(db.session.scalars(query.columns(decided_by=sa.Uuid))))
    assert by == member.account_id
    assert {one.name for one in oversight.checking.check(street.community_id).broken} == before


def test_an_import_is_taken_back_by_two_and_comes_in_again(
    app: Flask, street: Street, officer: Actor, member: Actor, tmp_path: Path
) -> None:
    before = {one.name for one in oversight.checking.check(street.community_id).broken}
    (tmp_path / "books").mkdir()
    books = SmallBooks().save(tmp_path / "books")
    done = taken(books, officer, member)
    assert done.import_id
    which = transact(lambda: imports.intakes.begin_undo(done.import_id, actor=officer))
    assert transact(lambda: imports.intakes.begin_undo(done.import_id, actor=officer)) == which
    found = standing(which, officer)
    assert (found.state, found.undoes, found.figures["lines"]) == ("read", done.import_id, 12)
    planned = reading(lambda: imports.intakes.plan_of(which, actor=member))
    assert planned
    assert sum(one.taken - one.back for one in planned.households) == 130
    transact(lambda: imports.intakes.propose(which, seen=1, actor=officer))
    with pytest.raises(NotAllowed):
        transact(lambda: imports.intakes.confirm(which, seen=1, actor=officer))
    transact(lambda: imports.intakes.confirm(which, seen=1, actor=member))
    assert imports.working.work_one()
    found = standing(which, officer)
    assert found.state == "written"
    assert reading(lambda: imports.intakes.plan_of(which, actor=member)) is None
    [undone, _] = reading(lambda: audit.provenance.batches(street.community_id))
    assert (undone.import_id, undone.undoes, undone.lines) == (found.import_id, done.import_id, 12)
    with pytest.raises(NothingToUndo):
        transact(lambda: imports.intakes.begin_undo(done.import_id, actor=officer))
    again = taken(books, officer, member, goods_changed="keep")
    assert again.state == "written"
    assert actions(street.community_id)["intake.undo_begun"]["import_id"] == str(done.import_id)
    assert {one.name for one in oversight.checking.check(street.community_id).broken} == before


@pytest.mark.shortly_on("sqlite")
def test_an_undoing_that_comes_to_nothing_says_why(
    app: Flask, officer: Actor, member: Actor, tmp_path: Path
) -> None:
    done = taken(SmallBooks().save(tmp_path), officer, member)
    assert done.import_id
    which = transact(lambda: imports.intakes.begin_undo(done.import_id, actor=officer))
    transact(lambda: imports.intakes.propose(which, seen=1, actor=officer))
    transact(lambda: imports.intakes.confirm(which, seen=1, actor=member))
    two = imports.importing.TwoPeople(officer, member, "")
    transact(lambda: imports.undoing.undo(done.import_id, two=two))
    assert imports.working.work_one()
    found = standing(which, officer)
    assert (found.state, found.why) == ("failed", "nothing_to_undo")
    told = reading(lambda: imports.intakes.refused_of(which, actor=officer))
    assert "没有可以收回的了" in told["zh"]["sentence"]
    assert "Nothing of this import" in told["en"]["sentence"]


def test_an_import_of_nobody_is_not_taken_back(app: Flask, street: Street, officer: Actor) -> None:
    with pytest.raises(NotFound):
        transact(lambda: imports.intakes.begin_undo(new_id(), actor=officer))
    with pytest.raises(NotAllowed):
        transact(lambda: imports.intakes.begin_undo(new_id(), actor=street.clerk))
