"""Commands about accounts; they work for whoever may open a shell on this machine."""

from __future__ import annotations

from uuid import UUID

import click
from flask import Flask
from flask.cli import with_appcontext

from points import people
from points.foundation import Refusal, communities, system_actor, transact


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    app.cli.add_command(create_admin)


@click.command("create-admin")
@click.option("--username", prompt="User name 用户名", help="Begins with a letter; 2 to 32 characters.")
@click.option("--name", default="", help="The person's name; the user name where none is given.")
@click.option(
    "--password",
    envvar="ADMIN_PASSWORD",
    default="",
    help="Else ADMIN_PASSWORD; else one is made and printed.",
)
@click.option("--community", "number", type=int, help="The number of the community, where there are several.")
@click.option(
    "--community-name", default="", help="Founds a community of this name, where there is none yet."
)
@with_appcontext
def create_admin(username: str, name: str, password: str, number: int | None, community_name: str) -> None:
    """Open an administrator's account: accounts and settings, never points or stock."""
    try:
        chosen = password or people.passwords.new()
        people.passwords.refuse_unfit(chosen, username=username)
        community_id = transact(lambda: _community(number, community_name))
        transact(lambda: _open(community_id, username, name or username, chosen))
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.message('zh')} {refusal.message('en')}") from refusal
    click.echo(f"Administrator 管理员: {username}")
    if not password:
        click.echo(f"Password 密码: {chosen}")


def _community(number: int | None, name: str) -> UUID:
    known = people.places.find_community(number)
    if known is not None and not name:
        return known
    if name and number is None:
        same = [one.id for one in communities() if one.name == name]
        return same[0] if same else people.places.found_community(name)
    raise click.ClickException(
        "Say which community: --community NUMBER, or --community-name NAME to found one."
        " 请用 --community 或 --community-name 说明是哪个社区。"
    )


def _open(community_id: UUID, username: str, name: str, password: str) -> None:
    system = system_actor(community_id)
    person_id = people.residents.register(name, actor=system)
    account_id = people.accounts.create(person_id, actor=system, username=username, password=password)
    people.roles.grant(account_id, "admin", place_id=community_id, actor=system)
