"""The commands that make empty books and import filled ones. They decide nothing themselves."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from points.commands.refusals import DatabaseNotReady, ReportUnwritable
from points.foundation import Refusal
from points.foundation.migrating import health

# The imports are loaded where they are used: workbooks cost a server's worker 20 MB that it never needs.


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    app.cli.add_command(import_books_command)
    app.cli.add_command(blank_books_command)


@click.command("import-books")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--apply", is_flag=True, help="Write the lines; without it nothing is written.")
@click.option(
    "--report",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report (JSON) into this file.",
)
@click.option("--community", "number", type=int, help="The number of the community, where there are several.")
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", help="The language of the messages."
)
@with_appcontext
def import_books_command(
    folder: Path, *, apply: bool, target: Path | None, number: int | None, language: str
) -> None:
    """Read a community's old books and say what they arrive at; with --apply, take them in.

    FOLDER holds the five workbooks and the three reference tables. The report is JSON, on the standard output
    or in the file of --report. Importing the same folder twice changes nothing.
    """
    try:
        report = _report(folder, apply=apply, number=number, language=language)
        _hand_over(report, target)
    except Refusal as refusal:
        click.echo(_sentence(refusal, language), err=True)
        sys.exit(1)


@click.command("blank-books")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", help="The language of the messages."
)
def blank_books_command(folder: Path, *, language: str) -> None:
    """Make the eight files that import-books reads, empty but for their headings, in FOLDER.

    Nothing is written over. What belongs into each column stands in docs/IMPORT.md.
    """
    from points import imports

    try:
        for path in imports.blank.make(folder):
            click.echo(path.name)
    except Refusal as refusal:
        click.echo(_sentence(refusal, language), err=True)
        sys.exit(1)


def _report(folder: Path, *, apply: bool, number: int | None, language: str) -> dict[str, Any]:
    from points import imports

    ready = health().well
    if apply and not ready:
        raise DatabaseNotReady
    if apply:
        report = imports.importing.apply(folder, number=number)
    elif ready:
        report = imports.importing.dry_run(folder, number=number)
    else:
        report = imports.importing.without_database(folder)
    return report.plain(language)


def _sentence(refusal: Refusal, language: str) -> str:
    """What is wrong and what to do, in one language."""
    joint = "" if language == "zh" else " "
    return joint.join(part for part in (refusal.message(language), refusal.next_step(language)) if part)


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
