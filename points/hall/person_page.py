"""One resident at the window: purse, latest lines, household, cards, sign-in, roles. It changes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from points import audit, ledger, people, volunteering
from points.audit import TrailFilter
from points.foundation import Actor, clock
from points.hall import passbook

LATEST = 10
ISSUERS = ("officer", "admin")
ENTERERS = ("officer", "committee", "grid_worker")
#: what an administrator may give on this page; the rest comes with where somebody lives
ROLES = (
    "leader",
    "grid_worker",
    "officer",
    "panel",
    "committee",
    "supervisor",
    "shop_manager",
    "clerk",
    "street",
    "admin",
)


def people_facts(actor: Actor, q: str, after: str | None) -> dict[str, Any]:
    """A page of the people of the actor's part of the tree."""
    found = people.search(actor, q, after=after, all_states=bool(q.strip()))
    ids = [one.person_id for one in found.people]
    purses = people.purse_accounts(actor.community_id, ids)
    standing = ledger.balances(actor.community_id, sorted({account for account, _ in purses.values()}))
    with_card = people.have_cards(actor.community_id, set(ids))
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


def person_facts(public_id: str, *, actor: Actor, language: str) -> dict[str, Any]:
    """Everything the person's page says, for whoever may see them."""
    person = people.resident(public_id, actor=actor)
    account = people.account_of(actor.community_id, person.person_id)
    slip = people.open_slip(actor.community_id, person.person_id)
    purse = people.find_purse(actor.community_id, person.person_id)
    deeds = actor.has(*ISSUERS) and person.active
    return {
        "person": {**_person(person), **_sign_in(account), **_merged(actor.community_id, person)},
        "members": _members(actor.community_id, person),
        "purse": _purse(actor.community_id, person, purse),
        "entries": _entries(actor.community_id, purse, language),
        "cards": cards_of(actor.community_id, person.person_id) if purse else [],
        "slip": {"issued_at": slip.issued_at, "valid_until": slip.valid_until} if slip else None,
        "roles": [vars(one) for one in people.roles_of(actor.community_id, account.account_id)]
        if account
        else [],
        "may": {
            "issue_card": deeds and purse is not None,
            "revoke_card": actor.has(*ISSUERS),
            "issue_slip": deeds and (actor.has("admin") or not (account and _powerful(account))),
            "back_fill": actor.has(*ENTERERS) and person.active,
            "roles": actor.has("admin") and person.person_id != actor.person_id,
            "account": account is not None,
        },
    }


def _powerful(account: people.AccountCard) -> bool:
    return people.holds_power(account.account_id)


def role_choices(actor: Actor) -> dict[str, Any]:
    """Which roles an administrator may give, and on which places."""
    return {
        "roles": ROLES,
        "places": [{"id": one, "name": name} for one, name in people.places_to_grant(actor)],
    }


def cards_of(community_id: UUID, person_id: UUID) -> list[dict[str, Any]]:
    """The cards of a person's purse, newest first, with who issued them and why they ended."""
    return [_card(community_id, one) for one in people.cards_of(community_id, person_id)]


def _person(one: people.PersonCard) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "name": one.name,
        "door": one.door,
        "place_name": one.place_name,
        "household_number": one.household_number,
        "is_head": one.is_head,
        "phone_tail": one.phone_tail or None,
        "birth_year": one.birth_year,
        "active": one.active,
    }


def _sign_in(account: people.AccountCard | None) -> dict[str, Any]:
    until = account.locked_until if account else None
    return {
        "signs_in_as": account.username if account else None,
        "locked_until": until if until and until > clock.now() else None,
    }


def _merged(community_id: UUID, one: people.PersonCard) -> dict[str, Any]:
    if one.merged_into is None:
        return {"merged_into": None}
    kept = people.person(community_id, one.merged_into)
    return {"merged_into": {"public_id": kept.public_id, "name": kept.name}}


def _members(community_id: UUID, person: people.PersonCard) -> list[dict[str, Any]]:
    if person.household_id is None:
        return []
    return [
        {
            "public_id": one.public_id,
            "name": one.name,
            "is_head": one.is_head,
            "is_this": one.person_id == person.person_id,
        }
        for one in people.people_of_household(community_id, person.household_id)
    ]


def _purse(community_id: UUID, person: people.PersonCard, purse: people.PurseOf | None) -> dict[str, Any]:
    standing = ledger.balance(community_id, purse.account_id) if purse else ledger.Standing(0, 0)
    return {
        "kind": "household" if purse and purse.household_id else "person",
        "available": standing.available,
        "held": standing.held,
        "minutes": volunteering.hours(community_id, person.person_id),
    }


def _entries(community_id: UUID, purse: people.PurseOf | None, language: str) -> list[dict[str, Any]]:
    if purse is None:
        return []
    found = ledger.statement(community_id, purse.account_id, limit=LATEST)
    return [_entry(one) for one in passbook.in_words(community_id, found, language)]


def _entry(one: passbook.Line) -> dict[str, Any]:
    back_filled = one.story is not None and one.story.back_filled
    return {
        "day": one.day,
        "what": one.what,
        "kind": one.kind,
        "origin": "back_filled" if back_filled else one.origin,
        "who": one.who,
        "quantity": one.quantity,
        "tenths": one.tenths,
        "balance_after": one.balance_after,
        "source": one.story.source if one.story else None,
        "reversed": one.reversed,
    }


def _card(community_id: UUID, one: people.CardCard) -> dict[str, Any]:
    issued_by, reason = _paper(community_id, one.card_id)
    ended: datetime | None = one.ended_at
    return {
        "public_id": str(one.card_id),
        "number": one.number,
        "kind": one.kind,
        "status": one.status,
        "issued_at": one.issued_at,
        "issued_by": issued_by,
        "revoked_at": ended,
        "reason": reason,
        "has_pin": one.has_pin,
        "pin_locked": one.pin_locked,
    }


def _paper(community_id: UUID, card_id: UUID) -> tuple[str | None, str | None]:
    """Who issued a card, and why it ended, out of the book of deeds."""
    lines = audit.trail(community_id, TrailFilter(deed="card.", subject_id=card_id), limit=20)
    issued = next((one.actor_id for one in lines if one.deed == "card.issued"), None)
    reason = next((one.words["reason"] for one in lines if "reason" in one.words), None)
    persons = people.account_names(community_id, {issued}) if issued else {}
    if issued not in persons:
        return None, reason
    return people.person(community_id, persons[issued]).name, reason
