"""The second person of a command: who they are is proved on the terminal, as at the door of the pages; and what they said yes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask import current_app

from points import people
from points.commands.refusals import BeingWritten, WaitsOnDesk, WrittenAtOnce
from points.foundation import Actor, NotAllowed, NotFound, Refusal, reading, system_actor

if TYPE_CHECKING:
    from uuid import UUID

    from points import imports

SignedIn = people.signing_in.SignedIn

#: where a password was tried in vain, beside the name it was tried for
_HERE = "the command line"


def prove(username: str) -> SignedIn:
    """Who this is, by their password and, where they have one, their second proof; both are typed and never shown."""
    password = click.prompt(f"Password of {username} 密码", hide_input=True, err=True)
    who = people.signing_in.sign_in(username, password, machine=_HERE)
    number = ""
    if reading(lambda: people.second_factor.standing(who.community_id, who.account_id)).confirmed:
        number = click.prompt("Second proof 动态口令", hide_input=True, err=True)
    required = str(current_app.config["SECOND_FACTOR"]) == "required"
    people.second_factor.refuse_unproved(who, number, required=required)
    return who


def confirm(
    one: imports.intakes.IntakeInfo, who: SignedIn | None, community_id: UUID, *, count: int, language: str
) -> None:
    """Let the second person, where one stands beside, say yes to what waits (so many lines); and say where it waits, or that
    it is done."""
    from points import imports

    def say(refusal: Refusal) -> None:
        click.echo(sentence(refusal, language), err=True)

    address = f"{current_app.config['BASE_URL'] or ''}/desk/intakes/{one.intake_id.hex}"
    waits = WaitsOnDesk(count=count, address=address, names=reading(lambda: _names(community_id)))
    if one.state == "proposed" and who is not None:
        context = current_app._get_current_object().app_context  # type: ignore[attr-defined]
        try:
            actor = reading(lambda: _at_work(who, community_id))
            one = imports.proposing.confirm(one, context=context, actor=actor)
        except Refusal:
            house = system_actor(community_id)
            if reading(lambda: imports.intakes.get(one.intake_id, actor=house)).state == "proposed":
                say(waits)
            raise
    if one.state == "proposed":
        say(waits)
    elif one.state == "written" and who is not None:
        name = reading(lambda: people.accounts.names_behind(who.community_id, {who.account_id}, ()))
        say(WrittenAtOnce(name=name.get(who.account_id, "—"), address=address))
    else:
        say(BeingWritten(address=address))


def sentence(refusal: Refusal, language: str) -> str:
    """What is wrong and what to do, in one language."""
    joint = "" if language == "zh" else " "
    return joint.join(part for part in (refusal.message(language), refusal.next_step(language)) if part)


def _at_work(who: SignedIn, community_id: UUID) -> Actor:
    actor = people.actors.of_account(who.account_id, community_id=who.community_id)
    try:
        return people.actors.in_community(actor, community_id)
    except NotFound as elsewhere:
        raise NotAllowed from elsewhere


def _names(community_id: UUID) -> str:
    roles = people.permissions.roles_for("confirm_imports")
    accounts = people.roles.accounts_over(community_id, *roles)
    return "、".join(sorted(people.accounts.names_behind(community_id, accounts, ()).values())) or "—"
