"""The command that says which imports there are, and asks that one be taken back. It decides nothing itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

import click
from flask import Flask
from flask.cli import with_appcontext

from points import audit
from points.commands import second_people
from points.commands.corrections import system_of
from points.commands.options import confirmed_by, in_community, in_language
from points.commands.refusals import ApplyMissing
from points.foundation import Refusal, reading, wording

if TYPE_CHECKING:
    from points import imports


def init_app(app: Flask) -> None:
    """Give an application this command."""
    app.cli.add_command(undo_import)


@click.command("undo-import")
@click.argument("meant", metavar="[IMPORT]", required=False, type=click.UUID)
@click.option("--apply", is_flag=True, help="Ask for it; without it nothing is asked.")
@confirmed_by
@in_community
@in_language
@with_appcontext
def undo_import(
    meant: UUID | None, *, apply: bool, confirmer: str, number: int | None, language: str
) -> None:
    """Say which imports there are, or by its number what taking one back would do; with --apply, ask for it.

    It then waits on the desk for a second person, or is done at once where --confirmed-by names one.
    """
    community_id = system_of(number).community_id
    try:
        if confirmer and not apply:
            raise ApplyMissing
        if meant is None:
            _list(community_id)
            return
        who = second_people.prove(confirmer) if confirmer else None
        _undo(meant, community_id, apply=apply, who=who, language=language)
    except Refusal as refusal:
        click.echo(second_people.sentence(refusal, language), err=True)
        sys.exit(2 if isinstance(refusal, ApplyMissing) else 1)


def _list(community_id: UUID) -> None:
    for one in reading(lambda: audit.provenance.batches(community_id)):
        undone = f" 收回 undoes {one.undoes}" if one.undoes else ""
        click.echo(f"{one.import_id} {wording.full_when(one.at)} 《{one.folder}》 {one.lines}{undone}")


def _undo(
    meant: UUID,
    community_id: UUID,
    *,
    apply: bool,
    who: second_people.SignedIn | None,
    language: str,
) -> None:
    from points import imports

    if not apply:
        for line in _told(reading(lambda: imports.proposing.plan_undo(meant, community_id))):
            click.echo(line)
        return
    one = imports.proposing.propose_undo(meant, community_id)
    second_people.confirm(one, who, community_id, count=one.figures["lines"], language=language)


def _told(plan: imports.proposing.UndoPlan) -> Iterator[str]:
    """What would be taken back, in sums and then household by household."""
    yield f"《{plan.folder}》"
    yield f"Lines taken back 收回的行 {len(plan.out)} · lines that stay 留下的行 {len(plan.kept)}"
    for one in plan.households:
        yield (
            f"{one.number}: taken 收走 {wording.points(one.taken)} · back 退回 {wording.points(one.back)}"
            f" · stays 留下 {wording.points(one.stays)}"
        )
    for line, by in plan.corrected:
        yield f"corrected since 后来改正过: {line.file} {line.sheet} {line.row} → 《{by.folder}》 {by.import_id}"
