"""One resident at the desk: purse, household, cards, roles, and the question before each change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import audit, ledger, people, statements, volunteering
from points.foundation import Actor, clock, reading
from points.web import drafts
from points.web.asking import act_once, done, page, read_form, typed_or_left
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint
from points.web.desk.forms import EndRoleForm, RoleForm
from points.web.desk.relations import relatives_of
from points.web.posting import post_what_is_due

#: lines of the purse that the page shows
LATEST = 10
#: questions about one card, which has to work
ABOUT_A_CARD = ("replace", "revoke", "pin")


@dataclass(frozen=True)
class CardPaper:
    """What the book of actions knows of a card: who issued it, and why it ended."""

    issued_by: str | None
    reason: str | None


@blueprint.get("/people/<public_id>")
@audience("see_people", card=False)
def person(public_id: str) -> str:
    """One resident at the desk."""
    post_what_is_due()
    return person_again(public_id, asked=request.args.get("confirm", ""), about=request.args.get("card", ""))


@blueprint.post("/people/<public_id>/roles")
@audience("grant_roles", card=False)
@drafts.keeps("role", "place", on_page=True)
def grant_role(public_id: str) -> Any:
    """Propose a role on a place of the administrator's own part of the tree; somebody else confirms it."""
    actor = current_actor()
    form, errors = read_form(RoleForm)

    def work() -> None:
        found = people.persons.get_visible(public_id, actor=actor)
        people.nominations.propose(found.person_id, form["role"], place_id=form["place"], actor=actor)

    return act_once(
        work,
        of=people.nominations.propose,
        errors=errors,
        again=partial(person_again, public_id, asked="role"),
        then=lambda _: _done("role_proposed", public_id),
    )


@blueprint.post("/people/<public_id>/roles/end")
@audience("grant_roles", card=False)
@drafts.keeps("reason", on_page=True)
def end_role(public_id: str) -> Any:
    """Take a role back, with a reason."""
    actor = current_actor()
    form, errors = read_form(EndRoleForm)

    def work() -> None:
        found = people.persons.get_visible(public_id, actor=actor)
        people.roles.revoke(form["grant"], person_id=found.person_id, reason=form["reason"], actor=actor)

    return act_once(
        work,
        of=people.roles.revoke,
        errors=errors,
        again=partial(person_again, public_id, asked="end_role", about=request.form.get("grant", "")),
        then=lambda _: _done("role_changed", public_id),
    )


def _done(code: str, public_id: str) -> Any:
    """Say what became of this person's roles, with their name."""
    found = reading(lambda: people.persons.get_visible(public_id, actor=current_actor()))
    return done(code, "desk.person", facts={"name": found.name}, public_id=public_id)


def person_again(public_id: str, *, asked: str = "", about: str = "", **more: Any) -> str:
    """The person's page, with the question that an action of this name asks before it is done."""
    actor, lang = current_actor(), language()
    facts = reading(lambda: _facts(public_id, actor, lang))
    return page("desk/person.html", facts, confirming=_confirming(facts, asked, about), **more)


def _confirming(facts: dict[str, Any], asked: str, about: str) -> dict[str, Any] | None:
    """The question before an action, where this reader may do it to this person and the thing is there."""
    may = facts["may"]
    allowed = {
        "issue": may["issue_card"],
        "replace": may["issue_card"],
        "pin": may["issue_card"],
        "revoke": may["revoke_card"],
        "slip": may["issue_slip"],
        "role": may["roles"] and facts["account"] is not None and facts["account"].status == "active",
        "end_role": may["roles"],
    }
    if not allowed.get(asked):
        return None
    card = next((card for card in facts["cards"] if str(card.card_id) == about), None)
    grant = next((role for role in facts["roles"] if str(role.grant_id) == about), None)
    if asked in ABOUT_A_CARD and (card is None or card.status != "active"):
        return None
    if asked == "end_role" and grant is None:
        return None
    return {
        "action": asked,
        "card": card,
        "grant": grant,
        **typed_or_left("reason", "kind", "with_pin", "role", "place"),
    }


def _facts(public_id: str, actor: Actor, lang: str) -> dict[str, Any]:
    """Everything the person's page says, for whoever may see them."""
    community_id = actor.community_id
    person = people.persons.get_visible(public_id, actor=actor)
    account = people.accounts.of_person(community_id, person.person_id)
    purse = people.purses.find(community_id, person.person_id)
    cards = people.cards.of_person(community_id, person.person_id) if purse else []
    may = _may(person, account, purse, actor)
    return {
        "person": person,
        "kept": people.persons.get(community_id, person.merged_into) if person.merged_into else None,
        "members": people.households.members(community_id, person.household_id)
        if person.household_id
        else [],
        "purse": purse,
        "standing": ledger.balances.get(community_id, purse.account_id)
        if purse
        else ledger.balances.Standing(0, 0),
        "minutes": volunteering.hours.of_person(community_id, person.person_id),
        "entries": _entries(community_id, purse, lang),
        "cards": cards,
        "ways": people.ways.of_purse(community_id, purse.purse_id) if purse else [],
        "papers": {card.card_id: _paper(community_id, card.card_id) for card in cards},
        "account": account,
        "locked_until": _locked_until(account),
        "slip": people.activation.find_open(community_id, person.person_id),
        "roles": people.roles.held_by(community_id, account.account_id) if account else [],
        "relatives": relatives_of([person.person_id], actor),
        "may": may,
        "grantable": people.permissions.GRANTABLE,
        "places": people.roles.places_to_grant(actor) if may["roles"] else [],
    }


def _may(
    person: people.persons.PersonInfo,
    account: people.accounts.AccountInfo | None,
    purse: people.purses.PurseInfo | None,
    actor: Actor,
) -> dict[str, bool]:
    """What this reader may do here for this person."""
    may = people.permissions.may
    powerful = account is not None and people.roles.holds_power(account.account_id)
    issues = may(actor, "issue_cards") and person.active
    return {
        "issue_card": issues and purse is not None,
        "revoke_card": may(actor, "issue_cards"),
        "issue_slip": may(actor, "open_accounts")
        and person.active
        and (may(actor, "grant_roles") or not powerful),
        "back_fill": may(actor, "enter_services") and person.active,
        "roles": may(actor, "grant_roles") and person.person_id != actor.person_id,
    }


def _locked_until(account: people.accounts.AccountInfo | None) -> datetime | None:
    until = account.locked_until if account else None
    return until if until and until > clock.now() else None


def _entries(
    community_id: UUID, purse: people.purses.PurseInfo | None, lang: str
) -> list[statements.lines.StatementLine]:
    if purse is None:
        return []
    found = ledger.statements.lines(community_id, purse.account_id, limit=LATEST)
    return statements.lines.in_words(community_id, found, lang)


def _paper(community_id: UUID, card_id: UUID) -> CardPaper:
    lines = audit.trail.read(
        community_id, audit.trail.TrailFilter(action="card.", subject_id=card_id), limit=20
    )
    issued = next((line.actor_id for line in lines if line.action == "card.issued"), None)
    reason = next((line.words["reason"] for line in lines if "reason" in line.words), None)
    persons = people.accounts.persons_of(community_id, {issued}) if issued else {}
    if issued not in persons:
        return CardPaper(None, reason)
    return CardPaper(people.persons.get(community_id, persons[issued]).name, reason)
