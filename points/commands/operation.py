"""Commands for whoever runs an installation: backup, nightly round, life after a restore, check of the migrations."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from points import operation
from points.foundation import clock, db, migrating, transact, wording
from points.foundation.backup import BackupFailed, make_backup
from points.foundation.kept import rights


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    for command in (backup, run_nightly, restored, check_migrations):
        app.cli.add_command(command)


def round_the_clock(app: Flask) -> operation.scheduler.RoundTheClock:
    """The hourly look for today's round, for the process that serves."""
    return operation.scheduler.RoundTheClock(
        app.app_context, backups=app.config["BACKUPS"], instance=app.config["INSTANCE"]
    )


@click.command("backup")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Else BACKUPS.")
@with_appcontext
def backup(folder: Path | None) -> None:
    """Save the books by the engine's own means, and the instance's keys beside them."""
    target = folder or current_app.config["BACKUPS"]
    try:
        with rights.owner(db.engine, current_app.config["MIGRATION_DATABASE_URI"]) as engine:
            made = make_backup(engine, folder=target, instance=current_app.config["INSTANCE"])
    except (BackupFailed, OSError) as error:
        raise click.ClickException(str(error)) from error
    if migrating.is_current(db.engine):
        transact(lambda: operation.nightly.record_backup(made.books.name, made.size))
    click.echo(f"{made.books}  {made.size:,} bytes")
    if made.keys:
        click.echo(f"{made.keys}  keys; keep both together, and away from this machine")


@click.command("nightly")
@with_appcontext
def run_nightly() -> None:
    """Release, credit and lapse what is due, prove the books, make a backup: each once a day."""
    _must_be_current()
    config = current_app.config
    done = operation.nightly.run(clock.today(), backups=config["BACKUPS"], instance=config["INSTANCE"])
    for name, outcome in done.outcomes.items():
        facts = (
            "was run today" if outcome is None else ", ".join(f"{key} {one}" for key, one in outcome.items())
        )
        click.echo(f"{name:<10} {facts}")
    for name, error in done.failures.items():
        click.echo(f"{name:<10} failed: {error}", err=True)
    broken = (done.outcomes.get("check") or {}).get("broken")
    if broken:
        click.echo(f"The books do not hold: {', '.join(broken)}. Run flask check-books.", err=True)
    if done.failures or broken:
        raise SystemExit(1)


@click.command("after-restore")
@with_appcontext
def restored() -> None:
    """After a backup was put back: begin a new epoch, say what may be forgotten, prove the books."""
    _must_be_current()
    done = operation.restored.after_restore(current_app.config["INSTANCE"])
    click.echo(f"Epoch {done.epoch} has begun 新纪元开始")
    for one in done.communities:
        _say(one)
    if any(not one.report.balanced for one in done.communities):
        raise SystemExit(1)


@click.command("check-migrations")
@click.option("--here", is_flag=True, help="Compare this installation's database instead of a fresh one.")
@with_appcontext
def check_migrations(*, here: bool) -> None:
    """Whether the migrations build what the models say, triggers and CHECKs included."""
    found = _differences() if here else migrating.check_afresh(db.metadata)
    for line in found:
        click.echo(line, err=True)
    if found:
        raise SystemExit(1)
    click.echo(f"Migrations and models agree at {migrating.head()}.")


def _differences() -> list[str]:
    with rights.owner(db.engine, current_app.config["MIGRATION_DATABASE_URI"]) as engine:
        return migrating.differences(engine, db.metadata) + rights.differences(engine, db.engine, db.metadata)


def _say(one: operation.restored.RestoredCommunity) -> None:
    last = wording.when(one.last_deed) if one.last_deed else "-"
    click.echo(f"\n{one.name}: the books end at {last} 账记到这里")
    if one.open_vouchers:
        click.echo(
            "Open then; compare each with the counter's paper receipts before it is accepted again 当时没用的券，对过纸凭条再收:"
        )
    for public_id, tenths in one.open_vouchers:
        click.echo(f"  {public_id}  {wording.points(tenths)} 分")
    word = (
        "hold"
        if one.report.balanced
        else f"do not hold: {', '.join(found.name for found in one.report.broken)}"
    )
    click.echo(f"The books {word}.")


def _must_be_current() -> None:
    if not migrating.is_current(db.engine):
        raise click.ClickException("The database is not at the newest migration; run flask prepare first.")
