"""What the office does for one resident at its window: cards, slips, roles, registration. It knows no page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from points import people
from points.foundation import Actor, NotFound, clock, wording

EARLIEST_BIRTH = 1900


def issue_card(
    public_id: str, *, kind: str, pin: str | None, actor: Actor
) -> tuple[people.cards.IssuedCard, dict[str, Any]]:
    """A card for this resident, and the words that stand on it."""
    person = people.persons.get_visible(public_id, actor=actor)
    issued = people.cards.issue(person.person_id, kind=kind, pin=pin, actor=actor)
    return issued, _on_card(person, issued, actor)


def replace_card(
    public_id: str, card_id: UUID, *, reason: str, pin: str | None, actor: Actor
) -> tuple[people.cards.IssuedCard, dict[str, Any]]:
    """A new card for the same purse; one that has ended already is not replaced a second time."""
    old = _card_of(public_id, card_id, actor)
    if old.status != "active":
        raise people.refusals.CardEnded(number=old.number_tail)
    issued = people.cards.replace(card_id, reason=reason, pin=pin, actor=actor)
    return issued, _on_card(people.persons.get(actor.community_id, old.person_id), issued, actor)


def revoke_card(public_id: str, card_id: UUID, *, reason: str, actor: Actor) -> str:
    """End a lost card. Says its number."""
    old = _card_of(public_id, card_id, actor)
    people.cards.revoke(card_id, reason=reason, actor=actor)
    return old.number


def set_pin(public_id: str, card_id: UUID, *, pin: str, actor: Actor) -> str:
    """A new PIN for a card, which also opens one that was locked. Says its number."""
    old = _card_of(public_id, card_id, actor)
    people.cards.set_pin(card_id, pin, actor=actor)
    return old.number


def issue_slip(
    public_id: str, *, actor: Actor
) -> tuple[people.persons.PersonInfo, people.activation.NewSlip]:
    """A one-time slip for this resident."""
    person = people.persons.get_visible(public_id, actor=actor)
    return person, people.activation.issue(person.person_id, actor=actor)


def grant_role(public_id: str, role: str, place_id: UUID, *, actor: Actor) -> str:
    """A role for a resident who can sign in. Says the name."""
    person = people.persons.get_visible(public_id, actor=actor)
    account = people.accounts.of_person(actor.community_id, person.person_id)
    if account is None:
        raise people.refusals.AccountNeeded(name=person.name)
    people.roles.grant(account.account_id, role, place_id=place_id, actor=actor)
    return person.name


def end_role(public_id: str, grant_id: UUID, *, reason: str, actor: Actor) -> str:
    """Take a role back. Says the name."""
    person = people.persons.get_visible(public_id, actor=actor)
    account = people.accounts.of_person(actor.community_id, person.person_id)
    held = people.roles.held_by(actor.community_id, account.account_id) if account else []
    if grant_id not in {one.grant_id for one in held}:
        raise NotFound
    people.roles.revoke(grant_id, reason=reason, actor=actor)
    return person.name


def register(
    name: str, *, household: str, door: str, phone: str, kinship: str, birth: date | None, actor: Actor
) -> people.persons.PersonInfo:
    """A resident of a household, which is opened if its number is new."""
    known = people.households.find(actor.community_id, household)
    if known is not None:
        at_home = people.households.members(actor.community_id, known)
        if any(one.name == name for one in at_home):
            raise people.refusals.DoorTaken(name=name, number=household)
    home = known or people.households.add(household, actor=actor)
    person_id = people.residents.register(
        name,
        actor=actor,
        household_id=home,
        phone=phone,
        birth_date=birth,
        door=door,
        kinship=kinship,
    )
    return people.persons.get(actor.community_id, person_id)


def read_birth(text: str) -> tuple[date | None, str | None]:
    """A birthday as it was typed, or what is wrong with it."""
    if not text:
        return None, None
    try:
        day = date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None, "not_a_date"
    if day > clock.today() or day.year < EARLIEST_BIRTH:
        return None, "out_of_range"
    return day, None


def _card_of(public_id: str, card_id: UUID, actor: Actor) -> people.cards.CardInfo:
    """A card of this resident's purse; another's does not exist here."""
    person = people.persons.get_visible(public_id, actor=actor)
    for one in people.cards.of_person(actor.community_id, person.person_id):
        if one.card_id == card_id:
            return one
    raise NotFound


def _on_card(
    person: people.persons.PersonInfo, issued: people.cards.IssuedCard, actor: Actor
) -> dict[str, Any]:
    """The family name alone, never the door: the door is what the clerk asks."""
    name = person.name
    if issued.kind == "household":
        name = people.purses.of_person(actor.community_id, person.person_id).label or name
    return {"family": wording.masked(name).rstrip("*"), "kind": issued.kind, "number": issued.number}
