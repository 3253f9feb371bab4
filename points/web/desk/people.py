"""Finding residents and registering one; it reads requests and answers."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from points import ledger, people
from points.foundation import Actor, reading
from points.web import drafts
from points.web.auth import audience, current_actor
from points.web.desk.base import act_once, blueprint, done, page, read_form, typed
from points.web.desk.fields import NewPersonForm

#: the words searched for stand in the session: a name has no place in an address
WORDS = "people_words"
NEW_PERSON = ("name", "household", "door", "phone", "kinship", "birth")


@blueprint.get("/people", endpoint="people")
@audience("see_people", card=False)
def list_people() -> str:
    """People of this reader's part of the tree, by name."""
    actor, q = current_actor(), str(session.get(WORDS, ""))
    after = request.args.get("after")
    return page(
        "desk/people.html",
        reading(lambda: _found(actor, q, after)),
        q=q,
        first_page=not after,
        may_register=people.permissions.may(actor, "register_people"),
    )


@blueprint.post("/people")
@audience("see_people", card=False)
def search_people() -> Response:
    """Keep the words that were searched for, and show who fits."""
    session[WORDS] = request.form.get("q", "").strip()[:60]
    return redirect(url_for("desk.people"), 303)


@blueprint.get("/people/new")
@audience("register_people", card=False)
def register() -> str:
    """An empty form for a resident who is not registered yet; the door of a known household stands in it."""
    form = drafts.first(drafts.left_here(), *NEW_PERSON)
    form["household"] = form["household"] or request.args.get("household", "")[:20]
    return _register(form)


@blueprint.post("/people/household")
@audience("register_people", card=False)
def household() -> dict[str, Any]:
    """Who lives in the household whose number was typed; asked by the form's script."""
    actor, number = current_actor(), request.form.get("household", "")
    members = reading(lambda: _members(actor, number))
    return {"door": _door(members), "members": [one.name for one in members]}


@blueprint.post("/people/new")
@audience("register_people", card=False)
@drafts.keeps(*NEW_PERSON)
def register_posted() -> Any:
    """Register a resident, in a household that is known or opened now."""
    actor, form = current_actor(), typed(*NEW_PERSON)
    members = reading(lambda: _members(actor, form["household"]))
    form["door"] = form["door"].strip() or _door(members)
    newcomer, errors = read_form(NewPersonForm, door=form["door"])
    if errors and not request.form.get("namesake") and _named(form, members):
        errors = {"name": "person_known", **errors}
    number = newcomer.pop("household", "")

    def work() -> people.persons.PersonInfo:
        home = _home(actor, number) or people.households.add(number, actor=actor)
        person_id = people.residents.register_in(home, **newcomer, actor=actor)
        return people.persons.get(actor.community_id, person_id)

    return act_once(
        work,
        of=people.residents.register_in,
        errors=errors,
        beside={"person_known": "name"},
        again=partial(_register, form),
        ids=lambda person: {"person": str(person.person_id)},
        then=_registered,
    )


def _registered(ids: dict[str, Any]) -> Response:
    person = reading(lambda: people.persons.get(current_actor().community_id, UUID(ids["person"])))
    more = url_for("desk.register", household=person.household_number)
    return done(
        "registered", "desk.person", facts={"name": person.name, "href": more}, public_id=person.public_id
    )


def _register(form: dict[str, str], **more: Any) -> str:
    actor = current_actor()
    members = reading(lambda: _members(actor, form["household"]))
    form = {**form, "door": form["door"] or _door(members)}
    known = _named(form, members) if "errors" in more and not request.form.get("namesake") else None
    return page("desk/people_register.html", {"form": form, "members": members, "known": known}, **more)


def _named(
    form: dict[str, str], members: list[people.persons.PersonInfo]
) -> people.persons.PersonInfo | None:
    return next((one for one in members if one.name == form["name"].strip()), None)


def _home(actor: Actor, number: str) -> UUID | None:
    """The household of this number, typed with its leading noughts or without."""
    find = people.households.find
    return find(actor.community_id, number) or find(actor.community_id, number.zfill(3))


def _members(actor: Actor, number: str) -> list[people.persons.PersonInfo]:
    """Who lives there, as far as this reader may see them."""
    home = _home(actor, number.strip()[:20]) if number.strip() else None
    if home is None:
        return []
    members = people.households.members(actor.community_id, home)
    return [one for one in members if people.persons.may_see(one.person_id, actor=actor)]


def _door(members: list[people.persons.PersonInfo]) -> str:
    return next((one.door for one in members if one.door), "")


def _found(actor: Actor, q: str, after: str | None) -> dict[str, Any]:
    """A page of the people of the actor's part of the tree, with what they can spend and who holds a card."""
    found = people.search.by_words(actor, q, after=after, all_states=bool(q.strip()))
    ids = [person.person_id for person in found.people]
    purses = people.purses.accounts_of(actor.community_id, ids)
    standing = ledger.balances.get_many(
        actor.community_id, sorted({account for account, _ in purses.values()})
    )
    return {
        "people": found.people,
        "next_key": found.next_key,
        "available": {person_id: standing[account].available for person_id, (account, _) in purses.items()},
        "carded": people.cards.holders(actor.community_id, set(ids)),
    }
