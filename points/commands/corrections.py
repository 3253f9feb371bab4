"""Commands that are the second person where nobody else is left; they work for whoever may open a shell on this machine."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import click
from flask import Flask
from flask.cli import with_appcontext

from points import audit, operation, people, volunteering
from points.commands.options import in_community
from points.foundation import Actor, reading, system_actor, wording


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    app.cli.add_command(confirm_reversal)
    app.cli.add_command(confirm_way)
    app.cli.add_command(give_back_lapses)


@click.command("confirm-way")
@click.argument("way", required=False, type=click.UUID)
@click.option("--seen", default="", help="Who came, with which paper.")
@in_community
@with_appcontext
def confirm_way(way: UUID | None, seen: str, number: int | None) -> None:
    """Say which new cards and accounts wait for a second person, or be that person for one of them."""
    system = system_of(number)
    if way:
        work = lambda: people.confirmations.confirm([way], seen=seen, actor=system)  # noqa: E731
        audit.records.attempt(work, of=people.confirmations.confirm, actor=system)
    waiting = reading(lambda: people.ways.waiting(system).rows)
    for one in waiting:
        click.echo(f"{one.way_id} {one.name} {one.door} {one.number_tail} {one.made_by_name}")


def system_of(number: int | None) -> Actor:
    """The system itself, at work in the community of this number, or in the only one."""
    community_id = reading(lambda: people.places.find_community(number))
    if community_id is None:
        raise click.ClickException("Say which community: --community. 请用 --community 说明是哪个社区。")
    return system_actor(community_id)


@click.command("confirm-reversal")
@click.argument("award", required=False)
@in_community
@with_appcontext
def confirm_reversal(award: str | None, number: int | None) -> None:
    """Say which awards somebody asks to take back, or take one back by its id.

    For where nobody is left who could be the second person. It is written into the trail as done on the machine.
    """
    system = system_of(number)
    waiting = reading(lambda: volunteering.corrections.waiting(system))
    found = next((one for one in waiting if str(one.award_id) == award), None)
    if award and found is None:
        raise click.ClickException("Nobody asks for that. 没有人申请冲正这一笔。")
    if found:
        audit.records.attempt(
            lambda: volunteering.corrections.confirm(found.award_id, actor=system),
            of=volunteering.corrections.confirm,
            actor=system,
            subject_id=found.award_id,
        )
    for one in [found] if found else waiting:
        click.echo(f"{one.award_id} {one.tenths / 10:g} {one.reason}")


@click.command("give-back-lapses")
@click.argument("day", required=False, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--reason", default="", help="Ask for the day, for a second person to agree to on the page.")
@in_community
@with_appcontext
def give_back_lapses(day: datetime | None, reason: str, number: int | None) -> None:
    """Say on which days something lapsed, ask with --reason that a day be given back, or agree to what somebody asked.

    Whoever asks here does not agree here. It is written into the trail as done on the machine.
    """
    operation.timekeeping.look()
    system = system_of(number)
    if day and reason:
        ask = lambda: operation.lapses.ask(day.date(), reason=reason, actor=system)  # noqa: E731
        audit.records.attempt(ask, of=operation.lapses.ask, actor=system)
    elif day:
        agree = lambda: operation.lapses.agree(day.date(), actor=system)  # noqa: E731
        audit.records.attempt(agree, of=operation.lapses.agree, actor=system)
        done = operation.giving_back.carry_out(system.community_id)
        click.echo(
            f"Given back 退回: {wording.points(done.tenths)} 分 · {done.vouchers} vouchers 张券 · "
            f"{done.no_shows} no-shows 人次"
        )
    found = reading(lambda: operation.lapses.list_days(system))
    for one in found:
        click.echo(
            f"{one.day} {wording.points(one.tenths)} 分/{one.purses} 户 · {one.vouchers} vouchers 张券 · "
            f"{one.no_shows} no-shows 人次{' · asked 有人提出: ' + one.ask.reason if one.ask else ''}"
        )
