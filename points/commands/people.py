"""Commands about accounts and roles; they work for whoever may open a shell on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

import click
from flask import Flask
from flask.cli import with_appcontext

from points import audit, operation, people
from points.commands.options import in_community
from points.foundation import Actor, communities, reading, system_actor, transact

WHY = (
    "Two people begin, as nobody gives a role alone: what one proposes the other confirms.\n"
    "先要两个人：岗位不能一个人给，一个人提出来，另一个人确认。"
)
ENOUGH = (
    "There are two administrators already. With --more another one is proposed, whom somebody else confirms."
    " 已经有两位管理员了；用 --more 再提一位，由别人确认。"
)


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    app.cli.add_command(create_admin)
    app.cli.add_command(confirm_role)
    app.cli.add_command(reset_second_factor)
    app.cli.add_command(close_account)
    app.cli.add_command(reopen_account)


@click.command("create-admin")
@click.option(
    "--username", "usernames", multiple=True, help="Begins with a letter; 2 to 32 characters. Once for each."
)
@click.option("--name", "names", multiple=True, help="The person's name; the user name where none is given.")
@click.option(
    "--password",
    envvar="ADMIN_PASSWORD",
    default="",
    help="Of the first; else ADMIN_PASSWORD; else one is made and printed. The second's is always made.",
)
@in_community
@click.option(
    "--community-name", default="", help="Founds a community of this name, where there is none yet."
)
@click.option("--more", is_flag=True, help="Propose another one where two are there.")
@with_appcontext
def create_admin(
    *,
    usernames: tuple[str, ...],
    names: tuple[str, ...],
    password: str,
    number: int | None,
    community_name: str,
    more: bool,
) -> None:
    """Open the accounts of the first two administrators, who confirm each other.

    Two, as nobody gives a role alone: what one proposes, the other confirms. They give accounts and roles, never points.
    A later one (--more) is proposed only, and so is every one where points were given already: somebody else has to
    confirm it.
    """
    known = reading(lambda: _find_community(number, community_name))
    there = reading(lambda: len(people.roles.holders(known, *_giving()))) if known else 0
    if there >= operation.founding.FIRST and not more:
        raise click.ClickException(ENOUGH)
    asked = _asked(usernames, max(1, operation.founding.FIRST - there))
    passwords = [password or people.passwords.new(), *(people.passwords.new() for _ in asked[1:])]
    for username, chosen in zip(asked, passwords, strict=True):
        people.passwords.refuse_unfit(chosen, username=username)
    called = [*names, *asked[len(names) :]][: len(asked)]
    two = [operation.founding.Founder(*one) for one in zip(called, asked, passwords, strict=True)]
    counts = transact(
        lambda: operation.founding.open_accounts(known or people.places.found_community(community_name), two)
    )
    for index, (username, chosen) in enumerate(zip(asked, passwords, strict=True)):
        click.echo(f"Administrator 管理员: {username}")
        if index or not password:
            click.echo(f"Password 密码: {chosen}")
    if not counts:
        click.echo("Somebody else has to confirm it 还要别人确认: /desk/roles, flask confirm-role")


@click.command("confirm-role")
@click.argument("grant", required=False)
@in_community
@click.option("--answer", default="", help="Why, where the supervisor objected.")
@with_appcontext
def confirm_role(grant: str | None, number: int | None, answer: str) -> None:
    """Say which roles wait for a second person, or confirm one by its id.

    For where nobody is left who could: everybody else is who proposed it or whom it is for. It is written into the
    trail as done on the machine.
    """
    community_id = reading(lambda: _find_community(number, ""))
    assert community_id is not None
    system = system_actor(community_id)
    waiting = reading(lambda: people.grants.waiting_here(community_id))
    found = next((one for one in waiting if str(one.grant_id) == grant), None)
    if grant and found is None:
        raise click.ClickException("No such role waits. 没有这样的岗位在等确认。")
    if found:
        transact(lambda: people.nominations.confirm(found.grant_id, answer=answer, actor=system))
    for one in [found] if found else waiting:
        click.echo(f"{one.grant_id} {one.name} {one.role} {one.place_name}")


@click.command("reset-second-factor")
@click.argument("username")
@with_appcontext
def reset_second_factor(username: str) -> None:
    """Take the second proof from an account whose owner lost the telephone and the codes.

    They are signed out everywhere and set it up anew after the password. It is written into the trail as done on the
    machine, and asks no clock.
    """
    system, account_id = reading(lambda: _account(username))
    transact(lambda: people.second_factor.reset(account_id, actor=system))
    click.echo(f"Reset 已重设: {username}")


@click.command("close-account")
@click.argument("username")
@click.option("--hand-on", "heir", default="", help="The user name of who leads on.")
@click.option("--reason", default="命令行", help="Why; it is written into the trail.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def close_account(username: str, heir: str, reason: str, *, yes: bool) -> None:
    """Close an account, as when somebody leaves: its sessions, tokens, slips and roles end, its activities are handed on."""
    system, account_id = reading(lambda: _account(username))
    to = reading(lambda: _person(heir)) if heir else None
    found = reading(lambda: operation.leaving.look(account_id, actor=system))
    for line in _open_words(found):
        click.echo(line)
    if not yes:
        click.confirm("Close it 停用?", abort=True)
    audit.records.attempt(
        lambda: operation.leaving.close(account_id, hand_on_to=to, reason=reason, actor=system),
        of=people.accounts.close,
        actor=system,
        subject_id=account_id,
    )
    click.echo(f"Closed 停用了: {username}")


@click.command("reopen-account")
@click.argument("username")
@click.option("--reason", default="命令行", help="Why; it is written into the trail.")
@with_appcontext
def reopen_account(username: str, reason: str) -> None:
    """Open a closed account again; the roles that ended with it come back as proposals."""
    system, account_id = reading(lambda: _account(username))
    roles = audit.records.attempt(
        lambda: people.nominations.reopen(account_id, reason=reason, actor=system),
        of=people.nominations.reopen,
        actor=system,
        subject_id=account_id,
    )
    click.echo(f"Open again 重新打开了: {username}; roles to confirm 等确认的岗位: {roles}")


def _account(username: str) -> tuple[Actor, UUID]:
    found = people.accounts.find(username)
    if found is None:
        raise click.ClickException(f"No such user name. 没有这个用户名：{username}")
    return system_actor(found[0]), found[1]


def _person(username: str) -> UUID:
    system, account_id = _account(username)
    return people.accounts.persons_of(system.community_id, {account_id})[account_id]


def _open_words(found: operation.leaving.Leaving) -> Iterator[str]:
    """What is open of an account, a line each."""
    yield f"{found.account.name} {found.account.username}"
    yield f"Signed in 登录着 {found.account.sessions} · tokens 登录凭证 {found.account.tokens} · drafts 草稿 {found.left.drafts}"
    for activity in found.activities:
        yield f"Activity 活动 {activity.title} {activity.day}"
    for one in found.roles:
        yield f"Role 岗位 {one.role} {one.place_name} · others 还有 {'、'.join(one.others) or '-'}"
    if waiting := found.left.role_proposals + found.left.setting_proposals:
        yield f"Proposals that go on waiting 照样等确认的提议 {waiting}"
    for device in found.left.devices:
        yield f"Machine that stays enrolled 还登记着的机器 {device}"


def _asked(usernames: Sequence[str], wanted: int) -> list[str]:
    """The user names, asked for where too few are given."""
    if len(usernames) > wanted:
        raise click.ClickException(f"{wanted} at a time. 一次 {wanted} 个。")
    if wanted > 1:
        click.echo(WHY)
    return [*usernames, *(click.prompt("User name 用户名") for _ in range(wanted - len(usernames)))]


def _giving() -> tuple[str, ...]:
    return people.permissions.roles_for("grant_roles")


def _find_community(number: int | None, name: str) -> UUID | None:
    """The community that is meant; None where one of this name is to be founded."""
    known = people.places.find_community(number)
    if known is not None and not name:
        return known
    if name and number is None:
        return next((one.id for one in communities() if one.name == name), None)
    raise click.ClickException(
        "Say which community: --community NUMBER, or --community-name NAME to found one."
        " 请用 --community 或 --community-name 说明是哪个社区。"
    )
