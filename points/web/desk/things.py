"""One thing at the desk, whole: a household, a voucher, a receipt, a card, an award; linked both ways, with its history.

Who may see somebody may see what is theirs. Nothing is changed here but a voucher that is in doubt (an award: `corrections`), and for
anybody else there is no such thing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import audit, ledger, oversight, people, shop, statements, volunteering
from points.foundation import Actor, NotFound, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, typed_or_left
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint
from points.web.desk.relations import relatives_of

#: lines of a household's purse that its page shows
LATEST = 10


@blueprint.get("/households/<number>")
@audience("see_purses", card=False)
def one_household(number: str) -> str:
    """Who lives there, what they have, and what came and went lately."""
    return _shown("desk/things_household.html", _household, number)


@blueprint.post("/households/<number>/old-cards/<old_card_id>/end")
@audience("issue_cards", card=False)
def end_old_card(number: str, old_card_id: str) -> Any:
    """The number of an old card finds its household no more."""
    actor, which = current_actor(), read_id(old_card_id)
    return act_once(
        lambda: people.households.end_old_number(
            which, of=people.households.get_visible(number, actor=actor), actor=actor
        ),
        of=people.households.end_old_number,
        subject_id=which,
        errors={},
        again=lambda **more: _shown("desk/things_household.html", _household, number, **more),
        then=lambda _: done("old_card_ended", "desk.one_household", facts={}, number=number),
    )


@blueprint.get("/vouchers/<public_id>")
@audience("see_purses", card=False)
def voucher(public_id: str) -> str:
    """For whom a voucher is, by whom it was made, and what became of it."""
    return _shown("desk/things_voucher.html", _voucher, public_id)


@blueprint.post("/vouchers/<public_id>/accept")
@audience("accept_vouchers", card=False)
def accept_voucher(public_id: str) -> Any:
    """Let a voucher count again that a restore brought back."""
    actor = current_actor()
    return act_once(
        lambda: shop.doubts.accept(public_id, actor=actor),
        of=shop.doubts.accept,
        errors={},
        again=partial(_shown, "desk/things_voucher.html", _voucher, public_id),
        ids=lambda _: {},
        then=lambda _: done("voucher_accepted", "desk.voucher", facts={}, public_id=public_id),
    )


@blueprint.get("/receipts/<receipt>")
@audience("see_purses", card=False)
def receipt(receipt: str) -> str:
    """What was handed out, from which batch, by whom, and whether it was taken back."""
    return _shown("desk/things_receipt.html", _receipt, receipt)


@blueprint.get("/cards/<card_id>")
@audience("see_purses", card=False)
def card(card_id: str) -> str:
    """Whose card it is, who issued and who ended it, and what it paid last."""
    return _shown("desk/things_card.html", _card, card_id)


@blueprint.get("/awards/<award_id>")
@audience("see_purses", card=False)
def award(award_id: str) -> str:
    """Where points came from: the service, the rule, who checked and approved, and the line in the book."""
    return award_again(award_id, asking=request.args.get("confirm", ""))


def award_again(award_id: str, *, asking: str = "", **more: Any) -> str:
    """The page of an award, after something was asked of it, with the question before it is."""
    return _shown(
        "desk/things_award.html", _award, award_id, asking=asking, form=typed_or_left("reason"), **more
    )


def _shown(template: str, facts: Callable[[str, Actor, str], dict[str, Any]], key: str, **more: Any) -> str:
    actor, lang = current_actor(), language()
    return page(template, reading(lambda: facts(key, actor, lang)), **more)


def _household(number: str, actor: Actor, lang: str) -> dict[str, Any]:
    community_id = actor.community_id
    home = people.households.get_visible(number, actor=actor)
    own = [home.household_id, *([home.purse_id] if home.purse_id else [])]
    known: dict[str, Any] = {"home": home, "standing": None, "entries": [], "vouchers": [], "cards": []}
    known["relatives"] = relatives_of([one.person_id for one in home.members], actor)
    known["old_cards"] = people.households.old_numbers(community_id, home.household_id)
    known["ways"] = people.ways.of_purse(community_id, home.purse_id) if home.purse_id else []
    if home.account_id and home.purse_id:
        vouchers = shop.vouchers.of_purse(community_id, home.account_id, status="open")
        standing, newest = ledger.statements.newest(
            community_id, home.account_id, told_once=True, limit=LATEST
        )
        known |= {
            "standing": standing,
            "vouchers": vouchers,
            "cards": people.cards.of_purse(community_id, home.purse_id),
            "entries": statements.lines.in_brief(
                community_id,
                newest,
                lang,
                names={one.person_id: one.name for one in home.members},
                open_vouchers={one.id: one.public_id for one in vouchers},
            ),
        }
    return {**known, "history": _history(actor, own, lang), "own": own}


def _voucher(public_id: str, actor: Actor, lang: str) -> dict[str, Any]:
    found = shop.vouchers.get(actor.community_id, public_id)
    purse = people.purses.get_visible(found.account_id, actor=actor)
    paid = shop.receipts.of_vouchers(actor.community_id, [found.id]) if found.status == "redeemed" else {}
    holder = ("person", found.person_id)
    history = _history(actor, [found.id], lang, things=[holder])
    return {
        "voucher": found,
        "purse": purse,
        "paid": paid.get(found.id),
        "holder": history.called.get(holder),
        "made": _last(history, found.id, "voucher.issued"),
        "history": history,
        "own": [found.id],
    }


def _receipt(number: str, actor: Actor, lang: str) -> dict[str, Any]:
    community_id = actor.community_id
    found = shop.receipts.get(community_id, number)
    purse = people.purses.get_visible(found.account_id, actor=actor)
    paid_by = [("person", found.person_id), ("voucher", found.voucher_id)]
    history = _history(
        actor,
        [found.redemption_id],
        lang,
        things=[one for one in paid_by if one[1]],
        accounts=[one for one in (found.clerk_id, found.asked_by) if one],
    )
    undone = found.state == "undone"
    lines = ledger.statements.about(community_id, found.redemption_id) if undone else []
    return {
        "receipt": found,
        "purse": purse,
        "batches": oversight.receipts.batches_of(community_id, found.redemption_id),
        "payer": history.called.get(paid_by[0]),
        "collector": shop.collected.names(community_id, [found.redemption_id]).get(found.redemption_id),
        "voucher": history.called.get(paid_by[1]),
        "clerk": history.names.get(found.clerk_id) if found.clerk_id else None,
        "asked_by": history.names.get(found.asked_by) if found.asked_by else None,
        "confirmed": _last(history, found.redemption_id, "redemption.undone"),
        "back": next((one for one in lines if one.what == "reversal"), None),
        "history": history,
        "own": [found.redemption_id],
    }


def _card(key: str, actor: Actor, lang: str) -> dict[str, Any]:
    card_id = read_id(key)
    found, purse = people.cards.get_visible(card_id, actor=actor)
    holder = ("person", found.person_id)
    history = _history(actor, [card_id], lang, things=[holder])
    return {
        "card": found,
        "purse": purse,
        "ways": people.ways.of_purse(actor.community_id, found.purse_id),
        "holder": history.called.get(holder),
        "issued": _last(history, card_id, "card.issued"),
        "ended": _last(history, card_id, "card.revoked", "card.replaced"),
        "used": shop.receipts.last_of_card(actor.community_id, card_id, found.account_id),
        "history": history,
        "own": [card_id],
    }


def _award(key: str, actor: Actor, lang: str) -> dict[str, Any]:
    award_id, community_id = read_id(key), actor.community_id
    found = volunteering.origin.read(community_id, [award_id])
    person_id = next((row.person_id for row in found.rows), None)
    if person_id is None:
        raise NotFound
    person = people.persons.get_seen(person_id, actor=actor)
    own = [one for row in found.rows for one in (row.award_id, row.service_id)]
    leaders = [("person", one) for one in found.persons]
    asked = volunteering.corrections.find(award_id, actor=actor)
    accounts = {*found.accounts, *([asked.asked_by] if asked and asked.asked_by else [])}
    history = _history(actor, own, lang, things=leaders, accounts=accounts)
    names = {
        **history.names,
        **{key: said.of for (kind, key), said in history.called.items() if kind == "person"},
    }
    told = found.told(names, audit.provenance.sheet_lines(community_id, found.imported))[award_id]
    return {
        "award": told,
        "person": person,
        "lines": ledger.statements.about(community_id, told.award_id),
        "asked": asked,
        "asked_by": names.get(asked.asked_by) if asked and asked.asked_by else None,
        "effect": volunteering.corrections.effect(award_id, actor=actor) if asked else None,
        "may_ask": told.status == "credited" and people.permissions.may(actor, "approve_services"),
        "history": history,
        "own": own,
    }


def _history(actor: Actor, own: list[UUID], lang: str, **beside: Any) -> oversight.trail.History:
    return oversight.trail.history(actor.community_id, own, language=lang, **beside)


def _last(history: oversight.trail.History, own: UUID, *actions: str) -> oversight.trail.TrailRow | None:
    """The newest record of one of these actions on the thing itself, if it is among the newest of all."""
    return next(
        (
            row
            for row in history.rows
            if row.action in actions and row.subject_id == str(own) and not row.refused
        ),
        None,
    )
