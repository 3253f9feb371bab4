"""One resident at the desk: purse, household, cards, roles, and the question before each change."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request

from points import audit, ledger, people, statements, volunteering
from points.foundation import Actor, Refusal, clock, reading
from points.web.auth import audience, current_actor
from points.web.desk import person_actions
from points.web.desk.base import blueprint, done, in_page, language, page, read_form, typed
from points.web.desk.fields import EndRoleForm, RoleForm

DEEDS = ("issue", "revoke", "replace", "slip", "pin", "role", "end_role")


@blueprint.get("/people/<public_id>")
@audience("see_people", card=False)
def person(public_id: str) -> str:
    """One resident at the window."""
    return person_again(public_id, asked=request.args.get("confirm", ""), about=request.args.get("card", ""))


@blueprint.post("/people/<public_id>/roles")
@audience("grant_roles", card=False)
def grant_role(public_id: str) -> Any:
    """Give a role on a place of the administrator's own part of the tree."""
    actor = current_actor()
    form, errors = read_form(RoleForm)
    if not errors and form["role"] not in people.permissions.GRANTABLE:
        errors = {"role": "not_a_choice"}
    if errors:
        return person_again(public_id, asked="role", errors=errors), 422
    try:
        name = audit.records.attempt(
            lambda: person_actions.grant_role(public_id, form["role"], form["place"], actor=actor),
            of=people.roles.grant,
            actor=actor,
        )
    except Refusal as refusal:
        return person_again(public_id, asked="role", refusal=in_page(refusal)), refusal.status
    return done("role_changed", "desk.person", facts={"name": name}, public_id=public_id)


@blueprint.post("/people/<public_id>/roles/end")
@audience("grant_roles", card=False)
def end_role(public_id: str) -> Any:
    """Take a role back, with a reason."""
    actor = current_actor()
    form, errors = read_form(EndRoleForm)
    about = request.form.get("grant", "")
    if errors:
        return person_again(public_id, asked="end_role", about=about, errors=errors), 422
    try:
        name = audit.records.attempt(
            lambda: person_actions.end_role(public_id, form["grant"], reason=form["reason"], actor=actor),
            of=people.roles.revoke,
            actor=actor,
        )
    except Refusal as refusal:
        again = person_again(public_id, asked="end_role", about=about, refusal=in_page(refusal))
        return again, refusal.status
    return done("role_changed", "desk.person", facts={"name": name}, public_id=public_id)


def person_again(public_id: str, *, asked: str = "", about: str = "", **more: Any) -> str:
    """The person's page, with the question that an action of this name asks before it is done."""
    actor, reads = current_actor(), language()

    def work() -> dict[str, Any]:
        facts = person_facts(public_id, actor=actor, language=reads)
        choices = role_choices(actor) if facts["may"]["roles"] else {"roles": (), "places": []}
        return {**facts, "choices": choices}

    facts = reading(work)
    facts["confirming"] = _confirming(facts, asked, about)
    return page("desk/person.html", facts, **more)


def _confirming(facts: dict[str, Any], asked: str, about: str) -> dict[str, Any] | None:
    """The question before an action, where this reader may do it to this person and the thing is there."""
    may = facts["may"]
    allowed = {
        "issue": may["issue_card"],
        "replace": may["issue_card"],
        "pin": may["issue_card"],
        "revoke": may["revoke_card"],
        "slip": may["issue_slip"],
        "role": may["roles"] and may["account"],
        "end_role": may["roles"],
    }
    if not allowed.get(asked):
        return None
    card = next((one for one in facts["cards"] if one["public_id"] == about), None)
    role = next((one for one in facts["roles"] if str(one["grant_id"]) == about), None)
    if asked in ("replace", "revoke", "pin") and (card is None or card["status"] != "active"):
        return None
    if asked == "end_role" and role is None:
        return None
    typed_in = typed("reason", "kind", "role", "place")
    return {"action": asked, "card": card, "grant": role, **typed_in}


LATEST = 10


LATEST = 10


