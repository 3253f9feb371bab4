"""`flask check-books`: every invariant of every community, said line by line; not zero where one is broken."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from points import audit, operation, oversight
from points.commands.telling import must_be_current
from points.foundation import CommunityInfo, communities, reading


def init_app(app: Flask) -> None:
    """Give an application this command."""
    app.cli.add_command(check)


@click.command("check-books")
@click.option("--community", "number", type=int, help="Only the community of this number.")
@with_appcontext
def check(number: int | None) -> None:
    """Prove every invariant of the books; the exit code is not zero where one is broken."""
    must_be_current()
    click.echo(reading(operation.standing.engine_line))
    broken = [_say(one) for one in reading(oversight.checking.examine_file).findings]
    known = [one for one in reading(communities) if number in (None, one.number)]
    if not known:
        click.echo("There is no community 没有社区")
    for one in known:
        broken += _check(one)
    names = sorted({name for name in broken if name})
    if names:
        click.echo(f"\nBroken 没有通过: {', '.join(names)}", err=True)
        raise SystemExit(1)
    click.echo("\nThe books hold 账是平的")


def _check(community: CommunityInfo) -> list[str]:
    click.echo(f"\n{community.number} {community.name}")
    if number := reading(lambda: audit.marks.number(community.id)):
        click.echo(f"  The number of the books 账本号: {number}")
    return [_say(one) for one in oversight.checking.check(community.id).findings]


def _say(found: oversight.findings.Finding) -> str:
    """One line, and the first rows that break it; the name comes back where it is broken."""
    word = click.style("ok    ", fg="green") if found.ok else click.style("BROKEN", fg="red", bold=True)
    click.echo(f"  {word} {found.name:<24}{found.counted:>9,} {found.unit:<12}{found.zh}  {found.en}")
    for row in found.rows:
        click.echo(f"           {row}")
    if found.broken > len(found.rows):
        click.echo(f"           and {found.broken - len(found.rows):,} more")
    return "" if found.ok else found.name
