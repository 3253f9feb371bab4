"""The desk's residents: finding, one person's page, registering one, roles; it reads requests and answers."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from points import audit
from points.foundation import Refusal, reading
from points.hall import person_page, window
from points.hall.views.desk_forms import EndRoleForm, NewPersonForm, RoleForm
from points.hall.views.desk_frame import (
    SEERS,
    WINDOW,
    blueprint,
    done,
    in_page,
    language,
    page,
    read_form,
    typed,
)
from points.people import audience, current_actor

#: the words searched for stand in the session: a name has no place in an address
WORDS = "people_words"
DEEDS = ("issue", "revoke", "replace", "slip", "pin", "role", "end_role")
NEW_PERSON = ("name", "household", "door", "phone", "kinship", "birth")


@blueprint.get("/people")
@audience(*SEERS, card=False)
def people() -> str:
    """People of this reader's part of the tree, by name."""
    actor, q = current_actor(), str(session.get(WORDS, ""))
    after = request.args.get("after")
    facts = reading(lambda: person_page.people_facts(actor, q, after))
    return page("desk/people.html", facts, may_register=actor.has(*WINDOW))


@blueprint.post("/people")
@audience(*SEERS, card=False)
def search_people() -> Response:
    """Keep the words that were searched for, and show who fits."""
    session[WORDS] = request.form.get("q", "").strip()[:60]
    return redirect(url_for("desk.people"), 303)


@blueprint.get("/people/new")
@audience(*WINDOW, card=False)
def register() -> str:
    """An empty form for a resident who is not registered yet."""
    form = {**dict.fromkeys(NEW_PERSON, ""), "household": request.args.get("household", "")[:20]}
    return page("desk/register.html", {"form": form})


@blueprint.post("/people/new")
@audience(*WINDOW, card=False)
def register_posted() -> Any:
    """Register a resident, in a household that is known or opened now."""
    actor, form = current_actor(), typed(*NEW_PERSON)
    asked, errors = read_form(NewPersonForm)
    birth, wrong = window.read_birth(asked.get("birth", ""))
    if wrong:
        errors = {**errors, "birth": wrong}
    if errors:
        return page("desk/register.html", {"form": form}, errors=errors), 422
    try:
        person = audit.attempt(
            lambda: window.register(**{**asked, "birth": birth}, actor=actor),
            actor=actor,
            deed="person.registered",
            subject_kind="person",
        )
    except Refusal as refusal:
        return page("desk/register.html", {"form": form}, refusal=in_page(refusal)), refusal.status
    return done("registered", "desk.person", facts={"name": person.name}, public_id=person.public_id)


@blueprint.get("/people/<public_id>")
@audience(*SEERS, card=False)
def person(public_id: str) -> str:
    """One resident at the window."""
    return person_again(public_id, asked=request.args.get("confirm", ""), about=request.args.get("card", ""))


@blueprint.post("/people/<public_id>/roles")
@audience("admin", card=False)
def grant_role(public_id: str) -> Any:
    """Give a role on a place of the administrator's own part of the tree."""
    actor = current_actor()
    form, errors = read_form(RoleForm)
    if not errors and form["role"] not in person_page.ROLES:
        errors = {"role": "not_a_choice"}
    if errors:
        return person_again(public_id, asked="role", errors=errors), 422
    try:
        name = audit.attempt(
            lambda: window.grant_role(public_id, form["role"], form["place"], actor=actor),
            actor=actor,
            deed="role.granted",
            subject_kind="account",
        )
    except Refusal as refusal:
        return person_again(public_id, asked="role", refusal=in_page(refusal)), refusal.status
    return done("role_changed", "desk.person", facts={"name": name}, public_id=public_id)


@blueprint.post("/people/<public_id>/roles/end")
@audience("admin", card=False)
def end_role(public_id: str) -> Any:
    """Take a role back, with a reason."""
    actor = current_actor()
    form, errors = read_form(EndRoleForm)
    about = request.form.get("grant", "")
    if errors:
        return person_again(public_id, asked="end_role", about=about, errors=errors), 422
    try:
        name = audit.attempt(
            lambda: window.end_role(public_id, form["grant"], reason=form["reason"], actor=actor),
            actor=actor,
            deed="role.revoked",
            subject_kind="account",
        )
    except Refusal as refusal:
        again = person_again(public_id, asked="end_role", about=about, refusal=in_page(refusal))
        return again, refusal.status
    return done("role_changed", "desk.person", facts={"name": name}, public_id=public_id)


def person_again(public_id: str, *, asked: str = "", about: str = "", **more: Any) -> str:
    """The person's page, with the question that a deed of this name asks before it is done."""
    actor, reads = current_actor(), language()

    def work() -> dict[str, Any]:
        facts = person_page.person_facts(public_id, actor=actor, language=reads)
        choices = person_page.role_choices(actor) if facts["may"]["roles"] else {"roles": (), "places": []}
        return {**facts, "choices": choices}

    facts = reading(work)
    facts["confirming"] = _confirming(facts, asked, about)
    return page("desk/person.html", facts, **more)


def _confirming(facts: dict[str, Any], asked: str, about: str) -> dict[str, Any] | None:
    """The question before a deed, where this reader may do it to this person and the thing is there."""
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
    return {"deed": asked, "card": card, "grant": role, **typed_in}
