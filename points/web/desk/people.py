"""Finding residents and registering one; it reads requests and answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from points import ledger, people
from points.foundation import Actor, paging, reading
from points.web import drafts, exporting, listing
from points.web.asking import act_once, done, page, read_form, typed
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.forms import NewPersonForm, NewWorkerForm

#: what the list is called in the trail and beside the words of a search
LIST = "people"
#: what the list may be narrowed to and ordered by, as it stands in the address
FILTERS = {
    "card": ("none", "some"),
    "role": ("head",),
    "phone": ("none",),
    "household": ("none",),
    "grid": None,
    "by": people.search.ORDERS,
    listing.FOUND: None,
}
NEW_PERSON = ("name", "household", "door", "phone", "kinship", "birth", "elsewhere")


@dataclass(frozen=True)
class PersonRow:
    """A person in the list. `available` is None where the points are the household's and stand beside its head."""

    person: people.persons.PersonInfo
    available: int | None
    carded: bool
    has_account: bool


COLUMNS = (
    exporting.Column(_("姓名"), lambda row: row.person.name),
    exporting.Column(_("与户主关系"), lambda row: _kinship(row.person), width=10),
    exporting.Column(_("门牌"), lambda row: row.person.door, width=20),
    exporting.Column(_("户号"), lambda row: row.person.household_number, width=10),
    exporting.Column(_("网格"), lambda row: row.person.place_name),
    exporting.Column(_("电话尾号"), lambda row: row.person.phone_tail, width=10),
    exporting.Column(_("卡"), lambda row: str(_("有卡") if row.carded else _("没有卡")), width=10),
    exporting.Column(_("全家可用"), lambda row: row.available, kind="points", summed=True),
)


def _kinship(person: people.persons.PersonInfo) -> str:
    """What the person is to the head, in the words of the roster, which are those of the community."""
    return "户主" if person.is_head else person.kinship


@blueprint.get("/people", endpoint="people")
@audience("see_people", card=False)
def list_people() -> str:
    """People of this reader's part of the tree, by name or by household; with print=1 as a list on A4."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    if request.args.get("print") == "1":
        return exporting.on_paper(
            _("居民名单"),
            COLUMNS if people.permissions.may(actor, "see_purses") else COLUMNS[:-1],
            partial(_read, actor, chosen),
            back=listing.address("desk.people", chosen),
            filters=reading(lambda: _in_words(actor, chosen)),
        )
    return people_again()


def people_again(**more: Any) -> str:
    """The list as it stands, after something was asked of it."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    return page("desk/people.html", reading(lambda: _facts(actor, chosen)), **more)


@blueprint.post("/people")
@audience("see_people", card=False)
def search_people() -> Response:
    """Show who fits the words that were typed: the one person there is, or a list under a number."""
    actor, chosen = current_actor(), {**listing.chosen(FILTERS), listing.FOUND: ""}
    words = request.form.get("q", "").strip()[:60]
    if words:
        wanted = _wanted(chosen, words)
        hits = reading(
            lambda: people.search.page(actor, wanted, paging.PageAsked(limit=2, counted=False)).rows
        )
        if len(hits) == 1:
            return redirect(url_for("desk.person", public_id=hits[0].public_id), 303)
        chosen[listing.FOUND] = listing.keep_search(LIST, {"q": words}, actor=actor)
    return redirect(listing.address("desk.people", chosen), 303)


@blueprint.post("/people/jump")
@audience("see_people", card=False)
def jump_to_people() -> Response:
    """Open the list at a surname or a household number, which is not said in the address."""
    actor, chosen = current_actor(), {**listing.chosen(FILTERS), listing.FOUND: ""}
    words = request.form.get("to", "").strip()[:30]
    key = reading(lambda: people.search.place_of(actor, words, by=chosen["by"])) if words else ""
    chosen = {**chosen, "start": key}
    return redirect(listing.address("desk.people", chosen), 303)


@blueprint.post("/people/export")
@audience("export_lists", card=False)
def export_people() -> Response:
    """The filtered list as a file."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    return exporting.take_out(
        LIST,
        str(_("居民名单")),
        COLUMNS,
        partial(_read, actor, chosen),
        filters={name: one for name, one in chosen.items() if one and name != listing.FOUND},
        actor=actor,
    )


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
    members = reading(lambda: people.households.members_seen(number, actor=actor))
    return {"door": _door(members), "members": [one.name for one in members]}


@blueprint.post("/people/new")
@audience("register_people", card=False)
@drafts.keeps(*NEW_PERSON)
def register_posted() -> Any:
    """Register a resident, in a household that is known or opened now; or who works here and lives elsewhere, in none."""
    actor, form = current_actor(), typed(*NEW_PERSON)
    if form["elsewhere"]:
        return _register_worker(form)
    members = reading(lambda: people.households.members_seen(form["household"], actor=actor))
    form["door"] = form["door"].strip() or _door(members)
    newcomer, errors = read_form(NewPersonForm, door=form["door"])
    if errors and not request.form.get("namesake") and _named(form, members):
        errors = {"name": "person_known", **errors}
    number = newcomer.pop("household", "")

    def work() -> people.persons.PersonInfo:
        home = people.households.find_typed(actor.community_id, number)
        home = home or people.households.add(number, actor=actor)
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


def _register_worker(form: dict[str, str]) -> Any:
    """Alone: who shared a household's number would share its points."""
    actor, register_one = current_actor(), people.residents.register
    newcomer, errors = read_form(NewWorkerForm)
    if form["household"].strip():
        errors = {**errors, "household": "no_household"}
    return act_once(
        lambda: register_one(**newcomer, actor=actor),
        of=register_one,
        errors=errors,
        again=partial(_register, form),
        ids=lambda person_id: {"person": str(person_id)},
        then=_registered,
    )


