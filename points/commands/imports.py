"""The commands that make empty books and import filled ones. They decide nothing themselves."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from points.commands import second_people
from points.commands.options import confirmed_by, in_community, in_language
from points.commands.refusals import (
    AnswersUnreadable,
    AnswerUnfit,
    ApplyMissing,
    DatabaseNotReady,
    MappingUnfit,
    MappingUnreadable,
    QuestionsOpen,
    ReportUnwritable,
)
from points.commands.second_people import sentence
from points.foundation import Refusal, reading
from points.foundation.migrating import health

if TYPE_CHECKING:
    from points import imports

# The imports are loaded where they are used: workbooks cost a server's worker 20 MB that it never needs.

#: what is wrong with the call or the installation, and not with the books
WRONG_CALL = (AnswersUnreadable, ApplyMissing, DatabaseNotReady, MappingUnreadable, ReportUnwritable)


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    app.cli.add_command(import_books_command)
    app.cli.add_command(blank_books_command)
    app.cli.add_command(work_intakes_command)


def intake_look(app: Flask) -> imports.looking.IntakeLook:
    """The look every few seconds for books that somebody brought, for the process that serves."""
    from points import imports

    return imports.looking.IntakeLook(
        app.app_context,
        command=[sys.executable, "-m", "flask", "--app", "wsgi", "work-intakes"],
        environ=os.environ,
        folder=str(Path(app.root_path).parent),
    )


@click.command("import-books")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--apply", is_flag=True, help="Write the lines; without it nothing is written.")
@click.option(
    "--report",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report (JSON) into this file.",
)
@click.option(
    "--answers",
    "answered",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Answers (JSON) to the questions of an earlier report.",
)
@click.option(
    "--mapping",
    "mapped",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the columns of another platform's export are (JSON); may be given several times.",
)
@confirmed_by
@in_community
@in_language
@with_appcontext
def import_books_command(
    folder: Path,
    *,
    apply: bool,
    target: Path | None,
    answered: Path | None,
    mapped: tuple[Path, ...],
    confirmer: str,
    number: int | None,
    language: str,
) -> None:
    """Read a community's old books and say what they arrive at; with --apply, take them in.

    FOLDER holds the five workbooks and the three reference tables. The report is JSON, on the standard output
    or in the file of --report. Importing the same folder twice changes nothing.

    What is doubtful is a question in the report. While one is open on which points or stock depend nothing is
    written and the command ends with 3; answer it in the file of --answers, or leave it for later there.

    Lines of days on which paper and program go on side by side, or after the switch, are named and not taken.

    A table whose headings stand in a file of --mapping is read as it says; so is one whose headings the community
    that is meant keeps. What nearly fits and is not used is named.

    With --apply new lines are written. What answers change of lines that came in before is asked for and waits on the
    desk for a second person, or is written at once where --confirmed-by names one.
    """
    try:
        if confirmer and not apply:
            raise ApplyMissing
        answers = read_answers(answered)
        told = read_mappings(mapped)
        who = second_people.prove(confirmer) if confirmer else None
        report = _report(folder, answers, told, apply=apply, number=number)
        if apply and report.waits:
            report = _change(folder, answers, told, report, who=who, language=language)
        _hand_over(report.plain(language), target)
    except Refusal as refusal:
        if target is not None and not isinstance(refusal, WRONG_CALL):
            _keep_refusal(refusal, target, language)
        click.echo(sentence(refusal, language), err=True)
        sys.exit(2 if isinstance(refusal, WRONG_CALL) else 1)
    for one in _left_over(report, told):
        click.echo(sentence(one, language), err=True)
    if report.is_open:
        sys.exit(3)


def _left_over(
    report: imports.importing.ImportReport, told: list[imports.importing.ColumnMapping]
) -> Iterator[Refusal]:
    """What of the call came to nothing, and what is still asked."""
    for one in (*report.mapped_nearly, *report.unused(told)):
        yield MappingUnfit(name=one.name, file=one.file or "—", gone="、".join(one.gone) or "—")
    for question in report.unfit:
        yield AnswerUnfit(question=question)
    if report.is_open:
        yield QuestionsOpen(count=_open(report))


@click.command("blank-books")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@in_language
def blank_books_command(folder: Path, *, language: str) -> None:
    """Make the workbooks that import-books reads, to be filled in, in FOLDER.

    Each has headings, drop-downs, checks, and a sheet that says what belongs into each column; balances and goods that
    were there before have one of their own. Nothing is written over.
    """
    from points import imports

    try:
        for path in imports.blank.make(folder, language):
            click.echo(path.name)
    except Refusal as refusal:
        click.echo(sentence(refusal, language), err=True)
        sys.exit(1)


@click.command("work-intakes", hidden=True)
@with_appcontext
def work_intakes_command() -> None:
    """Read and write what was brought on the desk, one after the other, until nothing waits; started by the server."""
    from points import imports

    context = current_app._get_current_object().app_context  # type: ignore[attr-defined]
    while imports.working.work_one(context):
        pass


def read_answers(path: Path | None) -> list[imports.importing.Answer]:
    """The answers of a file: a list of question, digest, choice, with a value or cells of their own where they need one."""
    from points import imports

    if path is None:
        return []
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
        entries = said["answers"] if isinstance(said, dict) else said
        return [
            imports.importing.Answer(
                str(one["question"]), str(one["digest"]), str(one["choice"]), str(one.get("value", "")),
                {str(cell): str(choice) for cell, choice in one.get("cells", {}).items()},
            )
            for one in entries
        ]  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnswersUnreadable(file=str(path)) from error


def read_mappings(paths: Sequence[Path]) -> list[imports.importing.ColumnMapping]:
    """What the columns of others' tables are, of every file."""
    from points import imports

    found: list[imports.importing.ColumnMapping] = []
    for path in paths:
        try:
            found.extend(one.told for one in imports.mappings.read_file(path))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise MappingUnreadable(file=str(path)) from error
    return found


