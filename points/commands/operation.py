"""Commands for whoever runs an installation: backup, nightly round, check of the migrations."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from points import imports, operation
from points.commands.telling import must_be_current
from points.foundation import clock, db, marks, migrating, reading, transact, wording
from points.foundation.backup import BackupFailed, make_backup
from points.foundation.kept import rights

_DOUBTED = (
    "The clock is in doubt, so nothing lapsed. Look whether it is {now}: if so run flask nightly --clock-is-right; "
    "if it was set right just now, run flask nightly --clock-was-wrong.\n"
    "电脑的钟说不准，所以什么都没有到期。请看现在是不是 {now}：一直是对的，运行 flask nightly --clock-is-right；"
    "刚刚才调对，运行 flask nightly --clock-was-wrong。"
)

#: what each part of the nightly round is called beside its name
_PARTS = {
    "vouchers": "兑换券退回", "publicity": "公示到期入账", "lots": "积分到期", "queues": "清旧的排号", "drafts": "清旧的草稿",
    "searches": "清旧的查找", "sessions": "清旧的登录", "tries": "清旧的试错次数", "intakes": "清没人决定的台账", "check": "查账",
    "backup": "备份",
}  # fmt: skip

#: parts of the nightly round that `operation` does not know
PARTS = {"intakes": lambda: {"given_up": imports.working.forget_old()}}


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    for command in (backup, run_nightly, check_migrations):
        app.cli.add_command(command)


def round_the_clock(app: Flask) -> operation.scheduler.RoundTheClock:
    """The hourly look for today's round, for the process that serves."""
    return operation.scheduler.RoundTheClock(
        app.app_context, backups=app.config["BACKUPS"], instance=app.config["INSTANCE"], beside=PARTS
    )


def books_watch(app: Flask) -> operation.known_books.BooksWatch:
    """The look every minute whether the books hold what they held, for the process that serves."""
    return operation.known_books.BooksWatch(app.app_context)


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
        click.echo(
            f"{made.keys}  keys 密钥; keep both together, and away from this machine 两个文件放在一起，拷到别的机器"
        )


@click.command("nightly")
@click.option("--clock-is-right", "said", flag_value="right", help="The clock is doubted, and it is right.")
@click.option("--clock-was-wrong", "said", flag_value="wrong", help="The clock was wrong until now.")
@with_appcontext
def run_nightly(said: str | None) -> None:
    """Release, credit and lapse what is due, prove the books, make a backup: each once a day.

    While the clock is doubted nothing is released, credited or lapsed, until somebody says whether it is right.
    """
    must_be_current()
    _must_hold()
    config = current_app.config
    operation.timekeeping.look()
    if said:
        operation.timekeeping.settle(said, actor=None)
    done = operation.nightly.run(
        clock.today(), backups=config["BACKUPS"], instance=config["INSTANCE"], beside=PARTS
    )
    for name, outcome in done.outcomes.items():
        facts = ", ".join(f"{key} {one}" for key, one in (outcome or {}).items())
        said = "was run today" if outcome is None else facts
        click.echo(
            f"{name:<10} {said}  {_PARTS.get(name, name)}：{'今天做过了' if outcome is None else '做好了'}"
        )
    if done.doubt:
        click.echo(_DOUBTED.format(now=wording.full_when(clock.now())), err=True)
    for name, error in done.failures.items():
        click.echo(f"{name:<10} failed: {error}  {_PARTS.get(name, name)}：没有做成", err=True)
    broken = (done.outcomes.get("check") or {}).get("broken")
    if broken:
        click.echo(
            f"The books do not hold 账不平: {', '.join(broken)}. Run flask check-books. 请运行 flask check-books。",
            err=True,
        )
    if done.failures or broken or done.doubt:
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


def _must_hold() -> None:
    if not reading(marks.look).well:
        raise click.ClickException(
            "The books lack what this machine wrote into them; run flask after-restore first. "
            "账本缺了这台机器记过的账，请先运行 flask after-restore。"
        )