def _registered(ids: dict[str, Any]) -> Response:
    actor = current_actor()
    person = reading(lambda: people.persons.get(actor.community_id, UUID(ids["person"])))
    others = reading(lambda: _namesakes(person, actor))
    facts: dict[str, Any] = {"name": person.name, "others": others}
    if person.household_number:
        facts["href"] = url_for("desk.register", household=person.household_number)
    return done("registered", "desk.person", facts=facts, public_id=person.public_id)


def _namesakes(person: people.persons.PersonInfo, actor: Actor) -> int:
    """How many others the reader sees of the same name, whom the list tells apart by door and telephone."""
    found = people.search.by_name(actor.community_id, person.name)
    others = [one.person_id for one in found if one.person_id != person.person_id]
    return len(people.persons.list_seen(others, actor=actor))


def _register(form: dict[str, str], **more: Any) -> str:
    actor = current_actor()
    members = reading(lambda: people.households.members_seen(form["household"], actor=actor))
    form = {**form, "door": form["door"] or _door(members)}
    known = _named(form, members) if "errors" in more and not request.form.get("namesake") else None
    return page("desk/people_register.html", {"form": form, "members": members, "known": known}, **more)


def _named(
    form: dict[str, str], members: list[people.persons.PersonInfo]
) -> people.persons.PersonInfo | None:
    return next((one for one in members if one.name == form["name"].strip()), None)


def _door(members: list[people.persons.PersonInfo]) -> str:
    return next((one.door for one in members if one.door), "")


def _facts(actor: Actor, chosen: dict[str, str]) -> dict[str, Any]:
    """A page of the list, and what the page offers beside it."""
    words = listing.searched(LIST, actor)
    return {
        "list": listing.Listing(
            "desk.people", _read(actor, chosen, listing.asked()), chosen, people.exports.may(actor)
        ),
        "q": words.get("q", ""),
        "lost": bool(chosen[listing.FOUND] and not words),
        "grids": people.places.grids(actor.community_id),
        "may_register": people.permissions.may(actor, "register_people"),
    }


def _wanted(chosen: dict[str, str], words: str) -> people.search.PeopleFilter:
    return people.search.PeopleFilter(
        words=words,
        card=chosen["card"],
        head=chosen["role"] == "head",
        no_phone=chosen["phone"] == "none",
        no_household=chosen["household"] == "none",
        grid=paging.read_id_key(chosen["grid"]),
        all_states=bool(words),
    )


def _read(actor: Actor, chosen: dict[str, str], asked: paging.PageAsked) -> paging.PageFound[PersonRow]:
    """People of the actor's part of the tree, with what they can spend, who holds a card and who has an account."""
    wanted = _wanted(chosen, listing.searched(LIST, actor).get("q", ""))
    found = people.search.page(actor, wanted, asked, by=chosen["by"])
    ids = [person.person_id for person in found.rows]
    purses = people.purses.accounts_of(actor.community_id, ids) if ids else {}
    carded = people.cards.holders(actor.community_id, set(ids))
    known = people.accounts.holders(actor.community_id, ids)
    shown = {
        one.person_id: purses[one.person_id][0]
        for one in found.rows
        if one.person_id in purses and (one.is_head or purses[one.person_id][1] is None)
    }
    standing = ledger.balances.get_many(actor.community_id, sorted(set(shown.values())))

    def row(one: people.persons.PersonInfo) -> PersonRow:
        account = shown.get(one.person_id)
        available = standing[account].available if account else None
        return PersonRow(one, available, one.person_id in carded, one.person_id in known)

    return found.of([row(one) for one in found.rows])


#: what a filter is called on paper
_CALLED = {
    ("card", "none"): _("没有卡"),
    ("card", "some"): _("有卡"),
    ("role", "head"): _("只看户主"),
    ("phone", "none"): _("没有电话"),
    ("household", "none"): _("没有入户"),
    ("by", "household"): _("按户号排"),
}


def _in_words(actor: Actor, chosen: dict[str, str]) -> list[str]:
    """The filters as a sheet of paper names them; a search only as such."""
    said = [str(_CALLED[pair]) for pair in chosen.items() if pair in _CALLED]
    said += [name for grid, name in people.places.grids(actor.community_id) if grid.hex == chosen["grid"]]
    return [*said, *([str(_("查找的结果"))] if chosen[listing.FOUND] else [])]
