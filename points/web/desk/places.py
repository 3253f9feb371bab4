"""The tree of places: districts, streets, communities and grids made, renamed and closed; and where somebody works."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import operation, people
from points.foundation import Actor, NotFound, community, reading
from points.web import at_work, drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed_or_left
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import blueprint
from points.web.desk.forms import ReasonForm
from points.web.fields import Choice, Words
from points.web.forms import Form
from points.web.navigation import first_page


class PlaceForm(Form):
    """What a place is called; of a community also in English, and its telephone."""

    name = Words(most=40)
    name_en = Words(most=60, required=False)
    phone = Words(most=30, required=False)


class NewPlaceForm(PlaceForm):
    """A place under another one."""

    kind = Words(most=20, among=tuple(people.places.UNDER))
    under = Choice()


class CommunityForm(Form):
    """One of several communities."""

    community = Choice()


@blueprint.get("/places")
@audience("see_places", card=False)
def places() -> str:
    """What the reader sees of the tree."""
    return _again(
        request.args.get("do", ""), request.args.get("place", ""), kind=request.args.get("kind", "")
    )


@blueprint.post("/places")
@audience("add_places", "shape_places", card=False)
@drafts.keeps("name", "name_en", "phone", on_page=True)
def add_place() -> Any:
    """A new place; a community begins with books of its own."""
    actor = current_actor()
    form, errors = read_form(NewPlaceForm)
    return act_once(
        lambda: people.places.make(
            form["kind"],
            form["name"],
            parent_id=form["under"],
            name_en=form["name_en"],
            phone=form["phone"],
            actor=actor,
        ),
        of=people.places.make,
        errors=errors,
        beside={"place_known": "name"},
        again=partial(_again, "add", request.form.get("under", ""), kind=request.form.get("kind", "")),
        ids=lambda made: {"place": str(made)},
        then=lambda _: done("place_made", "desk.places", facts={"name": request.form["name"].strip()}),
    )


@blueprint.post("/places/<place_id>/name")
@audience("add_places", "shape_places", card=False)
@drafts.keeps("name", "name_en", "phone", on_page=True)
def rename_place(place_id: str) -> Any:
    """Call a place something else."""
    actor = current_actor()
    form, errors = read_form(PlaceForm)
    return act_once(
        lambda: people.places.rename(
            read_id(place_id), form["name"], name_en=form["name_en"], phone=form["phone"], actor=actor
        ),
        of=people.places.rename,
        errors=errors,
        beside={"place_known": "name"},
        again=partial(_again, "rename", place_id),
        then=lambda _: done("place_renamed", "desk.places", facts={"name": form["name"]}),
    )


@blueprint.post("/places/<place_id>/close")
@audience("add_places", "shape_places", card=False)
@drafts.keeps("reason", on_page=True)
def close_place(place_id: str) -> Any:
    """Close a place under which nothing is open."""
    actor = current_actor()
    form, errors = read_form(ReasonForm)
    return act_once(
        lambda: operation.closing.close(read_id(place_id), reason=form["reason"], actor=actor),
        of=people.places.close,
        errors=errors,
        again=partial(_again, "close", place_id),
        then=lambda _: done("place_closed", "desk.places", facts={"name": _name(place_id)}),
    )


@blueprint.post("/community")
@audience("use_desk", card=False)
def choose_community() -> Any:
    """Work in another of one's communities from now on."""
    me = signed_in()
    form, errors = read_form(CommunityForm)
    if errors or me is None:
        raise NotFound
    chosen = at_work.choose(form["community"], me)
    answer = done("at_work", "desk.home", facts={"name": chosen.name})
    answer.location = first_page(me)
    return answer


def _name(place_id: str) -> str:
    """What a place was called, also when it is closed."""
    return reading(lambda: people.places.name_of(read_id(place_id)))


def _again(do: str, about: str, *, kind: str = "", **more: Any) -> str:
    actor = current_actor()
    form = typed_or_left("name", "name_en", "phone", "reason")
    return page("desk/places.html", reading(lambda: _facts(actor, do, about, kind)), form=form, **more)


def _facts(actor: Actor, do: str, about: str, kind: str) -> dict[str, Any]:
    tree = people.places.tree_of(actor)
    lines = _lines(tree, actor)
    one = next((line for line in lines if str(line["place"].place_id) == about), None)
    asking = None
    if one is not None and ((do == "add" and kind in one["adds"]) or (do in ("rename", "close") and one[do])):
        place = one["place"]
        asking = {
            "do": do,
            "kind": kind,
            "place": place,
            "left": operation.closing.left(place) if do == "close" else {},
            "community": community(place.place_id) if place.kind == "community" else None,
        }
    return {"lines": lines, "asking": asking}


def _lines(tree: list[people.places.PlaceInfo], actor: Actor) -> list[dict[str, Any]]:
    """The tree from the top, each place with its depth and what this reader may do to it."""
    known = {one.place_id for one in tree}
    lines: list[dict[str, Any]] = []

    def walk(parent: UUID | None, depth: int) -> None:
        for one in tree:
            above = one.parent_id if one.parent_id in known else None
            if above == parent:
                lines.append({"place": one, "depth": depth, **_allowed(one, actor)})
                walk(one.place_id, depth + 1)

    walk(None, 0)
    return lines


def _allowed(place: people.places.PlaceInfo, actor: Actor) -> dict[str, Any]:
    may = people.places.may_shape
    above = place.community_id if place.kind == "grid" else place.parent_id
    own = place.community_id if place.kind == "grid" else place.place_id
    under = [kind for kind, parents in people.places.UNDER.items() if place.kind in parents]
    return {
        "adds": [kind for kind in under if may(kind, place.place_id, actor)],
        "rename": may(place.kind, own, actor),
        "close": may(place.kind, above, actor),
    }
