"""Commands about what a community decides, for installations by script: written in the trail as the installation's own."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

import click
from flask import Flask
from flask.cli import with_appcontext

from points import audit, people
from points.commands.options import in_community
from points.foundation import clock, reading, system_actor


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    app.cli.add_command(list_settings)
    app.cli.add_command(set_one)


@click.command("settings")
@in_community
@with_appcontext
def list_settings(number: int | None) -> None:
    """Say what a community decided: every setting today, since when, and what is coming."""
    community_id = community_of(number)
    for name, one in reading(lambda: people.decisions.standing(community_id)).items():
        since = f"from {one.since}" if one.since else "default"
        click.echo(f"{name:<24}{_json(one.value):<48}{since}")
        for later in one.coming:
            click.echo(f"{'':<24}{_json(later.value):<48}from {later.effective_on}, to come")
        if one.open:
            click.echo(
                f"{'':<24}{_json(one.open.value):<48}from {one.open.effective_on}, waits to be confirmed"
            )


@click.command("set")
@click.argument("name")
@click.argument("value")
@click.option(
    "--from",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day on which it holds, today at the earliest; today where none is given.",
)
@click.option("--reason", default="", help="Why; written beside the proposal.")
@click.option("--instead", is_flag=True, help="Withdraw first what waits to be confirmed for this setting.")
@in_community
@with_appcontext
def set_one(
    *, name: str, value: str, day: datetime | None, reason: str, instead: bool, number: int | None
) -> None:
    """Decide a setting: NAME and VALUE (JSON, as docs/SETTINGS.md has it) from a day on. Nothing older is changed."""
    community_id = community_of(number)
    actor = system_actor(community_id)
    effective_on: date = day.date() if day else clock.today()

    def work() -> people.proposals.ProposalInfo:
        said = people.proposals.check(name, _value(value))
        waiting = people.decisions.standing(community_id)[name].open
        if instead and waiting:
            people.proposals.withdraw(waiting.proposal_id, actor=actor)
        return people.proposals.propose(name, said, effective_on=effective_on, reason=reason, actor=actor)

    made = audit.records.attempt(work, of=people.proposals.propose, actor=actor)
    click.echo(f"{made.name} = {_json(made.value)} from {effective_on} 从 {effective_on} 起")


def community_of(number: int | None) -> UUID:
    """The community a command is about; where there are several it has to be said."""
    found = reading(lambda: people.places.find_community(number))
    if found is None:
        raise click.ClickException(
            "Say which community: --community NUMBER. 请用 --community 说明是哪个社区。"
        )
    return found


def _value(text: str) -> Any:
    """What was typed as JSON; a word without quotes is that word."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
