"""Finding a sale of any day, and taking one back: asked for by one, agreed to by another, whoever is on shift by then."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from points import people, shop
from points.foundation import Actor, Refusal, reading, setting, wording
from points.web import listing
from points.web.asking import act_once, done, page, read_form
from points.web.auth import audience, current_actor, language
from points.web.fields import Number, Words
from points.web.forms import Form
from points.web.manager.base import AgreeForm, blueprint

#: what the words of a search are kept under
LIST = "sales"
#: no sale has so many pieces that their number is as long
MOST_SIGNS = 6
#: so many kinds of other goods are taken instead
SWAPS = 3


class AskUndoForm(Form):
    """Why a sale is to be taken back."""

    reason = Words(most=200)


class AgreeUndoForm(AgreeForm):
    """Agreeing, with what the page said other goods cost."""

    shown = Number(least=0, most=1_000_000)


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
    kept, wrong = _pieces("keep_")
    takes, unknown = _taken(actor, receipt)
    return _act(
        receipt,
        lambda: shop.undo.ask(receipt, reason=form["reason"], keeps=kept, takes=takes, actor=actor),
        of=shop.undo.ask,
        errors={**errors, **wrong, **unknown},
        said="undo_asked",
    )


@blueprint.post("/sales/<receipt>/confirm")
@audience("see_shop", card=False)
def confirm_sale_undo(receipt: str) -> Any:
    """Agree as another person."""
    actor = current_actor()
    form, errors = read_form(AgreeUndoForm)
    return _act(
        receipt,
        lambda: shop.undo.confirm(receipt, actor=actor, reason=form["reason"], shown=form["shown"]),
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


def _pieces(before: str) -> tuple[dict[str, int], dict[str, str]]:
    """The numbers in the fields whose names begin so, by the rest of the name, and by field what is wrong with it."""
    pieces: dict[str, int] = {}
    errors: dict[str, str] = {}
    for name, typed_in in request.form.items():
        text = typed_in.strip()
        if not name.startswith(before) or not text:
            continue
        if text.isascii() and text.isdigit() and len(text) < MOST_SIGNS:
            pieces[name.removeprefix(before)] = int(text)
        else:
            errors[name] = "not_a_number"
    return pieces, errors


def _taken(actor: Actor, receipt: str) -> tuple[dict[str, int], dict[str, str]]:
    """What is taken instead, by what a basket calls it; where nobody says how many, it is one."""
    pieces, errors = _pieces("pieces_")
    typed_in = {f"take_{one}": request.form.get(f"take_{one}", "").strip() for one in range(SWAPS)}
    wanted: dict[str, int] = {}
    offered = reading(lambda: _offered(actor, receipt)) if any(typed_in.values()) else []
    for name, text in typed_in.items():
        meant = {one.word for one in offered if text in _called_like(one)} if text else set()
        if len(meant) == 1:
            word = meant.pop()
            wanted[word] = wanted.get(word, 0) + pieces.get(name.removeprefix("take_"), 1)
        elif text:
            errors[name] = "not_a_choice"
    return wanted, errors


def _offered(actor: Actor, receipt: str) -> list[Any]:
    """What the shop of a sale has on offer."""
    here = shop.receipts.get(actor.community_id, receipt).shop_id
    offers = shop.catalogue.offers(actor.community_id, shop_id=here)
    return [one.item for one in offers if one.item.on_hand or one.item.kind == "service"]


def _called_like(item: Any) -> tuple[str, ...]:
    """What somebody may type or scan for it; a name alone never means the pieces of one batch."""
    names = () if item.batch else (item.name, item.name_en, *item.barcodes)
    return (item.word, f"{item.word} {item.name}", f"{item.word} {item.name_en}", *names)


def _one(receipt: str, **more: Any) -> str:
    actor = current_actor()
    return page(
        "manager/sales_one.html", reading(lambda: _shown(receipt, actor)), form=request.form.to_dict(), **more
    )


def _swap(found: shop.receipts.Receipt) -> tuple[list[Any], dict[str, str]]:
    """What is taken instead as it costs now, and why it cannot be had, where it cannot."""
    try:
        return shop.attempts.taken_instead(found), {}
    except Refusal as no:
        return [], {"why": no.message(language())}


def _shown(receipt: str, actor: Actor) -> dict[str, Any]:
    community_id = actor.community_id
    found = shop.receipts.get(community_id, receipt)
    asked = shop.attempts.of_sale(community_id, found.redemption_id)
    staff = {found.clerk_id} | {who for one in asked for who in (one.asked_by, one.decided_by)}
    owners = {found.person_id} if found.person_id else set()
    names = people.accounts.names_behind(community_id, {one for one in staff if one}, owners)
    days = setting(community_id, "undo_days")
    asks = shop.undo.may_ask(found, actor, days)
    swapping = "swap" in request.args or any(name.startswith("take_") for name in request.form)
    swap, gone = _swap(found) if found.state == "asked" else ([], {})
    return {
        "one": found,
        "swap": swap,
        "gone": gone,
        "swaps": range(SWAPS) if asks and swapping else [],
        "offered": _offered(actor, receipt) if asks and swapping else [],
        "called": _as_known(actor, {one: names[one] for one in owners if one in names}),
        "attempts": asked,
        "names": names,
        "counted": shop.attempts.counted_since(community_id, found.redemption_id),
        "late": shop.undo.is_late(found, days),
        "days": days,
        "asks": asks,
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
