"""What things cost now, what they will cost, and what they cost; a new price is proposed here and approved by another."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for

from points import goods, people, shop
from points.foundation import Actor, NotFound, Refusal, clock, codes, reading, wording
from points.web.addresses import read_id
from points.web.asking import act_once, done, in_page, page, read_form
from points.web.auth import audience, current_actor, language, signed_in
from points.web.manager.base import blueprint
from points.web.manager.forms import DecisionForm, LaterPriceForm, PriceForm

#: rows of the list on the screen
PAGE = 50


@blueprint.get("/prices")
@audience("see_shop", card=False)
def prices() -> str:
    """What waits for a second person, what is coming, and every price now."""
    return _list()


def _list(**more: Any) -> str:
    actor, search = current_actor(), request.args.get("q", "").strip()[:60]
    after = request.args.get("after", "")[:40]

    def query() -> dict[str, Any]:
        rows = goods.prices.listed(actor.community_id, search=search, after=after, limit=PAGE + 1)
        waiting = goods.price_proposals.list_open(actor.community_id)
        return {
            "rows": rows[:PAGE],
            "next": rows[PAGE - 1].code if len(rows) > PAGE else None,
            "waiting": waiting,
            "coming": goods.price_proposals.list_coming(actor.community_id),
            "near": goods.items.near_expiry(actor.community_id),
            "names": _names(actor, waiting),
            "agrees": people.acting.confirmed_of(
                shop.price_setting.ACT, {one.proposed_by for one in waiting}, actor=actor
            ),
        }

    return page("manager/prices.html", {**reading(query), "q": search, "first": not after}, **more)


@blueprint.post("/prices/approve")
@audience("see_shop", card=False)
def approve_prices() -> Any:
    """Agree to everything that is ticked, as the second person."""
    actor = current_actor()
    ticked = [read_id(one) for one in request.form.getlist("proposal")]
    return act_once(
        lambda: [shop.price_setting.approve(one, actor=actor) for one in sorted(ticked)],
        of=shop.price_setting.approve,
        errors={},
        again=_list,
        ids=lambda made: {"number": len(made)},
        then=lambda ids: done("prices_approved", "manager.prices", facts={"number": ids["number"]}),
    )


@blueprint.get("/prices/<code>")
@audience("see_shop", card=False)
def price(code: str) -> str:
    """One thing: its price now, coming and past, and the form for a new one."""
    return _again(code)


@blueprint.post("/prices/<code>")
@audience("see_shop", card=False)
def propose_price(code: str) -> Any:
    """First what it would change, then, when that was seen, the proposal itself."""
    actor = current_actor()
    wish, errors = _read(code)
    again = partial(_again, code, form=request.form.to_dict(), ticked=request.form.getlist("batch"))
    if errors or not request.form.get("seen"):
        return _look(actor, wish, errors, again)
    return act_once(
        lambda: shop.price_setting.propose(wish, actor=actor),
        of=shop.price_setting.propose,
        errors={},
        again=again,
        ids=lambda made: {"status": made[0].status},
        then=lambda answer: _done(code, "price_proposed" if answer["status"] == "open" else "price_shown"),
    )


@blueprint.post("/prices/<code>/approve")
@audience("see_shop", card=False)
def approve_price(code: str) -> Any:
    """Agree as the second person."""
    return _settle(code, shop.price_setting.approve, "price_approved")


@blueprint.post("/prices/<code>/decline")
@audience("see_shop", card=False)
def decline_price(code: str) -> Any:
    """Say no as the second person."""
    return _settle(code, shop.price_setting.decline, "price_declined")


@blueprint.post("/prices/<code>/withdraw")
@audience("see_shop", card=False)
def withdraw_price(code: str) -> Any:
    """Take it back, as who proposed it."""
    return _settle(code, shop.price_setting.withdraw, "price_withdrawn", reasoned=False)


@blueprint.post("/prices/<code>/stop")
@audience("see_shop", card=False)
def stop_price(code: str) -> Any:
    """Stop a price before it begins."""
    return _settle(code, shop.price_setting.stop, "price_stopped")


def _read(code: str) -> tuple[shop.price_setting.Wished, dict[str, str]]:
    later = request.form.get("when") == "later"
    form, errors = read_form(LaterPriceForm if later else PriceForm)
    batches: list[UUID] = []
    for one in request.form.getlist("batch"):
        try:
            batches.append(UUID(one))
        except ValueError:
            errors = {**errors, "batch": "not_a_choice"}
    if errors:
        return shop.price_setting.Wished(code, 1, ""), errors
    at: datetime | None = clock.instant(form["day"], form["time"]) if later else None
    return shop.price_setting.Wished(code, form["points"], form["reason"], at=at, batches=batches), {}


def _look(actor: Actor, wish: shop.price_setting.Wished, errors: dict[str, str], again: Any) -> Any:
    """What a price would change, before it is proposed; or what is wrong with it."""
    if errors:
        return again(errors=errors), 422
    try:
        reading(lambda: shop.price_setting.refuse_unfit(actor.community_id, wish))
    except Refusal as refusal:
        return again(refusal=in_page(refusal)), refusal.status
    return again(looking=wish)


def _settle(code: str, use_case: Any, said: str, *, reasoned: bool = True) -> Any:
    actor = current_actor()
    form, errors = read_form(DecisionForm)

    def work() -> Any:
        if goods.price_proposals.get(actor.community_id, form["proposal"]).code != code:
            raise NotFound
        return use_case(form["proposal"], actor=actor, **({"reason": form["reason"]} if reasoned else {}))

    return act_once(
        work,
        of=use_case,
        errors=errors,
        again=partial(_again, code, form=request.form.to_dict()),
        then=lambda _: _done(code, said),
    )


def _done(code: str, said: str) -> Any:
    item = reading(lambda: goods.prices.item(current_actor().community_id, code))
    return done(said, "manager.price", facts={"name": wording.named(item, language())}, code=code)


def _again(
    code: str, *, form: dict[str, str] | None = None, looking: Any = None, ticked: Any = (), **more: Any
) -> str:
    actor = current_actor()

    def query() -> dict[str, Any]:
        community_id = actor.community_id
        item = goods.prices.item(community_id, code)
        wishes = goods.price_proposals.of_item(community_id, item.item_id)
        second = [one for one in wishes if one.status == "open" or one.may_be_stopped]
        agrees = people.acting.confirmed_of(
            shop.price_setting.ACT, {one.proposed_by for one in second}, actor=actor
        )
        return {
            "item": item,
            "versions": goods.prices.versions(community_id, item.item_id),
            "wishes": wishes,
            "batches": [
                one
                for one in goods.stock.left_of(community_id, item.item_id)
                if one.expires_on >= clock.today()
            ],
            "went": shop.price_setting.went_lately(community_id, item.item_id),
            "names": _names(actor, wishes),
            "confirms": {one.proposal_id for one in second if one.proposed_by in agrees},
            "begins": people.acting.may_begin(shop.price_setting.ACT, actor),
        }

    facts = {**reading(query), "own_id": actor.account_id}
    return page(
        "manager/prices_one.html", facts, form=form or {}, looking=looking, ticked=set(ticked), **more
    )


def _names(actor: Actor, wishes: list[goods.price_proposals.PriceWish]) -> dict[UUID, str]:
    who = {one for wish in wishes for one in (wish.proposed_by, wish.closed_by) if one}
    return people.accounts.names_behind(actor.community_id, who, ())


@blueprint.get("/prices/print")
@audience("see_shop", card=False)
def price_list() -> str:
    """Every price on paper, for the wall."""
    return _paper("print/price_list.html")


@blueprint.get("/prices/labels")
@audience("see_shop", card=False)
def shelf_labels() -> str:
    """A label for each place on the shelf; what ends soon has a code of its own."""
    return _paper("print/shelf_labels.html")


def _paper(template: str) -> str:
    actor, me, search = current_actor(), signed_in(), request.args.get("q", "").strip()[:60]

    def query() -> dict[str, Any]:
        near = goods.items.near_expiry(actor.community_id)
        return {
            "items": [one for one in goods.prices.listed(actor.community_id, search=search) if one.tenths],
            "near": [(one, codes.qr_data_url(one.word)) for one in near if search in one.name],
        }

    return page(
        template,
        reading(query),
        community_name=me.community_name if me else "",
        printed_at=clock.now(),
        back_url=url_for("manager.prices"),
    )
