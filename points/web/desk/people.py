"""Finding residents and registering one; it reads requests and answers."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from points import ledger, people
from points.foundation import Actor, reading
from points.web.auth import audience, current_actor
from points.web.desk.base import act, blueprint, done, page, read_form, typed
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
    """An empty form for a resident who is not registered yet."""
    form = {**dict.fromkeys(NEW_PERSON, ""), "household": request.args.get("household", "")[:20]}
    return _register(form)


@blueprint.post("/people/new")
@audience("register_people", card=False)
def register_posted() -> Any:
    """Register a resident, in a household that is known or opened now."""
    actor = current_actor()
    newcomer, errors = read_form(NewPersonForm)
    number = newcomer.pop("household", "")

    def work() -> people.persons.PersonInfo:
        home = people.households.find(actor.community_id, number)
        home = home or people.households.add(number, actor=actor)
        person_id = people.residents.register_in(home, **newcomer, actor=actor)
        return people.persons.get(actor.community_id, person_id)

    return act(
        work,
        of=people.residents.register_in,
        errors=errors,
        again=partial(_register, typed(*NEW_PERSON)),
        then=lambda person: done(
            "registered", "desk.person", facts={"name": person.name}, public_id=person.public_id
        ),
    )


def _register(form: dict[str, str], **more: Any) -> str:
    return page("desk/people_register.html", {"form": form}, **more)


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
