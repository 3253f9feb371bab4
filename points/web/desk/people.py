"""Finding residents and registering one; it reads requests and answers."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from points import audit, ledger, people
from points.foundation import Actor, Refusal, reading
from points.web.auth import audience, current_actor
from points.web.desk import person_actions
from points.web.desk.base import blueprint, done, in_page, page, read_form, typed
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
    facts = reading(lambda: people_facts(actor, q, after))
    return page("desk/people.html", facts, may_register=people.permissions.may(actor, "register_people"))


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
    return page("desk/people_register.html", {"form": form})


@blueprint.post("/people/new")
@audience("register_people", card=False)
def register_posted() -> Any:
    """Register a resident, in a household that is known or opened now."""
    actor, form = current_actor(), typed(*NEW_PERSON)
    asked, errors = read_form(NewPersonForm)
    birth, wrong = person_actions.read_birth(asked.get("birth", ""))
    if wrong:
        errors = {**errors, "birth": wrong}
    if errors:
        return page("desk/people_register.html", {"form": form}, errors=errors), 422
    try:
        person = audit.records.attempt(
            lambda: person_actions.register(**{**asked, "birth": birth}, actor=actor),
            of=people.residents.register,
            actor=actor,
        )
    except Refusal as refusal:
        return page("desk/people_register.html", {"form": form}, refusal=in_page(refusal)), refusal.status
    return done("registered", "desk.person", facts={"name": person.name}, public_id=person.public_id)


def people_facts(actor: Actor, q: str, after: str | None) -> dict[str, Any]:
    """A page of the people of the actor's part of the tree."""
    found = people.search.by_words(actor, q, after=after, all_states=bool(q.strip()))
    ids = [one.person_id for one in found.people]
    purses = people.purses.accounts_of(actor.community_id, ids)
    standing = ledger.balances.get_many(
        actor.community_id, sorted({account for account, _ in purses.values()})
    )
    with_card = people.cards.holders(actor.community_id, set(ids))
    return {
        "q": q,
        "rows": [
            {
                "public_id": one.public_id,
                "name": one.name,
                "door": one.door,
                "household_number": one.household_number,
                "is_head": one.is_head,
                "phone_tail": one.phone_tail or None,
                "available": standing[purses[one.person_id][0]].available if one.person_id in purses else 0,
                "has_card": one.person_id in with_card,
                "active": one.active,
            }
            for one in found.people
        ],
        "next_key": found.next_key,
        "first_page": not after,
        "total": None,
    }
