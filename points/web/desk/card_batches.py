"""Cards printed together: for who is ticked in the list, and for the households that came in with an import, a sheet after
the other. What is printed together is confirmed together (`ways`)."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from points import audit, people
from points.foundation import Actor, NotFound, new_id, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.cards import MOST_AT_ONCE, drawn, still_good, ticked
from points.web.desk.people import people_again
from points.web.papers import printed_cards


@blueprint.post("/people/cards")
@audience("issue_cards", card=False)
def issue_cards() -> Any:
    """Cards for everybody who is ticked in the list and has none, printed together: their codes stand nowhere else."""
    back, chosen = url_for("desk.people"), ticked()
    return _issue(chosen, new_id(), back, people_again, "desk.people") if chosen else redirect(back, 303)


@blueprint.get("/intake/<import_id>/cards")
@audience("issue_cards", card=False)
def import_cards(import_id: str) -> str:
    """Which households of an import have no card yet, and how many cards of theirs wait for a second person."""
    return _page(read_id(import_id))


@blueprint.post("/intake/<import_id>/cards")
@audience("issue_cards", card=False)
def issue_import_cards(import_id: str) -> Any:
    """The next cards for these households, one for each, in the name of its head. All of them are one batch, however often
    this is pressed."""
    actor, which = current_actor(), read_id(import_id)
    chosen = [one.public_id for one in reading(lambda: _facts(which, actor))["heads"][:MOST_AT_ONCE]]
    back = url_for("desk.import_cards", import_id=which)
    return _issue(chosen, which, back, partial(_page, which), "desk.import_cards", import_id=which)


def _page(which: UUID, **more: Any) -> str:
    actor = current_actor()
    return page("desk/card_batches.html", reading(lambda: _facts(which, actor)), most=MOST_AT_ONCE, **more)


def _facts(which: UUID, actor: Actor) -> dict[str, Any]:
    found = audit.provenance.find(actor.community_id, which)
    if found is None:
        raise NotFound
    homes = audit.provenance.subjects_of_batch(actor.community_id, which, "household")
    return {
        "batch": found,
        "households": len(homes),
        "heads": people.cards.heads_without(homes, actor=actor),
        "waiting": people.ways.waiting_count(actor, batch=which),
    }


def _issue(chosen: list[str], batch: UUID, back: str, page_again: Any, endpoint: str, **where: Any) -> Any:
    """A card with its PIN for each of these, printed; the same press prints the same once more."""
    actor, pairs = current_actor(), {one: drawn(one, with_pin=True) for one in chosen}

    def again(ids: dict[str, Any]) -> Response | None:
        issued = still_good(ids["cards"], with_pin=True)
        return printed_cards(back, issued) if issued else None

    return act_once(
        lambda: _issue_many(pairs, batch, actor),
        of=people.cards.issue,
        errors={},
        again=page_again,
        ids=lambda issued: {"cards": [[whose, str(one.card_id)] for whose, one in issued.items()]},
        shown=lambda issued: printed_cards(back, [*issued.values()]) if issued else redirect(back, 303),
        shown_again=again,
        then=lambda ids: done("cards_once", endpoint, facts={"at": ids["at"]}, **where),
    )


def _issue_many(
    pairs: dict[str, tuple[str, str | None]], batch: UUID, actor: Actor
) -> dict[str, people.cards.IssuedCard]:
    """A card with its PIN each, the household's where the purse is shared; who has one that works, or has left, gets none."""
    persons = [people.persons.get_visible(one, actor=actor) for one in pairs]
    carded = people.cards.holders(actor.community_id, {one.person_id for one in persons})
    purses = people.purses.accounts_of(actor.community_id, [one.person_id for one in persons])
    return {
        one.public_id: people.cards.issue(
            one.person_id,
            kind="household" if purses.get(one.person_id, (None, None))[1] else "person",
            token=pairs[one.public_id][0],
            pin=pairs[one.public_id][1],
            actor=actor,
            batch=batch,
        )
        for one in persons
        if one.active and one.person_id not in carded
    }
