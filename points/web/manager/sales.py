"""Finding a sale of any day, and taking one back: asked for by one, agreed to by another, whoever is on shift by then."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from points import people, shop
from points.foundation import Actor, reading, setting, wording
from points.web import listing
from points.web.asking import act_once, done, page, read_form
from points.web.auth import audience, current_actor, language
from points.web.fields import Words
from points.web.forms import Form
from points.web.manager.base import AgreeForm, blueprint

#: what the words of a search are kept under
LIST = "sales"
#: no sale has so many pieces that their number is as long
MOST_SIGNS = 6


class AskUndoForm(Form):
    """Why a sale is to be taken back."""

    reason = Words(most=200)


@blueprint.get("/sales")
@audience("see_shop", card=False)
def sales() -> str:
    """What waits for a second person, and sales, the newest first, of whom or what was searched for."""
    actor = current_actor()
    return page("manager/sales.html", reading(lambda: _list(actor)))


@blueprint.post("/sales")
@audience("see_shop", card=False)
def search_sales() -> Response:
    """The sale of a slip, or all that fit; what was typed may be a name and stands in no address."""
    actor, words = current_actor(), request.form.get("q", "").strip()[:200]
    day = request.form.get("day", "").strip()[:10]
    meant = reading(lambda: shop.search.meant_by(actor.community_id, words))
    if meant.receipt is not None:
        return redirect(url_for("manager.sale", receipt=meant.receipt), 303)
    number = listing.keep_search(LIST, {"q": words}, actor=actor)
    return redirect(listing.address("manager.sales", {listing.FOUND: number, "day": day}), 303)


@blueprint.get("/sales/<receipt>")
@audience("see_shop", card=False)
def sale(receipt: str) -> str:
    """One sale, and what may be done about it."""
    return _one(receipt)


@blueprint.post("/sales/<receipt>/ask")
@audience("see_shop", card=False)
def ask_sale_undo(receipt: str) -> Any:
    """Ask that it be taken back."""
    actor = current_actor()
    form, errors = read_form(AskUndoForm)
    kept, wrong = _kept()
    return _act(
        receipt,
        lambda: shop.undo.ask(receipt, reason=form["reason"], keeps=kept, actor=actor),
        of=shop.undo.ask,
        errors={**errors, **wrong},
        said="undo_asked",
    )


@blueprint.post("/sales/<receipt>/confirm")
@audience("see_shop", card=False)
def confirm_sale_undo(receipt: str) -> Any:
    """Agree as another person."""
    actor = current_actor()
    form, errors = read_form(AgreeForm)
    return _act(
        receipt,
        lambda: shop.undo.confirm(receipt, actor=actor, reason=form["reason"]),
        of=shop.undo.confirm,
        errors=errors,
        said="undo_confirmed",
    )


@blueprint.post("/sales/<receipt>/decline")
@audience("see_shop", card=False)
def decline_sale_undo(receipt: str) -> Any:
    """Leave it as it is: who asked takes the question back, anybody else says no."""
    actor = current_actor()
    return _act(
        receipt,
        lambda: shop.undo.decline(receipt, actor=actor),
        of=shop.undo.decline,
        errors={},
        said="undo_ended",
    )


def _act(receipt: str, work: Any, *, of: Any, errors: dict[str, str], said: str) -> Any:
    return act_once(
        work,
        of=of,
        errors=errors,
        again=partial(_one, receipt),
        then=lambda _: done(said, "manager.sale", facts={}, receipt=receipt),
        beside={"undo_by_two": "reason"},
    )


def _kept() -> tuple[dict[str, int], dict[str, str]]:
    """How many of each line stay with the payer, and by field what is wrong with it."""
    kept: dict[str, int] = {}
    errors: dict[str, str] = {}
    for name, typed_in in request.form.items():
        text = typed_in.strip()
        if not name.startswith("keep_") or not text:
            continue
        if text.isascii() and text.isdigit() and len(text) < MOST_SIGNS:
            kept[name.removeprefix("keep_")] = int(text)
        else:
            errors[name] = "not_a_number"
    return kept, errors


def _one(receipt: str, **more: Any) -> str:
    actor = current_actor()
    return page(
        "manager/sales_one.html", reading(lambda: _shown(receipt, actor)), form=request.form.to_dict(), **more
    )


def _shown(receipt: str, actor: Actor) -> dict[str, Any]:
    community_id = actor.community_id
    found = shop.receipts.get(community_id, receipt)
    asked = shop.attempts.of_sale(community_id, found.redemption_id)
    staff = {found.clerk_id} | {who for one in asked for who in (one.asked_by, one.decided_by)}
    owners = {found.person_id} if found.person_id else set()
    names = people.accounts.names_behind(community_id, {one for one in staff if one}, owners)
    days = setting(community_id, "undo_days")
    return {
        "one": found,
        "called": _as_known(actor, {one: names[one] for one in owners if one in names}),
        "attempts": asked,
        "names": names,
        "counted": shop.attempts.counted_since(community_id, found.redemption_id),
        "late": shop.undo.is_late(found, days),
        "days": days,
        "asks": shop.undo.may_ask(found, actor, days),
        "agrees": shop.undo.may_confirm(found, actor, days),
        "own": found.state == "asked" and found.asked_by == actor.account_id,
    }


def _list(actor: Actor) -> dict[str, Any]:
    community_id = actor.community_id
    words = listing.searched(LIST, actor).get("q", "")
    chosen = listing.chosen({listing.FOUND: None, "day": None})
    day = _day(chosen["day"])
    after = request.args.get("after", "")[:200]
    meant = shop.search.meant_by(community_id, words) if words else None
    nothing = meant is not None and meant.nothing
    found = None if nothing else shop.search.list_sales(community_id, meant, day=day, after=after)
    plain = not words and day is None and not after
    waiting = shop.receipts.waiting(community_id) if plain else []
    rows = found.rows if found else []
    return {
        "waiting": waiting,
        "rows": rows,
        "called": _called(actor, [*waiting, *rows]),
        "next_key": found.next_key if found else None,
        "first_page": not after,
        "q": words,
        "day": day,
        "filters": {name: value for name, value in chosen.items() if value},
    }


def _called(actor: Actor, sales: list[shop.receipts.Receipt]) -> dict[Any, str]:
    """Whose each sale was, as far as the reader may know: a name in full, or as the counter says it."""
    owners = {one.person_id for one in sales if one.person_id}
    return _as_known(actor, people.accounts.names_behind(actor.community_id, (), owners))


def _as_known(actor: Actor, names: dict[Any, str]) -> dict[Any, str]:
    if people.permissions.may(actor, "see_people"):
        return dict(names)
    return {who: wording.masked(name, language()) for who, name in names.items()}


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None