def person_facts(public_id: str, *, actor: Actor, language: str) -> dict[str, Any]:
    """Everything the person's page says, for whoever may see them."""
    person = people.persons.get_visible(public_id, actor=actor)
    account = people.accounts.of_person(actor.community_id, person.person_id)
    slip = people.activation.find_open(actor.community_id, person.person_id)
    purse = people.purses.find(actor.community_id, person.person_id)
    actions = people.permissions.may(actor, "issue_cards") and person.active
    return {
        "person": {**_person(person), **_sign_in(account), **_merged(actor.community_id, person)},
        "members": _members(actor.community_id, person),
        "purse": _purse(actor.community_id, person, purse),
        "entries": _entries(actor.community_id, purse, language),
        "cards": cards_of(actor.community_id, person.person_id) if purse else [],
        "slip": {"issued_at": slip.issued_at, "valid_until": slip.valid_until} if slip else None,
        "roles": [vars(one) for one in people.roles.held_by(actor.community_id, account.account_id)]
        if account
        else [],
        "may": {
            "issue_card": actions and purse is not None,
            "revoke_card": people.permissions.may(actor, "issue_cards"),
            "issue_slip": actions
            and (people.permissions.may(actor, "grant_roles") or not (account and _powerful(account))),
            "back_fill": people.permissions.may(actor, "enter_services") and person.active,
            "roles": people.permissions.may(actor, "grant_roles") and person.person_id != actor.person_id,
            "account": account is not None,
        },
    }


def _powerful(account: people.accounts.AccountInfo) -> bool:
    return people.roles.holds_power(account.account_id)


def role_choices(actor: Actor) -> dict[str, Any]:
    """Which roles an administrator may give, and on which places."""
    return {
        "roles": people.permissions.GRANTABLE,
        "places": [{"id": one, "name": name} for one, name in people.roles.places_to_grant(actor)],
    }


def cards_of(community_id: UUID, person_id: UUID) -> list[dict[str, Any]]:
    """The cards of a person's purse, newest first, with who issued them and why they ended."""
    return [_card(community_id, one) for one in people.cards.of_person(community_id, person_id)]


def _person(one: people.persons.PersonInfo) -> dict[str, Any]:
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


def _sign_in(account: people.accounts.AccountInfo | None) -> dict[str, Any]:
    until = account.locked_until if account else None
    return {
        "signs_in_as": account.username if account else None,
        "locked_until": until if until and until > clock.now() else None,
    }


def _merged(community_id: UUID, one: people.persons.PersonInfo) -> dict[str, Any]:
    if one.merged_into is None:
        return {"merged_into": None}
    kept = people.persons.get(community_id, one.merged_into)
    return {"merged_into": {"public_id": kept.public_id, "name": kept.name}}


def _members(community_id: UUID, person: people.persons.PersonInfo) -> list[dict[str, Any]]:
    if person.household_id is None:
        return []
    return [
        {
            "public_id": one.public_id,
            "name": one.name,
            "is_head": one.is_head,
            "is_this": one.person_id == person.person_id,
        }
        for one in people.households.members(community_id, person.household_id)
    ]


def _purse(
    community_id: UUID, person: people.persons.PersonInfo, purse: people.purses.PurseInfo | None
) -> dict[str, Any]:
    standing = (
        ledger.balances.get(community_id, purse.account_id) if purse else ledger.balances.Standing(0, 0)
    )
    return {
        "kind": "household" if purse and purse.household_id else "person",
        "available": standing.available,
        "held": standing.held,
        "minutes": volunteering.hours.of_person(community_id, person.person_id),
    }


def _entries(
    community_id: UUID, purse: people.purses.PurseInfo | None, language: str
) -> list[dict[str, Any]]:
    if purse is None:
        return []
    found = ledger.statements.lines(community_id, purse.account_id, limit=LATEST)
    return [_entry(one) for one in statements.lines.in_words(community_id, found, language)]


def _entry(one: statements.lines.StatementLine) -> dict[str, Any]:
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


def _card(community_id: UUID, one: people.cards.CardInfo) -> dict[str, Any]:
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
    """Who issued a card, and why it ended, out of the book of actions."""
    papers = audit.trail.read(
        community_id, audit.trail.TrailFilter(action="card.", subject_id=card_id), limit=20
    )
    issued = next((one.actor_id for one in papers if one.action == "card.issued"), None)
    reason = next((one.words["reason"] for one in papers if "reason" in one.words), None)
    persons = people.accounts.persons_of(community_id, {issued}) if issued else {}
    if issued not in persons:
        return None, reason
    return people.persons.get(community_id, persons[issued]).name, reason
