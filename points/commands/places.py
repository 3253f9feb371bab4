"""Commands about the tree of places: said, founded, made, renamed, closed and opened again, for who looks after the installation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import click
from flask import Flask
from flask.cli import with_appcontext

from points import audit, operation, people
from points.foundation import Actor, communities, reading, system_actor, transact

T = TypeVar("T")
PlaceInfo = people.places.PlaceInfo


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    app.cli.add_command(places)


@click.group("places")
def places() -> None:
    """The tree of places: list, found, add, rename, close, reopen. A place is named by its name, or by its id where two share one."""


@places.command("list")
@with_appcontext
def list_places() -> None:
    """Say every open place, from the top."""
    known = reading(_tree)

    def walk(parent: UUID | None, depth: int) -> None:
        for one in known:
            if one.parent_id == parent:
                click.echo(f"{'  ' * depth}{one.kind} {one.name}  {one.place_id}")
                walk(one.place_id, depth + 1)

    walk(None, 0)


@places.command("found")
@click.argument("name")
@click.option("--name-en", default="", help="Its English name.")
@click.option("--phone", default="", help="The telephone residents ring.")
@click.option("--district", default="", help="The district above it; found by name or made.")
@click.option("--street", default="", help="The street above it; found by name or made.")
@with_appcontext
def found(name: str, name_en: str, phone: str, district: str, street: str) -> None:
    """Found a community of this name with the places above it."""

    def work() -> UUID:
        if any(one.name == name for one in communities()):
            raise people.refusals.PlaceKnown(name=name)
        return people.places.found_community(
            name, name_en=name_en, phone=phone, district=district, street=street
        )

    _say(name, transact(work))


@places.command("add")
@click.argument("kind", type=click.Choice(list(people.places.UNDER)))
@click.argument("name")
@click.option("--under", default="", help="The place above it.")
@click.option("--name-en", default="", help="The English name of a community.")
@click.option("--phone", default="", help="The telephone of a community.")
@with_appcontext
def add(kind: str, name: str, under: str, name_en: str, phone: str) -> None:
    """Make a place of this kind and name."""

    def work(actor: Actor) -> UUID:
        above = _one(under).place_id if under else None
        return people.places.make(kind, name, parent_id=above, name_en=name_en, phone=phone, actor=actor)

    _say(name, _attempt(work, of=people.places.make))


@places.command("rename")
@click.argument("place")
@click.argument("name")
@click.option("--name-en", help="The English name of a community; kept where none is given.")
@click.option("--phone", help="The telephone of a community; kept where none is given.")
@with_appcontext
def rename(place: str, name: str, name_en: str | None, phone: str | None) -> None:
    """Call a PLACE something else."""

    def work(actor: Actor) -> UUID:
        return people.places.rename(
            _one(place).place_id, name, name_en=name_en, phone=phone, actor=actor
        ).place_id

    _say(name, _attempt(work, of=people.places.rename))


@places.command("close")
@click.argument("place")
@click.option("--reason", required=True, help="Why; kept with the record.")
@with_appcontext
def close(place: str, reason: str) -> None:
    """Close a PLACE under which nothing is open."""

    def work(actor: Actor) -> PlaceInfo:
        return operation.closing.close(_one(place).place_id, reason=reason, actor=actor)

    closed = _attempt(work, of=people.places.close)
    click.echo(f"Closed 关了: {closed.name}  {closed.place_id}")


@places.command("reopen")
@click.argument("place_id", type=click.UUID)
@with_appcontext
def reopen(place_id: UUID) -> None:
    """Open a place again that was closed by mistake, by its id as `close` said it."""

    def work(actor: Actor) -> PlaceInfo:
        return people.places.reopen(place_id, actor=actor)

    opened = _attempt(work, of=people.places.reopen)
    _say(opened.name, opened.place_id)


def _attempt(work: Callable[[Actor], T], *, of: Any) -> T:
    """Do it in the name of the installation; written in the trail of its first community."""
    known = reading(communities)
    if not known:
        raise click.ClickException(
            "There is no community yet: flask places found NAME. 还没有社区，请先建一个。"
        )
    actor = system_actor(known[0].id)
    return audit.records.attempt(lambda: work(actor), of=of, actor=actor)


def _say(name: str, place_id: UUID) -> None:
    click.echo(f"{name}  {place_id}")


def _tree() -> list[PlaceInfo]:
    # the house sees every place, whatever community stands for it
    return people.places.tree_of(system_actor(UUID(int=0)))


def _one(words: str) -> PlaceInfo:
    """The open place of this name or id."""
    found = [one for one in _tree() if words in (one.name, str(one.place_id))]
    if len(found) != 1:
        raise click.ClickException(
            f"There is no single place {words}: flask places list. 没有唯一叫“{words}”的地方。"
        )
    return found[0]