def _report(
    folder: Path,
    answers: list[imports.importing.Answer],
    told: list[imports.importing.ColumnMapping],
    *,
    apply: bool,
    number: int | None,
) -> imports.importing.ImportReport:
    from points import imports

    ready = health().well
    if apply and not ready:
        raise DatabaseNotReady
    if not ready:
        return imports.importing.without_database(folder, answers, told)
    mappings = [*told, *reading(lambda: imports.mappings.kept_for(number))]
    if apply:
        return imports.importing.apply(folder, number=number, answers=answers, mappings=mappings, alone=True)
    return imports.importing.dry_run(folder, number=number, answers=answers, mappings=mappings)


def _change(
    folder: Path,
    answers: list[imports.importing.Answer],
    told: list[imports.importing.ColumnMapping],
    report: imports.importing.ImportReport,
    *,
    who: second_people.SignedIn | None,
    language: str,
) -> imports.importing.ImportReport:
    """Ask for what one person alone may not; the report of what stands then."""
    from points import imports

    community_id = report.community_id
    assert community_id is not None
    context = current_app._get_current_object().app_context  # type: ignore[attr-defined]
    one = imports.proposing.propose_books(folder, community_id, answers, told, context=context)
    second_people.confirm(one, who, community_id, count=report.waits, language=language)
    return imports.importing.looked_at_again(report)


def _open(report: imports.importing.ImportReport) -> int:
    return sum(one.is_open and one.moves_points for one in report.questions)


def _keep_refusal(refusal: Refusal, target: Path, language: str) -> None:
    """A report of what was refused: the file, and what to do with it."""
    fault = {
        "file": str(refusal.facts.get("file", "")), "sheet": str(refusal.facts.get("sheet", "")), "row": 0, "cell": "",
        "code": refusal.code, "level": "refused", "message": sentence(refusal, language),
    }  # fmt: skip
    _hand_over({"refused": True, "faults": [fault], "questions": [], "unread": [], "skipped": []}, target)


def _hand_over(report: dict[str, Any], target: Path | None) -> None:
    words = json.dumps(report, ensure_ascii=False, indent=1)
    if target is None:
        click.echo(words)
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(words + "\n", encoding="utf-8")
    except OSError as error:
        raise ReportUnwritable(file=str(target)) from error
    for fault in report["faults"]:
        place = " ".join(str(fault[name]) for name in ("file", "sheet", "row"))
        click.echo(f"{fault['level']}\t{place}\t{fault['code']}\t{fault['message']}")
